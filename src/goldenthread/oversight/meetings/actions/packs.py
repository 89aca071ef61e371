"""Packs: what a meeting has to read, bound into one PDF, sent out, and opened."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldenthread.design.words import plural, uk_date, uk_time
from goldenthread.oversight.meetings.actions.filling import place_waiting
from goldenthread.oversight.meetings.actions.meetings import lock_meeting, still_open
from goldenthread.oversight.meetings.actions.telling import tell_group
from goldenthread.oversight.meetings.models import AgendaItem, Meeting, Pack, PackOpening, Paper
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.rendering.binding import Bound, Part, Sheet, bind

KIND = "meetings.papers"


@dataclass(frozen=True)
class Circulated:
    """What came of sending the papers out: how many people were told, and what could not be bound."""

    told: int
    problems: list[str]


@transaction.atomic
def circulate_papers(*, by: Actor, meeting: Meeting, on: dt.date) -> Circulated:
    """Binds the agenda's papers into a pack, and tells everybody who sits on the group.

    What is open and what is confidential are two packs; the pages of the second are numbered after those of the first.
    Done again, the papers that came since are bound as a supplement, numbered on; the first day counts for the rule.
    Raises :class:`RuleError` for an agenda without an item, a meeting that is over, and where no paper came since.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    still_open(row)
    place_waiting(row.partnership, row.group)
    items = list(row.items.all())
    if not items:
        raise RuleError("The agenda is empty. Add an item first.", code="empty")
    problems = _bind_new(by, row, items)
    told = tell_group(
        by=by,
        meeting=row,
        kind=KIND,
        subject=f"{'More papers' if row.circulated_on else 'Papers'}: {row}",
        text=f"The {'further papers' if row.circulated_on else 'agenda and papers'} of the {row.group} on "
        f"{uk_date(row.day)} are ready.",
    )
    if row.circulated_on is None:
        row.circulated_on = on
        row.version += 1
        row.save(update_fields=["circulated_on", "version"])
    said = f"Circulated the papers: {row}, to {plural(len(told), 'person', 'people')}"
    record("meeting.circulated", said, by=by, about=row)
    return Circulated(len(told), problems)


def _bind_new(by: Actor, meeting: Meeting, items: list[AgendaItem]) -> list[str]:
    """Makes the packs of what no pack of this meeting holds yet, items without papers included.

    Answers what could not be bound.
    """
    packs = list(meeting.packs.all())
    number = max((pack.number for pack in packs), default=0) + 1
    page = max((pack.last_page for pack in packs), default=0) + 1
    bound_already = {entry["paper"] for pack in packs for entry in pack.contents if entry["paper"]}
    waiting = Paper.objects.filter(item__in=items, replaced_by=None).exclude(pk__in=bound_already)
    papers: dict[int, list[Paper]] = {}
    for paper in waiting:
        papers.setdefault(paper.item_id, []).append(paper)
    named = {entry["item"] for pack in packs for entry in pack.contents}
    new = set(papers) | {item.pk for item in items if item.pk not in named}
    if packs and not new:
        raise RuleError("No paper and no item came since the last pack was sent out.", code="nothing_new")
    problems: list[str] = []
    for confidential in (False, True):
        if confidential and not any(item.confidential and (number == 1 or item.pk in new) for item in items):
            continue
        if number > 1 and not any(item.confidential == confidential and item.pk in new for item in items):
            continue
        shown = _shown(items, new, number=number, confidential=confidential)
        pack, bound = _bind(
            by, meeting, shown, papers, number=number, confidential=confidential, first_page=page
        )
        page = pack.last_page + 1
        problems += bound.problems
    return problems


def _shown(
    items: list[AgendaItem], new: set[int], *, number: int, confidential: bool
) -> list[tuple[int, AgendaItem]]:
    """What a pack names, with its place on the agenda. The open one of the first edition names every item, a
    confidential one as that alone; a supplement names what is new.
    """
    return [
        (place, item)
        for place, item in enumerate(items, start=1)
        if (number == 1 and (not confidential or item.confidential))
        or (item.confidential == confidential and item.pk in new)
    ]


def _bind(
    by: Actor,
    meeting: Meeting,
    shown: list[tuple[int, AgendaItem]],
    papers: dict[int, list[Paper]],
    *,
    number: int,
    confidential: bool,
    first_page: int,
) -> tuple[Pack, Bound]:
    """One pack of the items that are shown in it, each with its place on the agenda."""
    parts, names = [], []
    for place, item in shown:
        hidden = item.confidential and not confidential
        sheets = [] if hidden else papers.get(item.pk, [])
        parts.append(_part(place, item, sheets, hidden=hidden))
        names += [(item.pk, None), *((item.pk, paper.pk) for paper in sheets)]
    kind = "Confidential papers" if confidential else "Papers"
    bound = bind(
        parts,
        title=f"{meeting.group}: {kind.lower() if number == 1 else f'supplement {number - 1}, {kind.lower()}'}",
        subtitle=f"{uk_date(meeting.day)}, {uk_time(meeting.starts_at)}"
        + (f", {meeting.place}" if meeting.place else ""),
        author=meeting.partnership.name,
        date=meeting.day,
        partnership=meeting.partnership.name,
        status="Confidential" if confidential else "",
        first_page=first_page,
    )
    contents = [
        {"item": item, "paper": paper, "title": entry.title, "page": entry.page}
        for (item, paper), entry in zip(names, bound.contents, strict=True)
    ]
    pack = Pack(
        meeting=meeting,
        number=number,
        confidential=confidential,
        first_page=first_page,
        pages=bound.pages,
        checksum=hashlib.sha256(bound.pdf).hexdigest(),
        contents=contents,
        by=by.person,
        by_label=by.label,
    )
    pack.file.save("pack.pdf", ContentFile(bound.pdf), save=False)
    pack.save()
    return pack, bound


def _part(place: int, item: AgendaItem, sheets: Iterable[Paper], *, hidden: bool) -> Part:
    if hidden:
        return Part(
            title=f"{place}. A confidential item", note="Its papers are for the group alone.", sheets=()
        )
    notes = [item.get_purpose_display(), item.presenter]
    notes += [plural(item.minutes_long, "minute")] if item.minutes_long else []
    return Part(
        title=f"{place}. {item.title}",
        note=", ".join(filter(None, notes)),
        sheets=tuple(
            Sheet(
                title=paper.title,
                file_name=paper.file_name,
                media_type=paper.file_type,
                content=_content(paper),
            )
            for paper in sheets
        ),
    )


def _content(paper: Paper) -> bytes:
    """The file's bytes; none where the store has lost it, which the pack then says in its place."""
    try:
        with paper.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""


def note_opening(*, by: Actor, pack: Pack) -> None:
    """Keeps that somebody opened a pack: the first time, the last, and how often."""
    if by.person is None:
        return
    now = timezone.now()
    known = PackOpening.objects.filter(pack=pack, person=by.person)
    if not known.update(last_at=now, times=F("times") + 1):
        PackOpening.objects.get_or_create(
            pack=pack, person=by.person, defaults={"first_at": now, "last_at": now}
        )

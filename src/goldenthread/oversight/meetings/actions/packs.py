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


def circulate_papers(*, by: Actor, meeting: Meeting, on: dt.date) -> Circulated:
    """Binds the agenda's papers into a pack, and tells everybody who sits on the group.

    What is open and what is confidential are two packs; the pages of the second are numbered after those of the first.
    Done again, what came since is bound as a supplement, numbered on; the first day counts for the rule. Binding takes
    seconds, in which nothing is locked. Raises :class:`RuleError` for an agenda without an item, a meeting that is
    over, where nothing came since, and where the agenda was changed while it was bound.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    with transaction.atomic():
        row = lock_meeting(meeting)
        still_open(row)
        place_waiting(row.partnership, row.group)
        planned = _planned(row)
    made, page = [], planned[0].first_page
    for each in planned:
        made.append(_bound(row, each, page))
        page += made[-1].bound.pages
    with transaction.atomic():
        row = lock_meeting(meeting)
        still_open(row)
        if [each.mark for each in _planned(row)] != [each.mark for each in planned]:
            raise RuleError(
                "The agenda was changed while its papers were bound. Circulate them again.", code="changed"
            )
        for pack in made:
            _keep(by, row, pack)
        told = _send_out(by, row, on)
    return Circulated(told, [problem for each in made for problem in each.bound.problems])


def _send_out(by: Actor, row: Meeting, on: dt.date) -> int:
    """Tells the group, and keeps the day; answers how many people."""
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
    return len(told)


@dataclass(frozen=True)
class _Planned:
    """A pack that is to be bound: items with their places on the agenda, and the papers that no pack holds yet."""

    number: int
    confidential: bool
    first_page: int
    shown: list[tuple[int, AgendaItem]]
    papers: dict[int, list[Paper]]

    @property
    def mark(self) -> object:
        """What it would hold, to be compared."""
        items = [(at, item.pk, item.version, item.confidential) for at, item in self.shown]
        papers = {key: [paper.pk for paper in found] for key, found in self.papers.items()}
        return self.number, self.confidential, self.first_page, items, papers


@dataclass(frozen=True)
class _Made:
    """A pack as bound, and on which of its pages what begins."""

    planned: _Planned
    first_page: int
    bound: Bound
    contents: list[dict[str, object]]


def _planned(meeting: Meeting) -> list[_Planned]:
    """The packs of what no pack of this meeting holds yet, items without papers included: the open one first."""
    items = list(meeting.items.all())
    if not items:
        raise RuleError("The agenda is empty. Add an item first.", code="empty")
    packs = list(meeting.packs.all())
    number = max((pack.number for pack in packs), default=0) + 1
    page = max((pack.last_page for pack in packs), default=0) + 1
    contents = [entry for pack in packs for entry in pack.contents]
    waiting = Paper.objects.filter(item__in=items, replaced_by=None).exclude(
        pk__in={entry["paper"] for entry in contents if entry["paper"]}
    )
    papers: dict[int, list[Paper]] = {}
    for paper in waiting:
        papers.setdefault(paper.item_id, []).append(paper)
    new = set(papers) | {item.pk for item in items} - {entry["item"] for entry in contents}
    if not new:
        raise RuleError("No paper and no item came since the last pack was sent out.", code="nothing_new")
    places = list(enumerate(items, start=1))
    # The open pack of the first edition names every item, a confidential one as that alone.
    shown = {
        True: [each for each in places if each[1].confidential and each[1].pk in new],
        False: [each for each in places if number == 1 or (not each[1].confidential and each[1].pk in new)],
    }
    return [
        _Planned(number, confidential, page, shown[confidential], papers)
        for confidential in (False, True)
        if shown[confidential]
    ]


def _bound(meeting: Meeting, planned: _Planned, first_page: int) -> _Made:
    parts, names = [], []
    for place, item in planned.shown:
        hidden = item.confidential and not planned.confidential
        sheets = [] if hidden else planned.papers.get(item.pk, [])
        parts.append(_part(place, item, sheets, hidden=hidden))
        names += [(item.pk, None), *((item.pk, paper.pk) for paper in sheets)]
    kind = "confidential papers" if planned.confidential else "papers"
    where = f", {meeting.place}" if meeting.place else ""
    bound = bind(
        parts,
        title=f"{meeting.group}: {kind if planned.number == 1 else f'supplement {planned.number - 1}, {kind}'}",
        subtitle=f"{uk_date(meeting.day)}, {uk_time(meeting.starts_at)}{where}",
        author=meeting.partnership.name,
        date=meeting.day,
        partnership=meeting.partnership.name,
        status="Confidential" if planned.confidential else "",
        first_page=first_page,
    )
    contents: list[dict[str, object]] = [
        {"item": item, "paper": paper, "title": entry.title, "page": entry.page}
        for (item, paper), entry in zip(names, bound.contents, strict=True)
    ]
    return _Made(planned, first_page, bound, contents)


def _keep(by: Actor, meeting: Meeting, made: _Made) -> None:
    pack = Pack(
        meeting=meeting,
        number=made.planned.number,
        confidential=made.planned.confidential,
        first_page=made.first_page,
        pages=made.bound.pages,
        checksum=hashlib.sha256(made.bound.pdf).hexdigest(),
        contents=made.contents,
        by=by.person,
        by_label=by.label,
    )
    pack.file.save("pack.pdf", ContentFile(made.bound.pdf), save=False)
    pack.save()


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

"""Packs: what a meeting has to read, bound into one PDF, sent out, and opened."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldenthread.design.words import plural, uk_date
from goldenthread.oversight.meetings.actions.filling import place_waiting
from goldenthread.oversight.meetings.actions.meetings import lock_meeting, still_open
from goldenthread.oversight.meetings.actions.telling import tell_group
from goldenthread.oversight.meetings.models import Meeting, Pack, PackOpening
from goldenthread.oversight.meetings.packing import MadePack, bound_pack, planned_packs
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

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
        planned = planned_packs(row)
    made, page = [], planned[0].first_page
    for each in planned:
        made.append(bound_pack(row, each, page))
        page += made[-1].bound.pages
    with transaction.atomic():
        row = lock_meeting(meeting)
        still_open(row)
        if [each.mark for each in planned_packs(row)] != [each.mark for each in planned]:
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


def _keep(by: Actor, meeting: Meeting, made: MadePack) -> None:
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


def preview_pack(*, by: Actor, meeting: Meeting, confidential: bool) -> bytes | None:
    """The pack as it would be sent out today, as a PDF that nobody else sees; nothing where there is none to send.

    Raises as :func:`circulate_papers` does.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    page = None
    for planned in planned_packs(meeting):
        made = bound_pack(meeting, planned, planned.first_page if page is None else page)
        if planned.confidential == confidential:
            return made.bound.pdf
        page = made.first_page + made.bound.pages
    return None


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

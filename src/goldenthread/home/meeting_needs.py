"""What meetings ask of a person: papers to read, minutes to agree; and the meetings of the year ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import add_months
from goldenthread.home.ahead import NAMED, Mark
from goldenthread.home.needs import Need, since_badge, soon_badge
from goldenthread.home.titles import shortened
from goldenthread.oversight.meetings.models import Meeting, Minutes, PackOpening
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

PAPERS, MINUTES = "papers", "minutes"


def meetings_ahead(viewer: Viewer, today: dt.date, until: dt.date) -> list[Meeting]:
    """The meetings to come of the viewer's groups (of every group for those who manage meetings), and those whose
    minutes wait for them as chair. One query. Adds ``has_opened``: whether the viewer opened a pack of it.
    """
    if not viewer.may(Permission.VIEW_MEETINGS):
        return []
    start, end = (
        timezone.make_aware(dt.datetime.combine(day, time))
        for day, time in ((today, dt.time()), (until, dt.time.max))
    )
    coming = Q(held_on=None, cancelled_on=None, starts_at__range=(start, end))
    if not viewer.may(Permission.MANAGE_MEETINGS):
        coming &= Q(group__in=viewer.group_ids)
    sent_back = Q(minutes__status=Minutes.Status.DRAFT, minutes__to_chair_on__isnull=False)
    to_agree = Q(group__in=viewer.chaired_group_ids, minutes__status=Minutes.Status.WITH_CHAIR)
    opened = PackOpening.objects.filter(pack__meeting=OuterRef("pk"), person=viewer.person)
    mine = coming | to_agree | sent_back if viewer.may(Permission.MANAGE_MEETINGS) else coming | to_agree
    rows = Meeting.objects.visible_to(viewer).filter(mine)
    return list(
        rows.annotate(has_opened=Exists(opened))
        .select_related("group", "partnership", "minutes")
        .order_by("starts_at", "pk")
    )


def meeting_needs(viewer: Viewer, meetings: Iterable[Meeting], today: dt.date) -> Iterator[Need]:
    """Minutes that wait for the viewer as chair, and papers of their groups that they have not opened."""
    for meeting in meetings:
        minutes = getattr(meeting, "minutes", None)
        if minutes is not None and minutes.to_chair_on and minutes.status == Minutes.Status.DRAFT:
            if viewer.may(Permission.MANAGE_MEETINGS):
                yield Need(
                    kind=MINUTES,
                    on=minutes.to_chair_on,
                    is_late=True,
                    badge=since_badge(minutes.to_chair_on, today),
                    link=f"Change the minutes, which were sent back: {meeting}",
                    href=f"{meeting.get_absolute_url()}minutes/",
                    after=".",
                )
        elif minutes is not None and minutes.to_chair_on and meeting.group_id in viewer.chaired_group_ids:
            yield Need(
                kind=MINUTES,
                on=minutes.to_chair_on,
                is_late=True,
                badge=since_badge(minutes.to_chair_on, today),
                link=f"Agree the minutes: {meeting}",
                href=f"{meeting.get_absolute_url()}#minutes",
                after=".",
            )
        elif meeting.circulated_on and meeting.group_id in viewer.group_ids and not _has_opened(meeting):
            yield Need(
                kind=PAPERS,
                on=meeting.day,
                is_late=False,
                badge=soon_badge(meeting.day, today),
                link=f"Read the papers: {meeting.group}",
                href=meeting.get_absolute_url(),
                after=f"; it meets on {uk_date(meeting.day)}.",
            )


def _has_opened(meeting: Meeting) -> bool:
    return bool(getattr(meeting, "has_opened", False))


def meeting_marks(meetings: Iterable[Meeting], first: dt.date, today: dt.date) -> list[Mark]:
    """The meetings of the month that begins with ``first``: named where they are few, else counted."""
    start, stop = max(first, today), add_months(first, 1)
    falling = [row for row in meetings if row.is_open and start <= row.day < stop]
    if len(falling) > NAMED:
        address = falling[0].get_absolute_url().rsplit("/", 2)[0]
        return [Mark("purple", "", plural(len(falling), "meeting"), f"{address}/calendar/")]
    return [
        Mark("purple", str(row.day.day), shortened(f"{row.group} meets"), row.get_absolute_url())
        for row in falling
    ]

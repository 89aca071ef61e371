"""What needs those who run or sign for the partnership: reports, chairs, terms of reference, groups, messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from goldenthread.design.words import plural, uk_date
from goldenthread.home.dates import ENDS, FAILED, TENURE, TERMS, Ending
from goldenthread.home.needs import Need, late_badge, since_badge, soon_badge
from goldenthread.partnership.models import Agency
from goldenthread.partnership.viewer import Viewer
from goldenthread.publishing.missing import missing_from
from goldenthread.publishing.models import Report

HORIZON = dt.timedelta(days=60)
TO_SIGN, TO_PUBLISH, TO_WRITE, TO_SEND = "to-sign", "to-publish", "to-write", "to-send"


def reports_to_sign(reports: Iterable[Any], viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """Drafts that lack nothing and that the viewer's agency has not signed as they stand."""
    agency = viewer.person.agency
    if agency is None or agency.kind != Agency.Kind.SAFEGUARDING_PARTNER:
        return
    for report in reports:
        waits = report.status == Report.Status.DRAFT and not report.signed_by_agency
        lacks = report.has_gaps or any(each.blocks for each in missing_from(report, ()))
        if waits and not lacks:
            yield _report(report, today, TO_SIGN, "waits for your sign-off")


def reports_to_finish(reports: Iterable[Any], today: dt.date) -> Iterator[Need]:
    """Reports signed off but not published, and drafts whose period is over."""
    for report in reports:
        if report.status == Report.Status.SIGNED_OFF:
            since = report.signed_on or today
            said = f" was signed off on {uk_date(since)} and is not published."
            yield Need(
                kind=TO_PUBLISH,
                on=since,
                is_late=True,
                badge=since_badge(since, today),
                link=str(report),
                href=report.get_absolute_url(),
                after=said,
            )
        elif report.status == Report.Status.DRAFT and report.period_to < today:
            yield _report(report, today, TO_WRITE, "is still a draft")


def _report(report: Any, today: dt.date, kind: str, says: str) -> Need:
    """A report to be signed or finished: due at its committee's meeting, and without one, when its period ends."""
    verb = "ends" if report.period_to >= today else "ended"
    ended = f"its period {verb} on {uk_date(report.period_to)}"
    if report.meeting_on is None:
        on, late = report.period_to, report.period_to < today
        mark = since_badge(on, today) if late else soon_badge(on, today)
    else:
        ended = f"{ended}; {report.committee or 'the committee'} meets on {uk_date(report.meeting_on)}"
        late, on = report.meeting_on < today, report.meeting_on
        mark = late_badge(on, today) if late else soon_badge(on, today)
    return Need(
        kind=kind,
        on=on,
        is_late=late,
        badge=mark,
        link=str(report),
        href=report.get_absolute_url(),
        after=f" {says}; {ended}.",
    )


def constitution_needs(endings: Iterable[Ending], viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """Chairs' years, terms of reference and task and finish groups that end within 60 days, or have ended."""
    for ending in endings:
        if ending.on > today + HORIZON or ending.settled or ending.what not in _SAYINGS:
            continue
        before, late, soon = _SAYINGS[ending.what]
        is_late = ending.on < today
        says = late if is_late else soon
        yield Need(
            kind=ending.what,
            on=ending.on,
            is_late=is_late,
            badge=late_badge(ending.on, today) if is_late else soon_badge(ending.on, today),
            before=before,
            link=ending.name,
            href=ending.href(viewer.partnership.slug),
            after=says.format(on=uk_date(ending.on), who=ending.who),
        )


_SAYINGS = {
    TENURE: (
        "",
        " has had no chair since the year of the last one ended on {on}.",
        ": the chair’s year ends on {on} ({who}), and nobody is appointed to follow.",
    ),
    TERMS: (
        "The terms of reference of ",
        " were to be reviewed by {on}.",
        " are to be reviewed by {on}.",
    ),
    ENDS: ("", " ended on {on}.", " ends on {on}. Finish its work by then, or give it longer."),
}


def failed_messages(endings: Iterable[Ending], viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """The messages that could not be sent, as one thing to do."""
    failed = [ending.on for ending in endings if ending.what == FAILED]
    if not failed:
        return
    since = min(*failed, today)
    yield Need(
        kind=TO_SEND,
        on=since,
        is_late=True,
        badge=since_badge(since, today, tone="red"),
        link=plural(len(failed), "message"),
        href=reverse("partnership:messages", args=[viewer.partnership.slug]) + "?status=failed",
        after=" could not be sent. Each page says why, and sends it again.",
    )

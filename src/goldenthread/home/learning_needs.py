"""Training that waits for somebody: a place offered to them, bookings to approve, sessions that too few have booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.urls import reverse

from goldenthread.design.badges import badge
from goldenthread.design.words import plural, uk_date, uk_datetime
from goldenthread.home.needs import Need
from goldenthread.learning.models import Booking, Feedback, Session
from goldenthread.learning.selectors.evaluation import feedback_due
from goldenthread.learning.states import OPEN, State
from goldenthread.partnership.models import Agency
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
TRAINING = "training"
SHORT_WITHIN = dt.timedelta(days=14)


def learning_needs(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """What training asks of somebody. Two queries for everybody, one more for those who approve, and for the team."""
    if not viewer.may(P.VIEW_LEARNING):
        return
    yield from _offers(viewer)
    yield from _feedback(viewer, today)
    if viewer.may(P.BOOK_FOR_AGENCY) and viewer.person.agency is not None:
        yield from _approvals(viewer, viewer.person.agency, today)
    if viewer.may(P.MANAGE_LEARNING):
        yield from _short(viewer, today)


def _offers(viewer: Viewer) -> Iterator[Need]:
    rows = Booking.objects.filter(
        person=viewer.person, state=State.OFFERED.value, offered_until__gt=now()
    ).select_related("session__course", "session__partnership")
    for row in rows:
        yield Need(
            kind=TRAINING, on=row.offered_until.date(), is_late=False, badge=badge("amber", "Offered", symbol="star"),
            before="A place is free for you: ", link=str(row.session), href=row.session.get_absolute_url(),
            after=f". Take it by {uk_datetime(row.offered_until)}.",
        )  # fmt: skip


def _feedback(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """Forms about courses that wait for them, and about courses of people whom they manage."""
    for row in feedback_due(viewer, today):
        of_manager = row.stage == Feedback.Stage.MANAGER
        about = f" of {row.booking.person}" if of_manager else ""
        yield Need(
            kind=TRAINING, on=row.closes_on, is_late=False, badge=badge("grey", "Feedback", symbol="ring"),
            before=f"{row.get_stage_display()}{about}: ", link=str(row.booking.session), href=row.get_absolute_url(),
            after=f", by {uk_date(row.closes_on)}.",
        )  # fmt: skip


def _approvals(viewer: Viewer, agency: Agency, today: dt.date) -> Iterator[Need]:
    rows = Booking.objects.filter(
        agency=agency, needs_approval=True, state__in=sorted(OPEN), session__starts_at__gt=now()
    )
    count = rows.count()
    if count:
        yield Need(
            kind=TRAINING, on=today, is_late=False, badge=badge("amber", "To approve", symbol="triangle"),
            before="Training of your agency: ", link=f"{plural(count, 'booking')} to approve",
            href=reverse("learning:agency", args=[viewer.partnership.slug, agency.key]), after=".",
        )  # fmt: skip


def _short(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """Sessions of the next fortnight that fewer have booked than they need."""
    rows = (
        Session.objects.taking_place()
        .filter(partnership=viewer.partnership, starts_at__range=(now(), now() + SHORT_WITHIN), minimum__gt=0)
        .annotate(held=Count("places", filter=Q(places__booking__isnull=False)))
        .filter(held__lt=F("minimum"))
        .select_related("course", "partnership")
    )
    for row in rows:
        yield Need(
            kind=TRAINING, on=max(row.day, today), is_late=False, badge=badge("amber", "Too few", symbol="triangle"),
            link=str(row), href=row.get_absolute_url(),
            after=f" on {uk_date(row.day)}: {row.held} of the {row.minimum} it needs have booked.",
        )  # fmt: skip

"""Who may enter a review's space. Every page that is opened leaves a row; breaking the glass tells everybody."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.evidence.reviews.models import Opening, PanelSeat, Review
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.viewer import Actor

KIND = "reviews.opened"
# For how long a broken glass lets somebody read.
BROKEN_FOR = dt.timedelta(hours=1)
HAD_A_PART = "Had a part in the case"
LEADS = frozenset({"coordinator", "chair"})
WRITES = frozenset({"coordinator", "chair", "reviewer"})


def seat_of(by: Actor, review: Review) -> PanelSeat | None:
    """Somebody's present place in the space, declared or not. One query."""
    if by.person is None or by.is_elsewhere(review):
        return None
    return PanelSeat.objects.filter(review=review, person=by.person, ends_on=None).first()


def require_seat(by: Actor, review: Review, parts: frozenset[str] | None = None) -> PanelSeat:
    """The place from which somebody acts, in one of ``parts`` where they are given.

    Raises :class:`~django.core.exceptions.PermissionDenied` for whoever has none, or has not declared to have had no
    part in the case.
    """
    seat = seat_of(by, review)
    if seat is None or not seat.is_open or (parts is not None and seat.part not in parts):
        raise PermissionDenied("needs a place in the space of this review")
    return seat


def _had_a_part(by: Actor, review: Review) -> bool:
    return PanelSeat.objects.filter(review=review, person=by.person, ended_because=HAD_A_PART).exists()


def still_open(review: Review) -> None:
    """Raises :class:`RuleError` for a review that is closed."""
    if review.closed_on is not None:
        raise RuleError("This review is closed. It can be read, and is not added to.", code="closed")


def may_read(by: Actor, review: Review) -> bool:
    """Whether somebody reads the space now: they have a place in it, or broke the glass within the hour.

    Whoever said that they had a part in the case never does. Three queries at most.
    """
    seat = seat_of(by, review)
    if seat is not None and seat.is_open:
        return True
    if by.person is None or not by.may(Permission.BREAK_GLASS, review) or _had_a_part(by, review):
        return False
    broken = Opening.objects.filter(review=review, by=by.person, recorded_at__gte=timezone.now() - BROKEN_FOR)
    return broken.exclude(reason="").exists()


def note_opening(*, by: Actor, review: Review, page: str) -> Opening:
    """Keeps that somebody opened a page of the space."""
    return Opening.objects.create(review=review, page=page, by=by.person, by_label=by.label)


@transaction.atomic
def break_glass(*, by: Actor, review: Review, reason: str) -> Opening:
    """Lets somebody without a place read the space for an hour. Everybody in it, every safeguarding partner and every
    Business Manager is told at once.

    Raises :class:`RuleError` without a reason that says something, and for whoever said of themselves that they had a
    part in the case.
    """
    by.require(Permission.BREAK_GLASS, review)
    if len(reason.split()) < 3:
        raise RuleError({"reason": "Say why it cannot wait, in a sentence."}, code="no_reason")
    if _had_a_part(by, review):
        raise RuleError(
            "You said that you had a part in this case, so its space stays closed to you.", code="part"
        )
    row = Opening.objects.create(
        review=review, page="broken glass", reason=reason.strip(), by=by.person, by_label=by.label
    )
    record("review.glass_broken", f"Broke the glass of review {review.reference}", by=by, about=review)
    for person in _to_be_told(review):
        queue_message(
            by=by,
            person=person,
            kind=KIND,
            subject=f"Review {review.reference} was opened without a place in it",
            text=f"Dear {person.post},\n\n{by.label} opened the space of review {review.reference} without having a "
            "place in it. The reason that they gave stands in its list of openings. Look at it today.",
            because="you have a place in the space, or answer for the partnership",
            link=review.get_absolute_url(),
        )
    return row


def _to_be_told(review: Review) -> list[Person]:
    seats = PanelSeat.objects.filter(review=review, ends_on=None).values("person")
    answers = Q(roles__role__in=(Role.SAFEGUARDING_PARTNER, Role.BUSINESS_MANAGER))
    people = Person.objects.filter(Q(pk__in=seats) | answers, partnership=review.partnership, left_on=None)
    return list(people.select_related("user").distinct())

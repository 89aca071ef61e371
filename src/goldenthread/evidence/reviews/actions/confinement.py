"""Who may enter a review's space. Every page that is opened leaves a row; breaking the glass tells everybody."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.evidence.reviews.models import Opening, PanelSeat, Review
from goldenthread.partnership.audit import record
from goldenthread.partnership.confinement import BROKEN, broke_lately, check_reason, tell_of_broken_glass
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

KIND = "reviews.opened"
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


def locked(review: Review) -> Review:
    """The review, locked until the transaction ends."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("partnership")
    row: Review = rows.get(pk=review.pk)
    return row


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
    return broke_lately(Opening.objects.filter(review=review), by)


def note_opening(*, by: Actor, space: Review, page: str) -> Opening:
    """Keeps that somebody opened a page of the space."""
    return Opening.objects.create(review=space, page=page, by=by.person, by_label=by.label)


@transaction.atomic
def break_glass(*, by: Actor, review: Review, reason: str) -> Opening:
    """Lets somebody without a place read the space for an hour. Everybody in it, every safeguarding partner and every
    Business Manager is told at once.

    Raises :class:`RuleError` without a reason that says something, and for whoever said of themselves that they had a
    part in the case.
    """
    by.require(Permission.BREAK_GLASS, review)
    reason = check_reason(reason)
    if _had_a_part(by, review):
        raise RuleError(
            "You said that you had a part in this case, so its space stays closed to you.", code="part"
        )
    row = Opening.objects.create(review=review, page=BROKEN, reason=reason, by=by.person, by_label=by.label)
    record("review.glass_broken", f"Broke the glass of review {review.reference}", by=by, about=review)
    seats = PanelSeat.objects.filter(review=review, ends_on=None)
    name = f"review {review.reference}"
    tell_of_broken_glass(by=by, seats=seats, kind=KIND, name=name, link=review.get_absolute_url())
    return row

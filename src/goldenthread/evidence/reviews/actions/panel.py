"""The panel: who is asked to it, that they had no part in the case, and who leaves it."""

from __future__ import annotations

from django.db import transaction

from goldenthread.evidence.reviews.actions.confinement import (
    HAD_A_PART,
    LEADS,
    locked,
    require_seat,
    seat_of,
    still_open,
)
from goldenthread.evidence.reviews.models import PanelSeat, Review
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "reviews.panel"


@transaction.atomic
def ask_to_panel(*, by: Actor, review: Review, person: Person, part: str) -> PanelSeat:
    """Gives somebody a place in the space. It opens once they declared to have had no part in the case.

    Raises :class:`RuleError` for somebody who has a place, cannot sign in, or said before that they had a part in it.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    still_open(row)
    if person.partnership_id != row.partnership_id or person.user_id is None or person.left_on is not None:
        raise RuleError({"person": f"{person} cannot sign in to this partnership."}, code="no_account")
    rows = PanelSeat.objects.filter(review=row, person=person)
    if rows.filter(ended_because=HAD_A_PART).exists():
        raise RuleError({"person": f"{person} said that they had a part in the case."}, code="part")
    if rows.filter(ends_on=None).exists():
        raise RuleError({"person": f"{person} has a place already."}, code="twice")
    seat = PanelSeat.objects.create(review=row, person=person, part=part, starts_on=today())
    record("review.seat_given", f"Gave a place in the space of review {row.reference}", by=by, about=row)
    queue_message(
        by=by,
        person=person,
        kind=KIND,
        subject=f"Review {row.reference}: you are asked to its panel",
        text=f"Dear {person.post},\n\nYou are asked to the panel of review {row.reference}. Before its space opens "
        "to you, please say whether you had any part in the case.",
        because="you are asked to the panel of a review",
        link=row.get_absolute_url(),
    )
    return seat


@transaction.atomic
def declare(*, by: Actor, review: Review, no_part: bool) -> PanelSeat:
    """Somebody asked to the panel says whether they had a part in the case. Whoever had one leaves it at once.

    Raises :class:`RuleError` for whoever was not asked, and for a second declaration.
    """
    row = locked(review)
    seat = seat_of(by, row)
    if seat is None:
        raise RuleError("You are not asked to this panel.", code="no_seat")
    if seat.declared_on is not None:
        raise RuleError("You have declared already.", code="twice")
    if no_part:
        seat.declared_on = today()
    else:
        seat.ends_on, seat.ended_because = today(), HAD_A_PART
    seat.save()
    # What was declared says who knew the family: it stays in the space.
    said = f"Declared whether they had a part in the case: review {row.reference}"
    record("review.declared", said, by=by, about=row)
    return seat


def end_seats_of(person: Person, reason: str) -> None:
    """Ends every place of somebody who leaves, or works for another agency now."""
    PanelSeat.objects.filter(person=person, ends_on=None).update(ends_on=today(), ended_because=reason)


@transaction.atomic
def take_on(*, by: Actor, review: Review, no_part: bool) -> PanelSeat:
    """Makes a Business Manager the coordinator of a review that has none any more. Everybody on its panel is told.

    Raises :class:`RuleError` where it has one, and for whoever had a part in the case.
    """
    by.require(Permission.MANAGE_REVIEWS, review)
    by.require(Permission.BREAK_GLASS, review)
    review = locked(review)
    if PanelSeat.objects.filter(review=review, part="coordinator", ends_on=None).exists():
        raise RuleError("This review has a coordinator.", code="there")
    had_a_part = PanelSeat.objects.filter(review=review, person=by.person, ended_because=HAD_A_PART).exists()
    if by.person is None or not no_part or had_a_part:
        raise RuleError(
            {"no_part": "Whoever had a part in the case cannot coordinate its review."}, code="part"
        )
    PanelSeat.objects.filter(review=review, person=by.person, ends_on=None).update(
        ends_on=today(), ended_because="Coordinates it now"
    )
    seat = PanelSeat.objects.create(
        review=review, person=by.person, part="coordinator", starts_on=today(), declared_on=today()
    )
    record("review.taken_on", f"Took on review {review.reference}", by=by, about=review)
    for other in PanelSeat.objects.filter(review=review, ends_on=None).select_related("person__user"):
        if other.pk != seat.pk:
            queue_message(
                by=by, person=other.person, kind=KIND, link=review.get_absolute_url(),
                subject=f"Review {review.reference} has another coordinator",
                text=f"Dear {other.person.post},\n\n{by.label} coordinates review {review.reference} from today.",
                because="you have a place in the space",
            )  # fmt: skip
    return seat


@transaction.atomic
def end_seat(*, by: Actor, seat: PanelSeat, reason: str) -> PanelSeat:
    """Takes somebody's place from them: the space is closed to them from then on.

    Raises :class:`RuleError` without a reason, for a place that has ended, and for the last coordinator's.
    """
    review = locked(seat.review)
    require_seat(by, review, LEADS)
    row = PanelSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if not reason.strip():
        raise RuleError({"reason": "Say why."}, code="no_reason")
    if row.ends_on is not None:
        raise RuleError("This place has ended already.", code="ended")
    others = PanelSeat.objects.filter(
        review=review, part="coordinator", ends_on=None, declared_on__isnull=False
    )
    if row.part == "coordinator" and not others.exclude(pk=row.pk).exists():
        raise RuleError("A review needs a coordinator. Give somebody else that place first.", code="last")
    row.ends_on, row.ended_because = today(), reason.strip()[:300]
    row.save()
    record("review.seat_ended", f"Ended a place in review {review.reference}", by=by, about=review)
    return row

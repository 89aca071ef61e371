"""What stands in a review's space, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from goldenthread.evidence.reviews.actions.confinement import LEADS, WRITES, seat_of
from goldenthread.evidence.reviews.models import (
    Account,
    Decision,
    Delivery,
    Draft,
    PanelSeat,
    Review,
    Signature,
)
from goldenthread.evidence.reviews.selectors.publication import latest_draft, open_places, partners_of
from goldenthread.evidence.reviews.selectors.steps import Milestone, milestones_of, needs_decision, steps_of
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.redaction import Place
from goldenthread.partnership.viewer import Viewer


@dataclass(frozen=True)
class Space:
    """Everything on a review's page, and what its reader does there."""

    review: Review
    seat: PanelSeat | None
    seats: list[PanelSeat]
    milestones: list[Milestone]
    to_decide: bool
    decision: Decision | None
    reports: list[Any]
    entries: int
    draft: Draft | None
    places: list[Place]
    comments: list[Any]
    signatures: list[Signature]
    unsigned: list[Agency]
    deliveries: list[Delivery]
    signs: bool

    @property
    def leads(self) -> bool:
        """Whether the reader coordinates or chairs it."""
        return self.seat is not None and self.seat.part in LEADS and self.review.closed_on is None

    @property
    def writes(self) -> bool:
        """Whether the reader writes its report."""
        return self.seat is not None and self.seat.part in WRITES and self.review.closed_on is None

    @property
    def sits(self) -> bool:
        """Whether the reader has a place in it, and it is open."""
        return self.seat is not None and self.review.closed_on is None

    @property
    def is_published(self) -> bool:
        """Whether it was published."""
        return any(each.happening == "review_published" and each.step for each in self.milestones)

    @property
    def is_to_be_written(self) -> bool:
        """Whether a report is to be written."""
        return any(each.happening == "review_decided" and each.step for each in self.milestones)


def space_of(viewer: Viewer, review: Review) -> Space:
    """A review's space. Fifteen queries, however much stands in it."""
    draft = latest_draft(review)
    signatures = list(draft.signatures.select_related("agency")) if draft else []
    signed = {row.agency_id for row in signatures}
    unsigned = [agency for agency in partners_of(review) if agency.pk not in signed]
    seat = seat_of(viewer, review)
    own = viewer.agency_id
    return Space(
        review=review,
        seat=seat,
        seats=list(review.seats.select_related("person__agency")),
        milestones=milestones_of(review),
        to_decide=review.kind == Review.Kind.INCIDENT and needs_decision(review, steps_of(review)),
        decision=review.decisions.first(),
        reports=list(
            review.agency_reports.select_related("agency").prefetch_related(
                Prefetch("accounts", Account.objects.all())
            )
        ),
        entries=review.chronology.count(),
        draft=draft,
        places=open_places(review, draft),
        comments=list(draft.comments.select_related("agency")) if draft else [],
        signatures=signatures,
        unsigned=unsigned,
        deliveries=list(review.deliveries.all()),
        signs=seat is not None
        and draft is not None
        and draft.stage == Draft.Stage.FINAL
        and viewer.may(Permission.SIGN_OFF_REPORTS)
        and any(agency.pk == own for agency in unsigned),
    )

"""The steps of a review: those taken, those to come, and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.evidence.reviews.models import Decision, Review, Step

H = Happening
INCIDENT = (
    H.INCIDENT_KNOWN, H.PARTNERS_TOLD, H.INCIDENT_NOTIFIED, H.SUMMARIES_RETURNED, H.RAPID_REVIEW_MET,
    H.RAPID_REVIEW_SENT,
)  # fmt: skip
REPORT = (
    H.REVIEW_DECIDED,
    H.REVIEW_PLANNED,
    H.REVIEW_COPIED,
    H.REVIEW_PUBLISHED,
    H.REVIEW_SENT_ON,
    H.REVIEW_TAKEN_DOWN,
)
# What must have happened before a step, and not after it.
BEFORE: dict[Happening, tuple[Happening, ...]] = {
    H.PARTNERS_TOLD: (H.INCIDENT_KNOWN,),
    H.INCIDENT_NOTIFIED: (H.INCIDENT_KNOWN,),
    H.SUMMARIES_RETURNED: (H.INCIDENT_NOTIFIED,),
    H.RAPID_REVIEW_MET: (H.INCIDENT_NOTIFIED,),
    H.RAPID_REVIEW_SENT: (H.RAPID_REVIEW_MET,),
    H.REVIEW_PLANNED: (H.REVIEW_DECIDED,),
    H.REVIEW_COPIED: (H.REVIEW_PLANNED,),
    H.REVIEW_SENT_ON: (H.REVIEW_PUBLISHED,),
    H.REVIEW_TAKEN_DOWN: (H.REVIEW_PUBLISHED,),
}
# What is to be done for a step that was not taken yet.
TO_DO = {
    H.PARTNERS_TOLD: "tell the safeguarding partners",
    H.INCIDENT_NOTIFIED: "notify the Panel",
    H.SUMMARIES_RETURNED: "collect the agencies’ summaries",
    H.RAPID_REVIEW_MET: "meet on the rapid review",
    H.RAPID_REVIEW_SENT: "send the rapid review to the Panel",
    H.REVIEW_PLANNED: "fix the day of publication",
    H.REVIEW_COPIED: "copy the review to the Panel and the Secretary of State",
    H.REVIEW_PUBLISHED: "publish the review",
    H.REVIEW_SENT_ON: "send the published review to the bodies that must receive it",
    H.REVIEW_TAKEN_DOWN: "take the review off the website once its time is over",
}
# From which step the limit of another counts.
COUNTED_FROM = {
    H.PARTNERS_TOLD: H.INCIDENT_KNOWN,
    H.INCIDENT_NOTIFIED: H.INCIDENT_KNOWN,
    H.RAPID_REVIEW_SENT: H.INCIDENT_NOTIFIED,
    H.REVIEW_COPIED: H.REVIEW_PLANNED,
    H.REVIEW_PUBLISHED: H.REVIEW_DECIDED,
    H.REVIEW_SENT_ON: H.REVIEW_PUBLISHED,
    H.REVIEW_TAKEN_DOWN: H.REVIEW_PUBLISHED,
}


@dataclass(frozen=True)
class Milestone:
    """One step: when it was taken, or by when it is due; ``may`` says whether it can be recorded now."""

    happening: Happening
    step: Step | None
    due: dt.date | None
    may: bool

    @property
    def name(self) -> str:
        """What happened, as the beginning of a line."""
        return self.happening.label[:1].upper() + self.happening.label[1:]

    @property
    def to_do(self) -> str:
        """What is to be done."""
        return TO_DO.get(self.happening, self.happening.label)

    def is_late(self, on: dt.date) -> bool:
        """Whether it was taken late, or is late now."""
        return self.due is not None and (self.step.on if self.step else on) > self.due


def steps_of(review: Review) -> dict[Happening, Step]:
    """The steps on record that were not taken back. One query."""
    rows = review.steps.filter(takes_back=None, taken_back=None)
    return {Happening(row.happening): row for row in rows}  # type: ignore[call-arg]


def milestones_of(review: Review, limits: Limits | None = None) -> list[Milestone]:
    """Every step of a review in its order, those of a report only where one is to be written. Three queries."""
    there = steps_of(review)
    limits = limits or Limits(review.partnership)
    wanted = [
        *(INCIDENT if review.kind == Review.Kind.INCIDENT else ()),
        *(REPORT if H.REVIEW_DECIDED in there else ()),
    ]
    return [
        Milestone(
            happening,
            there.get(happening),
            _due(happening, there, limits),
            happening not in there and all(each in there for each in BEFORE.get(happening, ())),
        )
        for happening in wanted
    ]


def _due(happening: Happening, there: dict[Happening, Step], limits: Limits) -> dt.date | None:
    start = COUNTED_FROM.get(happening)
    if start is None or start not in there or happening is H.REVIEW_TAKEN_DOWN:
        return None
    return limits.due(start, happening, there[start].on)


def needs_decision(review: Review, there: dict[Happening, Step]) -> bool:
    """Whether the partners met on it and nothing is decided. One query."""
    return H.RAPID_REVIEW_MET in there and not Decision.objects.filter(review=review).exists()

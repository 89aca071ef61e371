"""What stands between a review and its publication."""

from __future__ import annotations

from goldenthread.design.words import plural
from goldenthread.evidence.reviews.models import Draft, Review
from goldenthread.partnership.models import Agency
from goldenthread.partnership.redaction import Place, places_in
from goldenthread.partnership.today import today


def latest_draft(review: Review) -> Draft | None:
    """The text as it stands. One query."""
    return review.drafts.first()


def open_places(review: Review, draft: Draft | None) -> list[Place]:
    """Words that could tell who somebody is, and of which nobody said why they may stand. One query."""
    if draft is None:
        return []
    dismissed = set(review.dismissals.values_list("mark", flat=True))
    return [place for place in places_in(draft.text) if place.mark not in dismissed]


def partners_of(review: Review) -> list[Agency]:
    """The safeguarding partners, who sign. One query."""
    rows = Agency.objects.filter(partnership=review.partnership, kind=Agency.Kind.SAFEGUARDING_PARTNER)
    return list(rows.in_force(today()).order_by("name"))


def missing_for_publication(review: Review) -> list[str]:
    """A sentence for each thing that is missing. Four queries."""
    draft = latest_draft(review)
    if draft is None or draft.stage != Draft.Stage.FINAL:
        return ["There is no final text yet."]
    said = []
    signed = set(draft.signatures.values_list("agency", flat=True))
    unsigned = [str(agency) for agency in partners_of(review) if agency.pk not in signed]
    if unsigned:
        said.append(f"Not signed yet by {', '.join(unsigned)}.")
    left = open_places(review, draft)
    if left:
        said.append(f"{plural(len(left), 'place')} of the text could tell who somebody is.")
    return said

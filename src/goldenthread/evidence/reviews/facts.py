"""The steps of reviews, as duties need to know them: by reference alone, for those who see restricted matter."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import AHEAD, Happening
from goldenthread.evidence.reviews.models import Step
from goldenthread.partnership.models import Partnership


def review_facts(partnership: Partnership) -> Iterator[Fact]:
    """A fact for each step that was not taken back. One query."""
    rows = Step.objects.filter(review__partnership=partnership, takes_back=None, taken_back=None)
    for row in rows.select_related("review__partnership"):
        happening = Happening(row.happening)  # type: ignore[call-arg]
        yield Fact(
            happening,
            on=row.on,
            known=min(row.on, row.recorded_at.date()) if happening in AHEAD else None,
            about=f"review:{row.review_id}",
            title=str(row.review),
            url=row.review.get_absolute_url(),
            lapsed=row.review.closed_on,
            restricted=True,
        )

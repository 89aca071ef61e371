"""The steps of reviews, as duties need to know them: by reference alone, for those who see restricted matter."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import AHEAD, Happening
from goldenthread.evidence.reviews.models import AgencyReport, Step
from goldenthread.partnership.models import Partnership


def review_facts(partnership: Partnership) -> Iterator[Fact]:
    """A fact for each step that was not taken back, and for each account that an agency owes. Three queries."""
    yield from _steps(partnership)
    yield from _accounts(partnership)


def _accounts(partnership: Partnership) -> Iterator[Fact]:
    rows = AgencyReport.objects.filter(review__partnership=partnership)
    for row in rows.select_related("review__partnership").prefetch_related("accounts"):
        received = min((each.on for each in row.accounts.all()), default=None)
        about, title = f"account:{row.pk}", str(row.review)
        yield Fact(
            Happening.ACCOUNT_ASKED, on=row.asked_on, about=about, title=title, url=row.review.get_absolute_url(),
            due=row.due_on, agency=row.agency_id, lapsed=row.review.closed_on, restricted=True,
        )  # fmt: skip
        if received is not None:
            yield Fact(Happening.ACCOUNT_RECEIVED, on=received, about=about, title=title, restricted=True)


def _steps(partnership: Partnership) -> Iterator[Fact]:
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

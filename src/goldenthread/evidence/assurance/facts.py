"""Which self-assessments were asked for, and when each was first signed, as duties need to know it."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.evidence.assurance.models import Assessment
from goldenthread.partnership.models import Partnership


def assessment_facts(partnership: Partnership) -> Iterator[Fact]:
    """A fact for each that was asked for, due on the cycle's last day, and one for each that was signed. One query."""
    rows = Assessment.objects.filter(cycle__partnership=partnership)
    for row in rows.select_related("cycle__partnership", "agency"):
        about, title = f"assessment:{row.pk}", str(row)
        yield Fact(
            Happening.ASSESSMENT_ASKED,
            on=row.asked_on,
            about=about,
            title=title,
            url=row.get_absolute_url(),
            due=row.cycle.closes_on,
            agency=row.agency_id,
        )
        if row.signed_on is not None:
            yield Fact(Happening.ASSESSMENT_SIGNED, on=row.signed_on, about=about, title=title)

"""What training tells the duties: attendance at training is reported twice a year (002, Learning Practice Review
Group).
"""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.learning.models import ReportEdition
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import today

# What the duties of a business year are about.
PARTNERSHIP = "partnership"


def training_facts(partnership: Partnership) -> Iterator[Fact]:
    """Each report that was issued, once, however often it was corrected. One query."""
    rows = ReportEdition.objects.filter(partnership=partnership, number=1, on__lte=today()).select_related(
        "partnership"
    )
    for row in rows.order_by("on", "pk"):
        yield Fact(
            Happening.TRAINING_ATTENDANCE_REPORTED, on=row.on, about=PARTNERSHIP, title="training report",
            url=row.get_absolute_url(),
        )  # fmt: skip

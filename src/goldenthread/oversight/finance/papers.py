"""What finance can put before a meeting: the latest report that was issued."""

from __future__ import annotations

import datetime as dt

from goldenthread.oversight.finance.models import FinanceReport
from goldenthread.oversight.finance.report import file_of
from goldenthread.partnership.made_papers import MadePaper, PaperMaker
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def finance_paper(viewer: Actor, group: Group, on: dt.date) -> MadePaper | None:  # noqa: ARG001
    """The report that was issued last by a day, as it was issued; nothing before the first."""
    rows = FinanceReport.objects.filter(year__partnership=group.partnership_id, on__lte=on)
    row = rows.select_related("year__partnership").order_by("-on", "-number").first()
    return MadePaper(str(row), file_of(row, "pdf")) if row else None


FINANCE = PaperMaker(
    "finance", "Finance report, as it was issued last", Permission.VIEW_FINANCE, finance_paper
)

"""Contributions that are late, as one thing to do for those who keep the budget. The agency's own home has its duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from goldenthread.design.words import plural, pounds
from goldenthread.home.needs import Need, late_badge
from goldenthread.oversight.finance.models import BudgetYear, Contribution
from goldenthread.oversight.finance.selectors.position import paid
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

CONTRIBUTIONS = "contributions"


def finance_needs(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """The late contributions of each year that is set. Three queries, none for those who keep no budget."""
    if not viewer.may(Permission.MANAGE_FINANCE):
        return
    rows = Contribution.objects.whole().filter(
        year__partnership=viewer.partnership, year__status=BudgetYear.Status.SET, year__starts_on__lte=today
    )
    late = [now for now in map(paid, rows.order_by("year__starts_on", "id")) if now.state == "late"]
    for year in dict.fromkeys(now.contribution.year for now in late):
        of_year = [now for now in late if now.contribution.year == year]
        since = min(now.due_on for now in of_year)
        told = "; ".join(f"{now.agency} {pounds(now.outstanding)}" for now in of_year)
        yield Need(
            kind=CONTRIBUTIONS,
            on=since,
            is_late=True,
            badge=late_badge(since, today),
            link=f"{plural(len(of_year), 'contribution')} of {year}",
            href=reverse("finance:contributions", args=[viewer.partnership.slug, year.key]) + "?state=late",
            after=f" {'has' if len(of_year) == 1 else 'have'} not come in: {told}.",
        )

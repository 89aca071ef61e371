"""Which years there are, which one people mean when they open finance, and which can begin."""

from __future__ import annotations

import datetime as dt

from goldenthread.duties.clock import business_year
from goldenthread.oversight.finance.models import BudgetYear
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Actor


def years_of(viewer: Actor) -> list[BudgetYear]:
    """The years that the viewer may see, the latest first. One query."""
    return list(BudgetYear.objects.visible_to(viewer).select_related("partnership"))


def current(years: list[BudgetYear], on: dt.date) -> BudgetYear | None:
    """The year in which a day falls; else the latest before it, else the earliest after it."""
    for year in years:
        if year.starts_on <= on <= year.ends_on:
            return year
    before = [year for year in years if year.ends_on < on]
    return before[0] if before else (years[-1] if years else None)


def begins(partnership: Partnership, years: list[BudgetYear], on: dt.date) -> list[tuple[dt.date, str]]:
    """The business years around a day that have no budget yet: from the one before to the two after."""
    from goldenthread.oversight.finance.actions.years import year_key

    there = {year.starts_on for year in years}
    found = []
    for ahead in (-1, 0, 1, 2):
        day = on.replace(year=on.year + ahead, day=min(on.day, 28))
        first, last = business_year(day, partnership.business_year_month)
        if first not in there:
            found.append((first, year_key(first, last)))
    return found

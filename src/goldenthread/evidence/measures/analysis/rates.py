"""Rates per 10,000 children, on the number of children of the right year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.analysis.series import Unit, value_of


class NoPopulationError(LookupError):
    """There is no number of children for a year. The message says which, and what to do."""


def population_year(period: Period) -> int:
    """The year whose mid-year estimate a period's rate is on: the calendar year in which its business year begins.

    So the Department for Education's statistics of children in need do: the year to March 2024 is on mid-2023.
    """
    return period.year


def population_for(period: Period, children: Mapping[int, int]) -> int:
    """The children aged 0 to 17 in the middle of the period's year. Never another year's: raises instead."""
    year = population_year(period)
    try:
        return children[year]
    except KeyError:
        raise NoPopulationError(
            f"There is no number of children for mid-{year}, which the rate of {period} needs. "
            "Add it under Evidence, Comparators."
        ) from None


def rate(count: int | Decimal, period: Period, children: Mapping[int, int]) -> Decimal:
    """A year's count per 10,000 children of its own year. Raises :class:`NoPopulationError`."""
    value = value_of(Unit.RATE, Decimal(count), Decimal(population_for(period, children)))
    if value is None:  # no table holds a place without children
        raise NoPopulationError(
            f"The number of children for mid-{population_year(period)} is nought. Correct it."
        )
    return value

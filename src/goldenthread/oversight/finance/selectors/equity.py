"""Equity between the three safeguarding partners, what a formula would mean, and years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.oversight.finance.forecast import total
from goldenthread.oversight.finance.formula import Split, percent_of
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.oversight.finance.selectors.position import Position
from goldenthread.partnership.models import Agency


@dataclass(frozen=True)
class Share:
    """What one safeguarding partner agreed to pay, in pounds, and which part of the three's and of the whole it is, in
    per cent.
    """

    agency: Agency
    agreed: Decimal
    of_partners: Decimal | None
    of_all: Decimal | None


def equity(found: Position) -> list[Share]:
    """The safeguarding partners of a year, the one that pays most first."""
    partners = [each for each in found.paid if each.agency.kind == Agency.Kind.SAFEGUARDING_PARTNER]
    theirs = total(each.agreed for each in partners)
    rows = [
        Share(
            each.agency, each.agreed, percent_of(each.agreed, theirs), percent_of(each.agreed, found.agreed)
        )
        for each in partners
    ]
    return sorted(rows, key=lambda row: (-row.agreed, str(row.agency)))


@dataclass(frozen=True)
class Compared:
    """What an agency pays now and would pay, in pounds."""

    agency: Agency
    now: Decimal
    then: Decimal

    @property
    def change(self) -> Decimal:
        """By how much it would rise; negative where it would fall."""
        return self.then - self.now


def what_if(
    agencies: Sequence[Agency], now: Position | None, split: Split, amount: Decimal
) -> list[Compared]:
    """A total split anew beside what is agreed now, by agency. Nothing is kept.

    Raises :class:`~goldenthread.oversight.finance.formula.FormulaError` for a formula that cannot be.
    """
    then = split.contributions(amount)
    before = {each.agency.pk: each.agreed for each in now.paid} if now else {}
    return [
        Compared(agency, before.get(agency.pk, NOTHING), then.get(agency.pk, NOTHING))
        for agency in agencies
        if agency.pk in then or agency.pk in before
    ]

"""Pounds and pence as people write them. Pure."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
NOTHING = Decimal("0.00")
_WRITTEN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?")
# As much as a column of the database holds: twelve digits, two of them pence.
MOST = Decimal("9999999999.99")


class MoneyError(ValueError):
    """What somebody wrote is no sum that can be kept. The message says how to write it."""


def to_the_penny(amount: Decimal) -> Decimal:
    """The nearest penny; half a penny goes up, away from nothing."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def read_amount(text: str, *, nothing: bool = False) -> Decimal:
    """The sum that somebody wrote: 1234.5, £1,234.50. More than nothing, or nothing too where ``nothing`` says so.

    Raises :class:`MoneyError` for anything else: negative sums (in brackets too), parts of a penny, words.
    """
    said = " ".join(text.split())
    bare = said.replace("£", "", 1).strip()
    if bare.startswith(("-", "−", "–", "(")):
        raise MoneyError(
            f"“{said}” is less than nothing. To take back what is on record, reverse it where it stands."
        )
    found = _WRITTEN.fullmatch(bare)
    if found is None:
        raise MoneyError(
            f"“{said}” is no sum of money. Write it as 1234.50: at most two figures for the pence."
        )
    amount = Decimal(bare.replace(",", "")).quantize(PENNY)
    if amount > MOST:
        raise MoneyError(f"“{said}” is more than can be kept. Check it.")
    if not amount and not nothing:
        raise MoneyError("Write a sum of more than nothing.")
    return amount

"""How a sum is split between agencies: fixed sums first, the rest by shares, to the penny. Pure.

The arrangements ask for contributions that are equitable and proportionate, on an agreed local formula (001, Funding).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key")
_FRACTION = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%?")


class FormulaError(ValueError):
    """A formula that cannot be: the message says why and how to put it right. ``field`` is what it is about."""

    def __init__(self, message: str, about: object = None) -> None:
        """``about`` is the key of the agency, where one alone is meant."""
        super().__init__(message)
        self.about = about


@dataclass(frozen=True)
class Split:
    """A formula: the sum that each agency pays whatever the total is, and the share that each has of the rest."""

    fixed: Mapping[int, Decimal] = field(default_factory=dict)
    shares: Mapping[int, Fraction] = field(default_factory=dict)

    def check(self) -> None:
        """Raises :class:`FormulaError` unless the shares are positive and total exactly one."""
        if not self.shares:
            raise FormulaError("Give at least one agency a share of the rest.")
        for key, share in self.shares.items():
            if share <= 0:
                raise FormulaError("A share is more than nothing. Leave it empty for none.", key)
            if key in self.fixed:
                raise FormulaError("An agency has a share or a fixed sum, not both.", key)
        total = sum(self.shares.values(), Fraction())
        if total != 1:
            raise FormulaError(
                f"The shares total {in_words(total)}. They must total exactly 100%: write thirds as 1/3."
            )

    def contributions(self, total: Decimal) -> dict[int, Decimal]:
        """What each agency pays of a total in pounds: the parts sum to it exactly.

        Raises :class:`FormulaError` for a formula that cannot be, and a total that the fixed sums exceed.
        """
        self.check()
        fixed = sum(self.fixed.values(), Decimal())
        if fixed > total:
            raise FormulaError(f"The fixed sums alone come to £{fixed:,.2f}, which is more than the total.")
        return {**split(total - fixed, self.shares), **self.fixed}


def split(total: Decimal, shares: Mapping[Key, Fraction]) -> dict[Key, Decimal]:
    """``total`` pounds by shares that total one, in whole pennies that sum to it exactly.

    Each gets the whole pennies of its share; what is left goes penny by penny to the largest remainders, the
    earlier in the order given where two are as large. Raises :class:`FormulaError` for a negative total, parts of a
    penny, and shares that do not total one.
    """
    pennies = total * 100
    if pennies < 0 or pennies != pennies.to_integral_value():
        raise FormulaError("Only a sum in whole pennies, of nothing or more, can be split.")
    if sum(shares.values(), Fraction()) != 1:
        raise FormulaError("The shares must total exactly 100%.")
    exact = {key: Fraction(int(pennies)) * share for key, share in shares.items()}
    whole = {key: int(part) for key, part in exact.items()}
    left = int(pennies) - sum(whole.values())
    order = list(shares)
    by_remainder = sorted(order, key=lambda key: (whole[key] - exact[key], order.index(key)))
    for key in by_remainder[:left]:
        whole[key] += 1
    return {key: Decimal(part).scaleb(-2).quantize(Decimal("0.01")) for key, part in whole.items()}


def read_share(text: str) -> Fraction:
    """A share as somebody wrote it: 25, 33.3333%, 1/3. Raises :class:`FormulaError` for anything else."""
    said = text.strip()
    if found := _FRACTION.fullmatch(said):
        over, under = int(found[1]), int(found[2])
        if not under or not 0 < over <= under:
            raise FormulaError(f"“{said}” is no part of a whole. Write 1/3, or a percentage such as 25.")
        return Fraction(over, under)
    found = _PERCENT.fullmatch(said)
    share = Fraction(found[1]) / 100 if found else Fraction()
    if not 0 < share <= 1:
        raise FormulaError(
            f"“{said}” is no share. Write a percentage such as 25 or 33.3333, or a part such as 1/3."
        )
    return share


def in_words(share: Fraction) -> str:
    """ "25%", and where a percentage does not say it exactly "1/3 (33.33%)"."""
    percent = share * 100
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    text = f"{exact:.4f}".rstrip("0").rstrip(".")
    if Fraction(text) == percent:
        return f"{text}%"
    return f"{share.numerator}/{share.denominator} ({exact:.2f}%)"


def as_typed(share: Fraction) -> str:
    """A share as it is typed into a form again: "25" or "1/3"."""
    text = in_words(share)
    return text.removesuffix("%") if "(" not in text else f"{share.numerator}/{share.denominator}"


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part as a percentage of the whole, to one place; nothing where the whole is nothing."""
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else None

"""What a place costs: shares of a price in whole pence, and until when giving it up is free. Knows no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.duties.clock import NO_CLOSURES, add_working_days

PENNY = Decimal("0.01")


def share_of(price: Decimal, percent: int) -> Decimal:
    """A share of a price, in pounds, to the nearest penny; half a penny goes up.

    Raises :class:`ValueError` for a price below nought and a share outside 0 to 100.
    """
    if price < 0 or not 0 <= percent <= 100:
        raise ValueError(f"{percent} per cent of {price} is nothing that can be charged")
    return (price * percent / 100).quantize(PENNY, ROUND_HALF_UP)


def free_until(session: dt.date, notice: int, closures: Collection[dt.date] = NO_CLOSURES) -> dt.date:
    """The last day on which a place can be given up without a charge: ``notice`` working days before the session."""
    return add_working_days(session, -notice, closures)


def is_late(on: dt.date, session: dt.date, notice: int, closures: Collection[dt.date] = NO_CLOSURES) -> bool:
    """Whether giving up a place on a day comes too late to be free."""
    return on > free_until(session, notice, closures)

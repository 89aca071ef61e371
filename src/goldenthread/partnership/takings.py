"""What the partnership's rooms earn: each room tells, so that finance need not know the rooms beside it.

A room registers its teller when the product starts (``AppConfig.ready``), as it does with what it can make for a
meeting (:mod:`goldenthread.partnership.made_papers`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.partnership.models import Partnership


@dataclass(frozen=True, slots=True)
class Taking:
    """One sum that a room charged on a day, or gave back (then it is negative): exact pounds and pence.

    ``key`` tells it from every other (``learning:charge:12``), ``what`` is a few words without a person's name,
    ``received_on`` is the day on which it was paid, where it was.
    """

    key: str
    on: dt.date
    amount: Decimal
    kind: str
    what: str
    address: str
    received_on: dt.date | None = None


Teller = Callable[[Partnership, dt.date, dt.date], Iterable[Taking]]
_TELLERS: dict[str, Teller] = {}


def register(room: str, teller: Teller) -> None:
    """Adds a room that earns; the same room again takes its place."""
    _TELLERS[room] = teller


def takings(partnership: Partnership, first: dt.date, last: dt.date) -> list[Taking]:
    """What all rooms charged from the first day to the last, both included, by day."""
    found = (each for teller in _TELLERS.values() for each in teller(partnership, first, last))
    return sorted(found, key=lambda each: (each.on, each.key))

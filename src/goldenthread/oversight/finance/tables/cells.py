"""Cells that the tables of this room share."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import escape
from typing import Any, TypeVar

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column
from goldenthread.design.words import pounds
from goldenthread.oversight.finance.selectors.position import STATES

Row = TypeVar("Row")
LOOKS = {
    "late": ("red", "octagon"),
    "waiting": ("blue", "circle"),
    "paid": ("green", "tick"),
    "over": ("amber", "diamond"),
    "nothing": ("grey", "ring"),
}
YEAR_LOOKS = {"draft": ("blue", "circle"), "set": ("green", "tick"), "closed": ("grey", "square")}


def link(href: str, text: str) -> SafeString:
    """A link."""
    return SafeString(f'<a class="govuk-link" href="{escape(href)}">{escape(text)}</a>')


def then(text: str, *links: tuple[str, str, str]) -> SafeString:
    """A text with links beneath it: each its address, its words, and what they are about, for those who hear them."""
    more = "".join(
        f'<br><a class="govuk-link" href="{escape(href)}">{escape(words)}'
        f'<span class="govuk-visually-hidden">: {escape(about)}</span></a>'
        for href, words, about in links
    )
    return SafeString(f"{escape(text)}{more}")


def money(key: str, heading: str, value: Callable[[Any], Decimal | None], **more: Any) -> Column[Any]:
    """A column of sums: exact decimals in a file, pounds on the page."""
    return Column(key, heading, value=value, cell=lambda row: pounds(value(row)), numeric=True, **more)


def state_badge(state: str) -> SafeString:
    """How a contribution stands."""
    tone, symbol = LOOKS[state]
    return badge(tone, STATES[state], symbol=symbol)


def year_badge(status: str, word: str) -> SafeString:
    """How far a year is."""
    tone, symbol = YEAR_LOOKS[status]
    return badge(tone, word, symbol=symbol)

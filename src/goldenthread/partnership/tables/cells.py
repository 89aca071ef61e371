"""What the columns of this room share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.design.tables import Column
from goldenthread.partnership.models import GroupMembership, Person

SortLink = Callable[[str], str]
MOST_SHOWN = 120


def where_any(rows: Collection[Any], column: Column[Any]) -> list[Column[Any]]:
    """The column, unless it would be empty for every row."""
    return [column] if any(column.plain(row) for row in rows) else []


def shortened(text: str) -> str:
    """The first words of a long text."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rsplit(' ', 1)[0]} …"


def link(row: Any, text: str = "") -> SafeString:
    """A link to the row's own page."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', row.get_absolute_url(), text or str(row))


def groups_of(person: Person) -> str:
    """The groups on which a person with ``seats_now`` sits, by their short names."""
    seats: list[GroupMembership] = person.seats_now  # type: ignore[attr-defined]
    return ", ".join(dict.fromkeys(seat.group.short_name or seat.group.name for seat in seats))

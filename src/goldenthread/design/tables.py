"""The one table of the product: the same columns make the page, the exported file and the report.

Cells are joined as Python strings, because a page may have thousands of them; everything is escaped unless
it is already safe HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from html import escape
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.utils.safestring import SafeString

from goldenthread.design.words import number, uk_date, uk_datetime

Row = TypeVar("Row")

_WRITTEN: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (datetime.datetime, uk_datetime),
    (datetime.date, uk_date),
    ((int, float, Decimal), number),
)


def shown(value: Any) -> str:
    """Answer a plain value as escaped text of the page; safe HTML is left as it is."""
    if value.__class__ is str:
        return escape(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(in_words(value))


def in_words(value: Any) -> str:
    """Answer a plain value as the text that a reader expects: 7 May 2019, 1,234, Yes; nothing for None."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    for kind, write in _WRITTEN:
        if isinstance(value, kind):
            return write(value)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column.

    `value` answers the plain value of a row, for export (by default the attribute named `key`); `cell` what
    the page shows, where that differs: text, which is escaped, or SafeString. `sort` is the key by which
    rows can be sorted. `header` makes its cells the headings of their rows. `hint` stands under the heading.
    """

    key: str
    heading: str
    value: Callable[[Row], Any] | None = None
    cell: Callable[[Row], str] | None = None
    numeric: bool = False
    header: bool = False
    sort: str = ""
    hint: str = ""
    classes: str = ""

    @property
    def plain(self) -> Callable[[Row], Any]:
        """Answer the function from a row to its plain value."""
        return self.value or attrgetter(self.key)

    @property
    def attributes(self) -> str:
        """Answer the class attribute of this column's cells, with a space before it, or nothing."""
        names = " ".join(filter(None, ("gt-number" if self.numeric else "", self.classes)))
        return f' class="{escape(names)}"' if names else ""


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows in columns, or, with `groups`, in one body for each (heading, rows).

    `sort` is how the rows are sorted now ("due", or "-due" downwards) and `sort_link` answers the address
    of a sort key. `foot` has one plain value for each column. `group_heading` names the column that carries
    the groups' headings in an export.
    """

    caption: str
    columns: Sequence[Column[Row]]
    rows: Iterable[Row] = ()
    _: KW_ONLY
    groups: Sequence[tuple[str, Sequence[Row]]] | None = None
    caption_visible: bool = True
    empty: str = "There is nothing to show."
    sort: str = ""
    sort_link: Callable[[str], str] | None = None
    foot: Sequence[Any] | None = None
    classes: str = ""
    group_heading: str = ""

    def __html__(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.html()

    def html(self) -> SafeString:
        """Answer the table as HTML in a region that scrolls sideways where the page is narrow."""
        bodies = "".join(self._bodies())
        if not bodies:
            return SafeString(
                f'<div class="gt-empty"><h2 class="govuk-heading-s">{escape(self.caption)}</h2>'
                f'<p class="govuk-body">{escape(self.empty)}</p></div>'
            )
        caption_class = "gt-table__caption" if self.caption_visible else "govuk-visually-hidden"
        classes = f" {escape(self.classes)}" if self.classes else ""
        caption = escape(self.caption)
        return SafeString(
            f'<div class="gt-scroll" role="region" aria-label="{caption}" tabindex="0">'
            f'<table class="gt-table{classes}"><caption class="{caption_class}">{caption}</caption>'
            f"<thead><tr>{''.join(map(self._heading, self.columns))}</tr></thead>"
            f"{bodies}{self._foot()}</table></div>"
        )

    def plain(self) -> tuple[list[str], list[list[Any]]]:
        """Answer the headings and the rows of plain values, for the writers of files."""
        getters = [column.plain for column in self.columns]
        headings = [column.heading for column in self.columns]
        if self.groups is None:
            return headings, [[get(row) for get in getters] for row in self.rows]
        if not self.group_heading:
            return headings, [[get(row) for get in getters] for _, rows in self.groups for row in rows]
        return [self.group_heading, *headings], [
            [heading, *(get(row) for get in getters)] for heading, rows in self.groups for row in rows
        ]

    def _bodies(self) -> Iterator[str]:
        writers = [_writer(column) for column in self.columns]
        if self.groups is None:
            if rows := _rows(writers, self.rows):
                yield f"<tbody>{rows}</tbody>"
            return
        width = len(self.columns)
        for heading, group in self.groups:
            spanning = f'<th colspan="{width}" scope="rowgroup">{shown(heading)}</th>'
            yield f'<tbody><tr class="gt-table__group">{spanning}</tr>{_rows(writers, group)}</tbody>'

    def _heading(self, column: Column[Row]) -> str:
        text = escape(column.heading)
        order = ""
        if column.sort and self.sort_link:
            now = self.sort.removeprefix("-") == column.sort
            downwards = self.sort.startswith("-")
            direction = ("descending" if downwards else "ascending") if now else "none"
            order = f' aria-sort="{direction}"'
            target = f"-{column.sort}" if now and not downwards else column.sort
            text = f'<a class="gt-table__sort" href="{escape(self.sort_link(target))}">{text}</a>'
        hint = f'<span class="gt-table__hint">{escape(column.hint)}</span>' if column.hint else ""
        return f'<th scope="col"{column.attributes}{order}>{text}{hint}</th>'

    def _foot(self) -> str:
        if self.foot is None:
            return ""
        cells = "".join(
            f'<th scope="row"{column.attributes}>{shown(value)}</th>'
            if column.header
            else f"<td{column.attributes}>{shown(value)}</td>"
            for column, value in zip(self.columns, self.foot, strict=True)
        )
        return f"<tfoot><tr>{cells}</tr></tfoot>"


def _writer(column: Column[Row]) -> tuple[str, Callable[[Row], Any], str]:
    """Answer what opens a cell of this column, what it shows of a row, and what closes it."""
    content = column.cell or column.plain
    if column.header:
        return f'<th scope="row"{column.attributes}>', content, "</th>"
    return f"<td{column.attributes}>", content, "</td>"


def _rows(writers: Sequence[tuple[str, Callable[[Row], Any], str]], rows: Iterable[Row]) -> str:
    parts: list[str] = []
    for row in rows:
        parts.append("<tr>")
        for opening, content, closing in writers:
            parts.append(f"{opening}{shown(content(row))}{closing}")
        parts.append("</tr>")
    return "".join(parts)

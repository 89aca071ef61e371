"""Papers for meetings that the product makes itself: each room tells which it can make.

A room registers its makers when the product starts (``AppConfig.ready``), so that meetings need not know the rooms
beside and above them. A paper is read by everybody who may see its item: nothing restricted belongs in one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from goldenthread.design.tables import Table, in_words
from goldenthread.design.words import uk_date
from goldenthread.partnership.models import Group, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.rendering import render_pdf


@dataclass(frozen=True)
class MadePaper:
    """A paper as it was made: what it is called, and the PDF."""

    title: str
    content: bytes


@dataclass(frozen=True)
class PaperMaker:
    """What can be made: its key, its name, whose permission it takes, and how it is made for a group on a day.

    ``make`` answers ``None`` where there is nothing to make it from.
    """

    key: str
    title: str
    permission: Permission
    make: Callable[[Actor, Group, dt.date], MadePaper | None]


_MAKERS: dict[str, PaperMaker] = {}


def register(maker: PaperMaker) -> None:
    """Adds what a room can make; the same key again takes its place."""
    _MAKERS[maker.key] = maker


def makers_for(viewer: Actor) -> list[PaperMaker]:
    """What somebody may have made, by name."""
    return sorted(
        (each for each in _MAKERS.values() if viewer.may(each.permission)), key=lambda each: each.title
    )


def table_paper(
    title: str, table: Table[Any], *, partnership: Partnership, on: dt.date, intro: str = ""
) -> MadePaper:
    """A paper that is one table, as at a day; a column in which nothing stands is left out.

    Raises :class:`~goldenthread.rendering.RenderingError`.
    """
    headings, rows = _filled_columns(*table.plain())
    head = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f"<th scope='row'>{_cell(value)}</th>" if not number else f"<td>{_cell(value)}</td>"
            for number, value in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    filled = (
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        if rows
        else f"<p>{escape(table.empty)}</p>"
    )
    words = f"<p>{escape(intro)}</p>" if intro else ""
    html = f"<h1>{escape(title)}</h1><p>As at {uk_date(on)}.</p>{words}{filled}"
    content = render_pdf(
        html, title=title, author=partnership.name, date=on, partnership=partnership.name, period=uk_date(on)
    )
    return MadePaper(f"{title}, {uk_date(on)}", content)


def _filled_columns(
    headings: Sequence[str], rows: Sequence[Sequence[Any]]
) -> tuple[list[str], list[list[Any]]]:
    """The first column, which names the rows, and those in which a row has something."""
    kept = [at for at in range(len(headings)) if at == 0 or any(row[at] not in (None, "") for row in rows)]
    return [headings[at] for at in kept], [[row[at] for at in kept] for row in rows]


def _cell(value: Any) -> str:
    return escape(in_words(value))

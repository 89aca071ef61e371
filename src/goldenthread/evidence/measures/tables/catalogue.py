"""The catalogue as a table and as a file in the columns in which it can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.tables import Column, Table
from goldenthread.evidence.measures.actions.catalogue_files import CatalogueChange
from goldenthread.evidence.measures.analysis.series import Unit
from goldenthread.evidence.measures.catalogue import COLUMNS
from goldenthread.evidence.measures.models import Definition, Indicator
from goldenthread.evidence.measures.standing import target_in_words


def _current(row: Indicator) -> Definition:
    return row.definitions.all()[0]


def catalogue_table(rows: Sequence[Indicator]) -> Table[Indicator]:
    """Every indicator: who sends it, how often, which way is better, and its target."""

    def title(row: Indicator) -> SafeString:
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(row.title)}</a>'
            f'<span class="gt-table__hint">{escape(_current(row).definition)}</span>'
        )

    columns: list[Column[Indicator]] = [
        Column("title", "Indicator", cell=title, header=True),
        Column("priority", "Priority"),
        Column("agencies", "Sent by", value=lambda row: ", ".join(each.name for each in row.agencies.all())),
        Column("frequency", "How often", value=lambda row: row.get_frequency_display()),
        Column("unit", "Unit", value=lambda row: row.get_unit_display()),
        Column("polarity", "Better", value=lambda row: _current(row).get_polarity_display()),
        Column(
            "target",
            "Target",
            value=lambda row: target_in_words(_current(row).target, _current(row).polarity, Unit(row.unit)),
            numeric=True,
        ),
        Column("collected_from", "Collected from"),
    ]
    return Table(
        "The catalogue",
        columns,
        rows,
        caption_visible=False,
        empty="No indicator has what the filters ask for.",
    )


def catalogue_file(rows: Sequence[Indicator]) -> Table[Indicator]:
    """The catalogue in the columns that the import reads."""

    def cell(name: str) -> Any:
        def value(row: Indicator) -> Any:
            if name in ("agencies", "parts"):
                return ";".join(each.key for each in getattr(row, name).all())
            if name == "group":
                return row.group.key if row.group else ""
            holder = row if hasattr(row, name) else _current(row)
            found = getattr(holder, name)
            return "" if found is None else found if isinstance(found, int) else str(_plain(found))

        return value

    columns: list[Column[Indicator]] = [Column(name, name, value=cell(name)) for name in COLUMNS]
    return Table("Catalogue", columns, rows)


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value


def _or_empty(value: Any) -> Any:
    return value if value not in (None, "", []) else "empty"


def proposal_table(changes: Sequence[CatalogueChange]) -> Table[CatalogueChange]:
    """What a file would add and change."""

    def what(change: CatalogueChange) -> str:
        if change.is_new:
            return "Is added"
        told = [
            f"{name.replace('_', ' ')}: {_or_empty(before)} → {_or_empty(after)}"
            for name, (before, after) in {**change.details, **change.definition}.items()
        ]
        since = (
            f" The new definition holds from {change.entry.holds_from:%-d %B %Y}."
            if change.definition
            else ""
        )
        return "; ".join(told) + "." + since

    columns: list[Column[CatalogueChange]] = [
        Column("row", "Row", value=lambda change: change.entry.row, numeric=True),
        Column("title", "Indicator", value=lambda change: change.entry.title, header=True),
        Column("what", "What would happen", value=what),
    ]
    return Table(
        "What the file would change", columns, changes, empty="The file says what the catalogue says already."
    )

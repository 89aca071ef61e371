"""The tables of a preview: what would be added, what would change, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.design.tables import Column, Table
from goldenthread.plans.importing.cells import shortened
from goldenthread.plans.importing.keys import field_label
from goldenthread.plans.importing.proposal import ActionChange, Difference, ObjectiveChange
from goldenthread.plans.importing.refusal import sentence
from goldenthread.spreadsheets.errors import Problem

LONGEST = 300
ERROR_COLUMNS: tuple[Column[Problem], ...] = (
    Column("row", "Row", value=lambda error: error.row or "The file", header=True),
    Column("column", "Column", value=lambda error: error.column or ""),
    Column("message", "What is wrong", value=lambda error: sentence(error.message), classes="gt-table__wide"),
)


def errors_table(errors: Iterable[Problem]) -> Table[Problem]:
    """Errors by row and column."""
    return Table("Errors", ERROR_COLUMNS, errors)


def _said(change: ActionChange, *labels: str) -> str:
    return "; ".join(each.after for each in change.differences if each.label in labels)


def _rated(change: ActionChange) -> str:
    ratings = [each for each in change.differences if "rating" in each.label.casefold()]
    return "; ".join(f"{each.label.removeprefix('Rating ')}: {each.after}" for each in ratings)


def added_table(changes: Sequence[ActionChange]) -> Table[ActionChange]:
    """Actions that would be added."""
    due, leads = field_label("due_on"), (field_label("lead"), field_label("lead_agency"))
    columns: list[Column[ActionChange]] = [
        Column("ref", "Ref", header=True),
        Column("objective", "Objective"),
        Column(
            "title",
            "Action",
            value=lambda c: shortened(c.title, LONGEST) or "No wording",
            classes="gt-table__wide",
        ),
        Column("ratings", "Ratings", value=_rated),
        Column("due", "Due", value=lambda change: _said(change, due)),
        Column("lead", "Lead", value=lambda change: _said(change, *leads)),
        Column("row", "Row of the file", numeric=True),
    ]
    return Table("Actions to add", columns, changes)


def changed_table(changes: Sequence[ActionChange]) -> Table[ActionChange]:
    """Actions that would change, field by field."""
    columns: list[Column[ActionChange]] = [
        Column("ref", "Ref", header=True),
        Column("title", "Action", value=lambda change: shortened(change.title, 100)),
        Column(
            "differences",
            "What changes",
            cell=lambda change: _differences(change.differences),
            classes="gt-table__wide",
        ),
        Column("row", "Row of the file", numeric=True),
    ]
    return Table("Actions to change", columns, changes)


def objectives_table(changes: Sequence[ObjectiveChange]) -> Table[ObjectiveChange]:
    """Objectives that would be added or change."""
    columns: list[Column[ObjectiveChange]] = [
        Column("ref", "Number", header=True),
        Column("title", "Objective", classes="gt-table__wide"),
        Column("what", "What happens", cell=lambda c: _differences(c.differences) if c.existing else "Added"),
    ]
    return Table("Objectives", columns, changes)


def _differences(differences: Iterable[Difference]) -> SafeString:
    return format_html(
        '<ul class="govuk-list gt-differences">{}</ul>',
        format_html_join("", "<li>{}</li>", ((_difference(each),) for each in differences)),
    )


def _difference(each: Difference) -> SafeString:
    after = shortened(each.after, LONGEST) or "nothing"
    if not each.before:
        return format_html("{}: <ins>{}</ins>", each.label, after)
    return format_html(
        "{}: <del>{}</del> becomes <ins>{}</ins>", each.label, shortened(each.before, LONGEST), after
    )

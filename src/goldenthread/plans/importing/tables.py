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
    Column("row", "Row", value=lambda error: error.row or "The file"),
    Column("column", "Column", value=lambda error: error.column or ""),
    Column("message", "What is wrong", value=lambda error: sentence(error.message)),
)


def errors_table(errors: Iterable[Problem]) -> Table[Problem]:
    """Errors by row and column."""
    return Table("Errors", ERROR_COLUMNS, errors)


def added_table(changes: Sequence[ActionChange]) -> Table[ActionChange]:
    """Actions that would be added."""
    due, leads = field_label("due_on"), (field_label("lead"), field_label("lead_agency"))
    columns: list[Column[ActionChange]] = [
        Column("title", "Action", cell=_action, header=True, classes="gt-table__wide"),
        Column("objective", "Objective"),
        Column("ratings", "Ratings", value=_rated),
        Column("due", "Due", value=lambda change: _said(change, due)),
        Column("lead", "Lead", value=lambda change: _said(change, *leads)),
    ]
    return Table("Actions to add", columns, changes)


def changed_table(changes: Sequence[ActionChange]) -> Table[ActionChange]:
    """Actions that would change, field by field."""
    columns: list[Column[ActionChange]] = [
        Column("title", "Action", cell=_action, header=True),
        Column("differences", "What changes", cell=_what_changes),
    ]
    return Table("Actions to change", columns, changes)


def objectives_table(changes: Sequence[ObjectiveChange]) -> Table[ObjectiveChange]:
    """Objectives that would be added or change."""
    columns: list[Column[ObjectiveChange]] = [
        Column(
            "title", "Objective", value=lambda c: f"{c.ref}. {c.title}" if c.title else c.ref, header=True
        ),
        Column("what", "What changes", cell=lambda c: _what_changes(c) if c.existing else "It is added"),
    ]
    return Table("Objectives to add or change", columns, changes)


def _action(change: ActionChange) -> SafeString:
    """The reference, the wording, and where in the file it stands."""
    title = shortened(change.title, LONGEST) or "no wording"
    return format_html('{} {}<br><span class="gt-small">Row {}</span>', change.ref, title, change.row)


def _said(change: ActionChange, *labels: str) -> str:
    return "; ".join(each.after for each in change.differences if each.label in labels)


def _rated(change: ActionChange) -> str:
    ratings = [each for each in change.differences if "rating" in each.label.casefold()]
    return "; ".join(f"{each.label.removeprefix('Rating ')}: {each.after}" for each in ratings)


def _what_changes(change: ActionChange | ObjectiveChange) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((_difference(each),) for each in change.differences))


def _difference(each: Difference) -> SafeString:
    after = shortened(each.after, LONGEST) or "nothing"
    if not each.before:
        return format_html("{}: <strong>{}</strong>", each.label, after)
    before = shortened(each.before, LONGEST)
    return format_html("{}: <del>{}</del> becomes <strong>{}</strong>", each.label, before, after)

"""A plan as a spreadsheet, in the columns that the importer reads: taken out and brought back, it changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from goldenthread.design.words import month
from goldenthread.plans.importing.keys import field_label, rating_key
from goldenthread.plans.importing.saved import Given, SavedPlan, read_plan
from goldenthread.plans.models import Action, Explanation, Officer, Plan
from goldenthread.plans.position import ActionRow
from goldenthread.plans.rag import Period, period_of
from goldenthread.spreadsheets.tables import CellValue
from goldenthread.spreadsheets.writing import FORMATS

SHEET_NAME = "Plan"
MARCH = 3


@dataclass(frozen=True)
class _Source:
    """Everything that a row is written from."""

    saved: SavedPlan
    as_at: dt.date
    explanations: dict[int, str]

    def given(self, action: Action) -> list[Given]:
        """The action's ratings by the day of the export, in the order in which they were given."""
        return [
            each
            for each in self.saved.ratings.get(action.pk, ())
            if each.rated_on <= self.as_at or each.opening
        ]


Cell = Callable[[_Source, Action], CellValue]


def _named(part: str) -> Cell:
    def cell(source: _Source, action: Action) -> CellValue:
        named = source.saved.named(action, part)
        return "; ".join([*map(source.saved.people.name_for, named.people), *named.others])

    return cell


def _text(name: str) -> Cell:
    return lambda _, action: str(getattr(action, name))


def _progress(source: _Source, action: Action) -> CellValue:
    given = source.given(action)
    return given[-1].text if given else ""


CELLS: dict[str, Cell] = {
    "ref": _text("ref"),
    "objective_ref": lambda source, action: source.saved.objective_of(action).ref,
    "objective_title": lambda source, action: source.saved.objective_of(action).title,
    "intended_outcome": lambda source, action: source.saved.objective_of(action).intended_outcome,
    "title": _text("title"),
    "success_measures": _text("success_measures"),
    "recommendation": _text("recommendation"),
    "lead_agency": lambda source, action: source.saved.agencies.names.get(action.lead_agency_id or 0),
    "lead": _named(Officer.Part.LEAD),
    "responsible": _named(Officer.Part.RESPONSIBLE),
    "overseeing_group": lambda source, action: source.saved.groups.names.get(action.overseeing_group_id or 0),
    "started_on": lambda _, action: action.started_on,
    "due_on": lambda _, action: due_cell(action.due_on, action.due_precision),
    "due_as_printed": _text("due_as_printed"),
}
CELLS_AFTER_RATINGS: dict[str, Cell] = {
    "update_text": _progress,
    "explanation": lambda source, action: source.explanations.get(action.pk),
    "next_steps": _text("next_steps"),
    "note": _text("note"),
    "source": _text("source"),
}


def due_cell(day: dt.date | None, precision: str) -> CellValue:
    """A due date as exactly as it was given, in words that the importer reads back: May 2019, Q1 2019/20, 2019/20."""
    if day is None or precision == Action.DuePrecision.DAY:
        return day
    if precision == Action.DuePrecision.MONTH:
        return month(day)
    start = day.year - (day.month <= MARCH)
    if precision == Action.DuePrecision.QUARTER:
        return f"Q{(day.month - 4) % 12 // 3 + 1} {start}/{(start + 1) % 100:02}"
    return f"{start}/{day.year % 100:02}" if day.month == MARCH else str(day.year)


def plan_table(
    plan: Plan, *, as_at: dt.date, rows: Iterable[ActionRow] | None = None
) -> tuple[list[str], list[list[CellValue]]]:
    """Headings and cells of every action in force at a day, or of ``rows`` in their order. Ten queries.

    Each month in which the plan was rated has a column with the last rating given in it.
    """
    told = Explanation.objects.filter(action__plan=plan, given_on__lte=as_at).order_by("given_on", "id")
    source = _Source(read_plan(plan, as_at), as_at, dict(told.values_list("action_id", "text")))
    actions = _wanted(source.saved, rows, as_at)
    rated = [(action, _by_period(source.given(action))) for action in actions]
    periods = sorted({period for _, ratings in rated for period in ratings})
    headings = [
        *map(field_label, CELLS),
        *(field_label(rating_key(period.key)) for period in periods),
        *map(field_label, CELLS_AFTER_RATINGS),
    ]
    cells = [
        [
            *(cell(source, action) for cell in CELLS.values()),
            *(_rating_cell(plan, ratings.get(period)) for period in periods),
            *(cell(source, action) for cell in CELLS_AFTER_RATINGS.values()),
        ]
        for action, ratings in rated
    ]
    return headings, cells


def _wanted(saved: SavedPlan, rows: Iterable[ActionRow] | None, as_at: dt.date) -> list[Action]:
    if rows is not None:
        by_id = {action.pk: action for action in saved.actions.values()}
        return [by_id[row.id] for row in rows]
    in_force = (a for a in saved.actions.values() if a.withdrawn_on is None or a.withdrawn_on > as_at)
    return sorted(in_force, key=lambda action: (action.order, action.pk))


def _by_period(given: Sequence[Given]) -> dict[Period, int]:
    return {period_of(each.rated_on, opening=each.opening): each.value for each in given}


def _rating_cell(plan: Plan, value: int | None) -> CellValue:
    """A number on a scale of numbers; a word on a scale of words."""
    if value is None or plan.scale_key == Plan.RatingScale.FIVE_POINT:
        return value
    return plan.scale.level(value).word


def export_plan(
    plan: Plan, *, as_at: dt.date, extension: str, rows: Iterable[ActionRow] | None = None
) -> bytes:
    """The plan as a file, ``extension`` being csv, xlsx or ods; raises :class:`KeyError` for another.

    Text that a spreadsheet programme would run as a formula is written so that it does not.
    """
    headings, cells = plan_table(plan, as_at=as_at, rows=rows)
    return FORMATS[extension].write(headings, cells, title=plan.title, sheet_name=SHEET_NAME)

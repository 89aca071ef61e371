"""What the API takes and answers. Numbers travel as exact decimals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field

Number = Annotated[Decimal, Field(max_digits=18, decimal_places=6, allow_inf_nan=False)]
Key = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9-]+$")]


class AgencyOut(Schema):
    """Whose key it is."""

    partnership: str
    agency: str
    name: str
    scope: str
    expires_on: dt.date


class IndicatorOut(Schema):
    """An indicator that the agency sends, by the definition in force."""

    key: str
    title: str
    frequency: str
    unit: str
    polarity: str
    definition: str
    numerator: str
    denominator: str
    target: Decimal | None
    due_working_days: int


class OwedOut(Schema):
    """One figure of a return and how it stands: missing, draft, submitted, queried or accepted."""

    indicator: str
    due_on: dt.date
    status: str
    working_days_late: int


class ReturnOut(Schema):
    """What the agency owes for one period."""

    period: str
    due_on: dt.date
    figures: list[OwedOut]


class StepOut(Schema):
    """One step in a figure's life."""

    at: dt.datetime
    status: str
    text: str
    by: str


class FigureOut(Schema):
    """A figure of the agency with its history."""

    id: int
    indicator: str
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    comment: str
    status: str
    history: list[StepOut]


class PointOut(Schema):
    """One published figure. ``hidden`` says why there is no value, where it is too small to publish."""

    period: str
    value: float | None
    text: str
    hidden: str
    source: str


class ComparedPointOut(Schema):
    """Another area's figure of one period."""

    period: str
    value: float


class ComparatorOut(Schema):
    """A series that the indicator is held against, and where it comes from."""

    kind: str
    name: str
    source: str
    series: list[ComparedPointOut]


class SignalOut(Schema):
    """One rule of the control chart that the figures meet: which, which way, and where."""

    kind: str
    direction: str
    periods: list[str]
    words: str


class PhaseOut(Schema):
    """Mean and limits from a period on."""

    begin: Annotated[str, Field(alias="from")]
    mean: float
    lower: float
    upper: float


class ChartOut(Schema):
    """How the series reads as a control chart."""

    mean: float | None
    lower: float | None
    upper: float | None
    trial: bool
    phases: list[PhaseOut]
    signals: list[SignalOut]
    variation: str
    assurance: str
    words: str


class SeriesOut(Schema):
    """An indicator as the partnership publishes it."""

    indicator: str
    title: str
    unit: str
    series: list[PointOut]
    chart: ChartOut
    comparators: list[ComparatorOut]


class FigureIn(Schema):
    """A figure to draft: a numerator and a denominator, or a value."""

    indicator: Key
    numerator: Number | None = None
    denominator: Number | None = None
    value: Number | None = None
    comment: Annotated[str, Field(max_length=4000)] = ""


class DraftsIn(Schema):
    """The figures of one period: all are kept, or none."""

    figures: Annotated[list[FigureIn], Field(min_length=1, max_length=500)]


class AnswerIn(Schema):
    """The answer to a query."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class ProblemOut(Schema):
    """One thing that is wrong: with which indicator, in which cell, by which rule, and what to do."""

    indicator: str
    cell: str
    rule: str
    message: str


class ProblemsOut(Schema):
    """Why nothing was changed."""

    message: str
    problems: list[ProblemOut] = []

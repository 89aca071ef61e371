"""Examples of measures for the gallery: control chart, funnel, small charts, verdicts and their key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.charts import (
    Chart,
    ControlPoint,
    FunnelArea,
    FunnelLimit,
    Limits,
    control_chart,
    funnel_chart,
)
from goldenthread.design.charts.sparkline import sparkline
from goldenthread.design.tables import Column, Table
from goldenthread.design.verdicts import ASSURANCE, VARIATION, assurance_icon, variation_icon

_ASSESSED = (78, 81, 76, 79, 82, 77, 80, 75, 79, 78, 81, 77, 66, 79, 80, 78, 88, 87, 90, 88, 89, 86, 91, 88)
_MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
_HIDDEN_AT, _TEAM_AT = 8, 16


@dataclass(frozen=True)
class ExampleMeasure:
    """A row of the example scorecard."""

    title: str
    trend: SafeString
    latest: str
    variation: str
    assurance: str


def examples() -> dict[str, Any]:
    """Answer what the gallery's template shows of measures."""
    return {
        "scorecard": _scorecard(),
        "variations": [variation_icon(kind) for kind in VARIATION],
        "assurances": [assurance_icon(kind) for kind in ASSURANCE],
        "bare_verdicts": [variation_icon(kind, hide_word=True) for kind in VARIATION],
        "control": _control(),
        "funnel": _funnel(),
    }


def _control() -> Chart:
    kinds = {12: "concern", **dict.fromkeys(range(_TEAM_AT, len(_ASSESSED)), "improvement")}
    notes = {"concern": "Below the lower limit", "improvement": "Eight above the mean", "common": ""}
    points = [
        ControlPoint(f"{_MONTHS[at % 12]} {2017 + (at + 3) // 12}", None, "hidden")
        if at == _HIDDEN_AT
        else ControlPoint(
            f"{_MONTHS[at % 12]} {2017 + (at + 3) // 12}",
            value,
            kinds.get(at, "common"),
            f"{value}%",
            notes[kinds.get(at, "common")],
        )
        for at, value in enumerate(_ASSESSED)
    ]
    return control_chart(
        title="Assessments within 45 working days have improved since August 2018",
        description="Of 24 months, the last eight lie above the mean of 78.4%, after one low figure in April 2018.",
        points=points,
        limits=[Limits(0, len(points), 78.4, 68.1, 88.7)],
        target=85,
        comparators={"England": [82.5 + 0.02 * at for at in range(len(points))]},
        events=[(12, "The team moved to a new office"), (_TEAM_AT, "A second assessment team began work")],
        figure_heading="Percentage",
        bounds=(0, 100),
    )


def _funnel() -> Chart:
    sizes = [60 * 1.045**at for at in range(100)]
    areas = [
        FunnelArea(f"Area {at + 1}", round(size), 22 + (at * 37 % 19 - 9) * 14 / size**0.5)
        for at, size in enumerate(sizes)
    ]
    areas[70] = FunnelArea("Area 71", round(sizes[70]), 31.5, outside="above")
    areas[58] = FunnelArea("Thurrock", round(sizes[58]), 25.1, is_ours=True)
    spread = {size: 41.4 / size**0.5 for size in sizes[::3]}
    return funnel_chart(
        title="Re-referrals within 12 months: within what chance explains",
        description="100 areas by size. Ours is within the 99.8% limits; 1 area lies outside them.",
        areas=areas,
        mean=22,
        limits=[
            FunnelLimit(size, 22 - 3.09 * one, 22 - 1.96 * one, 22 + 1.96 * one, 22 + 3.09 * one)
            for size, one in spread.items()
        ],
        figure_heading="Percentage",
        size_heading="Referrals in the year",
    )


def _scorecard() -> Table[ExampleMeasure]:
    rows = [
        _measure("Assessments within 45 working days", _ASSESSED, "improvement", "hit_or_miss", "88%", 85),
        _measure("Contacts", [90 + at * 41 % 17 for at in range(24)], "common", "no_target", "101"),
        _measure(
            "Children with three or more placements",
            [*(9 + at * 7 % 3 for at in range(17)), 12, 13, 13, 14, 13, 14, 15],
            "concern",
            "fails",
            "15%",
            8,
        ),
        _measure(
            "Children looked after",
            [*(290 + at * 5 % 9 for at in range(16)), *(300 + at for at in range(8))],
            "neither",
            "no_target",
            "307",
        ),
        _measure("Return interviews offered", (40, None, 45, 44), "too_few", "too_few", "44"),
    ]
    columns: list[Column[ExampleMeasure]] = [
        Column("title", "Indicator", header=True),
        Column("trend", "Trend"),
        Column("latest", "Latest", numeric=True),
        Column("variation", "What changed", cell=lambda row: variation_icon(row.variation)),
        Column("assurance", "Target", cell=lambda row: assurance_icon(row.assurance)),
    ]
    return Table("Scorecard", columns, rows, classes="gt-scorecard")


def _measure(
    title: str, values: Any, variation: str, assurance: str, latest: str, target: float | None = None
) -> ExampleMeasure:
    known = [value for value in values if value is not None]
    usual = known[:16]
    mean, reach = sum(usual) / len(usual), (max(usual) - min(usual)) * 0.7
    kind = variation if variation != "too_few" else "common"
    trend = sparkline(
        values,
        tones=[kind if at >= len(values) - 7 else "common" for at in range(len(values))],
        lower=mean - reach,
        upper=mean + reach,
        mean=mean,
        target=target,
        label=f"From {known[0]} to {known[-1]}. {VARIATION[variation][2]}.",
    )
    return ExampleMeasure(title, SafeString(trend), latest, variation, assurance)

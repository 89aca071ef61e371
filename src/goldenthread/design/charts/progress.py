from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .chart import Chart, ChartError, Scale, Spec, Table, check_scale, rating_label
from .colours import UNRATED, paint
from .style import (
    LABEL_GAP,
    LABEL_WIDTH,
    PAGE_WIDTH,
    SMALL_SIZE,
    characters,
    layer,
    row_labels,
    row_position,
    specification,
    wrapped,
)

NOT_YET_RATED = "Not yet rated"

_PLOT_WIDTH = 430
_ROW_HEIGHT = 56
_LEGEND_LINE = 24
_LEGEND_TEXT = 24
# Narrower than this, a part of a bar has no room for its rating, or not even for its count.
_ROOM_FOR_RATING = 46
_ROOM_FOR_COUNT = 14


@dataclass(frozen=True)
class ProgressRow:
    """How many actions of one objective (or of a whole plan) stand at each rating of the scale.

    `counts` by the value of the rating; `overdue` counts actions among all of these whose due date has
    passed.
    """

    label: str
    counts: Mapping[int | str, int]
    not_rated: int = 0
    overdue: int = 0
    total: int = field(init=False)

    def __post_init__(self) -> None:
        figures = (*self.counts.values(), self.not_rated, self.overdue)
        if min(figures) < 0:
            raise ChartError(f"“{self.label}”: a number of actions cannot be negative.")
        object.__setattr__(self, "total", sum(self.counts.values()) + self.not_rated)
        if self.overdue > self.total:
            raise ChartError(f"“{self.label}”: {self.overdue} overdue out of {self.total} actions.")


def progress_chart(
    *,
    title: str,
    rows: Sequence[ProgressRow],
    scale: Scale,
    description: str | None = None,
    row_heading: str = "Objective",
    thing: str = "action",
    dated: bool = True,
) -> Chart:
    """Bars of how many actions stand at each rating, one bar for each row, with what is overdue beside it.

    `thing` is what is counted where that is not actions, in the singular; things that are not `dated` have no due
    date and always stand somewhere on the scale. Without a `description`, one is made from the figures. Raises
    `ChartError` for no rows, for counts of a value that the scale does not have, and for unknown tones.
    """
    check_scale(scale)
    if not rows:
        raise ChartError("A progress chart needs at least one row.")
    values = {value for value, _, _ in scale}
    for row in rows:
        if strangers := [value for value in row.counts if value not in values]:
            raise ChartError(f"“{row.label}” counts ratings that the scale does not have: {strangers}.")
    return Chart(
        title=title,
        description=description or _description(rows, scale, thing, dated=dated),
        spec=_specification(rows, scale, thing, dated=dated),
        table=_table(rows, scale, row_heading, thing, dated=dated),
    )


def _specification(rows: Sequence[ProgressRow], scale: Scale, thing: str, *, dated: bool) -> Spec:
    longest = max(1, *(row.total for row in rows))
    parts = [part for number, row in enumerate(rows) for part in _parts(number, row, scale, longest)]
    place = {"field": "middle", "type": "quantitative", "scale": None}
    text_colour = {"field": "text", "type": "nominal", "scale": None}
    number_mark = {"type": "text", "baseline": "middle", "fontSize": 16, "fontWeight": 600}
    roomy = [part for part in parts if _has_room(part)]
    tight = [part for part in parts if part["width"] >= _ROOM_FOR_COUNT and not _has_room(part)]
    labels = {"y": row_position(), "x": place, "color": text_colour}
    return specification(
        _PLOT_WIDTH,
        _ROW_HEIGHT * len(rows),
        [
            layer(parts, {"type": "bar", "strokeWidth": 1}, _bars()),
            layer(roomy, {**number_mark, "dy": -7}, {**labels, "text": {"field": "count"}}),
            layer(
                roomy,
                {"type": "text", "baseline": "middle", "fontSize": SMALL_SIZE, "dy": 9},
                {**labels, "text": {"field": "caption"}},
            ),
            layer(tight, number_mark, {**labels, "text": {"field": "count"}}),
            *_totals(rows, longest, thing),
            *_legend(scale, dated=dated),
            row_labels([row.label for row in rows], lines=3),
        ],
        left=LABEL_WIDTH + LABEL_GAP,
    )


def _has_room(part: dict[str, Any]) -> bool:
    """Whether a part of a bar is wide enough for its caption under its count."""
    return bool(part["width"] >= _ROOM_FOR_RATING and len(part["caption"]) <= characters(part["width"]) + 1)


def _bars() -> Spec:
    return {
        "y": row_position(),
        "x": {"field": "start", "type": "quantitative", "scale": None, "axis": None},
        "x2": {"field": "end"},
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "line", "type": "nominal", "scale": None},
    }


def _legend(scale: Scale, *, dated: bool) -> list[Spec]:
    """Above the bars, in two or three columns: each rating beside its colour, in the order of the scale."""
    named = [(rating_label(value, word), paint(tone)) for value, word, tone in scale]
    named += [(NOT_YET_RATED, UNRATED)] if dated else []
    room = PAGE_WIDTH - LABEL_WIDTH - LABEL_GAP
    columns = 3 if max(len(label) for label, _ in named) <= characters(room / 3 - _LEGEND_TEXT) else 2
    lines = -(-len(named) // columns)
    rows = [
        {
            "x": at % columns * room / columns,
            "y": (at // columns - lines) * _LEGEND_LINE,
            "text": wrapped(label, room / columns - _LEGEND_TEXT, lines=1),
            "fill": colours.fill,
            "line": colours.line,
        }
        for at, (label, colours) in enumerate(named)
    ]
    place: Spec = {
        axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in ("x", "y")
    }
    square = {"type": "point", "shape": "square", "size": 200, "xOffset": 8, "strokeWidth": 1, "opacity": 1}
    painted = {
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "line", "type": "nominal", "scale": None},
    }
    words = {"type": "text", "align": "left", "baseline": "middle", "dx": _LEGEND_TEXT}
    return [
        layer(rows, square, {**place, **painted}),
        layer(rows, words, {**place, "text": {"field": "text"}}),
    ]


def _parts(number: int, row: ProgressRow, scale: Scale, longest: int) -> Iterator[dict[str, Any]]:
    """The parts of one bar from left to right, in pixels."""
    counted = [(_caption(value, word), paint(tone), row.counts.get(value, 0)) for value, word, tone in scale]
    reached = 0
    for caption, colours, count in [*counted, ("Unrated", UNRATED, row.not_rated)]:
        start, end = (at / longest * _PLOT_WIDTH for at in (reached, reached + count))
        reached += count
        if count:
            yield {
                "row": number,
                "caption": caption,
                "count": str(count),
                "start": start,
                "end": end,
                "middle": (start + end) / 2,
                "width": end - start,
                "text": colours.text,
                "fill": colours.fill,
                "line": colours.line,
            }


def _caption(value: int | str, word: str) -> str:
    """The rating as it fits under a count."""
    return f"RAG {value}" if isinstance(value, int) else word


def _totals(rows: Sequence[ProgressRow], longest: int, thing: str) -> list[Spec]:
    """Beside each bar how many things it stands for and, in bold, how many of them are overdue."""
    ends = [
        {
            "row": number,
            "at": row.total / longest * _PLOT_WIDTH + 8,
            "total": _things(row.total, thing),
            "late": row.overdue,
        }
        for number, row in enumerate(rows)
    ]
    late = [{**end, "overdue": f"{end['late']} overdue"} for end in ends if end["late"]]
    punctual = [end for end in ends if not end["late"]]
    text = {"type": "text", "align": "left", "baseline": "middle"}
    encoding = {"y": row_position(), "x": {"field": "at", "type": "quantitative", "scale": None}}
    total = {**encoding, "text": {"field": "total"}}
    return [
        layer(punctual, text, total),
        layer(late, {**text, "dy": -9}, total),
        layer(late, {**text, "dy": 9, "fontWeight": 600}, {**encoding, "text": {"field": "overdue"}}),
    ]


def _things(count: int, thing: str) -> str:
    return f"No {thing}s" if not count else f"1 {thing}" if count == 1 else f"{count} {thing}s"


def _description(rows: Sequence[ProgressRow], scale: Scale, thing: str, *, dated: bool) -> str:
    total = sum(row.total for row in rows)
    counted = [(rating_label(v, w), sum(row.counts.get(v, 0) for row in rows)) for v, w, _ in scale]
    counted.append((NOT_YET_RATED, sum(row.not_rated for row in rows)))
    overdue = sum(row.overdue for row in rows)
    if not total:
        return f"No {thing}s."
    parts = "; ".join(f"{label}: {count}" for label, count in counted if count)
    if not dated:
        return f"Of {_things(total, thing)}: {parts}."
    sentence = f"Of {_things(total, thing)}, {overdue} {'is' if overdue == 1 else 'are'} overdue. {parts}."
    late = max(rows, key=lambda row: row.overdue)
    if len(rows) > 1 and late.overdue:
        sentence += f" Most overdue: {late.label}, {late.overdue} of {late.total}."
    return sentence


def _table(rows: Sequence[ProgressRow], scale: Scale, row_heading: str, thing: str, *, dated: bool) -> Table:
    headings = (
        row_heading,
        *(rating_label(value, word) for value, word, _ in scale),
        *((NOT_YET_RATED,) if dated else ()),
        f"All {thing}s",
        *(("Overdue",) if dated else ()),
    )
    return Table(
        headings,
        tuple(
            (
                row.label,
                *(str(row.counts.get(value, 0)) for value, _, _ in scale),
                *((str(row.not_rated),) if dated else ()),
                str(row.total),
                *((str(row.overdue),) if dated else ()),
            )
            for row in rows
        ),
    )

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .chart import Chart, ChartError, Spec, Table
from .colours import BLACK, paint
from .style import (
    LABEL_GAP,
    LABEL_WIDTH,
    TEXT_SIZE,
    block_text,
    layer,
    row_labels,
    row_position,
    specification,
    wrapped,
)

_PLOT_WIDTH = 350
_STATE_WIDTH = 170
_ROW_HEIGHT = 40
_MOST_MONTH_MARKS = 6


@dataclass(frozen=True)
class GanttBar:
    """One action on the time line: its dates and how it stands.

    `lateness` says how late it is ("6 working days"); without it, calendar days are counted.

    `word` and `tone` give its present state (such as “3 On track”, green). `finished` ends the bar; an action
    with no `finished` date whose `due` date lies before today is overdue.
    """

    label: str
    word: str
    tone: str
    started: date | None = None
    due: date | None = None
    finished: date | None = None
    lateness: str = ""

    def days_overdue(self, today: date) -> int:
        """How many days the action is late on `today`; 0 when it is not."""
        if self.due is None or self.finished is not None:
            return 0
        return max(0, (today - self.due).days)

    def how_late(self, today: date) -> str:
        """How late it is, in words."""
        days = self.days_overdue(today)
        return self.lateness or f"{days} {'day' if days == 1 else 'days'}"


def gantt(
    *,
    title: str,
    bars: Sequence[GanttBar],
    today: date,
    description: str | None = None,
    row_heading: str = "Action",
) -> Chart:
    """Actions from their start to their due date, with a line at today and what is overdue drawn on to it.

    Being overdue is a dashed outline and a word, not a colour. Raises `ChartError` for no bars, for a start
    after the due date or after the finish, and for unknown tones.
    """
    if not bars:
        raise ChartError("A time line needs at least one action.")
    for bar in bars:
        paint(bar.tone)
        for name, end in (("due", bar.due), ("finished", bar.finished)):
            if bar.started and end and bar.started > end:
                raise ChartError(
                    f"“{bar.label}” started on {_day(bar.started)}, after it was {name} on {_day(end)}."
                )
    return Chart(
        title=title,
        description=description or _description(bars, today),
        spec=_specification(bars, today),
        table=_table(bars, today, row_heading),
    )


def _specification(bars: Sequence[GanttBar], today: date) -> Spec:
    first, last = _range(bars, today)
    months = _month_marks(first, last)
    span = {"domain": [first.isoformat(), last.isoformat()], "type": "utc"}
    when: Spec = {"field": "start", "type": "temporal", "scale": span}
    axis = {
        "orient": "top",
        "title": None,
        "values": [month.isoformat() for month in months],
        "format": "%b %Y",
        "labelOverlap": False,
        "labelFlush": False,
    }
    lasting = {"y": row_position(), "x2": {"field": "end"}}
    drawn = {
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "line", "type": "nominal", "scale": None},
    }
    height = _ROW_HEIGHT * len(bars)
    return specification(
        _PLOT_WIDTH,
        height,
        [
            layer(
                list(_spans(bars, today)), {"type": "bar"}, {**lasting, "x": {**when, "axis": axis}, **drawn}
            ),
            layer(
                list(_overruns(bars, today)),
                {"type": "bar", "fill": "white", "stroke": BLACK, "strokeDash": [4, 3], "strokeWidth": 1.5},
                {**lasting, "x": when},
            ),
            _due_days(bars, when),
            *_today_line(today, when, height),
            _states(bars, today),
            row_labels([bar.label for bar in bars]),
            *_key(height),
        ],
        left=LABEL_WIDTH + LABEL_GAP,
    )


def _due_days(bars: Sequence[GanttBar], when: Spec) -> Spec:
    days = [{"row": row, "start": bar.due.isoformat()} for row, bar in enumerate(bars) if bar.due]
    diamond = {
        "type": "point",
        "shape": "diamond",
        "filled": True,
        "color": BLACK,
        "size": 110,
        "opacity": 1,
    }
    return layer(days, diamond, {"y": row_position(), "x": when})


def _today_line(today: date, when: Spec, height: int) -> list[Spec]:
    rows = [{"start": today.isoformat(), "text": f"Today, {_day(today)}"}]
    text = {"type": "text", "baseline": "top", "fontWeight": 600, "fontSize": TEXT_SIZE}
    return [
        layer(rows, {"type": "rule", "color": BLACK, "strokeWidth": 2}, {"x": when}),
        layer(rows, text, {"x": when, "y": {"value": height + 6}, "text": {"field": "text"}}),
    ]


def _key(height: int) -> list[Spec]:
    """What the diamond and the dashed outline mean, beneath the names of the actions."""
    diamond = {"type": "point", "shape": "diamond", "filled": True, "color": BLACK, "size": 110, "opacity": 1}
    outline = {
        "type": "point",
        "shape": "square",
        "fill": "white",
        "stroke": BLACK,
        "strokeDash": [4, 3],
        "size": 160,
    }
    words = {"type": "text", "align": "left", "baseline": "middle"}
    place = {"y": {"value": height + 14}}

    def at(left: int) -> Spec:
        return {**place, "x": {"value": left - LABEL_WIDTH - LABEL_GAP}}

    return [
        layer([{}], diamond, at(10)),
        layer([{"text": "Due date"}], words, {**at(20), "text": {"field": "text"}}),
        layer([{}], outline, at(98)),
        layer([{"text": "Overdue"}], words, {**at(110), "text": {"field": "text"}}),
    ]


def _states(bars: Sequence[GanttBar], today: date) -> Spec:
    rows = [
        {
            "row": row,
            "text": "\n".join(_state_lines(bar, today)),
            "weight": 600 if bar.days_overdue(today) else 400,
        }
        for row, bar in enumerate(bars)
    ]
    return layer(
        rows,
        block_text("text", align="left", fontWeight={"expr": "datum.weight"}),
        {"y": row_position(), "x": {"value": _PLOT_WIDTH + 10}, "text": {"field": "text"}},
    )


def _state_lines(bar: GanttBar, today: date) -> Iterator[str]:
    if bar.days_overdue(today):
        yield f"Overdue {bar.how_late(today)}"
        yield wrapped(bar.word, _STATE_WIDTH, lines=1)
    else:
        yield wrapped(bar.word, _STATE_WIDTH, lines=2)


def _spans(bars: Sequence[GanttBar], today: date) -> Iterator[dict[str, Any]]:
    for row, bar in enumerate(bars):
        end = bar.finished or bar.due or max(today, bar.started or today)
        if bar.started:
            colours = paint(bar.tone)
            yield {
                "row": row,
                "start": bar.started.isoformat(),
                "end": end.isoformat(),
                "fill": colours.fill,
                "line": colours.line,
            }


def _overruns(bars: Sequence[GanttBar], today: date) -> Iterator[dict[str, Any]]:
    for row, bar in enumerate(bars):
        if bar.due and bar.days_overdue(today):
            yield {"row": row, "start": bar.due.isoformat(), "end": today.isoformat()}


def _range(bars: Sequence[GanttBar], today: date) -> tuple[date, date]:
    days = [day for bar in bars for day in (bar.started, bar.due, bar.finished) if day] + [today]
    last = max(days)
    return min(days).replace(day=1), _month_after(last, 1)


def _month_marks(first: date, last: date) -> list[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months <= step * _MOST_MONTH_MARKS), 120)
    return [_month_after(first, ahead) for ahead in range(0, months + 1, step)]


def _month_after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _description(bars: Sequence[GanttBar], today: date) -> str:
    late = sorted((bar for bar in bars if bar.days_overdue(today)), key=lambda bar: -bar.days_overdue(today))
    ahead = sorted((bar.due, bar.label) for bar in bars if bar.due and not bar.finished and bar.due >= today)
    sentence = f"{len(bars)} actions on {_day(today)}; {len(late)} overdue."
    if late:
        sentence += f" Latest of all: {late[0].label}, by {late[0].how_late(today)}."
    if ahead:
        sentence += f" Next due: {ahead[0][1]}, on {_day(ahead[0][0])}."
    return sentence


def _table(bars: Sequence[GanttBar], today: date, row_heading: str) -> Table:
    def said(day: date | None) -> str:
        return _day(day) if day else "not set"

    return Table(
        (row_heading, "Started", "Due", "Finished", "State", "Overdue by"),
        tuple(
            (
                bar.label,
                said(bar.started),
                said(bar.due),
                _day(bar.finished) if bar.finished else "no",
                bar.word,
                bar.how_late(today) if bar.days_overdue(today) else "",
            )
            for bar in bars
        ),
    )

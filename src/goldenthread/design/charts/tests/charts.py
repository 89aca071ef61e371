"""One chart of each kind, for tests."""

from datetime import date

from goldenthread.design.charts import (
    Chart,
    GanttBar,
    Group,
    ProgressRow,
    SpreadRow,
    bar_chart,
    gantt,
    line_chart,
    mean_rating_line,
    progress_chart,
    spread_chart,
    structure_chart,
)

FIVE_POINT = [
    (1, "Not started or significant delay", "red"),
    (2, "Started, some delay", "amber"),
    (3, "On track", "green"),
    (4, "Completed, kept for monitoring", "blue"),
    (5, "Completed and sustained", "purple"),
]
RAGC = [("R", "Red", "red"), ("A", "Amber", "amber"), ("G", "Green", "green"), ("C", "Complete", "blue")]
TODAY = date(2019, 9, 2)


def one_of_each(text: str = "Learning and practice") -> dict[str, Chart]:
    """Every kind of chart, with `text` wherever a chart takes text."""
    return {
        "progress": progress_chart(
            title=text,
            rows=[ProgressRow(text, {1: 3, 3: 12}, 2, 6), ProgressRow("Other", {})],
            scale=FIVE_POINT,
        ),
        "words": progress_chart(title=text, rows=[ProgressRow(text, {"R": 3, "C": 1})], scale=RAGC),
        "gantt": gantt(
            title=text,
            bars=[
                GanttBar(text, text, "red", date(2019, 5, 7), date(2019, 8, 20)),
                GanttBar("No dates", "Not yet rated", "grey"),
            ],
            today=TODAY,
        ),
        "means": mean_rating_line(
            title=text, periods=[text, "Later"], means={text: [2.5, 3], "B": [None, 4]}, scale=FIVE_POINT
        ),
        "line": line_chart(
            title=text, periods=[text, "June"], series={text: [2859, 3246]}, figure_heading=text
        ),
        "bar": bar_chart(title=text, bars=[(text, 1360), ("None", 0)], figure_heading=text),
        "spread": spread_chart(
            title=text,
            rows=[SpreadRow(text, 3, 5, 6.5, 21), SpreadRow("All alike", 7, 7, 7, 9)],
            lowest=1,
            highest=10,
            figure_heading=text,
        ),
        "structure": structure_chart(
            title=text, groups=[Group("s", text, text, text), Group("g", "Sub-group", "Sub-group", "", "s")]
        ),
    }

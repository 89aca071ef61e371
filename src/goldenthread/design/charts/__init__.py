"""Charts as plain Vega-Lite specifications, drawn once as SVG for the page, the PDF and Word.

A builder (`progress_chart`, `gantt`, …) turns figures into a `Chart`: what it shows, what it means, how it
is drawn and the table that belongs beneath it. `draw_svg` and `draw_png` draw it. Nothing here knows Django.
"""

from .chart import Chart, ChartError, Scale, Table
from .control import ControlPoint, Limits, control_chart
from .drawing import draw_png, draw_svg
from .funnel import FunnelArea, FunnelLimit, funnel_chart
from .progress import ProgressRow, progress_chart
from .ratings import mean_rating_line
from .series import bar_chart, line_chart
from .spread import SpreadRow, spread_chart
from .structure import Group, structure_chart
from .timeline import GanttBar, gantt

__all__ = [
    "Chart",
    "ChartError",
    "ControlPoint",
    "FunnelArea",
    "FunnelLimit",
    "GanttBar",
    "Group",
    "Limits",
    "ProgressRow",
    "Scale",
    "SpreadRow",
    "Table",
    "bar_chart",
    "control_chart",
    "draw_png",
    "draw_svg",
    "funnel_chart",
    "gantt",
    "line_chart",
    "mean_rating_line",
    "progress_chart",
    "spread_chart",
    "structure_chart",
]

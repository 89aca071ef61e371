"""What was said over time, as a chart."""

from __future__ import annotations

from goldenthread.design.charts import Chart, line_chart
from goldenthread.evidence.voice.selectors.overview import Overview

MOST_LINES = 5


def themes_chart(page: Overview) -> Chart | None:
    """The themes most often spoken of, quarter by quarter; nothing where nothing was said in these quarters.

    More lines than five could not be told apart: the table beside it has every theme.
    """
    rows = sorted(page.themes, key=lambda row: (-sum(row.by_quarter), row.theme.title))
    rows = [row for row in rows[:MOST_LINES] if sum(row.by_quarter)]
    if not rows:
        return None
    of = f"the {len(rows)} themes" if len(rows) > 1 else "the theme"
    return line_chart(
        title=f"Voices by quarter, {of} most often spoken of",
        periods=[str(quarter) for quarter in page.quarters],
        series={row.theme.title: row.by_quarter for row in rows},
        figure_heading="Voices",
        period_heading="Quarter",
    )

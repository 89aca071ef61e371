from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import escape

from lxml import html as lxml_html  # type: ignore[import-untyped]

from goldenthread.design.charts import Chart, ChartError, draw_svg
from goldenthread.design.tones import TONES

from .errors import RenderingError
from .html_tree import Element, made, written
from .pandoc import HERE
from .preparing import prepared
from .semantics import CHART_PREFIX, NO_CHARTS, Report, read_report

# The file is opened from disks and mailboxes: it may fetch and run nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="author" content="{author}">
<meta name="date" content="{date}">
<title>{title}</title>
<style>
{styles}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def standalone_html(
    html: str,
    *,
    title: str,
    author: str,
    date: date,
    language: str = "en-GB",
    partnership: str = "",
    period: str = "",
    status: str = "",
    charts: Mapping[str, Chart] = NO_CHARTS,
    styles: str = "",
) -> str:
    """The report as one HTML file that needs no other: styles and charts inside, nothing fetched, no scripts.

    `html` is as `read_report` asks; `styles` is CSS to follow our own. Raises `RenderingError`.
    """
    report = read_report(
        html,
        title=title,
        author=author,
        date=date,
        language=language,
        partnership=partnership,
        period=period,
        status=status,
        charts=charts,
    )
    if "</style" in styles.lower():
        raise RenderingError("The styles of the report hold HTML.")
    root = prepared(report)
    _finish_tables(root)
    _draw_charts(root, report)
    return _PAGE.format(
        language=report.language,
        policy=_POLICY,
        author=escape(report.author),
        date=report.date.isoformat(),
        title=escape(" · ".join(part for part in (report.title, report.partnership) if part)),
        styles=(HERE / "web.css").read_text(encoding="utf-8") + _badge_styles() + styles,
        body=written(root),
    )


def _badge_styles() -> str:
    return "".join(
        f".gt-badge--{name} {{ background: {tone.strong}; color: {tone.on_strong}; }}\n"
        for name, tone in TONES.items()
    )


def _finish_tables(root: Element) -> None:
    """Browsers find widths by themselves; cells of figures are marked for the styles, heads for what they
    head."""
    for group in root.findall(".//colgroup"):
        group.drop_tree()
    for cell in (*root.iter("th"), *root.iter("td")):
        if cell.attrib.pop("align", "") == "right":
            cell.set("class", "figure")
        if cell.tag == "th" and not cell.get("scope"):
            cell.set("scope", "col" if cell.getparent().getparent().tag == "thead" else "row")
    for table in root.findall(".//table"):
        _make_scrollable(table)


def _make_scrollable(table: Element) -> None:
    caption = " ".join("".join(table.find("caption").itertext()).split())
    box = made("div", class_="scrolls", role="region", tabindex="0")
    box.set("aria-label", caption)
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)


def _draw_charts(root: Element, report: Report) -> None:
    """Each image becomes its drawing, named and described in the words of this report."""
    for number, image in enumerate(root.findall(".//img"), start=1):
        chart = report.charts[image.get("src").removeprefix(CHART_PREFIX)]
        told = replace(chart, description=image.get("alt"))
        try:
            drawing = draw_svg(told).replace(f"chart-{told.key[:12]}", f"chart-{number}")
        except ChartError as error:
            raise RenderingError(str(error)) from error
        box = made("div", class_="scrolls")
        box.append(lxml_html.fragment_fromstring(drawing))
        image.getparent().replace(image, box)

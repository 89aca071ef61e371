"""The report's one HTML text as it stands inside a page: charts drawn, captions numbered, tables that scroll."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from html import escape, unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from goldenthread.design.charts import Chart
from goldenthread.design.pictures import svg_of

_TITLE = re.compile(r"\A\s*<h1>.*?</h1>", re.DOTALL)
_IMAGE = re.compile(r'<img src="chart:([a-z]+)" alt="[^"]*">')
_TABLE = re.compile(r"<table>(\s*)<caption>(.*?)</caption>(.*?)</table>", re.DOTALL)
_FIGURE_CAPTION = re.compile(r"<figcaption>")

_CHAPTER = re.compile(r'<h2 id="([a-z-]+)">(.*?)</h2>', re.DOTALL)


def chapters(html: str) -> list[tuple[str, str]]:
    """The chapters of a text: each one's anchor and heading."""
    return [(anchor, unescape(strip_tags(text))) for anchor, text in _CHAPTER.findall(html)]


def web_body(html: str, charts: Mapping[str, Chart]) -> SafeString:
    """The text without its title, which the page shows itself. Authors' text holds no table and no image, so what
    is looked for here is always the template's own.
    """
    numbers, pictures = itertools.count(1), itertools.count(1)

    def table(match: re.Match[str]) -> str:
        space, caption, rest = match.groups()
        label = escape(unescape(strip_tags(caption)))
        return (
            f'<div class="gt-scroll" role="region" aria-label="{label}" tabindex="0"><table class="gt-table">{space}'
            f'<caption class="gt-table__caption">Table {next(numbers)}. {caption}</caption>{rest}</table></div>'
        )

    body = _TITLE.sub("", html)
    body = _TABLE.sub(table, body)
    body = _FIGURE_CAPTION.sub(lambda _: f"<figcaption>Figure {next(pictures)}. ", body)

    def picture(match: re.Match[str]) -> str:
        chart = charts[match.group(1)]
        return (
            f'<div class="gt-scroll" role="region" aria-label="{escape(chart.title)}" tabindex="0">'
            f"{svg_of(chart)}</div>"
        )

    return SafeString(_IMAGE.sub(picture, body))

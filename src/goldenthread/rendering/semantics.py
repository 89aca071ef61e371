"""What a report may be made of, checked once before any format is made of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from goldenthread.design.charts import Chart
from goldenthread.design.charts.drawing import printable
from goldenthread.design.tones import TONES

from .errors import RenderingError
from .html_tree import Element, classes, elements, parse, words

HEADINGS = ("h1", "h2", "h3", "h4")
GROUPING = ("section", "article", "main", "header", "footer", "div")
TABLE_PARTS = ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td")
BLOCKS = ("p", "ul", "ol", "li", "table", "figure", "img", "figcaption", "dl", "dt", "dd", "blockquote", "br")
INLINE = ("strong", "em", "b", "i", "a", "span", "abbr", "time", "small", "sub", "sup", "code")
ALLOWED = frozenset((*HEADINGS, *GROUPING, *TABLE_PARTS, *BLOCKS, *INLINE))

CHART_PREFIX = "chart:"
NO_CHARTS: Mapping[str, Chart] = MappingProxyType({})


@dataclass(frozen=True)
class Report:
    """A report that has passed the checks: its tree, its charts and what stands on its cover."""

    root: Element = field(repr=False)
    charts: Mapping[str, Chart] = field(repr=False)
    title: str
    author: str
    date: date
    language: str
    partnership: str
    period: str
    status: str


def read_report(
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
) -> Report:
    """Read and check a report.

    The document has at most one `h1`, at its beginning: its title, which `title` replaces where there is none.
    Sections begin at `h2`. Charts are `<figure><img src="chart:NAME" alt="…"><figcaption>…</figcaption></figure>`,
    NAME being a key of `charts`. Raises `RenderingError`, naming the place, for an element that a report has no
    form for, a heading level that is skipped, an image without alternative text or of an unknown chart, a table
    without caption or header cells, or a badge without a known tone.
    """
    if not title.strip():
        raise RenderingError("The report has no title.")
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", language):
        raise RenderingError(f"“{language}” is not a language such as en-GB.")
    root = parse(html)
    _drop_decoration(root)
    _check(root, charts)
    texts = (printable(text) for text in (partnership, period, status))
    return Report(root, charts, printable(title), printable(author), date, language, *texts)


def _drop_decoration(root: Element) -> None:
    """Drawings that assistive technology is told to pass over say nothing that the text does not."""
    for element in elements(root):
        if element.tag == "svg" and element.get("aria-hidden") == "true" and element.getparent() is not None:
            element.drop_tree()


def _check(root: Element, charts: Mapping[str, Chart]) -> None:
    for element, place in _with_places(root):
        if element.tag not in ALLOWED:
            raise RenderingError(f"A report has no form for <{element.tag}> ({place}).")
        match element.tag:
            case "table":
                _check_table(element, place)
            case "img":
                _check_image(element, charts, place)
            case "figure":
                _check_figure(element, place)
            case _:
                _check_badge(element, place)
    _check_headings(root)
    if not words(root):
        raise RenderingError("The report has no text.")


def _with_places(root: Element) -> Iterator[tuple[Element, str]]:
    """Each element with words for where it stands: the heading above it."""
    place = "before the first heading"
    for element in elements(root):
        if element.tag in HEADINGS and words(element):
            place = f"under the heading “{_short(words(element))}”"
        yield element, place


def _check_headings(root: Element) -> None:
    level = 1
    for position, heading in enumerate(element for element in elements(root) if element.tag in HEADINGS):
        text, deeper = words(heading), int(heading.tag[1])
        if not text:
            raise RenderingError(f"The report's heading number {position + 1} is empty.")
        if deeper == 1 and position > 0:
            raise RenderingError(f"“{_short(text)}” is a second title: only the first heading may be h1.")
        if deeper > level + 1:
            raise RenderingError(f"The heading “{_short(text)}” skips a level: h{deeper} follows h{level}.")
        level = deeper


def _check_image(image: Element, charts: Mapping[str, Chart], place: str) -> None:
    source = image.get("src") or ""
    name = source.removeprefix(CHART_PREFIX)
    if not (image.get("alt") or "").strip():
        raise RenderingError(f"The image “{_short(source)}” has no alternative text ({place}).")
    if not source.startswith(CHART_PREFIX) or name not in charts:
        known = ", ".join(sorted(charts)) or "none"
        raise RenderingError(
            f"The image “{_short(source)}” is not one of the report's charts ({place}): {known}."
        )
    if image.getparent().tag != "figure":
        raise RenderingError(f"The image “{_short(source)}” stands outside a figure ({place}).")


def _check_figure(figure: Element, place: str) -> None:
    if len(figure.findall("img")) != 1:
        raise RenderingError(f"A figure holds one image and its caption ({place}).")
    captions = figure.findall("figcaption")
    if len(captions) != 1 or not words(captions[0]):
        raise RenderingError(
            f"The figure of “{_short(figure.find('img').get('src') or '')}” has no caption ({place})."
        )


def _check_table(table: Element, place: str) -> None:
    caption = table.find("caption")
    if caption is None or not words(caption):
        raise RenderingError(f"A table has no caption ({place}).")
    name = f"The table “{_short(words(caption))}” ({place})"
    heads = table.findall("thead/tr")
    if not heads or not all(cell.tag == "th" or not words(cell) for row in heads for cell in row):
        raise RenderingError(f"{name} has no row of header cells: it needs a thead whose cells are th.")
    if not any(words(cell) for row in heads for cell in row):
        raise RenderingError(f"{name} has empty header cells.")
    if table.find(".//table") is not None:
        raise RenderingError(f"{name} holds another table.")
    _check_grid(table, name)


def _check_grid(table: Element, name: str) -> None:
    """Every row fills the same number of columns, spans counted."""
    across = None
    for part in ("thead", "tbody", "tfoot", None):
        rows = table.findall(f"{part}/tr" if part else "tr")
        reaching: list[int] = []
        for number, row in enumerate(rows, start=1):
            spans = [(_span(cell, "colspan", name), _span(cell, "rowspan", name)) for cell in row]
            width = sum(columns for columns, _ in spans) + len(reaching)
            across = across or width
            if width != across:
                raise RenderingError(
                    f"{name} has {width} cells in row {number} of its {part or 'body'}, where other rows have {across}."
                )
            reaching = [left - 1 for left in reaching if left > 1]
            reaching += [rows - 1 for columns, rows in spans for _ in range(columns) if rows > 1]
        if reaching:
            raise RenderingError(f"{name} has a cell that reaches below its last row.")


def _span(cell: Element, attribute: str, name: str) -> int:
    value = cell.get(attribute) or "1"
    if not value.isdecimal() or not 1 <= int(value) <= 100:
        raise RenderingError(f"{name} has a cell with {attribute} “{_short(value)}”.")
    return int(value)


def _check_badge(element: Element, place: str) -> None:
    names = classes(element)
    if "gt-badge" not in names:
        return
    if not any(f"gt-badge--{tone}" in names for tone in TONES):
        raise RenderingError(f"The badge “{_short(words(element))}” has no known tone ({place}).")
    if not words(element):
        raise RenderingError(f"A badge has no word ({place}): a colour alone says nothing.")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"

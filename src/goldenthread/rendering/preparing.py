"""From a checked report to the plain HTML that pandoc reads: cover, numbered captions, columns, badges."""

import copy
import re
from urllib.parse import urlsplit

from goldenthread.design.tones import TONES

from .columns import column_shares, is_numeric
from .html_tree import Element, classes, elements, made, unwrap, words, wrap, written
from .semantics import GROUPING, Report

# Shorter reports are read without a list of contents.
FEWEST_SECTIONS_WITH_CONTENTS = 4

_KEPT_ATTRIBUTES = {
    "a": ("href",),
    "img": ("src", "alt"),
    "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan"),
    "ol": ("start",),
}
_KEPT_CLASSES = frozenset(("panel", "lead", "source", "gt-badge", *(f"gt-badge--{tone}" for tone in TONES)))
_FOLLOWABLE = ("http", "https", "mailto", "tel")


def prepared(report: Report) -> Element:
    """A copy of the report's tree with its cover, in the form that all formats share.

    The cover is `div.cover`; the title is the one `h1`; captions begin with “Table 1” or “Figure 1”; a
    paragraph with a class stands in a `div` of that class; badges are `span`s of text alone. Links that
    only work inside a website lose their address and keep their words.
    """
    root = copy.deepcopy(report.root)
    title = _take_title(root)
    _number_captions(root)
    for element in elements(root):
        _simplify(element)
    for table in root.findall(".//table"):
        _set_columns(table)
    _mark_sources(root)
    root.insert(0, _cover(report, title))
    root[0].tail, root.text = root.text, None
    return root


def source_for_pandoc(root: Element, *, contents: bool) -> str:
    """The HTML text of a prepared tree, with a mark after the cover where the list of contents goes."""
    if contents:
        root.insert(1, made("div", class_="contents"))
        root[1].append(made("p", "Contents"))
        root[1].tail, root[0].tail = root[0].tail, None
    return written(root)


def embolden_row_names(root: Element) -> None:
    """Set the names of rows, which pandoc reads as any other cell, in bold."""
    for name in (*root.findall(".//tbody/tr/th"), *root.findall(".//tfoot/tr/th")):
        if any(child.tag in ("p", "ul", "ol", "dl", "div", "blockquote") for child in name):
            continue
        bold = made("strong", name.text or "")
        bold.extend(list(name))
        name.text = None
        name.append(bold)


def has_contents(root: Element) -> bool:
    """Whether the report is long enough for a list of contents."""
    return len(root.findall(".//h2")) >= FEWEST_SECTIONS_WITH_CONTENTS


def _take_title(root: Element) -> Element | None:
    title = root.find(".//h1")
    if title is not None:
        title.drop_tree()
    return title


def _cover(report: Report, title: Element | None) -> Element:
    heading = made("h1", report.title)
    if title is not None:
        heading = copy.deepcopy(title)
        heading.attrib.clear()
        heading.tail = None
    day = f"{report.date.day} {report.date:%B %Y}"
    cover = made("div", class_="cover")
    if report.partnership:
        cover.append(_line("cover-partnership", report.partnership))
    cover.append(heading)
    signature = f"{report.author}, {day}" if report.author else day
    for name, text in (("period", report.period), ("author", signature), ("status", report.status)):
        if text:
            cover.append(_line(f"cover-{name}", text))
    return cover


def _line(name: str, text: str) -> Element:
    line = made("div", class_=name)
    line.append(made("p", text))
    return line


def _number_captions(root: Element) -> None:
    for kind, path in (("Table", ".//table/caption"), ("Figure", ".//figure/figcaption")):
        for number, caption in enumerate(root.findall(path), start=1):
            if re.match(rf"{kind}\s+\d", words(caption)):
                continue
            label = made("strong", f"{kind} {number}.")
            label.tail = f" {(caption.text or '').lstrip()}"
            caption.text = None
            caption.insert(0, label)


def _simplify(element: Element) -> None:
    names = classes(element)
    if "gt-badge" in names:
        _simplify_badge(element, names)
    elif (element.tag in GROUPING and "panel" not in names) or (
        element.tag == "a" and _scheme(element.get("href") or "") not in _FOLLOWABLE
    ):
        unwrap(element)
    else:
        _keep_attributes(element, names)


def _mark_sources(root: Element) -> None:
    """A table or figure that a source line follows is told so, to stand closer to it."""
    for line in root.findall(".//div[@class='source']"):
        above = line.getprevious()
        if above is not None and above.tag in ("table", "figure"):
            above.set("class", "sourced")


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _keep_attributes(element: Element, names: set[str]) -> None:
    kept = {name: element.get(name) for name in _KEPT_ATTRIBUTES.get(element.tag, ()) if element.get(name)}
    named = " ".join(sorted(names & _KEPT_CLASSES))
    element.attrib.clear()
    for name, value in kept.items():
        element.set(name, value)
    if named and element.tag == "p":
        wrap(element, "div", class_=named)
    elif named:
        element.set("class", named)


def _simplify_badge(element: Element, names: set[str]) -> None:
    text = " ".join(part.strip() for part in element.itertext() if part.strip())
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.tag, element.text, element.tail = "span", text, tail
    element.set("class", " ".join(sorted(names & _KEPT_CLASSES)))


def _set_columns(table: Element) -> None:
    """Give each column its share of the width, and range columns of figures right."""
    for old in (*table.findall("colgroup"), *table.findall("col")):
        table.remove(old)
    rows = table.findall(".//tr")
    across = sum(int(cell.get("colspan") or 1) for cell in rows[0])
    grid = [[_measured(cell) for cell in row] for row in rows if _is_plain(row, across)]
    if not grid:
        return
    group = made("colgroup")
    for share in column_shares(grid):
        group.append(made("col", width=f"{share * 100:.2f}%"))
    table.insert(1, group)
    body = [[words(cell) for cell in row] for row in table.findall("tbody/tr") if _is_plain(row, across)]
    figures = [is_numeric(cells) for cells in zip(*body, strict=True)] if body else [False] * across
    figures[0] = False  # the first column names the rows, were it with numbers
    for row in rows:
        if _is_plain(row, across):
            for cell, ranged_right in zip(row, figures, strict=True):
                cell.set("align", "right" if ranged_right else "left")


def _measured(cell: Element) -> str:
    """The text by which a cell's width is judged: a badge is one long word, with the space round it."""
    text = words(cell)
    return f"{text.replace(' ', '_')}__" if cell.find(".//span[@class]") is not None else text


def _is_plain(row: Element, across: int) -> bool:
    """Whether the row has one cell for each column."""
    return len(row) == across and not any(cell.get("rowspan") or cell.get("colspan") for cell in row)

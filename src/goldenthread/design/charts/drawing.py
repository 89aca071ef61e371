"""From a chart to its picture: SVG for pages and PDF, and a PNG of that same SVG for Word."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .chart import Chart, ChartError, canonical_json

FONTS = Path(__file__).resolve().parent.parent / "fonts"

_PADDING = 4
_SVG = "http://www.w3.org/2000/svg"
# Control characters, most of which no XML document may hold; they come from pasted text and show as nothing.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Vega describes each mark for screen readers. The picture has one description of its own, and a table.
_DROPPED_ATTRIBUTES = ("role", "style", "class", "cursor", "pointer-events")

ElementTree.register_namespace("", _SVG)


def draw_svg(chart: Chart) -> str:
    """The chart as one `<svg>` element that stands in a page: real text, no style attributes, no scripts.

    It is one image to assistive technology, named by the chart's title and described by its description.
    Its ids come from the chart's key, so that several charts live on one page. Raises `ChartError` if it
    cannot be drawn.
    """
    return _drawn(
        canonical_json(_printable_throughout(chart.spec)),
        printable(chart.title),
        printable(chart.description),
        chart.key,
        chart.scrolls,
    )


def draw_png(chart: Chart, scale: float = 2) -> bytes:
    """The same picture as a PNG; `scale` is pixels for each pixel of the SVG."""
    converter = _converter()
    try:
        return bytes(converter.svg_to_png(draw_svg(chart), scale=scale))
    except ValueError as error:
        raise ChartError(f"The chart “{chart.title}” could not be drawn: {error}") from error


def printable(text: str) -> str:
    """The text without the control characters that XML forbids."""
    return _NOT_XML.sub("", text)


def _printable_throughout(value: Any) -> Any:
    # The converter does not refuse a control character: it ends the whole process.
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable_throughout(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_printable_throughout(inner) for inner in value]
    return value


@lru_cache(maxsize=64)
def _drawn(spec: str, title: str, description: str, key: str, scrolls: bool) -> str:
    # A build draws each chart for three formats: the last few are kept.
    try:
        drawing = _converter().vegalite_to_svg(spec, allowed_base_urls=[])
    except ValueError as error:
        raise ChartError(f"The chart “{title}” could not be drawn: {error}") from error
    root = ElementTree.fromstring(printable(drawing))  # noqa: S314 our own converter's output
    _frame(root, **json.loads(spec)["usermeta"])
    _strip(root)
    _make_ids_unique(root, f"chart-{key[:12]}")
    _describe(root, title, description, f"chart-{key[:12]}", scrolls=scrolls)
    return ElementTree.tostring(root, encoding="unicode")


@lru_cache(maxsize=1)
def _converter() -> Any:
    if not any(FONTS.glob("*.ttf")):
        raise ChartError(f"The typeface is missing from {FONTS}: build the assets first with scripts/assets.")
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _frame(root: ElementTree.Element, left: int, across: int) -> None:
    """Cut the picture to the width that its specification states, rather than that of the text as Vega
    measured it."""
    group = root.find(f"{{{_SVG}}}g")
    background = root.find(f"{{{_SVG}}}rect")
    origin = re.fullmatch(
        r"translate\(-?[\d.]+,(-?[\d.]+)\)", "" if group is None else group.get("transform", "")
    )
    if group is None or background is None or origin is None:
        raise ChartError("The drawing of a chart has another shape than expected: was the converter changed?")
    width, height = str(across + 2 * _PADDING), root.attrib.pop("height")
    group.set("transform", f"translate({left + _PADDING},{origin[1]})")
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("width", width)
    background.set("width", width)


def _strip(element: ElementTree.Element) -> None:
    """Leave only what is seen: no roles and styles of single marks, no empty or invisible shapes."""
    for name in list(element.attrib):
        if name in _DROPPED_ATTRIBUTES or name.startswith("aria-"):
            del element.attrib[name]
    for child in list(element):
        _strip(child)
        if _is_invisible(child):
            element.remove(child)


def _is_invisible(element: ElementTree.Element) -> bool:
    if element.get("display") == "none" or element.get("opacity") == "0":
        return True
    kind = element.tag.removeprefix(f"{{{_SVG}}}")
    if kind == "g":
        return len(element) == 0
    return kind == "path" and element.get("fill") is None and element.get("stroke") is None


def _make_ids_unique(root: ElementTree.Element, prefix: str) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{prefix}-{value}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}-"))


def _describe(root: ElementTree.Element, title: str, description: str, prefix: str, *, scrolls: bool) -> None:
    # A title element is what browsers show on pointing; both are what assistive technology reads.
    for position, (kind, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{_SVG}}}{kind}", {"id": f"{prefix}-{kind}"})
        element.text = text
        root.insert(position, element)
    if not scrolls:
        del root.attrib["width"]
    root.set("role", "img")
    root.set("overflow", "visible")  # another typeface in place of ours may need a little more room
    root.set("class", "gt-chart gt-chart--scrolls" if scrolls else "gt-chart")
    root.set("aria-labelledby", f"{prefix}-title")
    root.set("aria-describedby", f"{prefix}-desc")

"""Reading and writing of HTML trees: the one place that knows the parser."""

from collections.abc import Iterator
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from goldenthread.design.charts.drawing import printable

from .errors import RenderingError

# An element of lxml: it has no types of its own.
Element = Any

# A report of four hundred printed pages is about two million characters.
LONGEST_DOCUMENT = 10_000_000


def parse(text: str) -> Element:
    """The contents of an HTML document or fragment under one `<div>`, without comments or control characters.

    Raises `RenderingError` for a document that is empty, too long or not readable.
    """
    if len(text) > LONGEST_DOCUMENT:
        raise RenderingError(f"The report is longer than {LONGEST_DOCUMENT:,} characters.")
    source = printable(text).encode()
    if not source.strip():
        raise RenderingError("The report has no text.")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        page = html.document_fromstring(source, parser=parser)
    except etree.LxmlError as error:
        raise RenderingError(f"The report is not readable HTML: {error}.") from error
    body = page.find("body")
    if body is None:
        raise RenderingError("The report has no text.")
    root = html.Element("div")
    root.text = body.text
    root.extend(list(body))
    return root


def elements(root: Element) -> Iterator[Element]:
    """Every element below the root, in reading order."""
    return iter(list(root.iterdescendants()))


def words(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def made(tag: str, text: str = "", **attributes: str) -> Element:
    """A new element; `class_` stands for the attribute `class`."""
    element = html.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    element.text = text or None
    return element


def wrap(element: Element, tag: str, **attributes: str) -> Element:
    """Put a new element round an element, in its place; returns the new one."""
    outer = made(tag, **attributes)
    outer.tail, element.tail = element.tail, None
    element.getparent().replace(element, outer)
    outer.append(element)
    return outer


def remove(element: Element) -> None:
    """Take an element out with its contents; the text after it stays."""
    element.drop_tree()


def unwrap(element: Element) -> None:
    """Take an element's tags away; its contents stay."""
    element.drop_tag()


def written(element: Element) -> str:
    """The contents of an element as HTML."""
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return _escaped(element.text or "") + inner


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

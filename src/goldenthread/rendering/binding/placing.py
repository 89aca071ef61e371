"""Laying the pages of papers on the pages of a pack: one size, upright, with room at the foot, and nothing that runs.

A page is taken over as a drawing: its forms, scripts and attachments stay behind. Links come along where they lead
to the web, or to another page of the same paper.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Pdf, Rectangle

A4 = (595.28, 841.89)
# Points that a paper leaves free: at the foot as high as binding.typ has it, and at the other sides.
_FOOT = 42.5
_SIDE = 6.0
_DRAWING = "/Paper"
_OVER = "/Foot"
_WEB = ("http", "https", "mailto")
# How many branches of a paper's tree of names are looked at for one of them: real trees are far smaller.
_MOST_BRANCHES = 2_000
# Where a link of a paper leads: a page of the pack, by the address of the link or by the page of the paper.
Destination = Callable[[str | Page], Page | None]


def lay_page(pack: Pdf, page: Page, *, ours: bool) -> tuple[Page, Matrix]:
    """Adds one page of a paper to the pack; the new page, and how a place on the old one moves to it.

    The new page is A4, on its side where the paper's is wider than high. `ours` are pages that leave room at the foot
    themselves; others are made as much smaller, or larger, as it takes.
    """
    drawing = pack.copy_foreign(page.as_form_xobject())
    turned = Matrix(drawing.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
    shown: Rectangle = turned.transform(Rectangle(cast("Array", drawing.BBox)))
    across, up = A4[::-1] if shown.width > shown.height else A4
    side, foot = (0.0, 0.0) if ours else (_SIDE, _FOOT)
    scale = min((across - 2 * side) / shown.width, (up - foot - side) / shown.height)
    fitted = (
        Matrix()
        .translated((across - scale * shown.width) / 2, foot + (up - foot - side - scale * shown.height) / 2)
        .scaled(scale, scale)
        .translated(-shown.llx, -shown.lly)
    )
    laid = pack.add_blank_page(page_size=(across, up))
    laid.obj.Resources = Dictionary(XObject=Dictionary({_DRAWING: drawing}))
    laid.obj.Contents = pack.make_stream(b"q %b cm %b Do Q" % (fitted.encode(), _DRAWING.encode()))
    return laid, turned @ fitted


def lay_over(pack: Pdf, laid: Page, over: Page) -> None:
    """Draws a page of the same size over one that is laid already."""
    laid.obj.Resources.XObject[_OVER] = pack.copy_foreign(over.as_form_xobject())
    laid.contents_add(b"q %b Do Q" % _OVER.encode())


def links_of(paper: Pdf, page: Page) -> Iterator[tuple[Rectangle, str | Page]]:
    """The places of a page that lead somewhere, each with an address of the web or a page of the same paper."""
    for note in page.obj.get("/Annots", Array()):
        link = _read_link(paper, note)
        if link is not None:
            yield link


def _read_link(paper: Pdf, note: Object) -> tuple[Rectangle, str | Page] | None:
    """A link, or nothing for one that cannot be read: the page stays without it."""
    try:
        return _link(paper, note)
    except Exception:  # a link can be wrong in more ways than the library has names for
        return None


def _link(paper: Pdf, note: Object) -> tuple[Rectangle, str | Page] | None:
    if not isinstance(note, Dictionary) or note.get("/Subtype") != Name.Link or "/Rect" not in note:
        return None
    leads_to = _address(note) or _page(paper, note)
    if leads_to is None or (isinstance(leads_to, str) and not urlsplit(leads_to).scheme):
        return None
    return Rectangle(cast("Array", note.Rect)), leads_to


def add_links(
    pack: Pdf, laid: Page, matrix: Matrix, links: Iterable[tuple[Rectangle, str | Page]], where: Destination
) -> None:
    """Gives a laid page the links of the paper's page, each to where it leads in the pack, or to the web."""
    notes = []
    for place, leads_to in links:
        page = where(leads_to)
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Border=Array([0, 0, 0]),
            F=4,
            Rect=matrix.transform(place).as_array(),
        )
        if page is not None:
            note.Dest = Array([page.obj, Name.Fit])
        elif isinstance(leads_to, str) and urlsplit(leads_to).scheme.lower() in _WEB:
            note.A = Dictionary(S=Name.URI, URI=pikepdf.String(leads_to))
        else:
            continue
        notes.append(pack.make_indirect(note))
    if notes:
        laid.obj.Annots = Array(notes)


def _address(note: Object) -> str | None:
    action = note.get("/A")
    if not isinstance(action, Dictionary) or action.get("/S") != Name.URI or "/URI" not in action:
        return None
    return str(action.URI)


def _page(paper: Pdf, note: Object) -> Page | None:
    action = note.get("/A")
    place: Any = note.get("/Dest")
    if place is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
        place = action.get("/D")
    if isinstance(place, pikepdf.String | Name):
        place = _named(paper, str(place))
    if isinstance(place, Dictionary):
        place = place.get("/D")
    if isinstance(place, Array) and len(place) and isinstance(place[0], Dictionary):
        return Page(place[0])
    return None


def _named(paper: Pdf, name: str) -> Any:
    old = paper.Root.get("/Dests", Dictionary())
    if name in old:
        return old[name]
    return _in_tree(paper.Root.get("/Names", Dictionary()).get("/Dests"), name)


def _in_tree(root: Any, name: str) -> Any:
    waiting, looked_at = [root], 0
    while waiting and looked_at < _MOST_BRANCHES:
        node, looked_at = waiting.pop(), looked_at + 1
        if not isinstance(node, Dictionary):
            continue
        names = list(node.get("/Names", Array()))
        for at in range(0, len(names) - 1, 2):
            if str(names[at]) == name:
                return names[at + 1]
        waiting += list(node.get("/Kids", Array()))[:_MOST_BRANCHES]
    return None

import datetime as dt
import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Page, Pdf, Rectangle

from goldenthread.rendering.errors import RenderingError

from .papers import Paper, open_papers
from .parts import Bound, Entry, Part
from .placing import lay_over
from .sheets import Made, make
from .typesetting import typeset, workshop

# Links of the contents lead to addresses of this scheme until the pages are known.
_SCHEME = "x-pack-entry:"
# The list of contents grows by a page now and then when its page numbers do.
_MOST_TRIES = 4


def bind(
    parts: Sequence[Part],
    *,
    title: str,
    author: str,
    date: dt.date,
    partnership: str = "",
    subtitle: str = "",
    status: str = "",
    first_page: int = 1,
) -> Bound:
    """One PDF of all the papers behind a cover and a list of contents, numbered from `first_page`.

    `status`, such as “Confidential”, stands on the cover and at the foot of every page. Whatever a paper is, it comes
    out as A4 pages without forms, scripts or attachments. The same arguments give the same bytes. Raises
    `RenderingError` only where the pages that the pack itself adds cannot be made.
    """
    sheets = [sheet for part in parts for sheet in part.sheets]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        papers = open_papers(sheets, list(pool.map(make, sheets)))
    lengths = [len(paper.pdf.pages) for paper in papers]
    said = {"title": title, "partnership": partnership, "subtitle": subtitle, "status": status}
    front, entries = _front(parts, lengths, said, first_page)
    pack = Pdf.new()
    _lay_all(pack, front, papers, entries, first_page)
    day = f"{date.day} {date:%B %Y}"
    _add_feet(pack, {"title": f"{title} · {day}", "status": status}, first_page)
    _add_bookmarks(pack, entries, first_page)
    _describe(pack, title=title, author=author, date=date, first_page=first_page)
    file = io.BytesIO()
    pack.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    problems = [paper.problem for paper in papers if paper.problem]
    return Bound(file.getvalue(), len(pack.pages), entries, problems)


def _front(
    parts: Sequence[Part], lengths: list[int], said: dict[str, str], first_page: int
) -> tuple[Paper, list[Entry]]:
    """Cover and contents, and the entries: set again until the pages they name are the pages there are."""
    length = 1
    for _ in range(_MOST_TRIES):
        entries = _entries(parts, lengths, first_page + length)
        with workshop() as folder:
            data = {**said, "scheme": _SCHEME, "parts": _lines(parts, entries)}
            front = Paper(Made(typeset(folder, "front", data), ours=True))
        if len(front.pdf.pages) == length:
            return front, entries
        length = len(front.pdf.pages)
    raise RenderingError("The list of contents does not come to rest.")


def _entries(parts: Sequence[Part], lengths: list[int], page: int) -> list[Entry]:
    """The lines of the contents, for papers that begin on a page; a part begins where its first paper does."""
    starts = accumulate(lengths, initial=page)
    entries = []
    for part in parts:
        sheets = [Entry(sheet.title, 2, next(starts)) for sheet in part.sheets]
        entries += [Entry(part.title, 1, sheets[0].page if sheets else None), *sheets]
    return entries


def _lines(parts: Sequence[Part], entries: list[Entry]) -> list[dict[str, object]]:
    numbered = iter(enumerate(entries))

    def line() -> dict[str, object]:
        place, entry = next(numbered)
        return {"title": entry.title, "page": entry.page, "place": place}

    return [line() | {"note": part.note, "sheets": [line() for _ in part.sheets]} for part in parts]


def _lay_all(pack: Pdf, front: Paper, papers: list[Paper], entries: list[Entry], first_page: int) -> None:
    for paper in (front, *papers):
        paper.lay(pack)

    def listed(leads_to: str | Page) -> Page | None:
        entry = entries[int(str(leads_to).removeprefix(_SCHEME))]
        return None if entry.page is None else pack.pages[entry.page - first_page]

    front.link(pack, listed)
    for paper in papers:
        paper.link_inside(pack)


def _add_feet(pack: Pdf, said: dict[str, str], first_page: int) -> None:
    sizes = [Rectangle(page.mediabox) for page in pack.pages]
    feet = [{"width": float(size.width), "height": float(size.height)} for size in sizes]
    data = {**said, "first": first_page, "feet": feet}
    with workshop() as folder, Pdf.open(io.BytesIO(typeset(folder, "feet", data))) as stamps:
        for laid, foot in zip(pack.pages, stamps.pages, strict=True):
            lay_over(pack, laid, foot)


def _add_bookmarks(pack: Pdf, entries: list[Entry], first_page: int) -> None:
    with pack.open_outline() as outline:
        outline.root.append(OutlineItem("Contents", 0, "Fit"))
        for entry in entries:
            item = OutlineItem(entry.title, 0 if entry.page is None else entry.page - first_page, "Fit")
            (outline.root if entry.level == 1 else outline.root[-1].children).append(item)


def _describe(pack: Pdf, *, title: str, author: str, date: dt.date, first_page: int) -> None:
    """What a reader's programme is told: title, author, day, language, and the pages' own numbers."""
    day = f"D:{date:%Y%m%d}000000Z"
    pack.docinfo.update(
        {
            "/Title": title,
            "/Author": author,
            "/Creator": "Golden Thread",
            "/CreationDate": day,
            "/ModDate": day,
        }
    )
    root = pack.Root
    root.Lang = "en-GB"
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D, St=first_page)])

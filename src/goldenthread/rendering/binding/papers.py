import io
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pikepdf import Matrix, Page, Pdf

from .parts import Sheet
from .placing import Destination, add_links, lay_page, links_of
from .sheets import Made, notice

_WORKER = Path(__file__).with_name("pdf_worker.py")
_MOST_PAGES: Final = 2_000
_MOST_MEMORY: Final = 1_500_000_000
_MOST_BYTES: Final = 200_000_000
_SECONDS: Final = 30
_WHY = {
    "password": "is protected by a password. Save a copy without one and upload that",
    "long": f"has more than {_MOST_PAGES:,} pages. Upload the part that the meeting needs",
    "damaged": "is damaged, or has no pages. Save it as PDF again and upload that",
    "too much": "takes more memory or time to open than a paper may. Save it as PDF again and upload that",
}


class Paper:
    """A paper as an open PDF, and where its pages are laid in the pack."""

    def __init__(self, made: Made, problem: str = "") -> None:
        self.pdf = Pdf.open(io.BytesIO(made.pdf))
        self.problem = problem or made.problem
        self._ours = made.ours
        self._laid: list[tuple[Page, Page, Matrix]] = []

    def lay(self, pack: Pdf) -> None:
        """Adds every page to the pack, without the links, whose pages may not be there yet."""
        self._laid = [(page, *lay_page(pack, page, ours=self._ours)) for page in self.pdf.pages]

    def link(self, pack: Pdf, where: Destination) -> None:
        """Gives the laid pages their links."""
        for page, laid, matrix in self._laid:
            add_links(pack, laid, matrix, links_of(self.pdf, page), where)

    def link_inside(self, pack: Pdf) -> None:
        """The same, for links that lead to other pages of the paper."""
        places = {page.obj.objgen: laid for page, laid, _ in self._laid}
        self.link(pack, lambda to: None if isinstance(to, str) else places.get(to.obj.objgen))


def open_papers(sheets: Sequence[Sheet], made: Sequence[Made]) -> list[Paper]:
    """The papers, each known to be whole; a page that says why not for one that is not."""
    cleaned = _cleaned({at: each.pdf for at, each in enumerate(made) if not each.ours})
    return [
        _opened(sheet, each, *cleaned.get(at, ("whole", each.pdf)))
        for at, (sheet, each) in enumerate(zip(sheets, made, strict=True))
    ]


def _opened(sheet: Sheet, made: Made, became: str, pdf: bytes) -> Paper:
    if became in _WHY:
        return Paper(notice(sheet, _WHY[became]))
    mended = (
        f"“{sheet.title}” ({sheet.file_name}) is damaged, and what could be read of it is in the pack: look whether "
        "all of its pages are there."
    )
    return Paper(Made(pdf, ours=made.ours, problem=made.problem), mended if became == "mended" else "")


def _cleaned(pdfs: Mapping[int, bytes]) -> dict[int, tuple[str, bytes]]:
    """What became of each PDF, and its cleaned form. One that ends the process is left out."""
    found: dict[int, tuple[str, bytes]] = {}
    while waiting := [number for number in pdfs if number not in found]:
        with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
            folder = Path(name)
            for number in waiting:
                (folder / f"{number}.pdf").write_bytes(pdfs[number])
            for line in _clean(folder):
                stem, _, became = line.partition(" ")
                file = folder / f"{stem}-clean.pdf"
                found[int(stem)] = became, file.read_bytes() if became in ("whole", "mended") else b""
        if left := [number for number in waiting if number not in found]:
            found[left[0]] = "too much", b""
    return found


def _clean(folder: Path) -> list[str]:
    limits = map(str, (_MOST_PAGES, _MOST_MEMORY, _MOST_BYTES, _SECONDS))
    try:
        done = subprocess.run(  # noqa: S603  # our own script, by its path
            [sys.executable, "-I", str(_WORKER), str(folder), *limits],
            capture_output=True,
            env={"LC_ALL": "C.UTF-8"},
            timeout=2 * _SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode().splitlines()
    return done.stdout.decode().splitlines()

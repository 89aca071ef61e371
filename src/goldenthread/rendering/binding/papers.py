import io

import pikepdf
from pikepdf import Matrix, Page, Pdf

from goldenthread.rendering.errors import RenderingError

from .parts import Sheet
from .placing import Destination, add_links, lay_page, links_of
from .sheets import Made, notice

_MOST_PAGES = 2_000


class Paper:
    """A paper as an open PDF, and where its pages are laid in the pack."""

    def __init__(self, made: Made) -> None:
        self.pdf = Pdf.open(io.BytesIO(made.pdf))
        self.problem = made.problem
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


def open_paper(sheet: Sheet, made: Made) -> Paper:
    """The paper, its pages known to be whole; a page that says why not where they are not."""
    try:
        paper = Paper(made)
        if not made.ours:
            _check(paper.pdf)
    except pikepdf.PasswordError:
        why = "is protected by a password. Save a copy without one and upload that"
    except _TooLongError:
        why = f"has more than {_MOST_PAGES:,} pages. Upload the part that the meeting needs"
    except Exception:  # a PDF can be wrong in more ways than the library has names for
        why = "is damaged, or has no pages. Save it as PDF again and upload that"
    else:
        if any("damaged" in str(warning) for warning in paper.pdf.get_warnings()):
            paper.problem = (
                f"“{sheet.title}” ({sheet.file_name}) is damaged, and what could be read of it is in the pack: "
                "look whether all of its pages are there."
            )
        return paper
    return Paper(notice(sheet, why))


class _TooLongError(Exception):
    pass


def _check(pdf: Pdf) -> None:
    """Draws what stands in forms and notes into the pages, and reads each page once. Raises whatever is wrong."""
    if not len(pdf.pages):
        raise RenderingError("A paper has no pages.")
    if len(pdf.pages) > _MOST_PAGES:
        raise _TooLongError
    pdf.flatten_annotations("print")
    for page in pdf.pages:
        page.contents_coalesce()
        page.as_form_xobject().read_bytes()

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from .subprocesses import run

HERE = Path(__file__).resolve().parent

# Nothing in the text is markup to pandoc: no raw HTML or TeX, no typographic guesses, no ids of its own
# making.
_READER = "html-raw_html-raw_tex-smart-auto_identifiers-line_blocks+native_divs+native_spans"

# For what we have not made ourselves: no more memory than this.
_CONFINED = ("+RTS", "-M1500m", "-RTS")


def convert(html: str, *, to: str, folder: Path, lua_filter: str, options: Sequence[str] = ()) -> bytes:
    """HTML in pandoc's writer `to`, by way of one of our Lua filters; pandoc reads no other file.

    Raises `RenderingError`.
    """
    command = [
        _program(),
        "--sandbox",
        f"--from={_READER}",
        f"--to={to}",
        "--wrap=none",
        f"--lua-filter={HERE / lua_filter}",
        *options,
    ]
    return run(command, name="Pandoc", folder=folder, given=html.encode())


def typst_of(kind: str, file: Path, *, lua_filters: Sequence[str], folder: Path, seconds: float) -> str:
    """The Typst of a document that somebody else wrote, of one of pandoc's formats, confined in memory and time.

    Raises `RenderingError`.
    """
    command = [
        _program(),
        *_CONFINED,
        "--sandbox",
        "--quiet",
        f"--from={kind}",
        "--to=typst-smart",
        "--wrap=none",
        *(f"--lua-filter={HERE / name}" for name in lua_filters),
        str(file),
    ]
    return run(command, name="Pandoc", folder=folder, seconds=seconds).decode()


def default_reference_document(folder: Path) -> bytes:
    """The Word file from which pandoc takes its styles when it is told of no other."""
    command = [_program(), "--print-default-data-file=reference.docx"]
    return run(command, name="Pandoc", folder=folder)


@lru_cache(maxsize=1)
def _program() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())

"""One-off pages by Typst: data in, PDF out. What people wrote reaches it as JSON, in which nothing is markup."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from goldenthread.rendering.pandoc import HERE
from goldenthread.rendering.pdf import compile_typst

_TEMPLATES = (HERE / "report.typ", HERE / "binding" / "binding.typ")
# The moment that Typst stamps on what it makes: none, for what is bound takes the pack's own.
_NO_MOMENT = 0
_MOST_MEMORY = 3_000_000_000


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder with the templates in it, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
        folder = Path(name)
        for template in _TEMPLATES:
            shutil.copy(template, folder)
        yield folder


def typeset(folder: Path, function: str, data: Mapping[str, Any], *, body: str = "") -> bytes:
    """The PDF that a function of `binding.typ` makes of the data, and of a body in Typst where it takes one.

    Raises `RenderingError`.
    """
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    source = f'#import "binding.typ": *\n#show: {function}.with(json("data.json"))\n{body}\n'
    (folder / "main.typ").write_text(source, encoding="utf-8")
    return compile_typst(folder, stamp=_NO_MOMENT, standard="1.7", memory=_MOST_MEMORY)

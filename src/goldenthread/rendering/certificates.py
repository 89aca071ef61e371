"""Certificates as one PDF/UA-1, each on a page of its own: made at once, since a whole conference may want them."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from .pandoc import HERE
from .pdf import breakable, compile_typst


@dataclass(frozen=True)
class CertificateText:
    """The words of one certificate. ``facts`` are pairs of a name and what it says; ``check`` is the last line."""

    partnership: str
    title: str
    holder: str
    completed: str
    course: str
    facts: Sequence[tuple[str, str]]
    check: str


def render_certificates(
    certificates: Sequence[CertificateText], *, title: str, author: str, on: date
) -> bytes:
    """The certificates as a PDF that the compiler accepts as PDF/UA-1, in the order given.

    The same arguments give the same bytes. Raises `RenderingError`, and `ValueError` for no certificate at all.
    """
    if not certificates:
        raise ValueError("there is nothing to certify")
    data = {
        "title": title,
        "author": author,
        "certificates": [_whole(asdict(each)) for each in certificates],
    }
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
        folder = Path(name)
        for template in ("report.typ", "certificate.typ"):
            shutil.copy(HERE / template, folder)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        source = '#import "certificate.typ": certificates\n#show: certificates.with(json("data.json"))\n'
        (folder / "main.typ").write_text(source, encoding="utf-8")
        stamp = int(datetime.combine(on, time(), UTC).timestamp())
        return compile_typst(folder, stamp=stamp, standard="ua-1")


def _whole(words: dict[str, object]) -> dict[str, object]:
    """The words with places at which one that is too long for the page may be broken."""
    return {name: breakable(said) if isinstance(said, str) else said for name, said in words.items()}

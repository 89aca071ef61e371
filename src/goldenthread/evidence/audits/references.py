"""References to cases: made for one audit, so that they tell nobody whose case it is. Knows no Django.

A name, a birthday or a number of another system would tell. So a reference is short letters and short numbers, such as
``MAA-07``; everything longer is refused.
"""

from __future__ import annotations

import re

LONGEST = 20
_SHAPE = re.compile(r"[A-Z0-9]+(?:[-/ ][A-Z0-9]+)*")
_LETTERS = re.compile(r"[A-Z]{4,}")
_FIGURES = re.compile(r"[0-9]{5,}")


class ReferenceFault(ValueError):  # noqa: N818  # what is wrong with it, said to whoever typed it
    """Why a text cannot be the reference of a case."""


def check_reference(text: str) -> str:
    """A reference as it is kept, in capitals.

    Raises :class:`ReferenceFault` for one that has the look of a name, of a date of birth, or of a number that another
    system knows, and for one without a figure, which could be initials.
    """
    kept = " ".join(text.split()).upper()
    if not kept:
        raise ReferenceFault("An empty line is no reference.")
    if len(kept) > LONGEST or not _SHAPE.fullmatch(kept):
        raise ReferenceFault(
            f"“{text.strip()[:40]}” is no reference: use a few letters and figures, such as MAA-07."
        )
    if _LETTERS.search(kept):
        raise ReferenceFault(
            f"“{kept}” looks like a name. Use at most three letters together, such as MAA-07."
        )
    if not any(each.isdigit() for each in kept):
        raise ReferenceFault(f"“{kept}” could be somebody’s initials. Put a number to it, such as MAA-07.")
    if _FIGURES.search(kept):
        raise ReferenceFault(
            f"“{kept}” looks like the number of a record. Number the cases of this audit anew, such as MAA-07."
        )
    if len(re.findall(r"[0-9]+", kept)) > 2:
        raise ReferenceFault(
            f"“{kept}” looks like a date. Number the cases of this audit anew, such as MAA-07."
        )
    return kept


def read_references(text: str) -> list[str]:
    """The references of a list, one on each line or between commas, in its order.

    Raises :class:`ReferenceFault` for the first that cannot be one, naming its place, and for one that comes twice.
    """
    found: list[str] = []
    parts = [part for part in re.split(r"[\n,;\t]+", text) if part.strip()]
    for place, part in enumerate(parts, 1):
        try:
            reference = check_reference(part)
        except ReferenceFault as fault:
            raise ReferenceFault(f"No. {place} of the list: {fault}") from None
        if reference in found:
            raise ReferenceFault(f"No. {place} of the list: {reference} comes twice.")
        found.append(reference)
    return found

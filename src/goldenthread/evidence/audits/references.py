"""References to cases: made for one audit, so that they tell nobody whose case it is. Knows no Django.

A name, a birthday, a postcode or a number of another system would tell. So a reference is at most three letters and at
most three figures, such as ``MAA-07``, and all of a list have the same letters, as no list of names has.
"""

from __future__ import annotations

import re

MOST = 999
_SHAPE = re.compile(r"([A-Z]{0,3})[-/ ]?[0-9]{1,3}")
_LETTERS = re.compile(r"[A-Z]{4,}")
_FIGURES = re.compile(r"[0-9]{4,}")


class ReferenceFault(ValueError):  # noqa: N818  # what is wrong with it, said to whoever typed it
    """Why a text cannot be the reference of a case."""


def check_reference(text: str) -> str:
    """A reference as it is kept, in capitals.

    Raises :class:`ReferenceFault` for one that has the look of a name, of a date, a postcode or a number that another
    system knows, and for one without a figure, which could be initials.
    """
    kept = " ".join(text.split()).upper()
    if not kept:
        raise ReferenceFault("An empty line is no reference.")
    if _SHAPE.fullmatch(kept):
        return kept
    shown = f"“{kept[:30]}”"
    if _LETTERS.search(kept):
        raise ReferenceFault(f"{shown} looks like a name. Use at most three letters, such as MAA-07.")
    if kept.isalpha():
        raise ReferenceFault(f"{shown} could be somebody’s initials. Put a number to it, such as MAA-07.")
    if _FIGURES.search(kept):
        raise ReferenceFault(
            f"{shown} looks like a year or the number of a record. Number the cases of this audit anew, such as MAA-07."
        )
    raise ReferenceFault(
        f"{shown} could be a date, a postcode or a name. Use up to three letters and three figures, such as MAA-07."
    )


def letters_of(reference: str) -> str:
    """The letters of a reference that was checked: all of an audit's cases have the same."""
    match = _SHAPE.fullmatch(reference)
    return match.group(1) if match else ""


def read_references(text: str) -> list[str]:
    """The references of a list, one on each line or between commas, in its order.

    Raises :class:`ReferenceFault` for more than :data:`MOST`, for the first that cannot be one, naming its place, for
    one that comes twice, and for letters that differ.
    """
    parts = [part for part in re.split(r"[\n,;\t]+", text) if part.strip()]
    if len(parts) > MOST:
        raise ReferenceFault(f"The list has more than {MOST} lines. Give how many are on it instead.")
    found: dict[str, None] = {}
    for place, part in enumerate(parts, 1):
        try:
            reference = check_reference(part)
        except ReferenceFault as fault:
            raise ReferenceFault(f"No. {place} of the list: {fault}") from None
        if reference in found:
            raise ReferenceFault(f"No. {place} of the list: {reference} comes twice.")
        found[reference] = None
    letters = sorted({letters_of(each) for each in found})
    if len(letters) > 1:
        raise ReferenceFault(
            f"The letters differ ({', '.join(each or 'none' for each in letters[:4])}): they could be names. "
            "Give every case of this audit the same."
        )
    return list(found)

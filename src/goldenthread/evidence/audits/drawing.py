"""Drawing cases at random, so that anybody with the list and the seed can draw the same again. Knows no Django.

Each reference is ordered by the SHA-256 of ``seed:reference``, and the first are drawn. This needs no random numbers of
any program or version: the draw can be repeated anywhere, in any language.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence


def new_seed() -> str:
    """A seed that nobody could know beforehand: sixteen hexadecimal digits."""
    return secrets.token_hex(8)


def numbered(size: int, letter: str = "") -> list[str]:
    """A list of which only the length is known: its lines by their numbers, all of the same width, behind the letter of
    the list where an audit has several.
    """
    width, before = len(str(size)), f"{letter}-" if letter else ""
    return [f"{before}{place:0{width}}" for place in range(1, size + 1)]


def draw(references: Sequence[str], seed: str, wanted: int) -> list[str]:
    """The ``wanted`` first of the references in the order that the seed gives them, whatever order they come in.

    Raises :class:`ValueError` where more are wanted than there are.
    """
    if not 0 < wanted <= len(references):
        raise ValueError(f"{wanted} of {len(references)} cannot be drawn")
    return sorted(references, key=lambda each: _place(seed, each))[:wanted]


def _place(seed: str, reference: str) -> tuple[str, str]:
    return hashlib.sha256(f"{seed}:{reference}".encode()).hexdigest(), reference


def fingerprint(references: Sequence[str]) -> str:
    """What tells a list from every other, without keeping it: the SHA-256 of its sorted lines."""
    return hashlib.sha256("\n".join(sorted(references)).encode()).hexdigest()

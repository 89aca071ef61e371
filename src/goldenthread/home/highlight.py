"""Words found in a text, marked. Everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

LONGEST = 200
LEAD_IN = 60


def highlight(text: str, words: Sequence[str], longest: int = LONGEST) -> SafeString:
    """``text`` as safe HTML with every occurrence of ``words`` in ``<mark>``, whatever their capitals.

    Of a long text, the part around the first occurrence.
    """
    wanted = [re.escape(word) for word in sorted(words, key=len, reverse=True) if word]
    text = " ".join(text.split())
    if not wanted:
        return SafeString(escape(_cut(text, 0, longest)))
    pattern = re.compile("|".join(wanted), re.IGNORECASE)
    first = pattern.search(text)
    shown = _cut(text, first.start() if first else 0, longest)
    parts, last = [], 0
    for match in pattern.finditer(shown):
        parts += [escape(shown[last : match.start()]), f"<mark>{escape(match.group())}</mark>"]
        last = match.end()
    return SafeString("".join([*parts, escape(shown[last:])]))


def has_any(text: str, words: Sequence[str]) -> bool:
    """Whether any of ``words`` is in ``text``, whatever the capitals."""
    return any(word.casefold() in text.casefold() for word in words)


def _cut(text: str, first: int, longest: int) -> str:
    """At most about ``longest`` characters of ``text``, cut between words, with ``first`` among them."""
    if len(text) <= longest:
        return text
    start = 0
    if first > longest - LEAD_IN:
        start = text.find(" ", max(first - LEAD_IN, 0), first) + 1 or first
    piece = text[start : start + longest]
    if start + longest < len(text):
        piece = (piece.rsplit(" ", 1)[0] if " " in piece[LEAD_IN:] else piece) + "…"
    return f"…{piece}" if start else piece

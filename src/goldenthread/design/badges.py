"""Badges: a state as shape, number and word, with a colour that only underlines them."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.design.tones import TONES

# Drawn on a grid of 12 by 12; filled with the colour of the text around them.
_SHAPES = {
    "circle": '<circle cx="6" cy="6" r="5"/>',
    "ring": '<path d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 2.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z"/>',
    "triangle": '<path d="M6 .8 11.7 11H.3Z"/>',
    "diamond": '<path d="M6 .3 11.7 6 6 11.7.3 6Z"/>',
    "square": '<path d="M1.2 1.2h9.6v9.6H1.2Z"/>',
    "octagon": '<path d="M3.6.5h4.8l3.1 3.1v4.8l-3.1 3.1H3.6L.5 8.4V3.6Z"/>',
    "star": '<path d="m6 .4 1.7 3.7 4 .5-3 2.8.8 4L6 9.4l-3.5 2 .8-4-3-2.8 4-.5Z"/>',
    "tick": '<path d="M4.6 10.6.6 6.6 2.2 5l2.4 2.4 5.2-5.8 1.7 1.5Z"/>',
    "cross": '<path d="m2 .6 4 4 4-4L11.4 2l-4 4 4 4-1.4 1.4-4-4-4 4L.6 10l4-4-4-4Z"/>',
    "up": '<path d="M6 .8 11 6H7.4v5.2H4.6V6H1Z"/>',
    "down": '<path d="M6 11.2 1 6h3.6V.8h2.8V6H11Z"/>',
    "level": '<path d="M11.2 6 6 11V7.4H.8V4.6H6V1Z"/>',
}


@lru_cache(maxsize=256)
def shape(name: str) -> SafeString:
    """Answer a shape as inline SVG, hidden from assistive technology; raises KeyError for an unknown name."""
    return SafeString(
        '<svg class="gt-shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"'
        f' focusable="false">{_SHAPES[name]}</svg>'
    )


@lru_cache(maxsize=1024)
def badge(
    tone: str, word: str, *, symbol: str = "", number: str | int = "", hide_word: bool = False
) -> SafeString:
    """Answer a badge.

    `tone`: red, amber, green, blue, purple or grey. `symbol`: the name of a shape, or a character.
    `hide_word` leaves the word to assistive technology and the printed title: only for grids that have a key.
    Raises KeyError for an unknown tone.
    """
    TONES[tone]
    drawn: str | SafeString = shape(symbol) if symbol in _SHAPES else symbol
    mark = (
        format_html('<span class="gt-badge__mark">{}{}</span>', drawn, number)
        if drawn or number != ""
        else ""
    )
    return format_html(
        '<strong class="gt-badge gt-badge--{}">{}<span class="{}">{}{}</span></strong>',
        tone,
        mark,
        "govuk-visually-hidden" if hide_word else "gt-badge__word",
        ", " if hide_word and mark else "",
        word,
    )

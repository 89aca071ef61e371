"""What a control chart says, as a picture with its word: blue for improvement, orange for concern, grey for chance.

The colours are the NHS's convention; the drawings are our own. No picture relies on its colour: each has a shape of
its own, and the word beside it.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

VARIATION = {
    "improvement": ("blue", "rise", "Improvement"),
    "concern": ("orange", "warning", "Concern"),
    "neither": ("purple", "swap", "Change, neither better nor worse"),
    "common": ("grey", "wave", "No special change"),
    "too_few": ("grey", "dots", "Too few figures"),
}
ASSURANCE = {
    "meets": ("blue", "tick", "Target will be met"),
    "fails": ("orange", "cross", "Target will be missed"),
    "hit_or_miss": ("grey", "split", "Target met or missed by chance"),
    "no_target": ("grey", "dash", "No target"),
    "too_few": ("grey", "dots", "Too few figures"),
}
# Drawn on a grid of 24 by 24, inside a circle of the tone, with lines of the colour that stands on it.
_DRAWINGS = {
    "rise": '<path d="M6 16l5-6 3 3 5-7"/><path d="M15 6h4v4"/>',
    "warning": '<path d="M12 6v8"/><path d="M12 17.4v.2"/>',
    "swap": '<path d="M8 18V7"/><path d="M5 10l3-3 3 3"/><path d="M16 6v11"/><path d="M13 14l3 3 3-3"/>',
    "wave": '<path d="M4.5 13.5c2-5 4-5 5.5-1s3.5 4 5 0 2.5-3.5 4.5-2"/>',
    "dots": '<path d="M7 12v.2"/><path d="M12 12v.2"/><path d="M17 12v.2"/>',
    "tick": '<path d="M6.5 12.5l4 4 7.5-8.5"/>',
    "cross": '<path d="M7.5 7.5l9 9"/><path d="M16.5 7.5l-9 9"/>',
    "split": '<path d="M5 12h14"/><path d="M8 7.5v.2"/><path d="M12 16.5v.2"/><path d="M16 7.5v.2"/>',
    "dash": '<path d="M7 12h10"/>',
}


@lru_cache(maxsize=64)
def _icon(tone: str, drawing: str, word: str, hide_word: bool) -> SafeString:
    picture = SafeString(
        '<svg class="gt-verdict__icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false">'
        f'<circle cx="12" cy="12" r="11.5"/>{_DRAWINGS[drawing]}</svg>'
    )
    return format_html(
        '<span class="gt-verdict gt-verdict--{}">{}<span class="{}">{}</span></span>',
        tone,
        picture,
        "govuk-visually-hidden" if hide_word else "gt-verdict__words",
        word,
    )


def variation_icon(kind: str, word: str = "", *, hide_word: bool = False) -> SafeString:
    """What the latest figure signals: improvement, concern, neither, common or too_few. Raises KeyError for another."""
    tone, drawing, usual = VARIATION[kind]
    return _icon(tone, drawing, word or usual, hide_word)


def assurance_icon(kind: str, word: str = "", *, hide_word: bool = False) -> SafeString:
    """Whether a target can be relied on: meets, fails, hit_or_miss, no_target or too_few; KeyError for another."""
    tone, drawing, usual = ASSURANCE[kind]
    return _icon(tone, drawing, word or usual, hide_word)

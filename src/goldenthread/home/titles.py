"""How an action is named where there is no room for all of its wording."""

from __future__ import annotations

LONGEST = 90
LONGEST_QUOTE = 220


def action_title(ref: str, title: str) -> str:
    """The reference and the beginning of the wording: ``1.4 Train practitioners in …``; without one, ``Action 1.4``."""
    words = shortened(title, LONGEST)
    return f"{ref} {words}" if words else f"Action {ref}"


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """``text`` on one line, cut at a word where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"

"""How an action is named where there is no room for all of its wording."""

from __future__ import annotations

from goldenthread.plans.tables import NO_WORDING

LONGEST = 90


def action_title(ref: str, title: str) -> str:
    """The reference and the beginning of the wording, cut at a word: ``1.4 Train practitioners in …``."""
    words = " ".join(title.split()) or NO_WORDING
    return f"{ref} {words if len(words) <= LONGEST else words[:LONGEST].rsplit(' ', 1)[0] + '…'}"

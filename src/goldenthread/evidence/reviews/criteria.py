"""By what the partners decide whether to hold a local child safeguarding practice review. Pure: no Django.

The criteria of Working Together 2018, chapter 4, in the product's own words; they are the same in the edition of 2023.
"""

from __future__ import annotations

CRITERIA: dict[str, str] = {
    "improvements": "It shows, or may show, where safeguarding must become better, also where that was said before.",
    "recurring": "It shows, or may show, a theme that comes back in how the welfare of children is promoted.",
    "together": "It raises, or may raise, a concern about how agencies work together for children.",
    "panel": "The national Panel has considered it and thinks that a local review may be right.",
}

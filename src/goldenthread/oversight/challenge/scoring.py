"""How a risk is scored: likelihood times impact, each from 1 to 5. Pure: no Django."""

from __future__ import annotations

LIKELIHOOD = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
IMPACT = {1: "Slight", 2: "Minor", 3: "Serious", 4: "Major", 5: "Severe"}
# The lowest score of each band, the gravest first, with its tone and symbol.
BANDS = ((15, "Very high", "red", "octagon"), (10, "High", "orange", "triangle"), (5, "Medium", "amber", "diamond"),
         (1, "Low", "green", "tick"))  # fmt: skip


def score(likelihood: int, impact: int) -> int:
    """From 1 to 25. Raises :class:`ValueError` for what is not from 1 to 5."""
    if likelihood not in LIKELIHOOD or impact not in IMPACT:
        raise ValueError("Likelihood and impact are each from 1 to 5.")
    return likelihood * impact


def band(value: int) -> tuple[str, str, str]:
    """The word, tone and symbol of a score."""
    for lowest, word, tone, symbol in BANDS:
        if value >= lowest:
            return word, tone, symbol
    raise ValueError(f"{value} is no score.")

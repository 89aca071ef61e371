"""Small numbers of a survey are withheld, and a second one where the first could be worked out.

Pure: counts in, counts or nothing out. Nought is shown, because it is about nobody. Where the rows of a question add
up to everybody who answered (one choice each), what is withheld together must be at least the minimum and lie in at
least two rows, so that no total gives one away. Where people may choose several, each row stands alone: it is withheld
where it, or what is left of everybody, is small.
"""

from __future__ import annotations

from collections.abc import Sequence

Shown = list[int | None]


def is_small(count: int, minimum: int) -> bool:
    """Whether so few people could be recognised: from 1 to below ``minimum``."""
    return 0 < count < minimum


def protect_parts(counts: Sequence[int], minimum: int) -> Shown:
    """The counts of rows that add up to a published total; ``None`` for each that is withheld.

    Deterministic: beside what is small the smallest of the rest is withheld, the first of equals.
    """
    withheld = {place for place, count in enumerate(counts) if is_small(count, minimum)}
    rest = sorted(
        (place for place, count in enumerate(counts) if count >= minimum),
        key=lambda place: (counts[place], place),
    )
    while withheld and rest and (len(withheld) < 2 or sum(counts[place] for place in withheld) < minimum):
        withheld.add(rest.pop(0))
    return [None if place in withheld else count for place, count in enumerate(counts)]


def protect_ticks(counts: Sequence[int], everybody: int, minimum: int) -> Shown:
    """The counts of rows of which people may choose several; ``everybody`` is how many answered, and is published."""
    return [
        None if is_small(count, minimum) or is_small(everybody - count, minimum) else count
        for count in counts
    ]

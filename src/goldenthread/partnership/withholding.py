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

    Beside what is small the next rows after the first of them are withheld, from the top again after the last, noughts
    last: by their place, not by their size. Were it the smallest of the rest, whoever knows the rule could work out
    from the others how small it must be, and from that the first.
    """
    withheld = {place for place, count in enumerate(counts) if is_small(count, minimum)}
    first = min(withheld, default=0)
    after = [place for place in (*range(first, len(counts)), *range(first)) if place not in withheld]
    rest = sorted(after, key=lambda place: counts[place] == 0)
    while withheld and rest and not _is_safe([counts[place] for place in withheld], minimum):
        withheld.add(rest.pop(0))
    return [None if place in withheld else count for place, count in enumerate(counts)]


def _is_safe(withheld: Sequence[int], minimum: int) -> bool:
    """Whether nobody can work back counts of which the sum is known, and that none of them is nought."""
    return len(withheld) > 1 and sum(withheld) >= max(minimum, len(withheld) + 2)


def protect_ticks(counts: Sequence[int], everybody: int, minimum: int) -> Shown:
    """The counts of rows of which people may choose several; ``everybody`` is how many answered, and is published."""
    return [
        None if is_small(count, minimum) or is_small(everybody - count, minimum) else count
        for count in counts
    ]

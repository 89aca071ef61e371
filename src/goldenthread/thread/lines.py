"""Recommendations as people paste them from a report: a line each, its number first. Pure: no Django."""

from __future__ import annotations

import re

# "7. Text", "R7) Text", "7 | Text", a number and a tab as a spreadsheet gives them, "Recommendation 7: Text".
NUMBERED = re.compile(
    r"\s*(?:recommendation\s+)?(?P<ref>[A-Za-z]{0,4}\d+(?:[.\-]\d+)*[A-Za-z]?)"
    r"\s*(?:[.):|\t]|\s[-–]\s|\s)\s*(?P<text>\S.*)",
    re.IGNORECASE,
)
MOST = 200


def read_lines(typed: str) -> list[tuple[str, str]]:
    """Each line as (number, text); a line without a number goes on with the text of the line before.

    Raises :class:`ValueError` with a sentence that names the line: for a first line without a number, a number that
    comes twice, one without text, and for more than two hundred.
    """
    found: list[tuple[str, str]] = []
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            continue
        match = NUMBERED.fullmatch(line)
        if match is None:
            if not found:
                raise ValueError(
                    f"Line {number} does not begin with a number. Write it like: 7. What is asked for"
                )
            ref, text = found[-1]
            found[-1] = (ref, f"{text} {line.strip()}")
            continue
        ref = match["ref"]
        if any(ref == other for other, _ in found):
            raise ValueError(
                f"Line {number}: number {ref} comes twice. Give each recommendation its own number."
            )
        found.append((ref, match["text"].strip()))
    if len(found) > MOST:
        raise ValueError(f"There are {len(found)} recommendations. Add no more than {MOST} at once.")
    return found

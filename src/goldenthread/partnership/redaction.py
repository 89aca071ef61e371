"""What in a text could tell who a child or a family is, found before it is published. Pure: no Django.

It would rather ask once too often: each place that it finds is looked at by a person, who changes the text or says why
the words may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("email", "an email address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}")),
    ("phone", "a telephone number", re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)")),
    ("nhs", "a number like an NHS number", re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)")),
    ("postcode", "a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")),
    (
        "address",
        "an address",
        re.compile(
            r"\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][a-z’']+\s){1,3}"
            r"(?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|Place|Gardens|Crescent|Terrace)\b"
        ),
    ),
    (
        "birth",
        "a date of birth",
        re.compile(r"\b(?:born|birth|DOB|D\.O\.B\.?)\b[^.\n]{0,30}?\d", re.IGNORECASE),
    ),
    (
        "date",
        "an exact date",
        re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{MONTHS})\s\d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b"
        ),
    ),
    (
        "school",
        "a named school, home or surgery",
        re.compile(r"\b(?:[A-Z][a-z’']+\s){1,4}(?:School|Academy|Nursery|College|Surgery)\b"),
    ),
    (
        "title",
        "somebody’s name",
        re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|DC|DS|Sgt)\.?\s[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+)?"),
    ),
    ("name", "what may be a person’s name", re.compile(r"\b[A-Z][a-z’'-]{2,}\s[A-Z][a-z’'-]{2,}\b")),
)
# Words in capitals that name nobody.
KNOWN = re.compile(
    r"^(?:Children’s|Children's|Working Together|Safeguarding|Practice Review|Local|Child|Early Help|Social Care|"
    r"Serious Case|Rapid Review|Police|National|Panel|Clinical|Strategic|Management|Section|The|This|That|When|"
    r"Health|Council|Partnership|Ofsted|Secretary|Department|Thurrock|Essex)\b"
)


@dataclass(frozen=True)
class Place:
    """One place: which rule found it, the words, and the line (from 1) and its text."""

    rule: str
    what: str
    words: str
    line: int
    excerpt: str

    @property
    def mark(self) -> str:
        """What tells this place from others when the text changes around it."""
        return f"{self.rule}:{self.words}"


def places_in(text: str) -> list[Place]:
    """Every place of a text, in its order; the same words are named once a line, by the first rule that finds them."""
    return [place for number, line in enumerate(text.splitlines(), 1) for place in _in_line(line, number)]


def _in_line(line: str, number: int) -> Iterator[Place]:
    taken: list[tuple[int, int]] = []
    for rule, what, pattern in RULES:
        for match in pattern.finditer(line):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            if rule in ("name", "school") and KNOWN.match(match.group()):
                continue
            taken.append((start, end))
            around = line[max(0, start - 40) : end + 40].strip()
            yield Place(rule, what, match.group().strip(), number, around)

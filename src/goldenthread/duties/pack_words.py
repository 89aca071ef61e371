"""Which words a pack's file may hold, and of what kind each is. It tells every fault; it knows no rules. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KEY = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")
# Pages about rules have these names, so no rule can.
TAKEN = frozenset({"own", "guidance"})
MOST_TIMES = 366


@dataclass(frozen=True)
class Word:
    """One word of a table: whether a value ``fits``, what to put right where it does not, and whether it is needed."""

    fits: Callable[[Any], bool]
    remedy: str
    needed: bool = False


def is_day(value: Any) -> bool:
    """Whether a value of a file is a date, without a time of day."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _is_texts(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_TIMES


def _key(longest: int, taken: frozenset[str] = frozenset()) -> Word:
    beside = f", and not {' or '.join(sorted(taken))}" if taken else ""
    return Word(
        lambda value: (
            isinstance(value, str)
            and len(value) <= longest
            and value not in taken
            and bool(KEY.fullmatch(value))
        ),
        f"is of small letters, figures, hyphens and full stops, such as meeting.minutes: {longest} at most{beside}.",
        needed=True,
    )


def _text(longest: int = 1000, *, needed: bool = False) -> Word:
    return Word(
        lambda value: isinstance(value, str) and len(value) <= longest,
        f"is a text of {longest} characters at most: put it in quotation marks, or make it shorter.",
        needed,
    )


FLAG = Word(lambda value: isinstance(value, bool), "is true or false, without quotation marks.")
COUNT = Word(_is_count, f"is a whole number from 1 to {MOST_TIMES}.")
TEXTS = Word(_is_texts, 'is a text, or a list of texts such as ["Panel"].')
DAY = Word(is_day, "is a date, such as 2018-07-04: in the rule, or in [pack] for all of them.")
ANY = Word(lambda _: True, "")

FILE = {
    "pack": ANY,
    "rules": Word(lambda value: isinstance(value, list), "are tables, each headed [[rules]].", needed=True),
    "unbound": Word(lambda value: isinstance(value, list), "are tables, each headed [[unbound]]."),
}
PACK = {
    "key": _key(40),
    "title": _text(200, needed=True),
    "source": _text(needed=True),
    "holds_from": DAY,
    "holds_until": DAY,
}
RULE = {
    "key": _key(80, TAKEN),
    "title": _text(200, needed=True),
    "trigger": _text(needed=True),
    "met_by": Word(_is_texts, TEXTS.remedy, needed=True),
    "owed_by": _text(needed=True),
    "source": _text(needed=True),
    "limit": ANY,
    "unit": ANY,
    "before": FLAG,
    "holds_from": Word(is_day, DAY.remedy, needed=True),
    "holds_until": DAY,
    "times": COUNT,
    "group": _text(80),
    "told": TEXTS,
    "breach": ANY,
    "basis": TEXTS,
    "confirmed": FLAG,
    "note": _text(),
}
CONSEQUENCE = {
    "follow": _text(needed=True),
    "after": COUNT,
    "to": _text(200),
    "told": TEXTS,
}
UNBOUND = {"id": _text(40, needed=True), "reason": _text(needed=True)}


def faults(table: Mapping[str, Any], words: Mapping[str, Word]) -> Iterator[str]:
    """What is wrong with the words of one table, each fault with its remedy: unknown, missing, or of another kind."""
    for unknown in sorted(set(table) - set(words)):
        yield f"“{unknown}” is not known. Take it out, or correct its spelling."
    for name, word in words.items():
        value = table.get(name)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            if word.needed:
                yield f"“{name}” is missing."
        elif not word.fits(value):
            yield f"“{name}” {word.remedy}"

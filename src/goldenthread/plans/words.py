"""States of actions and plans in words and badges."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.words import days, month, plural, uk_date
from goldenthread.plans.position import ActionRow, Rollup
from goldenthread.plans.rag import SCALES, Direction, Level

SYMBOLS = {"red": "octagon", "amber": "triangle", "green": "circle", "blue": "tick", "purple": "star"}
TRAVEL = {
    Direction.UP: ("green", "up"),
    Direction.DOWN: ("red", "down"),
    Direction.SAME: ("grey", "level"),
    Direction.NEW: ("grey", "ring"),
    Direction.NONE: ("grey", "ring"),
}


@lru_cache(maxsize=64)
def rating_badge(scale_key: str, value: int | None, *, short: bool = False) -> SafeString:
    """A rating as number, shape and word; ``short`` leaves the word to assistive technology."""
    if value is None:
        return badge("grey", "Not rated", symbol="ring", hide_word=short)
    level = SCALES[scale_key].level(value)
    number = value if scale_key == "five_point" else ""
    return badge(level.tone, level.word, symbol=SYMBOLS[level.tone], number=number, hide_word=short)


def level_label(scale_key: str, level: Level) -> str:
    """A level as it is chosen: "3 On track", or "Green"."""
    return f"{level.value} {level.word}" if scale_key == "five_point" else level.word


@lru_cache(maxsize=16)
def travel_badge(direction: Direction) -> SafeString:
    """Which way a rating moved, as a shape and a word."""
    tone, symbol = TRAVEL[direction]
    return badge(tone, direction.value.capitalize(), symbol=symbol)


def due_words(day: dt.date | None, precision: str) -> str:
    """A due date as exactly as it was given: 7 May 2019, May 2019, quarter to June 2019, 2019."""
    if day is None:
        return "No due date"
    if precision == "month":
        return month(day)
    if precision == "quarter":
        return f"Quarter to {month(day)}"
    return str(day.year) if precision == "year" else uk_date(day)


def due_state(row: ActionRow) -> str:
    """How the due date stands: overdue by so long, due in so many days, done."""
    if row.is_overdue:
        return f"Overdue by {days(row.working_days_overdue)}"
    if row.is_done:
        return "Done"
    left = row.days_to_due
    if left is None:
        return ""
    return "Due today" if left == 0 else f"Due in {left} day{'' if left == 1 else 's'}"


def exception_reason(row: ActionRow) -> str:
    """Why an action is an exception, in words."""
    reasons = [due_state(row)] if row.is_overdue else []
    if row.is_concern and row.level:
        reasons.append(
            f"rated {level_label(row.scale.key, row.level)}"
            if reasons
            else f"Rated {level_label(row.scale.key, row.level)}"
        )
    return "; ".join(reasons)


def state_of_plan(total: Rollup) -> str:
    """One sentence on where a plan stands."""
    if not total.actions:
        return "This plan has no actions yet."
    parts = [f"{total.done} of {plural(total.actions, 'action')} completed"]
    if total.overdue:
        parts.append(f"{total.overdue} overdue")
    if total.unexplained:
        parts.append(f"{plural(total.unexplained, 'exception')} without an explanation")
    if not total.overdue and not total.exceptions:
        parts.append("nothing overdue, and nothing rated as a concern")
    return f"{'; '.join(parts)}."


def rating_bar(rollup: Rollup, scale_key: str) -> SafeString:
    """A narrow bar of how many actions stand at each rating; the words beside it say the same."""
    parts, reached = [], 0
    tones = [(level.value, level.tone) for level in SCALES[scale_key].levels]
    for value, tone in [*tones, (None, "none")]:
        count = rollup.counts[value]
        if count:
            parts.append(
                f'<rect class="gt-bar__part gt-bar__part--{tone}" x="{reached}" width="{count}" height="1"/>'
            )
        reached += count
    return SafeString(
        f'<svg class="gt-bar" viewBox="0 0 {max(reached, 1)} 1" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def state_of_action(row: ActionRow) -> str:
    """One sentence on where an action stands: how late, how explained, who oversees it."""
    parts = [due_state(row) or ("No due date" if row.due_on is None else "")]
    if row.is_overdue:
        parts[0] += f" as at {uk_date(row.as_at)}"
    if row.is_exception:
        if row.is_explained:
            parts.append(f"explained on {uk_date(row.explained_on)}")
        elif row.explained_on:
            parts.append(f"last explained on {uk_date(row.explained_on)}, before it became an exception")
        else:
            parts.append("no explanation has been given")
    if row.group:
        parts.append(f"overseen by {row.group}")
    return f"{'; '.join(part for part in parts if part)}."

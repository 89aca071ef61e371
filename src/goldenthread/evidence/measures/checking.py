"""What a figure is held to before it can be sent: each rule names what is wrong and how to put it right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldenthread.evidence.measures.analysis.control_chart import expected_range
from goldenthread.evidence.measures.analysis.series import Polarity, Unit, value_of, written
from goldenthread.evidence.measures.analysis.verdicts import TargetState, target_state
from goldenthread.evidence.measures.models import Indicator, Observation
from goldenthread.partnership.models import Agency

PERCENT, HUNDRED = Indicator.Unit.PERCENT, Decimal(100)
WHOLE = (Indicator.Unit.COUNT,)
STORED = Decimal("0.000001")
# Parts of a percentage are each rounded; parts of a count must add up exactly.
PARTS_MAY_DIFFER_BY = Decimal("0.5")


@dataclass(frozen=True)
class Problem:
    """One rule that a figure breaks: at which cell (numerator, denominator, value, commentary), and what to do."""

    rule: str
    cell: str
    message: str


def value_from(
    unit: str, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
) -> Decimal | None:
    """The value to six decimals: of a numerator and denominator where both are known, else as it was given."""
    if numerator is not None and denominator is not None and unit in (PERCENT, Indicator.Unit.RATE):
        worked_out = value_of(Unit(unit), numerator, denominator)
        return None if worked_out is None else worked_out.quantize(STORED)
    if value is None and unit not in (PERCENT, Indicator.Unit.RATE):
        return numerator
    return value


def plain(number: Decimal) -> str:
    """A number as somebody typed it: without the noughts that it is stored with."""
    return f"{number.normalize():f}"


def check(rows: Sequence[Observation], *, agency: Agency) -> dict[str, list[Problem]]:
    """Every problem of figures about to be sent, by indicator key. Two queries, whatever their number.

    The series before each figure tells what would be unusual; parts may come with their whole or have come before.
    """
    before = _series_before(rows, agency)
    together = {(row.indicator_id, row.period_start): row for row in rows}
    parts = _parts(rows, agency, together)
    found: dict[str, list[Problem]] = defaultdict(list)
    for row in rows:
        problems = shape(row)
        if not problems:
            problems = [*_range(row), *_adds_up(row, parts.get((row.indicator_id, row.period_start)))]
        if not problems:
            problems = list(_needs_comment(row, before.get(row.indicator_id, ())))
        found[row.indicator.key] += problems
    return {key: problems for key, problems in found.items() if problems}


def shape(row: Observation) -> list[Problem]:
    """Whether the numbers that the unit asks for are there and fit together."""
    where = f"{row.indicator}, {row.period}"
    problem = _of_share(row, where) if row.indicator.has_denominator else None
    if problem is None and row.value is None:
        problem = Problem("missing", "value", f"{where}: enter a figure, or leave it out.")
    return [problem] if problem else list(_not_whole(row, where))


def _of_share(row: Observation, where: str) -> Problem | None:
    """What is wrong between a numerator and its denominator."""
    numerator, denominator = row.numerator, row.denominator
    if denominator is None:
        if numerator is None:
            return None
        return Problem(
            "missing", "denominator", f"{where}: enter the denominator that {plain(numerator)} is out of."
        )
    if numerator is None:
        return Problem(
            "missing", "numerator", f"{where}: enter the numerator, how many of {plain(denominator)}."
        )
    if denominator <= 0:
        return Problem(
            "no_denominator",
            "denominator",
            f"{where}: nothing can be a share of {plain(denominator)}. Enter how many there were, "
            "or leave the figure out and say in the comment that there were none.",
        )
    if row.indicator.unit == PERCENT and numerator > denominator:
        return Problem(
            "above_denominator",
            "numerator",
            f"{where}: {plain(numerator)} is more than the {plain(denominator)} that it is out of. "
            "See whether the two were exchanged.",
        )
    return None


def _not_whole(row: Observation, where: str) -> Iterator[Problem]:
    """Counts that are no whole numbers."""
    for cell in ("numerator", "denominator", "value"):
        number = getattr(row, cell)
        counts = row.indicator.unit in WHOLE or (cell != "value" and row.indicator.unit == PERCENT)
        if number is not None and counts and number != int(number):
            said = f"{where}: {plain(number)} is not a whole number. Enter how many there were."
            yield Problem("not_whole", cell, said)
            return


def _range(row: Observation) -> list[Problem]:
    """Whether the value can be at all."""
    indicator, value = row.indicator, row.value
    if value is None:
        return []
    lowest = indicator.lowest if indicator.lowest is not None else _lowest(indicator.unit)
    highest = (
        indicator.highest
        if indicator.highest is not None
        else (HUNDRED if indicator.unit == PERCENT else None)
    )
    said = written(value, Unit(indicator.unit))
    where = f"{indicator}, {row.period}"
    if lowest is not None and value < lowest:
        least = written(lowest, Unit(indicator.unit))
        return [
            Problem(
                "below_range", "value", f"{where}: {said} is below {least}, the least it can be. Correct it."
            )
        ]
    if highest is not None and value > highest:
        most = written(highest, Unit(indicator.unit))
        return [
            Problem(
                "above_range", "value", f"{where}: {said} is above {most}, the most it can be. Correct it."
            )
        ]
    return []


def _lowest(unit: str) -> Decimal | None:
    return None if unit in (Indicator.Unit.SCORE, Indicator.Unit.CURRENCY) else Decimal(0)


def _adds_up(row: Observation, parts: Sequence[tuple[str, Decimal]] | None) -> list[Problem]:
    """Whether a whole is the sum of its parts, where every part is known."""
    if not parts or row.value is None:
        return []
    total = sum((value for _, value in parts), Decimal(0))
    allowed = PARTS_MAY_DIFFER_BY if row.indicator.unit == PERCENT else Decimal(0)
    if abs(total - row.value) <= allowed:
        return []
    unit = Unit(row.indicator.unit)
    listed = " + ".join(f"{written(value, unit)} ({title})" for title, value in parts)
    return [
        Problem(
            "parts",
            "value",
            f"{row.indicator}, {row.period}: {written(row.value, unit)} is not the sum of its parts, "
            f"{listed} = {written(total, unit)}. Correct whichever is wrong.",
        )
    ]


def _needs_comment(row: Observation, before: Sequence[Decimal]) -> list[Problem]:
    """Whether the figure asks for a comment that is not there."""
    if row.commentary.strip() or row.value is None:
        return []
    indicator, unit = row.indicator, Unit(row.indicator.unit)
    where, said = f"{indicator}, {row.period}", written(row.value, Unit(row.indicator.unit))
    when = indicator.commentary
    if when == Indicator.Commentary.ALWAYS:
        return [
            Problem("comment", "commentary", f"{where}: write a comment. This indicator always asks for one.")
        ]
    limits = expected_range([float(value) for value in before])
    if when != Indicator.Commentary.NEVER and limits and not limits[0] <= float(row.value) <= limits[1]:
        low, high = (written(max(Decimal(0), Decimal(str(round(each, 1)))), unit) for each in limits)
        return [
            Problem(
                "jump",
                "commentary",
                f"{where}: {said} lies outside what the earlier figures lead one to expect, {low} to {high}. "
                "If it is right, say in the comment what happened; if not, correct it.",
            )
        ]
    definition = row.definition
    if when == Indicator.Commentary.OFF_TARGET and definition.target is not None:
        state = target_state(
            row.value, definition.target, definition.tolerance, Polarity(definition.polarity)
        )
        if state is TargetState.MISSED:
            target = written(definition.target, unit)
            return [
                Problem(
                    "off_target",
                    "commentary",
                    f"{where}: {said} misses the target of {target}. Say in the comment why, and what is being done.",
                )
            ]
    return []


def _series_before(rows: Sequence[Observation], agency: Agency) -> dict[int, list[Decimal]]:
    """The accepted values of each indicator before the figures that are sent, oldest first."""
    starts = {row.indicator_id: row.period_start for row in rows}
    found: dict[int, list[Decimal]] = defaultdict(list)
    series = (
        Observation.objects.accepted().filter(agency=agency, indicator__in=starts).order_by("period_start")
    )
    for indicator, start, value in series.values_list("indicator_id", "period_start", "value"):
        if start < starts[indicator] and value is not None:
            found[indicator].append(value)
    return found


def _parts(
    rows: Sequence[Observation], agency: Agency, together: Mapping[tuple[int, Any], Observation]
) -> dict[tuple[int, Any], list[tuple[str, Decimal]]]:
    """The parts of each whole among ``rows`` with their values; left out where one is not known. Two queries."""
    links = Indicator.parts.through.objects.filter(from_indicator__in=[row.indicator_id for row in rows])
    parts: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for whole, part, title in links.values_list(
        "from_indicator_id", "to_indicator_id", "to_indicator__title"
    ):
        parts[whole].append((part, title))
    wanted = {part for each in parts.values() for part, _ in each}
    sent = (
        Observation.objects.sent().filter(
            agency=agency, indicator__in=wanted, period_start__in={row.period_start for row in rows}
        )
        if wanted
        else ()
    )
    known = {(row.indicator_id, row.period_start): row.value for row in sent}
    known |= {place: row.value for place, row in together.items()}
    found = {}
    for whole, start in together:
        values = [(title, known.get((part, start))) for part, title in parts.get(whole, ())]
        if values and all(value is not None for _, value in values):
            found[whole, start] = [(title, value) for title, value in values if value is not None]
    return found

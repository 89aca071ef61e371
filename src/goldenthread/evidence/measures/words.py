"""How an indicator and its figures are told in sentences."""

from __future__ import annotations

from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.models import Definition
from goldenthread.evidence.measures.reading import Reading
from goldenthread.evidence.measures.standing import target_in_words

TONES = {"improvement": "blue", "concern": "orange", "neither": "purple"}


def state_of(reading: Reading) -> str:
    """How an indicator stands, in one or two sentences: the latest figure, what it signals, the target."""
    latest = reading.latest
    if latest is None:
        return "No figure has been accepted yet."
    figure = latest.hidden or written(latest.value, reading.unit)
    said = [f"{figure} in {latest.period.words}.", reading.variation.words]
    target = target_in_words(reading.series.definition.target, reading.polarity, reading.unit)
    if target and reading.target_state:
        words = {"met": "meets", "near": "is near", "missed": "misses"}[reading.target_state]
        said.append(f"It {words} the target of {target}.")
    return " ".join(said)


def state_tone(reading: Reading) -> str:
    """The colour under the state."""
    return TONES.get(str(reading.variation.kind), "grey")


def latest_in_words(reading: Reading) -> str:
    """The latest figure with its numbers and its period: ``82.4% (61 of 74), November 2017``."""
    latest = reading.latest
    if latest is None:
        return ""
    figure = latest.hidden or written(latest.value, reading.unit)
    if latest.numerator is not None and latest.denominator is not None:
        figure += f" ({latest.numerator.normalize():,f} of {latest.denominator.normalize():,f})"
    return f"{figure}, {latest.period.words}"


def to_date_in_words(reading: Reading) -> str:
    """The year so far."""
    found = reading.year_to_date
    if found is None:
        return ""
    return f"{written(found.value, reading.unit)} ({found.words})" if found.value is not None else found.words


def forecast_in_words(reading: Reading) -> str:
    """The year's end, its interval, and how it was worked out."""
    found, unit = reading.forecast, reading.unit
    if found is None:
        return ""
    return (
        f"{written(found.value, unit)}, between {written(found.lower, unit)} and {written(found.upper, unit)}, "
        f"if nothing changes: {found.method}."
    )


def suppression_in_words(definition: Definition) -> str:
    """What is hidden or rounded."""
    hides = (
        f"Counts from 1 to {definition.threshold - 1} are hidden, and what would give them away"
        if definition.threshold > 1
        else "Nothing is hidden"
    )
    return (
        f"{hides}; counts are rounded to the nearest {definition.round_to}."
        if definition.round_to > 1
        else f"{hides}."
    )


def target_of(reading: Reading) -> str:
    """The target, with how near is near enough."""
    definition = reading.series.definition
    target = target_in_words(definition.target, definition.polarity, Unit(reading.unit))
    if target and definition.tolerance:
        return f"{target} (near: within {written(definition.tolerance, reading.unit)})"
    return target

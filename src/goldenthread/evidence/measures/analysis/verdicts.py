"""What a control chart means, in words: is it changing, for better or worse, and can the target be relied on?"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.evidence.measures.analysis.control_chart import ControlChart, Signal, Way
from goldenthread.evidence.measures.analysis.series import Polarity


class Variation(enum.StrEnum):
    """What kind of variation the latest figures show."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEITHER = "neither"
    COMMON = "common"
    TOO_FEW = "too_few"


class Assurance(enum.StrEnum):
    """Whether the target will be met, if nothing changes."""

    MEETS = "meets"
    FAILS = "fails"
    HIT_OR_MISS = "hit_or_miss"
    NO_TARGET = "no_target"
    TOO_FEW = "too_few"


class TargetState(enum.StrEnum):
    """How one figure stands to the target."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    NONE = ""


class Travel(enum.StrEnum):
    """Which way the latest figure moved from the one before."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "no change"
    NEW = "first figure"


@dataclass(frozen=True)
class Verdict:
    """A kind with a few words for a table and a sentence for a page."""

    kind: Variation | Assurance
    short: str
    words: str


def direction_matters(way: Way, polarity: Polarity) -> Variation:
    """What a signal that points one way means for an indicator."""
    if polarity is Polarity.CONTEXT:
        return Variation.NEITHER
    good = Way.UP if polarity is Polarity.HIGHER else Way.DOWN
    return Variation.IMPROVEMENT if way is good else Variation.CONCERN


def latest_signals(chart: ControlChart) -> list[Signal]:
    """The signals that the latest published point is part of, the plainest first."""
    places = [place for place, value in enumerate(chart.values) if value is not None]
    return chart.at(places[-1]) if places else []


def variation(chart: ControlChart, polarity: Polarity) -> Verdict:
    """What the latest figure signals.

    Signals both ways at once (a trend downwards that is still above the limit) read as concern where either is one.
    """
    if chart.current is None:
        return Verdict(Variation.TOO_FEW, "Too few figures", "There are too few figures for a control chart.")
    found = latest_signals(chart)
    trial = " The chart is a trial: it has fewer than twelve figures." if chart.is_trial else ""
    if not found:
        return Verdict(
            Variation.COMMON,
            "No special change",
            f"No signal: the latest figure lies within the ups and downs of chance.{trial}",
        )
    meanings = {direction_matters(signal.way, polarity): signal for signal in reversed(found)}
    for kind in (Variation.CONCERN, Variation.IMPROVEMENT, Variation.NEITHER):
        if kind in meanings:
            way = "Higher" if meanings[kind].way is Way.UP else "Lower"
            said = " and ".join(dict.fromkeys(signal.words for signal in found))
            names = {
                Variation.CONCERN: "Signal of concern",
                Variation.IMPROVEMENT: "Signal of improvement",
                Variation.NEITHER: "A change, neither better nor worse in itself",
            }
            short = {Variation.CONCERN: "Concern", Variation.IMPROVEMENT: "Improvement"}.get(kind, "Change")
            return Verdict(
                kind, f"{short}: {way.lower()}", f"{names[kind]}: the latest figure is {said}.{trial}"
            )
    raise AssertionError("every signal means something")


def assurance(chart: ControlChart, target: Decimal | None, polarity: Polarity) -> Verdict:
    """Whether the band of the present limits lies on the target's good side, its bad side, or across it."""
    if target is None or polarity is Polarity.CONTEXT:
        return Verdict(Assurance.NO_TARGET, "", "There is no target.")
    phase = chart.current
    if phase is None:
        return Verdict(
            Assurance.TOO_FEW,
            "Too few figures",
            "There are too few figures to say whether the target can be relied on.",
        )
    wanted = float(target)
    worst, best = (phase.lower, phase.upper) if polarity is Polarity.HIGHER else (-phase.upper, -phase.lower)
    wanted = wanted if polarity is Polarity.HIGHER else -wanted
    if worst >= wanted:
        return Verdict(
            Assurance.MEETS,
            "Will be met",
            "If nothing changes, the target will be met: the whole band lies on its good side.",
        )
    if best < wanted:
        return Verdict(
            Assurance.FAILS,
            "Will be missed",
            "If nothing changes, the target will be missed: the whole band lies on its wrong side.",
        )
    return Verdict(
        Assurance.HIT_OR_MISS,
        "Hit or miss",
        "If nothing changes, the target will sometimes be met and sometimes missed, by chance.",
    )


def target_state(
    value: Decimal | None, target: Decimal | None, tolerance: Decimal | None, polarity: Polarity
) -> TargetState:
    """Whether one figure meets the target, misses it by no more than the tolerance, or misses it."""
    if value is None or target is None or polarity is Polarity.CONTEXT:
        return TargetState.NONE
    short_by = target - value if polarity is Polarity.HIGHER else value - target
    if short_by <= 0:
        return TargetState.MET
    return TargetState.NEAR if tolerance is not None and short_by <= tolerance else TargetState.MISSED


def travel(values: Sequence[Decimal | None], polarity: Polarity) -> Travel:
    """Which way the latest published figure moved from the published one before."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Travel.NEW
    before, now = known[-2:]
    if before == now:
        return Travel.SAME
    if polarity is Polarity.CONTEXT:
        return Travel.HIGHER if now > before else Travel.LOWER
    return Travel.BETTER if (now > before) is (polarity is Polarity.HIGHER) else Travel.WORSE

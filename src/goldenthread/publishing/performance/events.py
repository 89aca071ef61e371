"""The events of a report's period, with what they add up to. What was not counted is not taken for nought."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

from goldenthread.publishing.figures import Figure, Ledger, added_up
from goldenthread.publishing.models import Event, Report
from goldenthread.publishing.performance.website import ENTERED
from goldenthread.publishing.periods import days_in_words

COUNTS = {
    "attendance": "People who attended",
    "packs": "Packs given out",
    "items": "Items given out",
}


@dataclass(frozen=True)
class Occasion:
    """One event with its counts; a count is empty where nobody counted."""

    event: Event
    when: str
    attendance: Figure | None
    packs: Figure | None
    items: Figure | None
    capacity: Figure | None


@dataclass(frozen=True)
class Events:
    """The events of the period, and each count added up over those at which it was made."""

    occasions: tuple[Occasion, ...]
    attendance: Figure | None
    packs: Figure | None
    items: Figure | None
    held: Figure
    handed_out: Figure

    @property
    def of_partnership(self) -> list[Occasion]:
        """Those that are not learning and improvement."""
        return [occasion for occasion in self.occasions if not occasion.event.is_learning]

    @property
    def of_learning(self) -> list[Occasion]:
        """Training and other learning."""
        return [occasion for occasion in self.occasions if occasion.event.is_learning]


def events_of(report: Report, ledger: Ledger) -> Events:
    """The events whose last day lies in the report's period; figures go into ``ledger``. Two queries."""
    found = (
        Event.objects.filter(partnership=report.partnership)
        .kept()
        .with_days()
        .of_period(report.period_from, report.period_to)
    )
    occasions = tuple(_occasion(event, ledger) for event in found)
    totals = {name: _total(report, occasions, name, ledger) for name in COUNTS}

    def counted(key: str, label: str, value: int) -> Figure:
        return ledger.add(Figure(key, label, value, report.period, "Counted in the register of events"))

    return Events(
        occasions,
        **totals,
        held=counted("events.held", "Events in the period", len(occasions)),
        handed_out=counted(
            "events.with-packs",
            "Events at which packs were given out",
            sum(occasion.packs is not None for occasion in occasions),
        ),
    )


def _occasion(event: Event, ledger: Ledger) -> Occasion:
    when = days_in_words(event.days)
    stem = f"event.{event.pk}-{slugify(event.name)[:40]}"

    def figure(name: str, label: str, value: int | None) -> Figure | None:
        if value is None:
            return None
        return ledger.add(
            Figure(f"{stem}.{name}", f"{label}: {event.name}", value, when, event.source or ENTERED)
        )

    return Occasion(
        event,
        when,
        **{name: figure(name, label, getattr(event, name)) for name, label in COUNTS.items()},
        capacity=figure("places", "Places", event.capacity),
    )


def _total(report: Report, occasions: tuple[Occasion, ...], name: str, ledger: Ledger) -> Figure | None:
    counted = [occasion for occasion in occasions if getattr(occasion, name) is not None]
    if not counted:
        return None
    return ledger.add(
        added_up(
            (getattr(occasion, name) for occasion in counted),
            key=f"events.{name}",
            label=f"{COUNTS[name]}, in all",
            period=report.period,
            names="; ".join(f"{occasion.event.name}, {occasion.when}" for occasion in counted),
        )
    )

"""Pages and the bare view in turns, so that whatever else the machine does falls on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.load import requests_a_second, seconds_each
from benchmarks.servers import Server, served

BARE = "/"


@dataclass(frozen=True)
class Effort:
    """How long is measured: rounds of each page, requests and seconds in a round."""

    rounds: int = 5
    requests: int = 12
    seconds: float = 0.4


QUICK = Effort(rounds=3, requests=8, seconds=0.2)


@dataclass(frozen=True)
class Speed:
    """How fast something is, beside the bare view of the same rounds; times in milliseconds, everything a median."""

    milliseconds: float
    cpu_milliseconds: float
    a_second: float
    time_ratio: float
    cpu_ratio: float
    rate_ratio: float


@dataclass(frozen=True)
class Measured:
    """One page: made anew each time, and opened again with nothing changed in between."""

    page: str
    size: int
    queries: int
    queries_again: int
    anew: Speed
    again: Speed
    bare: Speed

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def measure(prepared: Mapping[str, Any], environment: Mapping[str, str], effort: Effort) -> list[Measured]:
    """Every page of ``prepared``, on a server of its own beside that of the bare view, on the same database."""
    bare_settings = {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
    application = "goldenthread.wsgi:application"
    with served(application, environment) as product, served(application, bare_settings) as bare:

        def target(page: Mapping[str, Any], *, anew: bool) -> Target:
            return Target(product, page["path"], prepared["cookie"], anew=anew)

        for _ in range(2):  # both workers of both have loaded everything before anything is counted
            for page in prepared["pages"]:
                target(page, anew=True).requests_a_second(0.05)
            Target(bare, BARE).requests_a_second(0.2)
        return [
            _page(page, target(page, anew=True), target(page, anew=False), Target(bare, BARE), effort)
            for page in prepared["pages"]
        ]


@dataclass
class Target:
    """One address of a server, and what was measured of it, round after round."""

    server: Server
    path: str
    cookie: str = ""
    anew: bool = False
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def round(self, effort: Effort) -> None:
        """Requests one after the other, then several at once."""
        taken = seconds_each(self.server.port, self.path, self.cookie, anew=self.anew, count=effort.requests)
        self.seconds.append(median(taken))
        before = self.server.cpu_seconds()
        rate, answered = self.requests_a_second(effort.seconds)
        self.cpu.append((self.server.cpu_seconds() - before) / answered)
        self.rates.append(rate)

    def requests_a_second(self, seconds: float) -> tuple[float, int]:
        """The requests answered in a second by both workers, and how many were."""
        return requests_a_second(self.server.port, self.path, self.cookie, anew=self.anew, seconds=seconds)

    def beside(self, bare: Target) -> Speed:
        """The medians, and those of each round's ratio to the bare view's."""
        return Speed(
            milliseconds=round(median(self.seconds) * 1000, 3),
            cpu_milliseconds=round(median(self.cpu) * 1000, 3),
            a_second=round(median(self.rates), 1),
            time_ratio=_ratio(self.seconds, bare.seconds),
            cpu_ratio=_ratio(self.cpu, bare.cpu),
            rate_ratio=_ratio(bare.rates, self.rates),
        )


def _page(
    described: Mapping[str, Any], anew: Target, again: Target, bare: Target, effort: Effort
) -> Measured:
    for _ in range(effort.rounds):
        for target in (bare, anew, again):
            target.round(effort)
    facts = {name: described[name] for name in ("size", "queries", "queries_again")}
    return Measured(
        described["name"],
        **facts,
        anew=anew.beside(bare),
        again=again.beside(bare),
        bare=bare.beside(bare),
    )


def _ratio(these: list[float], those: list[float]) -> float:
    """The median of the rounds' own ratios; nought where nothing could be measured."""
    ratios = [this / that if that else 0.0 for this, that in zip(these, those, strict=True)]
    return round(median(ratios), 2)

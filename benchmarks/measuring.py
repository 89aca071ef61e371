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
    requests: int = 25
    seconds: float = 0.6


QUICK = Effort(rounds=3, requests=8, seconds=0.2)


@dataclass(frozen=True)
class Measured:
    """One page beside the bare view of the same rounds; times in milliseconds, medians."""

    page: str
    queries: int
    size: int
    milliseconds: float
    bare_milliseconds: float
    cpu_milliseconds: float
    bare_cpu_milliseconds: float
    a_second: float
    bare_a_second: float
    time_ratio: float
    cpu_ratio: float
    rate_ratio: float

    @property
    def ratio(self) -> float:
        """The worse of the two: how many times a page costs what the bare view costs."""
        return max(self.time_ratio, self.rate_ratio)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {name: round(v, 3) if isinstance(v, float) else v for name, v in asdict(self).items()}


def measure(prepared: Mapping[str, Any], environment: Mapping[str, str], effort: Effort) -> list[Measured]:
    """Every page of ``prepared``, on a server of its own beside that of the bare view, on the same database."""
    bare_settings = {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
    application = "goldenthread.wsgi:application"
    with served(application, environment) as product, served(application, bare_settings) as bare:
        for _ in range(2):  # both workers of both have loaded everything before anything is counted
            for page in prepared["pages"]:
                Target(product, page["path"], prepared["cookie"]).requests_a_second(0.05)
            Target(bare, BARE).requests_a_second(0.2)
        return [
            _page(page, Target(product, page["path"], prepared["cookie"]), Target(bare, BARE), effort)
            for page in prepared["pages"]
        ]


@dataclass
class Target:
    """One address of a server, and what was measured of it, round after round."""

    server: Server
    path: str
    cookie: str = ""
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def round(self, effort: Effort) -> None:
        """Requests one after the other, then several at once."""
        taken = seconds_each(self.server.port, self.path, self.cookie, count=effort.requests)
        self.seconds.append(median(taken))
        before = self.server.cpu_seconds()
        rate, answered = self.requests_a_second(effort.seconds)
        self.cpu.append((self.server.cpu_seconds() - before) / answered)
        self.rates.append(rate)

    def requests_a_second(self, seconds: float) -> tuple[float, int]:
        """The requests answered in a second by both workers, and how many were."""
        return requests_a_second(self.server.port, self.path, self.cookie, seconds=seconds)


def _page(described: Mapping[str, Any], page: Target, bare: Target, effort: Effort) -> Measured:
    for _ in range(effort.rounds):
        bare.round(effort)
        page.round(effort)
    return Measured(
        page=described["name"],
        queries=described["queries"],
        size=described["size"],
        milliseconds=median(page.seconds) * 1000,
        bare_milliseconds=median(bare.seconds) * 1000,
        cpu_milliseconds=median(page.cpu) * 1000,
        bare_cpu_milliseconds=median(bare.cpu) * 1000,
        a_second=median(page.rates),
        bare_a_second=median(bare.rates),
        time_ratio=_ratio(page.seconds, bare.seconds),
        cpu_ratio=_ratio(page.cpu, bare.cpu),
        rate_ratio=_ratio(bare.rates, page.rates),
    )


def _ratio(these: list[float], those: list[float]) -> float:
    """The median of the rounds' own ratios; nought where nothing could be measured."""
    return median(this / that if that else 0.0 for this, that in zip(these, those, strict=True))

"""How lists of indicators are narrowed by address, so that a list can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.design.filters import Choice, choices
from goldenthread.evidence.measures.selectors.scorecard import STATES, ScorecardRow


def _has_figure(row: ScorecardRow) -> bool:
    """What a scorecard shows unless it is asked for more."""
    return row.latest_end is not None


@dataclass(frozen=True)
class Filters:
    """What an address asks for."""

    priority: str = ""
    sector: str = ""
    agency: str = ""
    group: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Filters:
        """The filters of an address; what is not known there is left out."""
        return cls(
            **{
                name: str(query.get(parameter, "")).strip()[:100]
                for name, parameter in (
                    ("priority", "priority"),
                    ("sector", "sector"),
                    ("agency", "agency"),
                    ("group", "group"),
                    ("state", "state"),
                    ("words", "q"),
                )
            }
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return any((self.priority, self.sector, self.agency, self.group, self.state, self.words))

    def apply(self, rows: Iterable[ScorecardRow]) -> list[ScorecardRow]:
        """The rows that have everything asked for."""
        words = self.words.casefold().split()
        _, wanted = STATES.get(self.state, ("", _has_figure))
        return [
            row
            for row in rows
            if (not self.priority or row.priority == self.priority)
            and (not self.sector or row.sector == self.sector)
            and (not self.agency or any(key == self.agency for key, _ in row.agencies))
            and (not self.group or row.group_key == self.group)
            and wanted(row)
            and all(word in row.title.casefold() or word in row.key for word in words)
        ]


def filter_choices(
    filters: Filters, rows: Sequence[ScorecardRow], sectors: Mapping[str, str]
) -> dict[str, list[Choice]]:
    """The choices of every filter of the scorecard."""
    agencies = [pair for row in rows for pair in row.agencies]
    groups = [row for row in rows if row.group_key]
    return {
        "priorities": choices(rows, filters.priority, lambda row: row.priority, lambda row: row.priority),
        "sectors": choices(
            rows, filters.sector, lambda row: row.sector, lambda row: sectors.get(row.sector, row.sector)
        ),
        "agencies": choices(agencies, filters.agency, lambda pair: pair[0], lambda pair: pair[1]),
        "groups": choices(groups, filters.group, lambda row: row.group_key, lambda row: row.group),
        "states": [
            Choice(key, text, count, key == filters.state)
            for key, (text, keep) in STATES.items()
            if (count := sum(map(keep, rows))) or key == filters.state
        ],
    }

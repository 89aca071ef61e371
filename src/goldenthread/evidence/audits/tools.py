"""Audit tools as data: each a file of ``tools/`` with its grades, its domains and what each kind of agency is asked
besides. Knows no Django.

An audit keeps the key and version of its tool, as a cycle of self-assessment keeps its question set: a changed tool is
a new file of another version.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "tools"
# The whole of a case, which only the moderation grades.
OVERALL = "overall"


@dataclass(frozen=True)
class Level:
    """One grade: its word, what it means, and whether it is good enough."""

    key: str
    words: str
    says: str
    good: bool
    tone: str
    symbol: str


@dataclass(frozen=True)
class Domain:
    """One side of the work that is graded, and what is asked of it; ``besides`` by sector of the agency."""

    key: str
    title: str
    asks: str
    besides: Mapping[str, tuple[str, ...]]

    def asked_of(self, sector: str) -> str:
        """What an agency of a sector is asked."""
        return " ".join((self.asks, *self.besides.get(sector, ())))


@dataclass(frozen=True)
class Tool:
    """One version of a tool."""

    key: str
    version: str
    title: str
    for_whom: str
    source: str
    levels: tuple[Level, ...]
    domains: tuple[Domain, ...]

    @property
    def ref(self) -> str:
        """Key and version, as an audit keeps them."""
        return f"{self.key}@{self.version}"

    def level(self, key: str) -> Level | None:
        """The grade of a key."""
        return next((level for level in self.levels if level.key == key), None)

    def titles(self) -> dict[str, str]:
        """What is graded at the moderation, by key: each domain, and the whole of the case."""
        return {domain.key: domain.title for domain in self.domains} | {OVERALL: "Overall"}

    def is_good(self, key: str) -> bool:
        """Whether a grade is good enough."""
        level = self.level(key)
        return level is not None and level.good


def read_tool(data: Mapping[str, Any]) -> Tool:
    """A tool from its file. Raises :class:`ValueError` for keys used twice, and a prompt of no domain."""
    fields = dict(data)
    levels = tuple(Level(**row) for row in fields.pop("levels"))
    besides: dict[str, dict[str, tuple[str, ...]]] = {row["key"]: {} for row in fields["domains"]}
    for prompt in fields.pop("prompts", ()):
        if prompt["domain"] not in besides:
            raise ValueError(f"{fields['key']}: there is no domain “{prompt['domain']}” for its prompt")
        of_domain = besides[prompt["domain"]]
        of_domain[prompt["sector"]] = (*of_domain.get(prompt["sector"], ()), prompt["asks"])
    domains = tuple(Domain(**row, besides=besides[row["key"]]) for row in fields.pop("domains"))
    made = Tool(levels=levels, domains=domains, **fields)
    for keys in ([each.key for each in levels], [OVERALL, *(each.key for each in domains)]):
        if len(set(keys)) < len(keys):
            raise ValueError(f"{made.ref}: a key is used twice")
    return made


@functools.cache
def all_tools() -> dict[str, Tool]:
    """Every version of every tool, by key and version."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [read_tool(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return {each.ref: each for each in found}

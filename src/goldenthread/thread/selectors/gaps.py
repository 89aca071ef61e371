"""Where the thread is broken: what was found and led to nothing, what was done and proved nothing, what came back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.partnership.viewer import Actor
from goldenthread.thread.models import Finding, Source, Theme
from goldenthread.thread.selectors.rows import Row, rows_of
from goldenthread.thread.selectors.sharing import share
from goldenthread.thread.standing import Standing

# What breaks the thread at a recommendation, in the order of the thread.
BROKEN = (
    Standing.UNANSWERED,
    Standing.NO_ACTION,
    Standing.NOT_SUSTAINED,
    Standing.NO_PROOF,
    Standing.NOT_JUDGED,
    Standing.NOT_YET,
)


@dataclass(frozen=True)
class Recurring:
    """A theme that several sources found to be a concern, and the latest of them."""

    theme: Theme
    sources: list[Source]
    returned: bool

    @property
    def latest(self) -> Source:
        """The source that found it last."""
        return self.sources[0]


@dataclass(frozen=True)
class Gaps:
    """Every gap, kind by kind."""

    findings: list[Finding]
    recommendations: list[Row]
    recurring: list[Recurring]

    @property
    def total(self) -> int:
        """How many gaps there are."""
        return len(self.findings) + len(self.recommendations) + len(self.recurring)


def gaps_of(viewer: Actor, on: dt.date) -> Gaps:
    """The gaps that the viewer may see on a day. Nine queries."""
    rows = rows_of(viewer, on)
    sources = Source.objects.visible_to(viewer).filter(dated__lte=on)
    found = Finding.objects.filter(source__in=sources, good=False)
    findings = list(found.order_by("-source__dated", "-source_id", "order"))
    share(findings, "source", sources.select_related("partnership"))
    share(findings, "theme", Theme.objects.filter(pk__in=found.order_by().values("theme")))
    answered = {row.recommendation.finding_id for row in rows}
    return Gaps(
        findings=[finding for finding in findings if finding.pk not in answered],
        recommendations=sorted(
            (row for row in rows if row.standing in BROKEN), key=lambda row: BROKEN.index(row.standing)
        ),
        recurring=_recurring(findings, rows),
    )


def _recurring(findings: Sequence[Finding], rows: Sequence[Row]) -> list[Recurring]:
    """Themes that two sources or more found; ``returned`` where one did after a recommendation on it had closed."""
    themes: dict[int, Theme] = {}
    sources: dict[int, dict[int, Source]] = defaultdict(dict)
    for finding in findings:
        if finding.theme is not None and finding.source_id not in sources[finding.theme.pk]:
            themes[finding.theme.pk] = finding.theme
            sources[finding.theme.pk][finding.source_id] = finding.source
    closed: dict[int, dt.date] = {}
    for row in rows:
        theme = row.recommendation.finding and row.recommendation.finding.theme_id
        if theme and row.closed_on:
            closed[theme] = min(row.closed_on, closed.get(theme, row.closed_on))
    return [
        Recurring(themes[key], found, key in closed and found[0].dated > closed[key])
        for key, found in ((key, list(each.values())) for key, each in sources.items())
        if len(found) > 1
    ]


def as_values(gaps: Gaps) -> list[dict[str, Any]]:
    """Every gap as plain values: its kind, where it is, and a sentence."""
    return [
        *(
            {
                "kind": "recurring" if not each.returned else "returned",
                "theme": str(each.theme),
                "sources": [source.key for source in each.sources],
                "says": f"{each.theme}: found by {len(each.sources)} sources"
                + (", last after a recommendation on it had closed" if each.returned else ""),
            }
            for each in gaps.recurring
        ),
        *(
            {
                "kind": "nothing_recommended",
                "source": finding.source.key,
                "number": finding.ref,
                "says": "Found, and nothing recommended",
            }
            for finding in gaps.findings
        ),
        *(
            {
                "kind": row.standing.value,
                "source": row.recommendation.source.key,
                "number": row.recommendation.ref,
                "says": row.standing.label,
            }
            for row in gaps.recommendations
        ),
    ]

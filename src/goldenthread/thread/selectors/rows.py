"""Recommendations with where they stand, each list in a fixed number of queries, however many there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from goldenthread.partnership.models import Agency
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Action
from goldenthread.thread.models import Finding, Recommendation, Source, Theme
from goldenthread.thread.selectors.sharing import share
from goldenthread.thread.standing import Facts, Judged, Standing, standing_of

# Everything on record: nothing is recorded for a day that is still to come.
EVERYTHING = dt.date.max
FILTERS = ("q", "source", "kind", "agency", "theme", "standing")


class Answering(NamedTuple):
    """What a list needs to know of an action that answers a recommendation: by the numbers of link and action."""

    link: int
    action: int
    on: dt.date
    is_done: bool
    agency: str


@dataclass(frozen=True)
class Row:
    """A recommendation and where it stands. ``recommendation`` carries what ``with_facts`` adds.

    ``answering`` are all its actions in force; ``actions`` those that the viewer may see, after :func:`with_actions`.
    """

    recommendation: Any
    standing: Standing
    answering: list[Answering]
    actions: list[Any] = field(default_factory=list)

    @cached_property
    def done(self) -> int:
        """How many of its actions are done."""
        return sum(each.is_done for each in self.answering)

    @cached_property
    def first_on(self) -> dt.date | None:
        """The day on which its first action was linked."""
        return min((each.on for each in self.answering), default=None)

    @property
    def closed_on(self) -> dt.date | None:
        """The day on which its impact was judged achieved, where it is closed."""
        day: dt.date | None = self.recommendation.judged_on
        return day if self.standing is Standing.CLOSED else None

    @property
    def theme(self) -> str:
        """What its finding is about."""
        finding = self.recommendation.finding
        return str(finding.theme) if finding and finding.theme else ""

    @property
    def agency(self) -> str:
        """The agency it is for; else those that lead its actions."""
        if self.recommendation.agency:
            return str(self.recommendation.agency)
        return ", ".join(dict.fromkeys(each.agency for each in self.answering if each.agency))

    @property
    def hidden(self) -> int:
        """How many of its actions the viewer may not see; after :func:`with_actions`."""
        return len(self.answering) - len(self.actions)


def rows_of(
    viewer: Actor,
    on: dt.date,
    *,
    q: str = "",
    source: str = "",
    kind: str = "",
    agency: str = "",
    theme: str = "",
    standing: str = "",
    number: int | None = None,
) -> list[Row]:
    """The recommendations that the viewer may see, by source and number. Six queries.

    Narrowed by words (``q``), the keys of a source and an agency, a source's kind, the number of a theme, a standing,
    and the ``number`` of one recommendation.
    """
    found = Recommendation.objects.visible_to(viewer).filter(source__dated__lte=on)
    wanted = {
        "source__key": source,
        "source__kind": kind,
        "agency__key": agency,
        "finding__theme": int(theme) if theme.isdecimal() and len(theme) < 10 else "",
        "pk": "" if number is None else number,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value != ""})
    for word in q.split():
        found = found.filter(
            Q(ref__iexact=word)
            | Q(text__icontains=word)
            | Q(finding__text__icontains=word)
            | Q(source__title__icontains=word)
        )
    return [row for row in _stood(found, on) if not standing or row.standing == standing]


def row_of(recommendation: Recommendation, on: dt.date) -> Row:
    """One recommendation, whoever asks. Six queries."""
    (row,) = _stood(Recommendation.objects.filter(pk=recommendation.pk), on)
    return row


def _stood(found: Any, on: dt.date) -> list[Row]:
    plain = found.order_by()
    answering = _answering(plain.values("pk"), on)
    rows = list(found.with_facts(on).order_by("-source__dated", "-source_id", "order", "id"))
    findings = Finding.objects.filter(pk__in=plain.values("finding"))
    about = list(findings)
    share(about, "theme", Theme.objects.filter(pk__in=findings.values("theme")))
    share(rows, "finding", about)
    sources = Source.objects.filter(pk__in=plain.values("source"))
    share(rows, "source", sources.select_related("partnership"))
    share(rows, "agency", Agency.objects.filter(pk__in=plain.values("agency")))
    return [_row(row, answering.get(row.pk, [])) for row in rows]


def _row(row: Any, answering: list[Answering]) -> Row:
    facts = Facts(
        accepted=None if row.accepted is None else bool(row.accepted),
        actions=len(answering),
        done=[each.is_done for each in answering].count(True),
        proofs=row.proofs_count,
        judged=Judged(row.judged) if row.judged else None,
    )
    return Row(row, standing_of(facts), answering)


def _answering(recommendations: QuerySet[Any], on: dt.date) -> dict[int, list[Answering]]:
    """The actions in force that answer each recommendation, by its number. One query."""
    rows = (
        Action.objects.in_force(on)
        .rated(on)
        .with_state(on)
        .filter(
            recommendation_links__recommendation__in=recommendations,
            recommendation_links__on__lte=on,
            recommendation_links__taken_back=None,
        )
        .order_by("order", "pk")
        .values_list(
            "recommendation_links__recommendation",
            "recommendation_links",
            "pk",
            "recommendation_links__on",
            "is_done",
            "lead_agency__short_name",
            "lead_agency__name",
        )
    )
    found: dict[int, list[Answering]] = defaultdict(list)
    for recommendation, link, action, day, is_done, short, name in rows:
        found[recommendation].append(Answering(link, action, day, bool(is_done), short or name or ""))
    return found


def with_actions(viewer: Actor, rows: Sequence[Row], on: dt.date) -> list[Row]:
    """The same rows with the actions that the viewer may see. One query."""
    numbers = {each.action for row in rows for each in row.answering}
    actions = (
        Action.objects.visible_to(viewer)
        .filter(pk__in=numbers)
        .rated(on)
        .with_state(on)
        .select_related("plan__partnership", "lead_agency")
        .in_bulk()
    )
    return [
        replace(row, actions=[actions[each.action] for each in row.answering if each.action in actions])
        for row in rows
    ]

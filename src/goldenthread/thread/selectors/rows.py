"""Recommendations with where they stand, each list in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Action
from goldenthread.thread.models import ActionLink, Recommendation
from goldenthread.thread.standing import Facts, Judged, Standing, standing_of

# Everything on record: nothing is recorded for a day that is still to come.
EVERYTHING = dt.date.max
FILTERS = ("q", "source", "kind", "agency", "theme", "standing")


def facts_of(row: Any) -> Facts:
    """What decides where a recommendation stands; after ``with_facts``."""
    return Facts(
        accepted=None if row.accepted is None else bool(row.accepted),
        actions=row.actions_count,
        done=row.done_count,
        proofs=row.proofs_count,
        judged=Judged(row.judged) if row.judged else None,
    )


@dataclass(frozen=True)
class Row:
    """A recommendation, where it stands, and its actions with their ratings.

    ``actions`` are those that the viewer may see; ``recommendation`` carries what ``with_facts`` adds.
    """

    recommendation: Any
    standing: Standing
    actions: list[Any]

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
        return ", ".join(
            dict.fromkeys(str(action.lead_agency) for action in self.actions if action.lead_agency)
        )

    @property
    def hidden(self) -> int:
        """How many of its actions the viewer may not see."""
        return int(self.recommendation.actions_count) - len(self.actions)


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
    """The recommendations that the viewer may see, with their actions, by source and number. Three queries.

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
    rows = (
        found.with_facts(on)
        .select_related("source__partnership", "finding__theme", "agency")
        .prefetch_related(Prefetch("action_links", _links(viewer, on), to_attr="links"))
        .order_by("-source__dated", "-source_id", "order", "id")
    )
    made = [_row(row) for row in rows]
    return [row for row in made if not standing or row.standing == standing]


def _links(viewer: Actor, on: dt.date) -> Any:
    """Links with the actions that the viewer may see. Two queries."""
    visible = Action.objects.visible_to(viewer).in_force(on).rated(on).with_state(on)
    actions = visible.select_related("plan__partnership", "lead_agency")
    return ActionLink.objects.standing().filter(on__lte=on).prefetch_related(Prefetch("action", actions))


def _row(recommendation: Any) -> Row:
    # A link whose action the viewer may not see, or that was withdrawn, has none here.
    actions = [link.action for link in recommendation.links if getattr(link, "action", None) is not None]
    return Row(recommendation, standing_of(facts_of(recommendation)), actions)

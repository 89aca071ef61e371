"""The action matrix: what meetings gave somebody to do, whether it was answered, and how it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.oversight.meetings.models import GivenAction
from goldenthread.oversight.meetings.querysets import seen_by
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Explanation, Officer, RatingUpdate
from goldenthread.plans.rag import SCALES, Level
from goldenthread.plans.related import Related

# The address of a plan that holds what a group's meetings gave begins so.
MATRIX = "matrix-"


@dataclass(frozen=True)
class Given:
    """One line of the matrix."""

    given: GivenAction
    answer_due: dt.date | None
    answered_on: dt.date | None
    rating: int | None

    @property
    def restricted(self) -> bool:
        """Whether it is of a confidential item, or of a restricted plan."""
        return bool(self.given.item.confidential or self.given.action.plan.restricted)

    @property
    def level(self) -> Level | None:
        """The level of its scale at which it stands."""
        scale = SCALES[self.given.action.plan.scale_key]
        return scale.level(self.rating) if self.rating is not None and scale.has(self.rating) else None


def seen_given(viewer: Actor) -> Q:
    """The condition that somebody may see that an action was given: one who may see its item, and whoever leads it.

    A restricted action of an item is for those alone who may see confidential items of the group.
    """
    if not viewer.may(Permission.VIEW_MEETINGS):
        return Q(pk__in=[])
    where = seen_by(viewer, "item__")
    if not viewer.may(Permission.MANAGE_MEETINGS):
        where &= Q(action__plan__restricted=False) | Q(item__meeting__group__in=viewer.group_ids)
    if viewer.person is None:
        return where
    mine = Officer.objects.filter(action=OuterRef("action"), person=viewer.person)
    return where | Q(Exists(mine), item__meeting__partnership=viewer.partnership)


def given_of(
    viewer: Actor,
    *,
    on: dt.date,
    group: str = "",
    meeting: int | None = None,
    state: str = "",
    limits: Limits | None = None,
) -> list[Given]:
    """The actions that meetings gave, under items that the viewer may see, the latest meeting first.

    ``state`` is one of :data:`STATES`. Three queries, and the limits where none are given.
    """
    assert viewer.partnership is not None  # noqa: S101
    where = seen_given(viewer)
    if group:
        where &= Q(item__meeting__group__key=group)
    if meeting is not None:
        where &= Q(item__meeting=meeting)
    rows = list(
        _answered(GivenAction.objects.filter(where), on).order_by("-item__meeting__held_on", "action__order")
    )
    if not rows:
        return []
    limits = limits or Limits(viewer.partnership)
    found = [_given(row, limits) for row in rows]
    return [row for row in found if not state or state_of(row, on) == state]


def _answered(rows: Any, on: dt.date) -> Any:
    """Actions that were given, each with its latest rating, and the first rating and explanation since it was sent."""
    ratings = RatingUpdate.objects.filter(action=OuterRef("action"))
    since = ratings.filter(rated_on__gte=OuterRef("sent_on"))
    explained = Explanation.objects.filter(action=OuterRef("action"), given_on__gte=OuterRef("sent_on"))
    return (
        rows.select_related(
            "item__meeting__group",
            "item__meeting__partnership",
            "action__plan__partnership",
            "action__lead_agency",
        )
        .prefetch_related(
            "answers", Prefetch("action__officer_parts", Officer.objects.select_related("person"))
        )
        .annotate(
            rating=Subquery(
                ratings.filter(rated_on__lte=on).order_by("-rated_on", "-id").values("value")[:1]
            ),
            rated=Subquery(since.order_by("rated_on").values("rated_on")[:1]),
            explained=Subquery(explained.order_by("given_on").values("given_on")[:1]),
        )
    )


def _given(row: Any, limits: Limits) -> Given:
    said = [answer.on for answer in row.answers.all()]
    due = None
    if row.sent_on is not None:
        due = limits.due(Happening.ACTION_GIVEN, Happening.ACTION_ANSWERED, row.sent_on)
    return Given(
        given=row,
        answer_due=due,
        answered_on=min(filter(None, (*said, row.rated, row.explained)), default=None),
        rating=row.rating,
    )


STATES = {
    "": "All",
    "unsent": "Not sent yet",
    "waiting": "Waiting for an answer",
    "late": "Answer late",
    "answered": "Answered",
}


def state_of(row: Given, on: dt.date) -> str:
    """How far an action is answered: a key of :data:`STATES`."""
    if row.answered_on is not None:
        return "answered"
    if row.answer_due is None:
        return "unsent"
    return "late" if on > row.answer_due else "waiting"


def urgent_first(rows: list[Given], on: dt.date) -> list[Given]:
    """Answers that are late, then those that are awaited, then the rest; each as before."""
    return sorted(rows, key=lambda row: {"late": 0, "waiting": 1}.get(state_of(row, on), 2))


def may_read_action(viewer: Actor, row: Given) -> bool:
    """Whether the viewer may open the action in its plan."""
    return viewer.may(Permission.VIEW_PLANS) and (
        not row.given.action.plan.restricted or viewer.may(Permission.VIEW_RESTRICTED)
    )


def given_at(viewer: Actor, action: Any) -> list[Related]:
    """The meeting that gave an action, where the viewer may see under which item. One query, none for other plans."""
    if not action.plan.key.startswith(MATRIX):
        return []
    rows = GivenAction.objects.filter(seen_by(viewer, "item__"), action=action)
    return [
        Related("Given by", str(row.item.meeting), row.item.meeting.get_absolute_url())
        for row in rows.select_related("item__meeting__group", "item__meeting__partnership")
    ]

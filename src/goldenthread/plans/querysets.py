"""How plans and actions are selected. Whatever is computed from ratings is computed here, by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models.history import Explanation, RatingUpdate
from goldenthread.plans.rag import SCALES, Level


def _rating_is(wanted: Callable[[Level], bool], rating: str = "rating", plan: str = "plan") -> Q:
    """Whether ``rating`` is one of the levels ``wanted`` of the action's own scale, that of its ``plan``."""
    scales: dict[tuple[int, ...], list[str]] = {}
    for scale in SCALES.values():
        values = tuple(level.value for level in scale.levels if wanted(level))
        scales.setdefault(values, []).append(scale.key)
    condition = Q(pk__in=[])
    for values, keys in scales.items():
        # Where the scales agree, the database need not look at the plan.
        of_scale = Q() if len(scales) == 1 else Q(**{f"{plan}__scale_key__in": keys})
        condition |= of_scale & Q(**{f"{rating}__in": values})
    return condition


class PlanQuerySet(models.QuerySet[Any]):
    """Plans."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership that they may see."""
        if not viewer.may(Permission.VIEW_PLANS):
            return self.none()
        scoped = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        return scoped if viewer.may(Permission.VIEW_RESTRICTED) else scoped.filter(restricted=False)

    def open(self, on: dt.date) -> Self:
        """Those not closed by ``on``."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


class ActionQuerySet(models.QuerySet[Any]):
    """Actions."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of plans that the viewer may see."""
        if not viewer.may(Permission.VIEW_PLANS):
            return self.none()
        scoped = self.filter(plan__partnership=viewer.partnership) if viewer.partnership else self
        return scoped if viewer.may(Permission.VIEW_RESTRICTED) else scoped.filter(plan__restricted=False)

    def in_force(self, on: dt.date) -> Self:
        """Those not withdrawn by ``on``."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))

    def of_person(self, person_id: int) -> Self:
        """Those the person leads or is responsible for."""
        return self.filter(officer_parts__person_id=person_id).distinct()

    def rated(self, as_at: dt.date) -> Self:
        """Adds ``rating`` and ``rated_on``: the latest given by ``as_at``, or nothing."""
        latest = _latest_rating(as_at)
        return self.annotate(
            rating=Subquery(latest.values("value")[:1]), rated_on=Subquery(latest.values("rated_on")[:1])
        )

    def with_state(self, as_at: dt.date) -> Self:
        """Adds ``is_done``, ``is_overdue`` and ``is_concern`` as at a day; call after :meth:`rated`.

        Overdue: the due date has passed and the latest rating does not say that the work is done. A concern: the
        latest rating is one of the scale's two worst.
        """
        return self.annotate(
            is_done=_flag(_rating_is(lambda level: level.done)),
            is_concern=_flag(_rating_is(_is_concern)),
        ).annotate(is_overdue=_flag(Q(due_on__lt=as_at, is_done=False)))

    def exceptions(self, as_at: dt.date) -> Self:
        """The overdue and the badly rated; call after :meth:`rated`."""
        still_open = Q(rating__isnull=True) | _rating_is(lambda level: not level.done)
        return self.filter(Q(due_on__lt=as_at) & still_open | _rating_is(_is_concern))

    def explained(self, as_at: dt.date) -> Self:
        """Adds the latest explanation given by ``as_at`` and when it was given."""
        latest = Explanation.objects.filter(action=OuterRef("pk"), given_on__lte=as_at).order_by(
            "-given_on", "-id"
        )
        return self.annotate(
            explanation=Subquery(latest.values("text")[:1]),
            explained_on=Subquery(latest.values("given_on")[:1]),
        )

    def with_concern_since(self, as_at: dt.date) -> Self:
        """Adds ``concern_since``: when the present run of the scale's two worst ratings began; after `rated`."""
        poor = _rating_is(_is_concern, "value", "action__plan")
        given = RatingUpdate.objects.filter(rated_on__lte=as_at)
        # The first condition alone finds the rows in the index; the second leaves out what came before on that day.
        later = Q(rated_on__gte=OuterRef("rated_on")) & (
            Q(rated_on__gt=OuterRef("rated_on")) | Q(pk__gt=OuterRef("pk"))
        )
        better_since = given.filter(~poor, later, action=OuterRef("action"))
        run = given.filter(poor, ~Exists(better_since), action=OuterRef("pk"))
        began = Subquery(run.order_by("rated_on", "id").values("rated_on")[:1])
        return self.annotate(concern_since=Case(When(_rating_is(_is_concern), then=began), default=None))


def _is_concern(level: Level) -> bool:
    return level.concern


def _latest_rating(by: dt.date) -> QuerySet[Any]:
    return RatingUpdate.objects.filter(action=OuterRef("pk"), rated_on__lte=by).order_by("-rated_on", "-id")


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())

"""How plans and actions are selected. Whatever is computed from ratings is computed here, by the database."""

from __future__ import annotations

import datetime as dt
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
from goldenthread.plans.rag import SCALES


def _by_scale(attribute: str, field: str) -> Q:
    """Whether ``field`` is among the ``attribute`` values (concern, done) of the action's own scale."""
    condition = Q(pk__in=[])
    for scale in SCALES.values():
        condition |= Q(plan__scale_key=scale.key, **{f"{field}__in": getattr(scale, attribute)})
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
        from goldenthread.plans.models.plan import Plan

        return self.filter(plan__in=Plan.objects.visible_to(viewer))

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

    def rated_before(self, day: dt.date) -> Self:
        """Adds ``rating_before``: the latest given before ``day``, the end of the period before."""
        return self.annotate(
            rating_before=Subquery(_latest_rating(day - dt.timedelta(days=1)).values("value")[:1])
        )

    def with_state(self, as_at: dt.date) -> Self:
        """Adds ``is_done``, ``is_overdue`` and ``is_concern`` as at a day; call after :meth:`rated`.

        Overdue: the due date has passed and the latest rating does not say that the work is done. A concern: the
        latest rating is one of the scale's two worst.
        """
        return self.annotate(
            is_done=_flag(_by_scale("done_values", "rating")),
            is_concern=_flag(_by_scale("concern_values", "rating")),
        ).annotate(is_overdue=_flag(Q(due_on__lt=as_at, is_done=False)))

    def exceptions(self) -> Self:
        """The overdue and the badly rated; call after :meth:`with_state`."""
        return self.filter(Q(is_overdue=True) | Q(is_concern=True))

    def explained(self, as_at: dt.date) -> Self:
        """Adds the latest explanation given by ``as_at`` and when it was given."""
        from goldenthread.plans.models.history import Explanation

        latest = Explanation.objects.filter(action=OuterRef("pk"), given_on__lte=as_at).order_by(
            "-given_on", "-id"
        )
        return self.annotate(
            explanation=Subquery(latest.values("text")[:1]),
            explained_on=Subquery(latest.values("given_on")[:1]),
        )

    def with_concern_since(self, as_at: dt.date) -> Self:
        """Adds ``concern_since``: when the present run of the scale's two worst ratings began; after `rated`."""
        from goldenthread.plans.models.history import RatingUpdate

        poor = Q(pk__in=[])
        for scale in SCALES.values():
            poor |= Q(action__plan__scale_key=scale.key, value__in=scale.concern_values)
        given = RatingUpdate.objects.filter(rated_on__lte=as_at)
        later = Q(rated_on__gt=OuterRef("rated_on")) | Q(rated_on=OuterRef("rated_on"), pk__gt=OuterRef("pk"))
        better_since = given.filter(~poor, later, action=OuterRef("action"))
        run = (
            given.filter(poor, ~Exists(better_since), action=OuterRef("pk"))
            .order_by("rated_on", "id")
            .values("rated_on")[:1]
        )
        return self.annotate(
            concern_since=Case(When(is_concern=True, then=Subquery(run)), default=Value(None))
        )


def _latest_rating(by: dt.date) -> QuerySet[Any]:
    from goldenthread.plans.models.history import RatingUpdate

    return RatingUpdate.objects.filter(action=OuterRef("pk"), rated_on__lte=by).order_by("-rated_on", "-id")


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())

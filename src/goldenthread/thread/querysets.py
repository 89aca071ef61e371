"""How sources and what came of them are selected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class SourceQuerySet(models.QuerySet[Any]):
    """Sources."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership; restricted ones for whoever may see what is restricted."""
        if not viewer.may(Permission.VIEW_THREAD):
            return self.none()
        scoped = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        return scoped if viewer.may(Permission.VIEW_RESTRICTED) else scoped.filter(restricted=False)


class TakenBackQuerySet(models.QuerySet[Any]):
    """Rows that can be taken back."""

    def standing(self) -> Self:
        """Those that were not."""
        return self.filter(taken_back=None)


class RecommendationQuerySet(models.QuerySet[Any]):
    """Recommendations."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of sources that the viewer may see."""
        if not viewer.may(Permission.VIEW_THREAD):
            return self.none()
        scoped = self.filter(source__partnership=viewer.partnership) if viewer.partnership else self
        return scoped if viewer.may(Permission.VIEW_RESTRICTED) else scoped.filter(source__restricted=False)

    def with_facts(self, on: dt.date) -> Self:
        """Adds the answer, the judgement and how much evidence there is on a day.

        With its actions they decide where it stands: see :mod:`goldenthread.thread.selectors.rows`.
        """
        return self.annotate(
            accepted=_latest("answers", "accepted", on),
            answered_on=_latest("answers", "on", on),
            judged=_latest("judgements", "value", on),
            judged_on=_latest("judgements", "on", on),
            proofs_count=_counted(_of("proofs").filter(dated__lte=on, taken_back=None)),
        )


def _of(related: str) -> QuerySet[Any]:
    from goldenthread.thread.models import Answer, Judgement, Proof

    models_by_name: dict[str, Any] = {"answers": Answer, "judgements": Judgement, "proofs": Proof}
    rows: QuerySet[Any] = models_by_name[related].objects.filter(recommendation=OuterRef("pk"))
    return rows


def _latest(related: str, field: str, on: dt.date) -> Subquery:
    return Subquery(_of(related).filter(on__lte=on).order_by("-on", "-id").values(field)[:1])


def _counted(rows: Any) -> Coalesce:
    counted = rows.order_by().annotate(one=models.Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

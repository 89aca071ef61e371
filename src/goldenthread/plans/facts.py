"""What happened to actions, as duties need to know it: when each became overdue, and when its lead answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import today
from goldenthread.plans.models import Action, DueDateChange, Explanation, Officer, RatingUpdate
from goldenthread.plans.rag import SCALES

ONE_DAY = dt.timedelta(days=1)


def action_facts(partnership: Partnership) -> Iterator[Fact]:
    """Every action that passed its due date undone, and the first answer to each. Two queries.

    An answer is an explanation, a rating or a new due date, given after the due date. A due date that was moved after
    it had passed counts as one that passed.
    """
    for row in _overdue(partnership):
        yield from _of_action(row)
    for row in _moved(partnership):
        if row["due_on"] < row["moved"]:
            yield from _of_action(row)


def _of_action(row: dict[str, Any]) -> Iterator[Fact]:
    due: dt.date = row["due_on"]
    about = f"action:{row['pk']}:{due.isoformat()}"
    title = f"{row['plan__title']}, action {row['ref']}"
    address = [row["plan__partnership__slug"], row["plan__key"], row["ref"]]
    yield Fact(
        Happening.ACTION_OVERDUE,
        on=due,
        known=due + ONE_DAY,
        about=about,
        title=title,
        url=reverse("plans:action", args=address),
        lapsed=min(filter(None, (row["withdrawn_on"], row["plan__closed_on"])), default=None),
        agency=row["lead_agency"],
        group=row["overseeing_group"],
        person=row["lead"],
        restricted=row["plan__restricted"],
    )
    answered = min(filter(None, (row["explained"], row["rated"], row.get("moved"))), default=None)
    if answered is not None:
        yield Fact(Happening.ACTION_ANSWERED, on=answered, about=about, title=title)


FIELDS = (
    "ref", "withdrawn_on", "lead_agency", "overseeing_group", "plan__key", "plan__title", "plan__closed_on",
    "plan__restricted", "plan__partnership__slug",
)  # fmt: skip


def _overdue(partnership: Partnership) -> Iterator[dict[str, Any]]:
    """Actions that were not done when their present due date passed."""
    done = Q(pk__in=[])
    for scale in SCALES.values():
        done |= Q(plan__scale_key=scale.key, rating_then__in=scale.done_values)
    then = RatingUpdate.objects.filter(action=OuterRef("pk"), rated_on__lte=OuterRef("due_on"))
    rows = (
        Action.objects.filter(plan__partnership=partnership, due_on__lt=today())
        .annotate(rating_then=Subquery(then.order_by("-rated_on", "-id").values("value")[:1]))
        .exclude(done & Q(rating_then__isnull=False))
        .annotate(lead=_lead("pk"), explained=_explained("pk", "due_on"), rated=_rated("pk", "due_on"))
    )
    yield from rows.order_by("pk").values("pk", "due_on", "lead", "explained", "rated", *FIELDS)


def _moved(partnership: Partnership) -> Iterator[dict[str, Any]]:
    """Due dates that were moved, with the action that each is of."""
    rows = DueDateChange.objects.filter(
        action__plan__partnership=partnership, old_due_on__isnull=False
    ).annotate(
        lead=_lead("action"),
        explained=_explained("action", "old_due_on"),
        rated=_rated("action", "old_due_on"),
    )
    names = ("action", "old_due_on", "recorded_at", "lead", "explained", "rated")
    for row in rows.order_by("pk").values(*names, *(f"action__{name}" for name in FIELDS)):
        of_action = {name: row[f"action__{name}"] for name in FIELDS}
        yield of_action | {
            "pk": row["action"],
            "due_on": row["old_due_on"],
            "lead": row["lead"],
            "explained": row["explained"],
            "rated": row["rated"],
            "moved": timezone.localdate(row["recorded_at"]),
        }


def _lead(action: str) -> Subquery:
    leads = Officer.objects.filter(action=OuterRef(action), part=Officer.Part.LEAD).order_by("pk")
    return Subquery(leads.values("person")[:1])


def _explained(action: str, due: str) -> Subquery:
    """The day of the first explanation after the due date."""
    found = Explanation.objects.filter(action=OuterRef(action), given_on__gt=OuterRef(due))
    return Subquery(found.order_by("given_on").values("given_on")[:1])


def _rated(action: str, due: str) -> Subquery:
    """The day of the first rating after the due date."""
    found = RatingUpdate.objects.filter(action=OuterRef(action), rated_on__gt=OuterRef(due))
    return Subquery(found.order_by("rated_on").values("rated_on")[:1])

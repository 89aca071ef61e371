"""Making and changing indicators. What an indicator means is never edited: a new definition holds from its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.evidence.measures.models import AnnotatedEvent, Definition, Indicator
from goldenthread.evidence.measures.models.indicators import RESERVED_KEYS
from goldenthread.evidence.measures.standing import refresh
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.actions.planning import belongs

INDICATOR_FIELDS = [
    "title",
    "priority",
    "sector",
    "group",
    "frequency",
    "unit",
    "commentary",
    "due_working_days",
    "lowest",
    "highest",
    "annex_a",
    "collected_from",
    "collected_until",
    "on_scorecard",
    "source",
]
DEFINITION_FIELDS = [
    "definition",
    "numerator",
    "denominator",
    "polarity",
    "target",
    "tolerance",
    "year_to_date",
    "statutory_basis",
    "threshold",
    "round_to",
]
FIXED_ONCE_COLLECTED = {"frequency": "how often it is collected", "unit": "its unit"}


@transaction.atomic
def create_indicator(
    *,
    by: Actor,
    partnership: Partnership,
    key: str,
    holds_from: dt.date,
    agencies: Iterable[Agency] = (),
    **fields: Any,
) -> Indicator:
    """Adds an indicator with its first definition; ``fields`` are :data:`INDICATOR_FIELDS` and
    :data:`DEFINITION_FIELDS`. Raises :class:`RuleError` for an address already used, or an agency from elsewhere.
    """
    by.require(Permission.MANAGE_MEASURES, partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # an address is given once
    senders = list(agencies)
    belongs(partnership, fields.get("group"), *senders)
    if key in RESERVED_KEYS:
        raise RuleError({"key": f"“{key}” is the address of another page. Choose another."}, code="reserved")
    if Indicator.objects.filter(partnership=partnership, key=key).exists():
        raise RuleError(
            {"key": f"There is already an indicator at “{key}”. Choose another address."}, code="duplicate"
        )
    said = {name: fields.pop(name) for name in DEFINITION_FIELDS if name in fields}
    indicator: Indicator = Indicator.objects.create(partnership=partnership, key=key, **fields)
    indicator.agencies.set(senders)
    Definition.objects.create(
        indicator=indicator, holds_from=holds_from, by=by.person, by_label=by.label, **said
    )
    record(
        "indicator.created",
        f"Added the indicator “{indicator}”",
        by=by,
        about=indicator,
        partnership=partnership,
    )
    return indicator


@transaction.atomic
def update_indicator(
    *, by: Actor, indicator: Indicator, seen_version: int, agencies: Iterable[Agency], **fields: Any
) -> Indicator:
    """Changes who sends an indicator, when and to whom it belongs; ``fields`` are :data:`INDICATOR_FIELDS`.

    Raises :class:`StaleVersionError` where it was changed meanwhile, and :class:`RuleError` for a new unit or frequency
    once figures were sent: they would mean something else.
    """
    by.require(Permission.MANAGE_MEASURES, indicator)
    current = lock_version(indicator, seen_version)
    senders = sorted(agencies, key=str)
    belongs(indicator.partnership, fields.get("group"), *senders)
    before = Indicator.objects.get(pk=indicator.pk)
    for name, says in FIXED_ONCE_COLLECTED.items():
        if fields.get(name, getattr(before, name)) != getattr(before, name) and before.observations.exists():
            raise RuleError(
                {
                    name: f"Figures have been sent, so {says} cannot change: they would mean something else. "
                    "Add a new indicator instead."
                },
                code="in_use",
            )
    for name, value in fields.items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    changes = differences(before, current, INDICATOR_FIELDS)
    were = sorted(before.agencies.all(), key=str)
    if were != senders:
        current.agencies.set(senders)
        changes["agencies"] = [", ".join(map(str, were)), ", ".join(map(str, senders))]
    record("indicator.changed", f"Changed the indicator “{current}”", by=by, about=current, changes=changes)
    refresh([current.pk])
    return current


@transaction.atomic
def redefine(*, by: Actor, indicator: Indicator, holds_from: dt.date, why: str, **fields: Any) -> Definition:
    """Adds the definition that holds from a day on; ``fields`` are :data:`DEFINITION_FIELDS`.

    Raises :class:`RuleError` for a day on which another definition begins already, or no reason.
    """
    by.require(Permission.MANAGE_MEASURES, indicator)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    if not why.strip():
        raise RuleError(
            {"why": "Say why the definition changes. The reason stays on record."}, code="no_reason"
        )
    if indicator.definitions.filter(holds_from=holds_from).exists():
        raise RuleError(
            {
                "holds_from": f"A definition holds from {uk_date(holds_from)} already, and is kept as it is. "
                "Choose another day."
            },
            code="duplicate",
        )
    definition = Definition.objects.create(
        indicator=indicator,
        holds_from=holds_from,
        why=why.strip()[:300],
        by=by.person,
        by_label=by.label,
        **fields,
    )
    record(
        "indicator.redefined",
        f"Gave the indicator “{indicator}” a new definition from {uk_date(holds_from)}",
        by=by,
        about=indicator,
        changes={"why": [None, why.strip()]},
    )
    refresh([indicator.pk])
    return definition


@transaction.atomic
def add_event(
    *, by: Actor, indicator: Indicator, on: dt.date, text: str, rebases: bool = False, reason: str = ""
) -> AnnotatedEvent:
    """Marks something on an indicator's chart; ``rebases`` starts new limits there.

    Raises :class:`RuleError` for a day to come, no words, or limits that start anew without a reason.
    """
    by.require(Permission.MANAGE_MEASURES, indicator)
    if not text.strip():
        raise RuleError({"text": "Say in a few words what happened."}, code="empty")
    if on > today():
        raise RuleError({"on": "Only what has happened can be marked on a chart."}, code="future")
    if rebases and not reason.strip():
        raise RuleError(
            {
                "reason": "Say why the limits start anew. Without a reason nobody can tell a change from a wish."
            },
            code="no_reason",
        )
    event = AnnotatedEvent.objects.create(
        indicator=indicator,
        on=on,
        text=text.strip()[:200],
        rebases=rebases,
        reason=reason.strip(),
        by=by.person,
        by_label=by.label,
    )
    said = "Started new limits" if rebases else "Marked an event"
    record(
        "indicator.event_added",
        f"{said} on the chart of “{indicator}” at {uk_date(on)}",
        by=by,
        about=indicator,
        changes={"event": [None, event.text], "reason": [None, event.reason]},
    )
    refresh([indicator.pk])
    return event


@transaction.atomic
def withdraw_event(*, by: Actor, event: AnnotatedEvent, reason: str) -> AnnotatedEvent:
    """Takes a mark off a chart; both rows stay on record.

    Raises :class:`RuleError` without a reason, or a second time.
    """
    indicator = event.indicator
    by.require(Permission.MANAGE_MEASURES, indicator)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is taken off. The reason stays on record."}, code="no_reason")
    if event.withdraws_id or AnnotatedEvent.objects.filter(withdraws=event).exists():
        raise RuleError("This mark was taken off already.", code="withdrawn")
    row = AnnotatedEvent.objects.create(
        indicator=indicator,
        on=event.on,
        text=event.text,
        reason=reason.strip(),
        withdraws=event,
        by=by.person,
        by_label=by.label,
    )
    record(
        "indicator.event_withdrawn",
        f"Took a mark off the chart of “{indicator}”",
        by=by,
        about=indicator,
        changes={"event": [event.text, None], "reason": [None, reason.strip()]},
    )
    refresh([indicator.pk])
    return row

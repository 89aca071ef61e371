"""Keeps a partnership's duties as its facts and rules have them.

Every write of the product leaves an entry in the audit trail in its own transaction. So duties are true for as long as
the partnership has no new entry and the day is the same; :func:`fresh` looks, and derives them anew where they are not.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from goldenthread.duties import engine
from goldenthread.duties.clock import Pause
from goldenthread.duties.models import AdoptedPack, Derivation, Duty, DutyPause, LocalClosure
from goldenthread.duties.rules import Adoption, Pack, Rulebook, national_packs, read_pack
from goldenthread.duties.sources import facts_of
from goldenthread.partnership.models import AuditEvent, Partnership
from goldenthread.partnership.today import today

ALWAYS = dt.date(1900, 1, 1)
DERIVED = (
    "pack", "title", "limit_words", "owed_by", "what", "url", "due_on", "met_on", "lapsed_on", "times", "done",
    "agency_id", "group_id", "person_id", "restricted", "can_pause",
)  # fmt: skip

_national = lru_cache(maxsize=1)(national_packs)
_local = lru_cache(maxsize=200)(read_pack)


def rulebook(partnership: Partnership) -> Rulebook:
    """The rules by which a partnership works, over time. One query."""
    adoptions = [Adoption(ALWAYS, _national()[partnership.rule_pack])]
    for row in AdoptedPack.objects.filter(partnership=partnership):
        pack = _local(row.text) if row.is_local else _national()[row.key]
        adoptions.append(Adoption(row.since, pack, local=row.is_local))
    return Rulebook(adoptions)


def national_pack(key: str) -> Pack:
    """A pack that comes with the product. Raises KeyError for an unknown one."""
    return _national()[key]


def derived(partnership: Partnership) -> list[engine.Duty]:
    """Every duty of a partnership, from its facts. As many queries as there are sources, and four."""
    pauses: dict[tuple[str, str, dt.date], list[Pause]] = defaultdict(list)
    for row in DutyPause.objects.filter(partnership=partnership):
        pauses[row.identity].append(Pause(row.begins_on, row.ends_on, row.reason))
    closures = LocalClosure.objects.filter(partnership=partnership).values_list("on", flat=True)
    holding = engine.Holding(
        closures=frozenset(closures),
        first_month=partnership.business_year_month,
        pauses=pauses,
        groups=dict(partnership.groups.values_list("key", "pk")),
    )
    return engine.derive(facts_of(partnership), rulebook(partnership), holding)


def fresh(partnership: Partnership) -> None:
    """Derives the duties anew where anything happened since they were, or it is another day. One query where not."""
    latest = AuditEvent.objects.filter(partnership=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    known = Partnership.objects.filter(pk=partnership.pk).values_list(
        Coalesce(Subquery(latest), 0), "derivation__entry", "derivation__on"
    )
    entry, derived_to, on = known[0]
    if (derived_to, on) != (entry, today()):
        refresh(partnership)


def _latest_entry(partnership: Partnership) -> int:
    latest = AuditEvent.objects.filter(partnership=partnership).aggregate(latest=Max("pk"))
    return latest["latest"] or 0


@transaction.atomic
def refresh(partnership: Partnership) -> int:
    """Derives the duties anew and answers how many there are. What stays the same keeps its number."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    entry, on = _latest_entry(partnership), today()
    duties = derived(partnership)
    there = {row.identity: row for row in Duty.objects.filter(partnership=partnership)}
    new, changed = [], []
    for each in duties:
        values = _values(each)
        row = there.pop(each.identity, None)
        if row is None:
            rule_key, about, arose = each.identity
            new.append(
                Duty(partnership=partnership, rule_key=rule_key, about=about, arose_on=arose, **values)
            )
        elif any(getattr(row, name) != values[name] for name in DERIVED):
            for name in DERIVED:
                setattr(row, name, values[name])
            changed.append(row)
    _remove([row.pk for row in there.values()])
    Duty.objects.bulk_create(new, batch_size=1000)
    Duty.objects.bulk_update(changed, [name.removesuffix("_id") for name in DERIVED], batch_size=200)
    Derivation.objects.update_or_create(partnership=partnership, defaults={"entry": entry, "on": on})
    return len(duties)


def _remove(numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), 500):
        Duty.objects.filter(pk__in=numbers[start : start + 500]).delete()


def _values(duty: engine.Duty) -> dict[str, Any]:
    return {
        "pack": duty.rule.pack,
        "title": duty.rule.title,
        "limit_words": duty.rule.describe()[:200],
        "owed_by": str(duty.rule.owed_by),
        "what": duty.title[:300],
        "url": duty.url[:300],
        "due_on": duty.due,
        "met_on": duty.met,
        "lapsed_on": duty.lapsed,
        "times": duty.rule.times,
        "done": duty.done,
        "agency_id": duty.agency,
        "group_id": duty.group,
        "person_id": duty.person,
        "restricted": duty.restricted,
        "can_pause": duty.can_pause,
    }

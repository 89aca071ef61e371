"""What the pages of duties show, each in a fixed number of queries however many duties there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from goldenthread.design.filters import Choice, read_day
from goldenthread.duties.clock import add_months
from goldenthread.duties.derivation import fresh
from goldenthread.duties.engine import State
from goldenthread.duties.models import Duty, LocalClosure
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Viewer

MOST = 500
WHOSE = {"mine": "What I owe", "group": "My groups", "agency": "My agency", "": "Everyone"}
STATES = {
    "": "Still owed",
    "breached": "Late",
    "due": "Due",
    "paused": "Paused",
    "met_late": "Met late",
    "met": "Met in time",
    "lapsed": "Lapsed",
    "all": "All",
}


@dataclass(frozen=True)
class Filters:
    """What an address asks for: whose duties, how they stand, under which rule, whose, and as at which day."""

    whose: str = ""
    state: str = ""
    rule: str = ""
    agency: str = ""
    group: str = ""
    as_at: dt.date | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Filters:
        """The filters of an address; what is not known is left out."""
        given = {
            name: str(query.get(name, ""))[:100] for name in ("whose", "state", "rule", "agency", "group")
        }
        return cls(
            whose=given["whose"] if given["whose"] in WHOSE else "",
            state=given["state"] if given["state"] in STATES else "",
            rule=given["rule"],
            agency=given["agency"],
            group=given["group"],
            as_at=read_day(str(query.get("as_at", ""))),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return any((self.whose, self.state, self.rule, self.agency, self.group, self.as_at))


def visible_duties(viewer: Viewer) -> Any:
    """The viewer's partnership's duties, derived anew where anything happened since they were."""
    fresh(viewer.partnership)
    return Duty.objects.visible_to(viewer)


def duty_rows(viewer: Viewer, filters: Filters, today: dt.date, *, most: int | None = MOST) -> list[Duty]:
    """The duties of an address, the longest overdue first. One query beyond the freshness of the duties."""
    day = filters.as_at or today
    rows = visible_duties(viewer)
    if filters.state == "all":
        rows = rows.arisen(day)
    elif filters.state:
        rows = rows.standing(day, State(filters.state))
    else:
        rows = rows.open(day)
    if filters.whose == "mine":
        rows = rows.owed_by_viewer(viewer)
    elif filters.whose == "group":
        rows = rows.filter(group__in=viewer.group_ids)
    elif filters.whose == "agency":
        rows = rows.filter(agency=viewer.agency_id) if viewer.agency_id else rows.none()
    for name, value in (
        ("rule_key", filters.rule),
        ("agency__key", filters.agency),
        ("group__key", filters.group),
    ):
        if value:
            rows = rows.filter(**{name: value})
    ordered = rows.select_related("agency", "group", "person", "partnership").order_by(
        F("due_on").asc(nulls_last=True), "rule_key", "pk"
    )
    return list(ordered[:most] if most else ordered)


def closures_of(partnership: Partnership) -> frozenset[dt.date]:
    """The days on which the partnership's office is closed. One query."""
    return frozenset(LocalClosure.objects.filter(partnership=partnership).values_list("on", flat=True))


def filter_choices(viewer: Viewer, filters: Filters) -> dict[str, list[Choice]]:
    """The choices of every filter. One query."""
    pairs = (("rule_key", "title"), ("agency__key", "agency__name"), ("group__key", "group__name"))
    counts: dict[str, Counter[tuple[str, str]]] = {key: Counter() for key, _ in pairs}
    grouped = Duty.objects.visible_to(viewer).order_by().values(*(name for pair in pairs for name in pair))
    for row in grouped.annotate(count=Count("pk")):
        for key, text in pairs:
            if row[key]:
                counts[key][row[key], row[text]] += row["count"]

    def found(key: str, chosen: str) -> list[Choice]:
        rows = sorted(counts[key].items(), key=lambda each: each[0][1].casefold())
        return [Choice(value, text, count, value == chosen) for (value, text), count in rows]

    return {
        "rules": found("rule_key", filters.rule),
        "agencies": found("agency__key", filters.agency),
        "groups": found("group__key", filters.group),
        "states": [Choice(key, text, 0, key == filters.state) for key, text in STATES.items() if key],
        "whoses": [Choice(key, text, 0, key == filters.whose) for key, text in WHOSE.items() if key],
    }


@dataclass(frozen=True)
class Record:
    """How often the duties of one agency, or of one rule, were met in time."""

    key: str
    label: str
    owed: int
    in_time: int
    late: int
    open: int

    @property
    def share(self) -> float | None:
        """The share that was met in time, in percent; ``None`` where nothing has fallen due."""
        return 100 * self.in_time / self.owed if self.owed else None


@dataclass(frozen=True)
class Breaches:
    """Breaches by agency, by rule and by month, of what fell due in a span."""

    since: dt.date
    by_agency: list[Record]
    by_rule: list[Record]
    months: list[tuple[dt.date, int, int]]

    @property
    def broken(self) -> int:
        """How many were not met in time."""
        return sum(broken for _, _, broken in self.months)

    @property
    def owed(self) -> int:
        """How many fell due."""
        return sum(owed for _, owed, _ in self.months)


def breaches(viewer: Viewer, today: dt.date, *, months: int = 24) -> Breaches:
    """What fell due in the last so many months and was met in time, late or not yet. One query."""
    since = add_months(today.replace(day=1), 1 - months)
    rows = (
        visible_duties(viewer)
        .filter(due_on__range=(since, today), arose_on__lte=today)
        .filter(Q(lapsed_on=None) | Q(lapsed_on__gt=F("due_on")))
        .order_by()
        .values_list("agency__key", "agency__name", "rule_key", "title", "due_on", "met_on")
    )
    agencies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    rules: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = list(rows)
    first = min((row[4] for row in rows), default=today).replace(day=1)
    since = max(since, first)
    by_month: dict[dt.date, list[int]] = {}
    while since <= today:
        by_month[since] = [0, 0]
        since = add_months(since, 1)
    names: dict[str, str] = {}
    for agency, name, rule, title, due, met in rows:
        if due == today and met is None:
            continue
        place = 0 if met is not None and met <= due else 1 if met is not None and met <= today else 2
        if agency:
            agencies[agency][place] += 1
            names[agency] = name
        rules[rule][place] += 1
        names[f"rule:{rule}"] = title
        month = by_month[due.replace(day=1)]
        month[0] += 1
        month[1] += place > 0
    return Breaches(
        min(by_month),
        _records(agencies, lambda key: names[key]),
        _records(rules, lambda key: names[f"rule:{key}"]),
        [(month, owed, broken) for month, (owed, broken) in by_month.items()],
    )


def _records(counts: Mapping[str, list[int]], label: Any) -> list[Record]:
    found = [
        Record(key, label(key), in_time + late + open_, in_time, late, open_)
        for key, (in_time, late, open_) in counts.items()
    ]
    return sorted(found, key=lambda each: (-(each.late + each.open), each.label))


@dataclass(frozen=True)
class Month:
    """What falls due in one month."""

    first: dt.date
    duties: list[Duty]


def calendar(duties: Iterable[Duty], today: dt.date, *, months: int = 12) -> list[Month]:
    """The duties that fall due from today, by month; months without any too."""
    first = today.replace(day=1)
    found: dict[dt.date, list[Duty]] = {add_months(first, at): [] for at in range(months)}
    for duty in duties:
        if duty.due_on and duty.due_on >= today and (month := duty.due_on.replace(day=1)) in found:
            found[month].append(duty)
    return [Month(month, rows) for month, rows in found.items()]

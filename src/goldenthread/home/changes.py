"""What changed lately: ratings that moved, explanations, due dates moved, evidence of impact, reports published."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.words import plural
from goldenthread.home.scope import Scope
from goldenthread.home.titles import action_title, shortened
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import DueDateChange, Evidence, Explanation, Plan, RatingUpdate
from goldenthread.plans.models.plan import sort_key
from goldenthread.plans.rag import SCALES, direction_of_travel
from goldenthread.plans.words import due_words, level_label, travel_badge

LATELY = dt.timedelta(days=30)
SHOWN = 8
MOST_NAMED = 12
ALONE = 2  # so many of a kind, of one plan, day and person, are told one by one
RATED, EXPLAINED, MOVED, IMPACT, PUBLISHED = "rated", "explained", "moved", "impact", "published"
EXPLAINED_BADGE = badge("grey", "Explained", symbol="square")
MOVED_BADGE = badge("amber", "Due date moved", symbol="diamond")
IMPACT_BADGE = badge("purple", "Evidence of impact", symbol="star")
PUBLISHED_BADGE = badge("blue", "Published", symbol="tick")
SIGNALS = ("concern", "improvement", "neither")
COUNTED = (
    ("concern", "measure signals concern", "measures signal concern"),
    ("improvement", "measure signals improvement", "measures signal improvement"),
    ("neither", "measure changed", "measures changed"),
    ("improved", "rating improved", "ratings improved"),
    ("worsened", "rating worsened", "ratings worsened"),
    (EXPLAINED, "explanation given", "explanations given"),
    (MOVED, "due date moved", "due dates moved"),
    (IMPACT, "piece of evidence of impact", "pieces of evidence of impact"),
    (PUBLISHED, "report published", "reports published"),
)


@dataclass(frozen=True)
class Change:
    """One thing that happened: what kind, when, of what, and in which words."""

    kind: str
    on: dt.date
    badge: SafeString
    link: str
    href: str
    place: str
    says: str
    quote: str = ""
    by: str = ""
    ref: str = ""
    noun: str = "actions"


@dataclass(frozen=True)
class Told:
    """One entry of the list: a change, or several alike told together."""

    change: Change
    alike: tuple[Change, ...]

    @property
    def is_one(self) -> bool:
        """Whether it tells of one change in full."""
        return len(self.alike) == 1

    @property
    def named(self) -> tuple[Change, ...]:
        """Those of several that are named."""
        return self.alike[:MOST_NAMED]

    @property
    def unnamed(self) -> int:
        """How many are not."""
        return len(self.alike) - len(self.named)


@dataclass(frozen=True)
class Changes:
    """The latest changes, and what all of them add up to in one sentence."""

    shown: list[Told]
    total: int
    sentence: str

    @property
    def left_out(self) -> str:
        """How many are not shown, in words."""
        left = self.total - sum(len(told.alike) for told in self.shown)
        return plural(left, "earlier change") if left else ""


def changes(found: Sequence[Change]) -> Changes:
    """The latest of the changes, newest first, and their number by kind."""
    counts = Counter(change.kind for change in found)
    said = [plural(counts[kind], one, many) for kind, one, many in COUNTED if counts[kind]]
    ordered = sorted(found, key=lambda change: (-change.on.toordinal(), sort_key(change.ref)))
    return Changes(_told(ordered)[:SHOWN], len(ordered), f"{', '.join(said)}." if said else "")


def _told(ordered: Sequence[Change]) -> list[Told]:
    """The changes in order, those that one person made to one plan on one day in one entry where they are many."""
    alike: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
    for change in ordered:
        alike[change.on, change.kind, change.place, change.by].append(change)
    told: list[Told] = []
    for each in alike.values():
        together = len(each) > ALONE and each[0].kind != PUBLISHED
        told += [Told(each[0], tuple(each))] if together else [Told(one, (one,)) for one in each]
    return told


def action_changes(viewer: Viewer, scope: Scope, on: dt.date) -> list[Change]:
    """What happened to the actions of a home in the last 30 days. One query.

    What is recorded while an example's calendar stands still happened, for its readers, today.
    """
    since = on - LATELY
    start = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    visible = (
        scope.within("action"),
        Q(action__withdrawn_on=None) | Q(action__withdrawn_on__gt=on),
        Q(action__plan__in=Plan.objects.visible_to(viewer)),
    )
    rows = _ratings(since, on, visible).union(
        _row(
            Explanation.objects.filter(*visible, given_on__range=(since, on)),
            EXPLAINED,
            F("given_on"),
            quote=F("text"),
        ),
        _row(
            DueDateChange.objects.filter(*visible, recorded_at__gte=start),
            MOVED,
            TruncDate("recorded_at"),
            before=_text("old_due_on"),
            after=_text("new_due_on"),
            was_precision=F("old_precision"),
            now_precision=F("new_precision"),
            quote=F("reason"),
        ),
        _row(
            Evidence.objects.filter(*visible, recorded_at__gte=start, kind=Evidence.Kind.IMPACT),
            IMPACT,
            TruncDate("recorded_at"),
            quote=F("title"),
        ),
        all=True,
    )
    return [_change(viewer.partnership.slug, on, Row(*row)) for row in rows]


@dataclass(frozen=True)
class Row:
    """One row of the union of what happened."""

    kind: str
    on: dt.date
    before: str
    after: str
    was_precision: str
    now_precision: str
    quote: str
    by: str
    ref: str
    title: str
    plan_key: str
    plan_title: str
    scale: str


def _text(field: str) -> Coalesce:
    return Coalesce(Cast(field, CharField()), Value(""))


def _row(rows: QuerySet[Any], kind: str, day: Any, **columns: Any) -> Any:
    """One part of the union. Every column is named, so that all parts have the same ones in the same order."""
    nothing = Value("", CharField())
    return (
        rows.order_by()
        .annotate(
            what=Value(kind, CharField()),
            day=day,
            was=columns.get("before", nothing),
            now=columns.get("after", nothing),
            was_precision=columns.get("was_precision", nothing),
            now_precision=columns.get("now_precision", nothing),
            quote=columns.get("quote", nothing),
        )
        .values_list(
            "what", "day", "was", "now", "was_precision", "now_precision", "quote", "by_label",
            "action__ref", "action__title", "action__plan__key", "action__plan__title", "action__plan__scale_key",
        )
    )  # fmt: skip


def _ratings(since: dt.date, on: dt.date, visible: tuple[Q, ...]) -> Any:
    """The ratings that differ from the one before them."""
    earlier = RatingUpdate.objects.filter(
        Q(rated_on__lt=OuterRef("rated_on")) | Q(rated_on=OuterRef("rated_on"), pk__lt=OuterRef("pk")),
        action=OuterRef("action"),
    ).order_by("-rated_on", "-id")
    moved = (
        RatingUpdate.objects.filter(*visible, rated_on__range=(since, on))
        .annotate(previous=Subquery(earlier.values("value")[:1]))
        .filter(previous__isnull=False)
        .exclude(previous=F("value"))
    )
    return _row(moved, RATED, F("rated_on"), before=_text("previous"), after=_text("value"), quote=F("text"))


def _change(slug: str, on: dt.date, row: Row) -> Change:
    mark, says, kind = _said(row)
    return Change(
        kind=kind,
        on=min(row.on, on),
        badge=mark,
        link=action_title(row.ref, row.title),
        href=reverse("plans:action", args=[slug, row.plan_key, row.ref]),
        place=row.plan_title,
        says=says,
        quote=shortened(row.quote),
        ref=row.ref,
        by=row.by,
    )


def _said(row: Row) -> tuple[SafeString, str, str]:
    """The badge, the words, and the kind under which it is counted."""
    if row.kind == RATED:
        scale = SCALES[row.scale]
        before, after = int(row.before), int(row.after)
        direction = direction_of_travel(before, after)
        words = [level_label(row.scale, scale.level(value)) for value in (before, after)]
        return travel_badge(direction), f"from {words[0]} to {words[1]}", direction.value
    if row.kind == MOVED:
        was, now = _due(row.before, row.was_precision), _due(row.after, row.now_precision)
        return MOVED_BADGE, f"from {was} to {now}", MOVED
    return (EXPLAINED_BADGE, "", EXPLAINED) if row.kind == EXPLAINED else (IMPACT_BADGE, "", IMPACT)


def _due(day: str, precision: str) -> str:
    if not day:
        return "no due date"
    words = due_words(dt.date.fromisoformat(day), precision)
    return f"the {words[:1].lower()}{words[1:]}" if precision == "quarter" else words

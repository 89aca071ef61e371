"""Finding things: one query for each kind of thing that the viewer may see, seven at most."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.words import uk_date
from goldenthread.evidence.measures.models import Indicator
from goldenthread.home.highlight import has_any, highlight
from goldenthread.partnership.models import Agency, Group, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Action, Officer, Plan
from goldenthread.plans.tables import NO_WORDING
from goldenthread.plans.words import due_words, rating_badge
from goldenthread.publishing.models import Edition, Report

MOST = 20
MOST_WORDS = 8
LONGEST_SEARCH = 100
REFERENCE = re.compile(r"(?:action\s+)?(\S*\d\S*)", re.IGNORECASE)
LOOKED_AT = (
    ("actions", Permission.VIEW_PLANS),
    ("plans", Permission.VIEW_PLANS),
    ("indicators", Permission.VIEW_MEASURES),
    ("groups", Permission.VIEW_PARTNERSHIP),
    ("agencies", Permission.VIEW_PARTNERSHIP),
    ("people", Permission.VIEW_PEOPLE),
    ("published reports", Permission.VIEW_REPORTS),
)


@dataclass(frozen=True)
class Words:
    """What is looked for: as it was typed, word by word, and as a reference where it can be one."""

    typed: str
    each: tuple[str, ...]
    reference: str


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, what it is, and the text in which the words stand."""

    title: SafeString
    href: str
    about: str
    text: str | SafeString = ""
    badge: str | SafeString = ""


@dataclass(frozen=True)
class Hits:
    """Everything found of one kind: how many there are, the first twenty, and where the rest is."""

    key: str
    heading: str
    total: int
    hits: list[Hit]
    more: str

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Found:
    """What was found, kind by kind, kinds without a hit left out."""

    kinds: list[Hits]

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(kind.total for kind in self.kinds)


def read_words(typed: str) -> Words | None:
    """What a person looks for; ``None`` where nothing was typed."""
    typed = " ".join(typed.replace("\x00", " ").split())[:LONGEST_SEARCH]
    if not typed:
        return None
    reference = REFERENCE.fullmatch(typed)
    return Words(typed, tuple(typed.split()[:MOST_WORDS]), reference.group(1) if reference else "")


def searched(viewer: Viewer) -> str:
    """What a search of this viewer's looks at, in words."""
    names = [name for name, permission in LOOKED_AT if viewer.may(permission)]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def find(viewer: Viewer, words: Words, today: dt.date) -> Found:
    """Everything that holds all of the words, within what the viewer may see of their partnership."""
    kinds: list[Hits] = []
    if viewer.may(Permission.VIEW_PLANS):
        kinds += [_actions(viewer, words, today), _plans(viewer, words)]
    if viewer.may(Permission.VIEW_MEASURES):
        kinds.append(_indicators(viewer, words))
    if viewer.may(Permission.VIEW_PARTNERSHIP):
        kinds += [_groups(viewer, words), _agencies(viewer, words)]
    if viewer.may(Permission.VIEW_PEOPLE):
        kinds.append(_people(viewer, words))
    if viewer.may(Permission.VIEW_REPORTS):
        kinds.append(_reports(viewer, words))
    return Found([kind for kind in kinds if kind.total])


def _holds(words: Words, fields: Iterable[str], **also: Callable[[str], Any]) -> Q:
    """Every word is in one of the fields, or satisfies one of the other conditions."""
    condition = Q()
    names = list(fields)
    for word in words.each:
        within = Q()
        for name in names:
            within |= Q(**{f"{name}__icontains": word})
        for other in also.values():
            within |= Q(other(word))
        condition &= within
    return condition


def _ranked(rows: QuerySet[Any], words: Words, exact: Q, name: str, *order: Any) -> list[Any]:
    """The first twenty: exact hits, then those whose name holds the words, then the others. Adds ``total``."""
    in_name = Q()
    for word in words.each:
        in_name &= Q(**{f"{name}__icontains": word})
    rank = Case(
        When(exact, then=Value(0)),
        When(in_name, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = rows.annotate(rank=rank, total=Window(Count("*")))
    return list(rows.order_by("rank", *order)[:MOST])


def _hits(key: str, heading: str, rows: list[Any], more: str, hit: Callable[[Any], Hit]) -> Hits:
    return Hits(key, heading, rows[0].total if rows else 0, [hit(row) for row in rows], more)


def _page(viewer: Viewer, name: str, **query: str) -> str:
    address = reverse(name, args=[viewer.partnership.slug])
    return f"{address}?{urlencode(query)}" if query else address


def _in_text(row: Any, words: Words, *fields: str) -> SafeString:
    """The first of the texts in which a word stands, marked; nothing where it stands in none."""
    texts = (getattr(row, field) or "" for field in fields)
    return next((highlight(text, words.each) for text in texts if has_any(text, words.each)), SafeString(""))


def _actions(viewer: Viewer, words: Words, today: dt.date) -> Hits:
    parts = Officer.objects.filter(action=OuterRef("pk"), part=Officer.Part.LEAD)
    fields = ("ref", "title", "success_measures", "recommendation", "next_steps", "lead_as_printed")

    def led_by(word: str) -> Exists:
        post = Q(person__post__icontains=word) | Q(person__name__icontains=word)
        return Exists(parts.filter(post | Q(person__initials__iexact=word)))

    condition = _holds(words, fields, lead=led_by)
    exact = Q(ref__iexact=words.reference or words.typed)
    rows = (
        Action.objects.visible_to(viewer)
        .in_force(today)
        .filter(condition | exact)
        .rated(today)
        .annotate(
            lead=Subquery(parts.order_by("id").values("person__post")[:1]),
            plan_key=F("plan__key"),
            plan_title=F("plan__title"),
            scale=F("plan__scale_key"),
            closed_on=F("plan__closed_on"),
        )
    )
    order = (F("closed_on").desc(nulls_first=True), "plan_title", "plan_id", "order")
    found = _ranked(rows, words, exact, "title", *order)

    def hit(row: Any) -> Hit:
        lead = row.lead or row.lead_as_printed
        about = [row.plan_title, f"due {due_words(row.due_on, row.due_precision)}" if row.due_on else ""]
        marked = words.reference if row.ref.casefold() == words.reference.casefold() else ""
        return Hit(
            title=SafeString(
                f"{highlight(row.ref, (marked, *words.each))} {highlight(row.title or NO_WORDING, words.each)}"
            ),
            href=_action_page(viewer, row),
            about=" · ".join(filter(None, about)),
            text=_lead(lead, words)
            or _in_text(row, words, "success_measures", "recommendation", "next_steps"),
            badge=rating_badge(row.scale, row.rating),
        )

    return _hits("actions", "Actions", found, _page(viewer, "plans:register", q=words.typed), hit)


def _lead(lead: str, words: Words) -> SafeString:
    return (
        SafeString(f"Led by {highlight(lead, words.each)}") if has_any(lead, words.each) else SafeString("")
    )


def _action_page(viewer: Viewer, row: Any) -> str:
    return reverse("plans:action", args=[viewer.partnership.slug, row.plan_key, row.ref])


def _plans(viewer: Viewer, words: Words) -> Hits:
    rows = Plan.objects.visible_to(viewer).filter(_holds(words, ("title", "purpose")))
    found = _ranked(rows, words, Q(title__iexact=words.typed), "title", "-starts_on", "title", "id")

    def hit(row: Any) -> Hit:
        closed = f"closed on {uk_date(row.closed_on)}" if row.closed_on else f"from {uk_date(row.starts_on)}"
        return Hit(
            highlight(row.title, words.each),
            reverse("plans:plan", args=[viewer.partnership.slug, row.key]),
            f"{row.get_kind_display()}, {closed}",
            _in_text(row, words, "purpose"),
        )

    return _hits("plans", "Plans", found, _page(viewer, "plans:plans"), hit)


def _indicators(viewer: Viewer, words: Words) -> Hits:
    rows = Indicator.objects.filter(_holds(words, ("title", "priority")), partnership=viewer.partnership)
    found = _ranked(rows, words, Q(title__iexact=words.typed), "title", "-on_scorecard", "title", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.title, words.each),
            reverse("measures:indicator", args=[viewer.partnership.slug, row.key]),
            f"{row.priority}, {row.get_frequency_display().lower()}",
        )

    return _hits("indicators", "Indicators", found, _page(viewer, "measures:catalogue"), hit)


def _groups(viewer: Viewer, words: Words) -> Hits:
    rows = Group.objects.filter(
        _holds(words, ("name", "short_name", "purpose")), partnership=viewer.partnership
    )
    exact = Q(name__iexact=words.typed) | Q(short_name__iexact=words.typed)
    found = _ranked(rows, words, exact, "name", "name", "id")

    def hit(row: Any) -> Hit:
        kind = row.get_kind_display()
        return Hit(
            highlight(row.name, words.each),
            reverse("partnership:group", args=[viewer.partnership.slug, row.key]),
            f"{kind}, {row.short_name}" if row.short_name else kind,
            _in_text(row, words, "purpose"),
        )

    return _hits("groups", "Groups", found, _page(viewer, "partnership:groups", q=words.typed), hit)


def _agencies(viewer: Viewer, words: Words) -> Hits:
    fields = ("name", "short_name", "lead_representative")
    rows = Agency.objects.filter(_holds(words, fields), partnership=viewer.partnership)
    exact = Q(name__iexact=words.typed) | Q(short_name__iexact=words.typed)
    found = _ranked(rows, words, exact, "name", "name", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.name, words.each),
            reverse("partnership:agency", args=[viewer.partnership.slug, row.key]),
            row.get_kind_display(),
            _in_text(row, words, "lead_representative"),
        )

    return _hits("agencies", "Agencies", found, _page(viewer, "partnership:agencies", q=words.typed), hit)


def _people(viewer: Viewer, words: Words) -> Hits:
    rows = Person.objects.filter(partnership=viewer.partnership).filter(
        _holds(words, ("post", "name"), initials=lambda word: Q(initials__iexact=word))
    )
    exact = Q(post__iexact=words.typed) | Q(name__iexact=words.typed) | Q(initials__iexact=words.typed)
    found = _ranked(
        rows.select_related("agency"), words, exact, "post", F("left_on").asc(nulls_first=True), "post", "id"
    )

    def hit(row: Any) -> Hit:
        left = f"left on {uk_date(row.left_on)}" if row.left_on else ""
        return Hit(
            highlight(row.display_name, words.each),
            reverse("partnership:person", args=[viewer.partnership.slug, row.pk]),
            ", ".join(filter(None, (str(row.agency) if row.agency else "", row.initials, left))),
        )

    return _hits("people", "People", found, _page(viewer, "partnership:people", q=words.typed), hit)


def _reports(viewer: Viewer, words: Words) -> Hits:
    """What was published, under the title that it was published with; a correction being written stays unseen."""
    latest = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    rows = (
        Report.objects.visible_to(viewer)
        .ever_published()
        .exclude(status=Report.Status.WITHDRAWN)
        .with_latest_edition()
        .annotate(edition_title=Subquery(latest.values("title")[:1]))
        .filter(_holds(words, ("edition_title", "committee")))
    )
    found = _ranked(rows, words, Q(edition_title__iexact=words.typed), "edition_title", "-period_to", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.edition_title, words.each),
            reverse("publishing:report", args=[viewer.partnership.slug, row.key]),
            f"{row.period}; published on {uk_date(row.edition_on)}",
            _in_text(row, words, "committee"),
        )

    return _hits("reports", "Published reports", found, _page(viewer, "publishing:reports"), hit)

"""Finding things: one query for each kind of thing that the viewer may see, twelve at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.words import uk_date
from goldenthread.evidence.measures.models import Indicator
from goldenthread.home.finding import Found, Hit, Hits, Words, hits, holds, in_text, page, ranked
from goldenthread.home.highlight import has_any, highlight
from goldenthread.home.search_evidence import case_audits, cycles, engagements
from goldenthread.home.search_people import agencies, groups, people
from goldenthread.home.search_thread import recommendations
from goldenthread.oversight.meetings.models import AgendaItem, Decision
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Action, Officer, Plan
from goldenthread.plans.tables import NO_WORDING
from goldenthread.plans.words import due_words, rating_badge
from goldenthread.publishing.models import Edition, Report

LOOKED_AT = (
    ("actions", Permission.VIEW_PLANS),
    ("plans", Permission.VIEW_PLANS),
    ("recommendations", Permission.VIEW_THREAD),
    ("indicators", Permission.VIEW_MEASURES),
    ("self-assessments", Permission.VIEW_ASSURANCE),
    ("case audits", Permission.VIEW_CASE_AUDITS),
    ("events", Permission.VIEW_VOICE),
    ("agendas", Permission.VIEW_MEETINGS),
    ("groups", Permission.VIEW_PARTNERSHIP),
    ("agencies", Permission.VIEW_PARTNERSHIP),
    ("people", Permission.VIEW_PEOPLE),
    ("published reports", Permission.VIEW_REPORTS),
)


def searched(viewer: Viewer) -> str:
    """What a search of this viewer's looks at, in words."""
    names = [name for name, permission in LOOKED_AT if viewer.may(permission)]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def find(viewer: Viewer, words: Words, today: dt.date) -> Found:
    """Everything that holds all of the words, within what the viewer may see of their partnership."""
    looks: dict[str, Callable[[Viewer, Words], Hits]] = {
        "actions": partial(_actions, today=today),
        "plans": _plans,
        "recommendations": recommendations,
        "indicators": _indicators,
        "self-assessments": cycles,
        "case audits": case_audits,
        "events": engagements,
        "agendas": _meetings,
        "groups": groups,
        "agencies": agencies,
        "people": people,
        "published reports": _reports,
    }
    kinds = [looks[name](viewer, words) for name, permission in LOOKED_AT if viewer.may(permission)]
    return Found([kind for kind in kinds if kind.total])


def _actions(viewer: Viewer, words: Words, today: dt.date) -> Hits:
    parts = Officer.objects.filter(action=OuterRef("pk"), part=Officer.Part.LEAD)
    fields = ("ref", "title", "success_measures", "recommendation", "next_steps", "lead_as_printed")

    def led_by(word: str) -> Exists:
        post = Q(person__post__icontains=word) | Q(person__name__icontains=word)
        return Exists(parts.filter(post | Q(person__initials__iexact=word)))

    condition = holds(words, fields, lead=led_by)
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
    found = ranked(rows, words, exact, "title", *order)

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
            or in_text(row, words, "success_measures", "recommendation", "next_steps"),
            badge=rating_badge(row.scale, row.rating),
        )

    return hits("actions", "Actions", found, page(viewer, "plans:register", q=words.typed), hit)


def _lead(lead: str, words: Words) -> SafeString:
    return (
        SafeString(f"Led by {highlight(lead, words.each)}") if has_any(lead, words.each) else SafeString("")
    )


def _action_page(viewer: Viewer, row: Any) -> str:
    return reverse("plans:action", args=[viewer.partnership.slug, row.plan_key, row.ref])


def _plans(viewer: Viewer, words: Words) -> Hits:
    rows = Plan.objects.visible_to(viewer).filter(holds(words, ("title", "purpose")))
    found = ranked(rows, words, Q(title__iexact=words.typed), "title", "-starts_on", "title", "id")

    def hit(row: Any) -> Hit:
        closed = f"closed on {uk_date(row.closed_on)}" if row.closed_on else f"from {uk_date(row.starts_on)}"
        return Hit(
            highlight(row.title, words.each),
            reverse("plans:plan", args=[viewer.partnership.slug, row.key]),
            f"{row.get_kind_display()}, {closed}",
            in_text(row, words, "purpose"),
        )

    return hits("plans", "Plans", found, page(viewer, "plans:plans"), hit)


def _indicators(viewer: Viewer, words: Words) -> Hits:
    rows = Indicator.objects.filter(holds(words, ("title", "priority")), partnership=viewer.partnership)
    found = ranked(rows, words, Q(title__iexact=words.typed), "title", "-on_scorecard", "title", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.title, words.each),
            reverse("measures:indicator", args=[viewer.partnership.slug, row.key]),
            f"{row.priority}, {row.get_frequency_display().lower()}",
        )

    return hits("indicators", "Indicators", found, page(viewer, "measures:catalogue"), hit)


def _meetings(viewer: Viewer, words: Words) -> Hits:
    """Items of agendas, by their title and by what was decided under them."""
    decided = Decision.objects.filter(item=OuterRef("pk"))

    def by_decision(word: str) -> Exists:
        return Exists(decided.filter(text__icontains=word))

    rows = (
        AgendaItem.objects.visible_to(viewer)
        .filter(holds(words, ("title",), decided=by_decision), meeting__cancelled_on=None)
        .annotate(decided=Subquery(decided.order_by("-id").values("text")[:1]))
        .select_related("meeting__group", "meeting__partnership")
    )
    exact = Q(title__iexact=words.typed)
    found = ranked(rows, words, exact, "title", F("meeting__starts_at").desc(), "order", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.title, words.each),
            f"{row.meeting.get_absolute_url()}#item-{row.pk}",
            str(row.meeting),
            in_text(row, words, "decided"),
        )

    return hits("meetings", "Meetings and decisions", found, page(viewer, "meetings:meetings"), hit)


def _reports(viewer: Viewer, words: Words) -> Hits:
    """What was published, under the title that it was published with; a correction being written stays unseen."""
    latest = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    rows = (
        Report.objects.visible_to(viewer)
        .ever_published()
        .exclude(status=Report.Status.WITHDRAWN)
        .with_latest_edition()
        .annotate(edition_title=Subquery(latest.values("title")[:1]))
        .filter(holds(words, ("edition_title", "committee")))
    )
    found = ranked(rows, words, Q(edition_title__iexact=words.typed), "edition_title", "-period_to", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.edition_title, words.each),
            reverse("publishing:report", args=[viewer.partnership.slug, row.key]),
            f"{row.period}; published on {uk_date(row.edition_on)}",
            in_text(row, words, "committee"),
        )

    return hits("reports", "Published reports", found, page(viewer, "publishing:reports"), hit)

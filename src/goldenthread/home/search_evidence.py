"""Finding evidence: cycles of self-assessment, case audits, and events and conversations in which people were heard."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from goldenthread.design.words import uk_date
from goldenthread.evidence.assurance.models import Cycle
from goldenthread.evidence.audits.models import Audit
from goldenthread.evidence.voice.models import Engagement
from goldenthread.home.finding import Hit, Hits, Words, hits, holds, in_text, page, ranked
from goldenthread.home.highlight import highlight
from goldenthread.partnership.viewer import Viewer


def cycles(viewer: Viewer, words: Words) -> Hits:
    """Cycles, by their name."""
    rows = Cycle.objects.visible_to(viewer).filter(holds(words, ("title",))).select_related("partnership")
    found = ranked(rows, words, Q(title__iexact=words.typed), "title", "-opens_on", "id")

    def hit(row: Any) -> Hit:
        window = f"{uk_date(row.opens_on)} to {uk_date(row.closes_on)}"
        return Hit(highlight(row.title, words.each), row.get_absolute_url(), window)

    return hits("assessments", "Self-assessments", found, page(viewer, "assurance:cycles"), hit)


def case_audits(viewer: Viewer, words: Words) -> Hits:
    """Case audits, by their name and what they ask; nothing of their cases."""
    rows = Audit.objects.visible_to(viewer).filter(holds(words, ("title", "question")))
    found = ranked(
        rows.select_related("partnership", "theme"),
        words,
        Q(title__iexact=words.typed),
        "title",
        "-starts_on",
        "id",
    )

    def hit(row: Any) -> Hit:
        about = f"{row.get_status_display()}, {row.theme}"
        return Hit(
            highlight(row.title, words.each), row.get_absolute_url(), about, in_text(row, words, "question")
        )

    return hits("case-audits", "Case audits", found, page(viewer, "audits:programme"), hit)


def engagements(viewer: Viewer, words: Words) -> Hits:
    """Events and conversations, by their name and what came of them; restricted ones for those who see them."""
    rows = Engagement.objects.visible_to(viewer).filter(holds(words, ("title", "summary")))
    rows = rows.select_related("partnership")
    found = ranked(rows, words, Q(title__iexact=words.typed), "title", "-on", "id")

    def hit(row: Any) -> Hit:
        about = f"{row.get_kind_display()}, {uk_date(row.on)}"
        return Hit(
            highlight(row.title, words.each), row.get_absolute_url(), about, in_text(row, words, "summary")
        )

    return hits("engagements", "Events and conversations", found, page(viewer, "voice:engagements"), hit)

"""Finding recommendations, by what they say, what was found, and the source that found it: one query."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.safestring import SafeString

from goldenthread.home.finding import Hit, Hits, Words, hits, holds, in_text, page, ranked
from goldenthread.home.highlight import has_any, highlight
from goldenthread.partnership.viewer import Viewer
from goldenthread.thread.models import Recommendation

FIELDS = ("ref", "text", "finding__text", "source__title")


def recommendations(viewer: Viewer, words: Words) -> Hits:
    """Recommendations, those of restricted sources for whoever may see restricted matter."""
    rows = (
        Recommendation.objects.visible_to(viewer)
        .filter(holds(words, FIELDS))
        .annotate(found=F("finding__text"))
        .select_related("source__partnership")
    )
    exact = Q(ref__iexact=words.reference or words.typed)
    found = ranked(rows, words, exact, "text", F("source__dated").desc(), "order", "id")

    def hit(row: Any) -> Hit:
        source = str(row.source)
        return Hit(
            SafeString(f"{highlight(row.ref, words.each)} {highlight(row.text, words.each)}"),
            row.get_absolute_url(),
            source,
            in_text(row, words, "found")
            or (highlight(source, words.each) if has_any(source, words.each) else ""),
        )

    return hits(
        "recommendations", "Recommendations", found, page(viewer, "thread:matrix", q=words.typed), hit
    )

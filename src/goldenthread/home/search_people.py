"""Finding groups, agencies and people: one query each."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from goldenthread.design.words import uk_date
from goldenthread.home.finding import Hit, Hits, Words, hits, holds, in_text, page, ranked
from goldenthread.home.highlight import highlight
from goldenthread.partnership.models import Agency, Group, Person
from goldenthread.partnership.viewer import Viewer


def groups(viewer: Viewer, words: Words) -> Hits:
    """Groups, by their names and their purpose."""
    rows = Group.objects.filter(
        holds(words, ("name", "short_name", "purpose")), partnership=viewer.partnership
    )
    exact = Q(name__iexact=words.typed) | Q(short_name__iexact=words.typed)
    found = ranked(rows, words, exact, "name", "name", "id")

    def hit(row: Any) -> Hit:
        kind = row.get_kind_display()
        return Hit(
            highlight(row.name, words.each),
            reverse("partnership:group", args=[viewer.partnership.slug, row.key]),
            f"{kind}, {row.short_name}" if row.short_name else kind,
            in_text(row, words, "purpose"),
        )

    return hits("groups", "Groups", found, page(viewer, "partnership:groups", q=words.typed), hit)


def agencies(viewer: Viewer, words: Words) -> Hits:
    """Agencies, by their names and their lead representative."""
    fields = ("name", "short_name", "lead_representative")
    rows = Agency.objects.filter(holds(words, fields), partnership=viewer.partnership)
    exact = Q(name__iexact=words.typed) | Q(short_name__iexact=words.typed)
    found = ranked(rows, words, exact, "name", "name", "id")

    def hit(row: Any) -> Hit:
        return Hit(
            highlight(row.name, words.each),
            reverse("partnership:agency", args=[viewer.partnership.slug, row.key]),
            row.get_kind_display(),
            in_text(row, words, "lead_representative"),
        )

    return hits("agencies", "Agencies", found, page(viewer, "partnership:agencies", q=words.typed), hit)


def people(viewer: Viewer, words: Words) -> Hits:
    """People, by their post, their name and their initials."""
    rows = Person.objects.filter(partnership=viewer.partnership).filter(
        holds(words, ("post", "name"), initials=lambda word: Q(initials__iexact=word))
    )
    exact = Q(post__iexact=words.typed) | Q(name__iexact=words.typed) | Q(initials__iexact=words.typed)
    found = ranked(
        rows.select_related("agency"), words, exact, "post", F("left_on").asc(nulls_first=True), "post", "id"
    )

    def hit(row: Any) -> Hit:
        left = f"left on {uk_date(row.left_on)}" if row.left_on else ""
        return Hit(
            highlight(row.display_name, words.each),
            reverse("partnership:person", args=[viewer.partnership.slug, row.pk]),
            ", ".join(filter(None, (str(row.agency) if row.agency else "", row.initials, left))),
        )

    return hits("people", "People", found, page(viewer, "partnership:people", q=words.typed), hit)

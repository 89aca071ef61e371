"""The partnership's own themes of what people say."""

from __future__ import annotations

from django.db import transaction

from goldenthread.evidence.voice.models import Theme
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def _free_title(partnership: Partnership, title: str, besides: int | None = None) -> str:
    """The title without spaces around it; raises :class:`RuleError` where it is empty or another theme has it."""
    title = " ".join(title.split())
    if not title:
        raise RuleError({"title": "Say what the theme is called."}, code="empty")
    if Theme.objects.filter(partnership=partnership, title__iexact=title).exclude(pk=besides).exists():
        raise RuleError(
            {"title": f"There is already a theme called “{title}”. Use that one, or another name."},
            code="duplicate",
        )
    return title


@transaction.atomic
def add_theme(*, by: Actor, title: str) -> Theme:
    """Adds a theme. Raises :class:`RuleError` where one has this name already, whatever its capitals."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_VOICE, partnership)
    theme = Theme.objects.create(partnership=partnership, title=_free_title(partnership, title))
    record("theme.added", f"Added the theme “{theme}” to what people say", by=by, about=theme)
    return theme


@transaction.atomic
def rename_theme(*, by: Actor, theme: Theme, title: str) -> Theme:
    """Gives a theme another name; what was said under it stays there. Raises :class:`RuleError` as for a new one."""
    by.require(Permission.MANAGE_VOICE, theme)
    partnership = lock_partnership(by)
    before = Theme.objects.get(pk=theme.pk)
    row: Theme = Theme.objects.select_related("partnership").get(pk=theme.pk)
    row.title = _free_title(partnership, title, besides=row.pk)
    row.save(update_fields=["title"])
    record(
        "theme.renamed", f"Renamed a theme to “{row}”", by=by, about=row,
        changes=differences(before, row, ["title"]),
    )  # fmt: skip
    return row

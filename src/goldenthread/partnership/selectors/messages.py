"""Every message that was sent, or that still waits to be."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from goldenthread.partnership.models import OutgoingMessage, Partnership


@dataclass(frozen=True)
class MessageFilter:
    """What a list of messages is narrowed to."""

    status: str = ""
    kind: str = ""
    q: str = ""


def messages(partnership: Partnership, chosen: MessageFilter) -> models.QuerySet[OutgoingMessage]:
    """The partnership's messages as ``chosen``, newest first. One query when read."""
    rows = OutgoingMessage.objects.filter(partnership=partnership).select_related("partnership", "person")
    if chosen.status:
        rows = rows.filter(status=chosen.status)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.q:
        words = Q(subject__icontains=chosen.q) | Q(person__post__icontains=chosen.q)
        rows = rows.filter(words | Q(person__name__icontains=chosen.q) | Q(to__icontains=chosen.q))
    return rows


def kinds(partnership: Partnership) -> list[str]:
    """The kinds of message that were ever sent. One query."""
    rows = OutgoingMessage.objects.filter(partnership=partnership)
    return list(rows.order_by("kind").values_list("kind", flat=True).distinct())


def kind_label(kind: str) -> str:
    """A kind as people read it: "plan_reminder" is "Plan reminder"."""
    return kind.replace("_", " ").replace(".", ": ").capitalize()

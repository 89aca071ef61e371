"""The record of who did what, searched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date

from goldenthread.design.words import uk_date
from goldenthread.partnership.models import AuditEvent, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

OWN_ROOM = "partnership."
LENGTH_OF_DAY = len("2019-05-07")


@dataclass(frozen=True)
class AuditFilter:
    """What the record is searched for. ``about`` is the name of a kind of record, with or without ":" and a number."""

    who: str = ""
    verb: str = ""
    about: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    q: str = ""


def entries(partnership: Partnership, chosen: AuditFilter) -> models.QuerySet[AuditEvent]:
    """The partnership's own entries as ``chosen``, newest first; those of no partnership are nobody's."""
    rows: models.QuerySet[AuditEvent] = AuditEvent.objects.for_partnership(partnership)
    if chosen.who:
        rows = rows.filter(actor__icontains=chosen.who)
    if chosen.verb:
        rows = rows.filter(verb=chosen.verb)
    if chosen.about:
        kind, _, number = chosen.about.partition(":")
        rows = rows.filter(object_type=kind)
        if number:
            rows = rows.filter(object_id=number)
    if chosen.since:
        rows = rows.filter(at__gte=_midnight(chosen.since))
    if chosen.until:
        rows = rows.filter(at__lt=_midnight(chosen.until + dt.timedelta(days=1)))
    if chosen.q:
        rows = rows.filter(Q(summary__icontains=chosen.q) | Q(actor__icontains=chosen.q))
    return rows


def verbs(partnership: Partnership) -> list[str]:
    """What has ever been done here. One query."""
    rows = AuditEvent.objects.for_partnership(partnership)
    return list(rows.order_by("verb").values_list("verb", flat=True).distinct())


def verb_label(verb: str) -> str:
    """A verb as people read it: "account.sign_in_refused" is "Account: sign in refused"."""
    thing, _, done = verb.partition(".")
    return f"{thing.replace('_', ' ').capitalize()}: {done.replace('_', ' ')}" if done else verb


def shows_changes(viewer: Viewer, event: AuditEvent) -> bool:
    """Whether the values before and after may be shown: those of other rooms' records can be restricted."""
    return event.object_type.startswith(OWN_ROOM) or Permission.VIEW_RESTRICTED in viewer.permissions


def change_lines(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Each changed field with its value before and after, as text."""
    lines = []
    for name, values in event.changes.items():
        before, after = values if isinstance(values, list) and len(values) == 2 else (None, values)
        lines.append((name.replace("_", " ").capitalize(), _said(before), _said(after)))
    return lines


def _said(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = str(value)
    try:
        day = parse_date(text) if len(text) == LENGTH_OF_DAY else None
    except ValueError:  # 2019-02-30: a text that only looks like a day
        day = None
    return uk_date(day) if day else text


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))

"""Recording an event or conversation, and what single people said in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.evidence.voice.models import Engagement, Theme, Voice
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.identifying import check_no_identifiers
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

A_YEAR = dt.timedelta(days=366)
FIELDS = ["agency", "kind", "title", "on", "means", "took_part", "summary", "restricted"]
# The trail keeps what anybody may read: of a restricted conversation no title, and never what was said.
OPEN_FIELDS = ["agency", "kind", "on", "took_part", "restricted"]


def may_change(viewer: Actor, engagement: Engagement) -> bool:
    """Whether the viewer may change an engagement and what was said in it: as for recording for its agency."""
    return not viewer.is_elsewhere(engagement) and viewer.may(Permission.RECORD_VOICE, engagement.agency)


def _require(by: Actor, engagement: Engagement) -> None:
    if not may_change(by, engagement):
        raise PermissionDenied(f"needs: {Permission.RECORD_VOICE.description}")


def _check(by: Actor, row: Engagement) -> None:
    """Raises :class:`RuleError` for a day to come, no title, or a text by which somebody could be recognised; and for
    a restricted one by somebody who would not see it again.
    """
    row.title, row.means, row.summary = row.title.strip(), row.means.strip(), row.summary.strip()
    if not row.title:
        raise RuleError({"title": "Say what it was, such as “Youth council, autumn”."}, code="empty")
    if row.on > today():
        raise RuleError({"on": "This day is still to come. Record it when it has been."}, code="future")
    if row.restricted and not by.may(Permission.VIEW_RESTRICTED):
        raise RuleError(
            {"restricted": "You would not see it again. Ask the Business Team to record it as restricted."},
            code="unseen",
        )
    for field in ("title", "means", "summary"):
        check_no_identifiers(field, getattr(row, field), days_since=row.on - A_YEAR)


@transaction.atomic
def record_engagement(
    *,
    by: Actor,
    agency: Agency,
    kind: str,
    title: str,
    on: dt.date,
    means: str = "",
    took_part: int | None = None,
    summary: str = "",
    restricted: bool = False,
) -> Engagement:
    """Records an event or conversation of an agency.

    Raises :class:`RuleError` for a day to come, for a restricted one by somebody who may not see restricted material,
    and for a text that holds an email address, a telephone number, a date
    of birth or a long number. Days of the year before it may stand in its summary.
    """
    by.require(Permission.RECORD_VOICE, agency)
    row = Engagement(
        partnership=agency.partnership,
        agency=agency,
        kind=kind,
        title=title,
        on=on,
        means=means,
        took_part=took_part,
        summary=summary,
        restricted=restricted,
    )
    _check(by, row)
    row.save()
    record("engagement.recorded", f"Recorded {row.known_as}, {agency}", by=by, about=row)
    return row


@transaction.atomic
def change_engagement(*, by: Actor, engagement: Engagement, seen_version: int, **fields: Any) -> Engagement:
    """Changes what is recorded of an event or conversation: any of :data:`FIELDS`.

    Raises :class:`RuleError` as for a new one, and where it becomes restricted though it has been answered under its
    own name; :class:`~goldenthread.partnership.errors.StaleVersionError` where somebody else saved meanwhile.
    """
    _require(by, engagement)
    row = lock_version(engagement, seen_version)
    before = Engagement.objects.select_related("agency").get(pk=row.pk)
    for name in FIELDS:
        setattr(row, name, fields.get(name, getattr(row, name)))
    by.require(Permission.RECORD_VOICE, row.agency)
    _check(by, row)
    if row.restricted and not before.restricted and row.responses.exists():
        raise RuleError(
            {"restricted": "It has been answered under its own name, so it cannot become restricted."},
            code="answered",
        )
    row.version += 1
    row.save()
    changes = differences(before, row, OPEN_FIELDS)
    record("engagement.changed", f"Changed {row.known_as}, {row.agency}", by=by, about=row, changes=changes)
    return row


@transaction.atomic
def add_voice(*, by: Actor, engagement: Engagement, theme: Theme, speaker: str, words: str) -> Voice:
    """Adds what one person said, without anything that could tell who it was.

    Raises :class:`RuleError` for no words, and for words that hold an email address, a telephone number, a date of
    birth, a postcode or a long number such as an NHS number: the sentence says what, and in which line.
    """
    _require(by, engagement)
    if by.is_elsewhere(theme):
        raise PermissionDenied("the theme is another partnership's")
    words = words.strip()
    if not words:
        raise RuleError({"words": "Write what was said."}, code="empty")
    check_no_identifiers("words", words)
    voice = Voice.objects.create(engagement=engagement, theme=theme, speaker=speaker, words=words)
    record(
        "voice.added",
        f"Added what somebody said, theme “{theme}”: {engagement.known_as}",
        by=by,
        about=voice,
    )
    return voice


@transaction.atomic
def remove_voice(*, by: Actor, voice: Voice, reason: str) -> None:
    """Takes out what somebody said, for good; the trail keeps that it was done and why.

    Raises :class:`RuleError` without a reason, and for a reason that itself could tell who it was.
    """
    _require(by, voice.engagement)
    reason = reason.strip()
    if not reason:
        raise RuleError({"reason": "Say why it is taken out: the record keeps it."}, code="no_reason")
    check_no_identifiers("reason", reason)
    record(
        "voice.removed",
        f"Took out what somebody said: {voice.engagement.known_as}",
        by=by,
        about=voice,
        changes={"reason": [None, "restricted" if voice.engagement.restricted else reason]},
    )
    voice.delete()

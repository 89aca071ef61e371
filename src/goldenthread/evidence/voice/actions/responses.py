"""“You said, we did”: drafted, published, and taken down with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.evidence.voice.models import Engagement, Response, Theme
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.identifying import check_no_identifiers
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

A_YEAR = dt.timedelta(days=366)
TEXTS = ("heard", "did", "still")


def _check(row: Response) -> None:
    """Raises :class:`RuleError` for an empty text, a day to come, or a text that could tell who somebody is."""
    for name, said in (("heard", "Say what you heard."), ("did", "Say what was done about it.")):
        setattr(row, name, getattr(row, name).strip())
        if not getattr(row, name):
            raise RuleError({name: said}, code="empty")
    row.still = row.still.strip()
    if row.on > today():
        raise RuleError(
            {"on": "This day is still to come. Say what was done when it has been."}, code="future"
        )
    for name in TEXTS:
        check_no_identifiers(name, getattr(row, name), days_since=row.on - A_YEAR)


@transaction.atomic
def draft_response(
    *,
    by: Actor,
    heard: str,
    did: str,
    on: dt.date,
    still: str = "",
    theme: Theme | None = None,
    engagement: Engagement | None = None,
) -> Response:
    """Drafts an answer to a theme, or to one event or conversation.

    Raises :class:`RuleError` where neither or both are named, for an empty text or one that could tell who somebody is,
    for a day to come, and for a restricted conversation, which is answered under its theme.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_VOICE, partnership)
    if by.is_elsewhere(theme) or by.is_elsewhere(engagement):
        raise PermissionDenied("what is answered is another partnership's")
    if (theme is None) == (engagement is None):
        raise RuleError(
            {"theme": "Choose a theme, or one event or conversation: one of the two."}, code="one_of_two"
        )
    if engagement is not None and engagement.restricted:
        raise RuleError(
            {"engagement": "This conversation is restricted. Answer its theme instead."}, code="restricted"
        )
    row = Response(
        partnership=partnership,
        theme=theme,
        engagement=engagement,
        title=str(theme or engagement),
        heard=heard,
        did=did,
        still=still,
        on=on,
    )
    _check(row)
    row.save()
    record("response.drafted", f"Drafted what was done about “{row}”", by=by, about=row)
    return row


@transaction.atomic
def change_response(*, by: Actor, response: Response, seen_version: int, **fields: Any) -> Response:
    """Changes a draft: its texts and its day.

    Raises :class:`RuleError` for one that was published, which never changes, and as for a new one;
    :class:`~goldenthread.partnership.errors.StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_VOICE, response)
    row = lock_version(response, seen_version)
    if row.status != Response.Status.DRAFT:
        raise RuleError(
            "This was published, so its text stays as it is. Take it down and write another.",
            code="published",
        )
    for name in (*TEXTS, "on"):
        setattr(row, name, fields.get(name, getattr(row, name)))
    _check(row)
    row.version += 1
    row.save()
    record("response.changed", f"Changed a draft of what was done about “{row}”", by=by, about=row)
    return row


@transaction.atomic
def discard_response(*, by: Actor, response: Response) -> None:
    """Deletes a draft. Raises :class:`RuleError` for one that was published, which stays on record."""
    by.require(Permission.MANAGE_VOICE, response)
    row: Response = Response.objects.select_for_update().get(pk=response.pk)
    if row.status != Response.Status.DRAFT:
        raise RuleError("This was published, so it stays on record. Take it down instead.", code="published")
    record("response.discarded", f"Discarded a draft of what was done about “{row}”", by=by, about=row)
    row.delete()


def _lock(response: Response, to: Response.Status) -> Response:
    row: Response = Response.objects.select_for_update().get(pk=response.pk)
    if to not in Response.TRANSITIONS[Response.Status(row.status)]:
        now = row.get_status_display().lower()
        raise RuleError(f"This cannot be done: it is {now} by now. Open the page again.", code="life_cycle")
    return row


@transaction.atomic
def publish_response(*, by: Actor, response: Response) -> Response:
    """Publishes a draft: from now on anybody may read it, and its text never changes.

    Raises :class:`RuleError` for one that is no draft any more.
    """
    by.require(Permission.MANAGE_VOICE, response)
    row = _lock(response, Response.Status.PUBLISHED)
    row.title = str(row.theme or row.engagement)
    row.status, row.published_on = Response.Status.PUBLISHED, today()
    row.version += 1
    row.save(update_fields=["title", "status", "published_on", "version"])
    record("response.published", f"Published what was done about “{row}”", by=by, about=row)
    return row


@transaction.atomic
def take_down_response(*, by: Actor, response: Response, reason: str) -> Response:
    """Takes a published answer off the public page, with the reason; it stays to be seen inside.

    Raises :class:`RuleError` without a reason, and for one that is not published.
    """
    by.require(Permission.MANAGE_VOICE, response)
    row = _lock(response, Response.Status.TAKEN_DOWN)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is taken down: the record keeps it."}, code="no_reason")
    row.status, row.taken_down_on, row.taken_down_because = (
        Response.Status.TAKEN_DOWN,
        today(),
        reason.strip(),
    )
    row.version += 1
    row.save(update_fields=["status", "taken_down_on", "taken_down_because", "version"])
    record(
        "response.taken_down", f"Took down what was done about “{row}”", by=by, about=row,
        changes={"reason": [None, row.taken_down_because]},
    )  # fmt: skip
    return row

"""Entering events and website figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.authored_text import MOST_CHARACTERS, tidy
from goldenthread.publishing.models import Event, EventDate, WebsiteMonth
from goldenthread.publishing.models.activity import MOST_HITS, MOST_ITEMS, MOST_PEOPLE
from goldenthread.publishing.periods import days_in_words, month_in_words

EVENT_FIELDS = [
    "name",
    "kind",
    "purpose",
    "is_learning",
    "venue",
    "attendance",
    "attendance_detail",
    "capacity",
    "packs",
    "items",
    "outcome",
    "source",
]
MONTH_FIELDS = ["month", "hits", "top_page_1", "top_page_2", "top_page_3", "top_course", "source"]
_MOST = {"attendance": MOST_PEOPLE, "capacity": MOST_PEOPLE, "packs": MOST_ITEMS, "items": MOST_ITEMS}
_COUNTED_AFTERWARDS = ("attendance", "packs", "items")


@transaction.atomic
def add_event(*, by: Actor, partnership: Partnership, days: Iterable[dt.date], **fields: Any) -> Event:
    """Enters an event held on ``days``; ``fields`` are :data:`EVENT_FIELDS`.

    Raises :class:`RuleError` for no day, a count that cannot be, figures of an event still to come, or an event of
    that name on that day already entered.
    """
    by.require(Permission.WRITE_REPORTS, partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # the same is entered once
    event = Event(partnership=partnership, **_tidied(fields))
    held_on = _checked(event, days)
    event.save()
    EventDate.objects.bulk_create([EventDate(event=event, held_on=day) for day in held_on])
    record(
        "event.added",
        f"Added the event {event.name} of {days_in_words(held_on)}",
        by=by,
        about=event,
        partnership=partnership,
    )
    return event


@transaction.atomic
def change_event(
    *, by: Actor, event: Event, seen_version: int, days: Iterable[dt.date], **fields: Any
) -> Event:
    """Changes an event. Raises :class:`StaleVersionError` where it was changed meanwhile, and as :func:`add_event`."""
    by.require(Permission.WRITE_REPORTS, event)
    current = lock_version(event, seen_version)
    _refuse_removed(current)
    before, days_before = Event.objects.get(pk=event.pk), current.days
    for name, value in _tidied(fields).items():
        setattr(current, name, value)
    held_on = _checked(current, days)
    current.version += 1
    current.save()
    current.dates.exclude(held_on__in=held_on).delete()
    EventDate.objects.bulk_create(
        [EventDate(event=current, held_on=day) for day in held_on if day not in days_before]
    )
    changes = differences(before, current, EVENT_FIELDS)
    if held_on != days_before:
        changes["days"] = [days_in_words(days_before), days_in_words(held_on)]
    record("event.changed", f"Changed the event {current.name}", by=by, about=current, changes=changes)
    return current


@transaction.atomic
def remove_event(*, by: Actor, event: Event, reason: str) -> Event:
    """Takes an event out of lists and reports; the record of it is kept. Raises :class:`RuleError`."""
    by.require(Permission.WRITE_REPORTS, event)
    current: Event = Event.objects.select_for_update().get(pk=event.pk)
    _refuse_removed(current)
    current.removed_on, current.removed_reason = today(), _reason(reason)
    current.version += 1
    current.save()
    record(
        "event.removed",
        f"Removed the event {current.name}",
        by=by,
        about=current,
        changes={"reason": [None, current.removed_reason]},
    )
    return current


@transaction.atomic
def add_website_month(
    *, by: Actor, partnership: Partnership, month: dt.date, hits: int, **fields: Any
) -> WebsiteMonth:
    """Enters the website figures of the month in which ``month`` lies.

    Raises :class:`RuleError` for a month already entered or still to come, and for a number that cannot be.
    """
    by.require(Permission.WRITE_REPORTS, partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # the same is entered once
    row = WebsiteMonth(partnership=partnership, month=month.replace(day=1), hits=hits, **_tidied(fields))
    _check_month(row)
    row.save()
    record(
        "website.added",
        f"Entered the website figures of {month_in_words(row.month)}",
        by=by,
        about=row,
        partnership=partnership,
        changes={"hits": [None, hits]},
    )
    return row


@transaction.atomic
def change_website_month(*, by: Actor, row: WebsiteMonth, seen_version: int, **fields: Any) -> WebsiteMonth:
    """Changes a month's figures. Raises :class:`StaleVersionError`, and as :func:`add_website_month`."""
    by.require(Permission.WRITE_REPORTS, row)
    current = lock_version(row, seen_version)
    before = WebsiteMonth.objects.get(pk=row.pk)
    for name, value in _tidied(fields).items():
        setattr(current, name, value)
    current.month = current.month.replace(day=1)
    _check_month(current)
    current.version += 1
    current.save()
    changes = differences(before, current, MONTH_FIELDS)
    record(
        "website.changed",
        f"Changed the website figures of {month_in_words(current.month)}",
        by=by,
        about=current,
        changes=changes,
    )
    return current


@transaction.atomic
def remove_website_month(*, by: Actor, row: WebsiteMonth, reason: str) -> None:
    """Takes a month's figures away; what they were stays in the audit trail. Raises :class:`RuleError`."""
    by.require(Permission.WRITE_REPORTS, row)
    current = WebsiteMonth.objects.select_for_update().get(pk=row.pk)
    record(
        "website.removed",
        f"Removed the website figures of {month_in_words(current.month)}",
        by=by,
        about=current,
        changes={"hits": [current.hits, None], "reason": [None, _reason(reason)]},
    )
    current.delete()


def _tidied(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tidy(value) if isinstance(value, str) else value for name, value in fields.items()}


def _reason(reason: str) -> str:
    if not tidy(reason):
        raise RuleError({"reason": "Say why it is removed."}, code="no_reason")
    return tidy(reason)[:300]


def _refuse_removed(event: Event) -> None:
    if event.removed_on:
        raise RuleError("This event was removed. It is kept as it was.", code="removed")


def _checked(event: Event, days: Iterable[dt.date]) -> list[dt.date]:
    """The event's days in order, without repetition, if everything about it can be."""
    held_on = sorted(set(days))
    if not event.name:
        raise RuleError({"name": "Enter the name of the event."}, code="no_name")
    if not held_on:
        raise RuleError("Enter at least one day on which it was held.", code="no_day")
    if not all(2000 <= day.year <= 2100 for day in held_on):
        raise RuleError("Enter days between 2000 and 2100.", code="absurd_day")
    for name, most in _MOST.items():
        _check_count(event, name, most)
    counted = [name for name in _COUNTED_AFTERWARDS if getattr(event, name) is not None]
    if held_on[-1] > today() and counted:
        raise RuleError(
            {counted[0]: "The event is still to come. Enter what was counted once it has taken place."},
            code="not_yet",
        )
    if len(event.outcome) > MOST_CHARACTERS:
        raise RuleError({"outcome": _too_long(event.outcome)}, code="too_long")
    _refuse_duplicate(event, held_on[0])
    return held_on


def _too_long(text: str) -> str:
    return (
        f"This is {len(text):,} characters long; the most is {MOST_CHARACTERS:,}. "
        "Shorten it, or attach the long version as an appendix."
    )


def _check_count(row: Event | WebsiteMonth, name: str, most: int) -> None:
    value = getattr(row, name)
    if value is not None and not 0 <= value <= most:
        raise RuleError({name: f"Enter a whole number from 0 to {most:,}."}, code="absurd")


def _refuse_duplicate(event: Event, first: dt.date) -> None:
    same = Event.objects.kept().filter(
        partnership=event.partnership, name__iexact=event.name, dates__held_on=first
    )
    if same.exclude(pk=event.pk).exists():
        raise RuleError(
            {"name": f"There is already an event of this name on {uk_date(first)}. Change that one instead."},
            code="duplicate",
        )


def _check_month(row: WebsiteMonth) -> None:
    named = month_in_words(row.month)
    _check_count(row, "hits", MOST_HITS)
    if not 2000 <= row.month.year <= 2100:
        raise RuleError({"month": "Enter a month between 2000 and 2100."}, code="absurd_month")
    if row.month > today():
        raise RuleError({"month": f"{named} is still to come."}, code="not_yet")
    same = WebsiteMonth.objects.filter(partnership=row.partnership, month=row.month)
    if same.exclude(pk=row.pk).exists():
        raise RuleError(
            {"month": f"The figures of {named} are entered already. Change them instead."}, code="duplicate"
        )

"""Dates, times, months, numbers and sums as the house writes them: 7 May 2019, 2:30pm, May 2019, 1,234, £45.00."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

_PERSONAL = ("email", "email address", "password", "current password", "new password")
_DETERMINERS = ("a", "an", "the", "your", "their", "this", "which", "who", "what", "how", "when")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def uk_date(day: datetime.date | None) -> str:
    """Answer "7 May 2019" (of a moment, its day in the local time zone); nothing for None."""
    if day is None:
        return ""
    day = _local(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def uk_time(moment: datetime.datetime | datetime.time) -> str:
    """Answer "2:30pm", "2pm" on the hour, "midday" and "midnight": in the local time zone, for a moment of any."""
    if isinstance(moment, datetime.datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def uk_datetime(moment: datetime.datetime | None) -> str:
    """Answer "7 May 2019, 2:30pm" in the local time zone; nothing for None."""
    return "" if moment is None else f"{uk_date(moment)}, {uk_time(moment)}"


def month(day: datetime.date | None) -> str:
    """Answer "May 2019"; nothing for None."""
    if day is None:
        return ""
    day = _local(day)
    return f"{_MONTHS[day.month - 1]} {day.year}"


def number(value: float | Decimal | None, places: int | None = None) -> str:
    """Answer "1,234" or, with places, "1,234.50"; a true minus sign; nothing for None."""
    if value is None or value == "":
        return ""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    return text.replace("-", "−")


def pounds(amount: Decimal | None) -> str:
    """Answer "£1,234.50", "−£5.00" with a true minus sign; nothing for None."""
    if amount is None:
        return ""
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"


def subject(label: str) -> str:
    """Answer a label as the object of a sentence: "Due date" is "the due date"; initials keep capitals."""
    label = label.strip().rstrip(":")
    if not label[1:2].isupper():
        label = label[:1].lower() + label[1:]
    if label in _PERSONAL:
        return f"your {label}"
    return label if label.partition(" ")[0] in _DETERMINERS else f"the {label}"


def _local(day: datetime.date) -> datetime.date:
    return timezone.localtime(day) if isinstance(day, datetime.datetime) and timezone.is_aware(day) else day


def days(count: int) -> str:
    """Working days, always said in full."""
    return f"{count:,} working day{'' if count == 1 else 's'}"


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 action", "3 actions"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"

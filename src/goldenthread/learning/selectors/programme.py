"""The programme of a year: its sessions with what is free, and where somebody stands in each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from goldenthread.design.words import plural
from goldenthread.duties.clock import ONE_DAY, add_months, business_year
from goldenthread.learning.models import Booking, Course, Session
from goldenthread.learning.states import LIVE, State
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.moments import moment
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

MIDNIGHT = dt.time(0, 0)


@dataclass(frozen=True)
class Row:
    """One session of the programme, and the reader's own booking of it."""

    session: Session
    capacity: int
    held: int
    waiting: int
    mine: Booking | None

    @property
    def free(self) -> int:
        """How many places nobody holds, and nobody waits for."""
        return max(self.capacity - self.held - self.waiting, 0)

    @property
    def is_full(self) -> bool:
        """Whether whoever books now would wait."""
        return self.free == 0

    @property
    def is_short(self) -> bool:
        """Whether fewer have booked than it needs."""
        return self.held < self.session.minimum

    @property
    def places_in_words(self) -> str:
        """What is left, as the programme says it."""
        if self.session.is_cancelled:
            return "Cancelled"
        if not self.is_full:
            return f"{plural(self.free, 'place')} left"
        return f"Full, {self.waiting:,} waiting" if self.waiting else "Full"


def year_of(partnership: Partnership, text: str) -> tuple[dt.date, dt.date]:
    """The business year that begins in the year of an address (``2019``, ``2019-20``); this one for anything else."""
    first, last = business_year(today(), partnership.business_year_month)
    year = text[:4]
    if year.isdecimal() and 1990 <= int(year) <= 2098:
        first = dt.date(int(year), partnership.business_year_month, 1)
        last = add_months(first, 12) - ONE_DAY
    return first, last


def year_name(first: dt.date, last: dt.date) -> str:
    """``2019-20``, or ``2019`` for a year that begins in January."""
    return str(first.year) if first.year == last.year else f"{first.year}-{last.year % 100:02}"


def between(first: dt.date, last: dt.date) -> Q:
    """Sessions that begin from the first day to the last, both included, in England."""
    return Q(starts_at__gte=moment(first, MIDNIGHT), starts_at__lt=moment(last + ONE_DAY, MIDNIGHT))


def programme_of(
    viewer: Viewer,
    first: dt.date,
    last: dt.date,
    *,
    q: str = "",
    level: str = "",
    mode: str = "",
    theme: str = "",
    free: bool = False,
    past: bool = True,
) -> list[Row]:
    """The sessions of a time, by day. Parallel sessions stand with their conference, not here. Two queries."""
    rows = Session.objects.visible_to(viewer).filter(between(first, last), conference=None)
    if q:
        rows = rows.filter(Q(course__title__icontains=q) | Q(title__icontains=q) | Q(venue__icontains=q))
    if level in Course.Level.values:
        rows = rows.filter(course__level=level)
    if mode in Session.Mode.values:
        rows = rows.filter(mode=mode)
    if theme.isdecimal() and len(theme) < 19:
        rows = rows.filter(course__themes=int(theme))
    if not past:
        rows = rows.filter(starts_at__gte=moment(today(), MIDNIGHT))
    found = rows_of(viewer, rows.order_by("starts_at", "number"))
    return [row for row in found if not row.is_full and not row.session.is_cancelled] if free else found


def rows_of(viewer: Viewer, sessions: Any) -> list[Row]:
    """Sessions as rows. Two queries."""
    found = list(sessions.with_counts().select_related("partnership", "course"))
    mine = {
        booking.session_id: booking
        for booking in Booking.objects.filter(
            person=viewer.person, state__in=sorted(LIVE), session__in=[row.pk for row in found]
        )
    }
    return [Row(row, row.capacity, row.held, row.waiting, mine.get(row.pk)) for row in found]


def years_with_sessions(partnership: Partnership) -> list[str]:
    """The business years in which there are sessions, and this one, the latest first. One query."""
    days = Session.objects.filter(partnership=partnership).dates("starts_at", "month")
    month = partnership.business_year_month
    found = {business_year(day, month) for day in [*days, today()]}
    return [year_name(first, last) for first, last in sorted(found, reverse=True)]


def bookings_of(session: Session) -> list[Booking]:
    """Everybody's bookings of a session: those who come, those who wait in line, then what is over. Two queries."""
    rows = session.bookings.select_related("person", "agency", "needs", "session__partnership")
    order = {
        State.BOOKED: 0, State.ATTENDED: 0, State.ABSENT: 0, State.ASKED: 1, State.OFFERED: 2, State.WAITING: 3,
    }  # fmt: skip
    return sorted(rows, key=lambda row: (order.get(row.stands, 4), row.made_at, row.pk))

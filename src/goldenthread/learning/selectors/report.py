"""The figures of a training report for any period: who came and who did not, what they said, what it cost and earned.

Plain values throughout: counts are whole numbers, money is exact pounds and pence. A session counts in the period in
which it begins; a parallel session of a conference counts with its conference.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from goldenthread.learning.models import Booking, Charge, Feedback, Payment, Place, Session
from goldenthread.learning.periods import Period, period_of, year_name
from goldenthread.learning.selectors.evaluation import results_of
from goldenthread.learning.selectors.impact import Impact, impact_of
from goldenthread.learning.selectors.programme import between, years_with_sessions
from goldenthread.learning.spread import one_place
from goldenthread.learning.states import State
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.moments import now
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

NOUGHT = Decimal("0.00")
NO_AGENCY = "No agency"
# What became of a place that was booked, as the report tells it.
CAME, STAYED_AWAY, GAVE_UP = "attended", "absent", "cancelled"
OUTCOMES = {State.ATTENDED: CAME, State.ABSENT: STAYED_AWAY, State.CANCELLED: GAVE_UP}


@dataclass(frozen=True)
class Attendance:
    """How many came, stayed away, gave up their place, and did so too late to be free, under one heading."""

    name: str
    attended: int = 0
    absent: int = 0
    cancelled: int = 0
    late: int = 0
    sessions: int = 0
    places: int = 0

    @property
    def share(self) -> float | None:
        """The part of those expected who came, from 0 to 1; ``None`` where nobody was."""
        expected = self.attended + self.absent
        return self.attended / expected if expected else None


@dataclass(frozen=True)
class Said:
    """What a stage of the evaluation came to: asked and answered."""

    stage: str
    asked: int
    answered: int


@dataclass(frozen=True)
class Money:
    """What training cost and earned in the period, in exact pounds and pence.

    ``charged`` is what agencies were charged less what was waived, ``received`` what was paid, ``cost`` what the
    sessions that took place cost the partnership.
    """

    cost: Decimal = NOUGHT
    charged: Decimal = NOUGHT
    waived: Decimal = NOUGHT
    received: Decimal = NOUGHT

    @property
    def net(self) -> Decimal:
        """What it cost beyond what was charged; negative where more was charged."""
        return self.cost - self.charged


@dataclass(frozen=True)
class Report:
    """A report's figures. ``agencies``, ``courses``, ``months`` and ``levels`` each add up to ``whole``."""

    period: Period
    whole: Attendance
    agencies: tuple[Attendance, ...]
    courses: tuple[Attendance, ...]
    months: tuple[Attendance, ...]
    cancelled_sessions: int
    open_registers: int
    waited: int
    said: tuple[Said, ...]
    confidence: dict[str, Any] | None
    money: Money
    impact: tuple[Impact, ...] = ()
    synthetic: bool = False
    notes: tuple[str, ...] = field(default=())


def report_of(viewer: Actor, partnership: Partnership, period: Period) -> Report:
    """The figures of a period. Twelve queries and those of the evidence, however much was held."""
    sessions = _sessions(partnership, period)
    held = [row for row in sessions if row.cancelled_on is None and (row.closed_at or row.starts_at <= now())]
    bookings = list(
        Booking.objects.filter(session__in=[row.pk for row in held])
        .order_by()
        .values_list("pk", "session", "state", "agency__name")
    )
    late = set(
        Charge.objects.filter(booking__session__in=[row.pk for row in held], kind=Charge.Kind.LATE)
        .values_list("booking", flat=True)
    )  # fmt: skip
    places = _places(held)
    whole = _count("All", bookings, late, held, places)
    by_session = {row.pk: row for row in held}
    forms = Feedback.objects.filter(
        booking__session__partnership=partnership, due_on__range=(period.first, period.last)
    )
    results = results_of(forms)
    courses = {row.course_id: row.course for row in held}
    return Report(
        period=period,
        whole=whole,
        agencies=tuple(_by(bookings, late, held, places, lambda row: row[3] or NO_AGENCY, in_order=False)),
        courses=tuple(_by(bookings, late, held, places, lambda row: by_session[row[1]].course.title)),
        months=_months(bookings, late, held, places, period),
        cancelled_sessions=sum(row.cancelled_on is not None for row in sessions),
        open_registers=sum(row.closed_at is None for row in held),
        waited=sum(state == State.WAITING.value for _, _, state, _ in bookings),
        said=tuple(Said(row.stage.label, row.asked, row.answered) for row in results.stages),
        confidence=_confidence(results),
        money=_money(partnership, period, held),
        impact=tuple(
            each
            for each in impact_of(viewer, courses.values())
            if not each.row.recommendation.source.restricted
        ),
        synthetic=any(row.source for row in held),
    )


def _sessions(partnership: Partnership, period: Period) -> list[Session]:
    rows = Session.objects.filter(
        between(period.first, period.last), partnership=partnership, conference=None
    )
    return list(rows.exclude(published_on=None).select_related("course").order_by("starts_at", "number"))


def _places(held: Iterable[Session]) -> Counter[int]:
    rows = Place.objects.filter(session__in=[row.pk for row in held]).order_by()
    return Counter(rows.values_list("session", flat=True))


Booked = tuple[int, int, str, str | None]


def _count(
    name: str, bookings: Iterable[Booked], late: set[int], held: Iterable[Session], places: Any
) -> Attendance:
    counted: Counter[str] = Counter()
    for pk, _, state, _ in bookings:
        outcome = OUTCOMES.get(State(state))
        if outcome:
            counted[outcome] += 1
            counted["late"] += pk in late
    rows = list(held)
    return Attendance(name, **counted, sessions=len(rows), places=sum(places[row.pk] for row in rows))


def _by(
    bookings: list[Booked],
    late: set[int],
    held: list[Session],
    places: Any,
    key: Any,
    *,
    in_order: bool = True,
) -> Iterable[Attendance]:
    """Under each heading, by name; agencies come to no sessions and places of their own (``in_order`` false)."""
    groups: dict[str, list[Booked]] = defaultdict(list)
    sessions: dict[str, list[Session]] = defaultdict(list)
    for row in held:
        if in_order:
            sessions[row.course.title].append(row)
            groups.setdefault(row.course.title, [])
    for booked in bookings:
        groups[key(booked)].append(booked)
    found = [_count(name, rows, late, sessions.get(name, []), places) for name, rows in groups.items()]
    kept = found if in_order else [row for row in found if row.attended or row.absent or row.cancelled]
    return sorted(kept, key=lambda row: row.name.casefold())


def _months(
    bookings: list[Booked], late: set[int], held: list[Session], places: Any, period: Period
) -> tuple[Attendance, ...]:
    """Month by month, up to today or to the last session on record."""
    month_of = {row.pk: timezone.localtime(row.starts_at).date().replace(day=1) for row in held}
    by_month: dict[dt.date, list[Booked]] = defaultdict(list)
    for booked in bookings:
        by_month[month_of[booked[1]]].append(booked)
    until = min(period.last, max([today(), *month_of.values()]))
    day, found = period.first, []
    while day <= until:
        mine = [row for row in held if month_of[row.pk] == day]
        found.append(_count(day.isoformat()[:7], by_month[day], late, mine, places))
        day = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return tuple(found)


def _confidence(results: Any) -> dict[str, Any] | None:
    """Medians and quartiles before and three months after, of those who said both; none where they are too few."""
    change = results.change
    if change is None:
        return None
    return {
        "count": change.count,
        "change": one_place(change.change, signed=True),
        **{
            when: {name: one_place(getattr(spread, name)) for name in ("lower", "median", "upper")}
            for when, spread in (("before", change.before), ("after", change.after))
        },
    }


def _money(partnership: Partnership, period: Period, held: Iterable[Session]) -> Money:
    days = {"on__range": (period.first, period.last)}
    charges = Charge.objects.filter(booking__session__partnership=partnership, **days).order_by()
    waived = charges.filter(counters__isnull=False).aggregate(total=Sum("amount"))["total"] or NOUGHT
    charged = charges.aggregate(total=Sum("amount"))["total"] or NOUGHT
    paid = Payment.objects.filter(invoice__partnership=partnership, **days).aggregate(total=Sum("amount"))[
        "total"
    ]
    cost = sum((row.cost for row in held), NOUGHT)
    return Money(*(each.quantize(NOUGHT) for each in (cost, charged, -waived, paid or NOUGHT)))


def known_years(partnership: Partnership) -> list[str]:
    """The business years in which sessions are on record, the latest first. One query."""
    return years_with_sessions(partnership)


def period_for(partnership: Partnership, year: str, half: str = "") -> Period:
    """The period that somebody asked for. Raises :class:`ValueError` with a sentence for what is no year, and for one
    in which no session is on record.
    """
    period = period_of(year, half, partnership.business_year_month)
    if not Session.objects.filter(
        between(*_whole_year(period, partnership)), partnership=partnership
    ).exists():
        known = ", ".join(known_years(partnership))
        raise ValueError(f"No training is on record for {period.year}. Years: {known}.")
    return period


def _whole_year(period: Period, partnership: Partnership) -> tuple[dt.date, dt.date]:
    whole = period_of(period.year, "", partnership.business_year_month)
    return whole.first, whole.last


def as_values(report: Report) -> dict[str, Any]:
    """The figures as plain values for JSON and for an issued edition: money and other decimals as strings."""
    money = report.money
    return {
        "year": report.period.year,
        "half": report.period.half or None,
        "from": report.period.first.isoformat(),
        "until": report.period.last.isoformat(),
        "attendance": _values(report.whole),
        "agencies": [_values(row) for row in report.agencies],
        "courses": [_values(row) for row in report.courses],
        "months": [_values(row) for row in report.months],
        "cancelled_sessions": report.cancelled_sessions,
        "open_registers": report.open_registers,
        "waited": report.waited,
        "feedback": [asdict(row) for row in report.said],
        "confidence": report.confidence,
        "money": {
            name: str(getattr(money, name)) for name in ("cost", "charged", "waived", "received", "net")
        },
        "impact": [
            {
                "course": each.course.title,
                "recommendation": str(each.row.recommendation),
                "standing": each.row.standing.label,
                "evidence": len(each.evidence),
                "shown": each.is_shown,
                "said": each.said,
            }
            for each in report.impact
        ],
        "synthetic": report.synthetic,
    }  # fmt: skip


def _values(row: Attendance) -> dict[str, Any]:
    share = (
        None if row.share is None else str(Decimal(row.attended * 100) / Decimal(row.attended + row.absent))
    )
    rounded = None if share is None else str(Decimal(share).quantize(Decimal("0.1")))
    return {**asdict(row), "attendance_rate": rounded}


def half_year_of(day: dt.date, first_month: int) -> tuple[str, str]:
    """The last half of a business year that had ended by a day: its year and its half."""
    begins = dt.date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
    middle = period_of(year_name(begins), "1", first_month).last
    if day > middle:
        return year_name(begins), "1"
    return year_name(begins.replace(year=begins.year - 1)), "2"

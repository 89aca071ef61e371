"""The programme, the courses and a session's bookings as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import month, uk_time
from goldenthread.learning.letters import where
from goldenthread.learning.models import Booking, Course, Session
from goldenthread.learning.selectors.programme import Row
from goldenthread.learning.states import HELD, State

TONES = {
    State.BOOKED: ("green", "tick"),
    State.ATTENDED: ("green", "tick"),
    State.ASKED: ("amber", "triangle"),
    State.OFFERED: ("amber", "star"),
    State.WAITING: ("blue", "ring"),
    State.ABSENT: ("red", "cross"),
}


def state_badge(booking: Booking) -> SafeString:
    """Where a booking stands, as a badge."""
    tone, symbol = TONES.get(booking.stands, ("grey", "square"))
    return badge(tone, booking.stands.label, symbol=symbol)


def link(address: str, text: str) -> SafeString:
    """A link in a cell."""
    return SafeString(f'<a class="govuk-link" href="{escape(address)}">{escape(text)}</a>')


def places_badge(row: Row) -> SafeString:
    """What is left of a session's places."""
    if row.session.is_cancelled:
        return badge("grey", "Cancelled", symbol="cross")
    if not row.session.is_published:
        return badge("purple", "Draft", symbol="diamond")
    tone = ("amber", "ring") if row.is_full else ("green", "circle")
    return badge(tone[0], row.places_in_words, symbol=tone[1])


NONE_FITS = "No session fits. Look in another year, or choose fewer filters."


def programme_table(rows: Sequence[Row], caption: str, empty: str = NONE_FITS) -> Table[Row]:
    """Sessions by month."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(month(row.session.day), []).append(row)

    def named(row: Row) -> SafeString:
        return link(row.session.get_absolute_url(), str(row.session))

    columns: list[Column[Row]] = [
        Column("day", "Day", value=lambda row: row.session.day, classes="gt-nowrap"),
        Column("title", "Course", value=lambda row: str(row.session), cell=named, header=True),
        Column("from", "From", value=lambda row: uk_time(row.session.starts_at), classes="gt-nowrap"),
        Column("level", "Level", value=lambda row: row.session.course.get_level_display().partition(":")[0]),
        Column("where", "Where", value=lambda row: _short_where(row.session)),
        Column("places", "Places", value=lambda row: row.places_in_words, cell=places_badge),
        Column(
            "mine", "You", value=lambda row: row.mine.stands.label if row.mine else "",
            cell=lambda row: state_badge(row.mine) if row.mine else "",
        ),
    ]  # fmt: skip
    return Table(caption, columns, rows, groups=list(groups.items()), empty=empty, group_heading="Month")


def _short_where(session: Session) -> str:
    return "Online" if session.mode == Session.Mode.ONLINE else session.venue or session.get_mode_display()


def courses_table(rows: Iterable[Course]) -> Table[Course]:
    """Courses with their level, how long they count, and how they are taken. Reads ``coming``."""

    def taken(row: Course) -> str:
        coming = getattr(row, "coming", 0)
        if row.is_elearning:
            return "E-learning"
        return f"{coming} to come" if coming else "No date yet"

    columns: list[Column[Course]] = [
        Column("title", "Course", cell=lambda row: link(row.get_absolute_url(), row.title), header=True),
        Column("level", "Level", value=lambda row: row.get_level_display()),
        Column("hours", "Hours", numeric=True),
        Column(
            "valid", "Counts for",
            value=lambda row: f"{row.valid_months} months" if row.valid_months else "Does not run out",
        ),
        Column("taken", "Dates", value=taken),
    ]  # fmt: skip
    return Table(
        "Courses", columns, rows, empty="No course yet. Add the first one: its sessions follow from it."
    )


def bookings_table(rows: Sequence[Booking], *, undelivered: frozenset[int] = frozenset()) -> Table[Booking]:
    """A session's bookings for whoever runs it."""

    def who(row: Booking) -> SafeString:
        address = f"{row.session.get_absolute_url()}bookings/{row.pk}/"
        return link(address, str(row.person))

    def needs(row: Booking) -> str:
        kept = getattr(row, "needs", None) if row.stands in HELD or row.stands is State.WAITING else None
        return "; ".join(filter(None, (kept.access, kept.food))) if kept else ""

    columns: list[Column[Booking]] = [
        Column("person", "Who", value=lambda row: str(row.person), cell=who, header=True),
        Column("agency", "Agency", value=lambda row: str(row.agency or "")),
        Column("state", "Stands", value=lambda row: row.stands.label, cell=state_badge),
        Column("made", "Booked", value=lambda row: row.made_at),
    ]
    if any(map(needs, rows)):
        columns.append(Column("needs", "Needs", value=needs))
    if undelivered:
        columns.append(
            Column(
                "email", "Email", value=lambda row: "Did not arrive" if row.person_id in undelivered else "",
                cell=lambda row: badge("red", "Did not arrive", symbol="cross") if row.person_id in undelivered else "",
            )
        )  # fmt: skip
    return Table("Bookings", columns, rows, empty="Nobody has booked yet.")


def parallel_table(rows: Sequence[Row]) -> Table[Row]:
    """The parallel sessions of a conference, by slot."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.session.starts_at, row.session.slot, row.session.number)):
        groups.setdefault(row.session.slot, []).append(row)
    columns: list[Column[Row]] = [
        Column(
            "title", "Session", value=lambda row: str(row.session), header=True,
            cell=lambda row: link(row.session.get_absolute_url(), str(row.session)),
        ),
        Column("from", "From", value=lambda row: uk_time(row.session.starts_at)),
        Column("where", "Where", value=lambda row: where(row.session)),
        Column("places", "Places", value=lambda row: row.places_in_words, cell=places_badge),
        Column(
            "mine", "You", value=lambda row: row.mine.stands.label if row.mine else "",
            cell=lambda row: state_badge(row.mine) if row.mine else "",
        ),
    ]  # fmt: skip
    return Table(
        "Parallel sessions: choose one in each slot", columns, rows, groups=list(groups.items()),
        empty="No parallel session yet.", group_heading="Slot",
    )  # fmt: skip

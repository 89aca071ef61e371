"""One booking's history and charges, and lists of bookings, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.design.tables import Column, Table
from goldenthread.design.words import pounds
from goldenthread.learning.letters import when
from goldenthread.learning.models import Booking, BookingStep, Charge
from goldenthread.learning.tables.programme import link, state_badge


def steps_table(rows: Sequence[BookingStep]) -> Table[BookingStep]:
    """How a booking came to where it stands."""
    columns: list[Column[BookingStep]] = [
        Column("recorded_at", "When", classes="gt-nowrap"),
        Column("state", "Came to", value=lambda row: row.get_state_display(), header=True),
        Column("note", "Note"),
        Column("by_label", "By"),
    ]
    return Table("History", columns, rows)


def charges_table(booking: Booking) -> Table[Charge]:
    """What was charged for a booking, and what was taken back."""
    columns: list[Column[Charge]] = [
        Column("on", "Day", classes="gt-nowrap"),
        Column(
            "kind", "For", header=True,
            value=lambda row: f"{row.get_kind_display()}, taken back" if row.counters_id else row.get_kind_display(),
        ),
        Column("amount", "Amount", value=lambda row: row.amount, cell=lambda row: pounds(row.amount), numeric=True),
        Column("reason", "Why"),
    ]  # fmt: skip
    return Table("Charges", columns, list(booking.charges.all()))


def my_bookings_table(rows: Sequence[Booking], caption: str, empty: str) -> Table[Booking]:
    """Somebody's own bookings."""

    def named(row: Booking) -> str:
        return link(f"{row.session.get_absolute_url()}bookings/{row.pk}/", str(row.session))

    columns: list[Column[Booking]] = [
        Column("when", "When", value=lambda row: when(row.session)),
        Column("session", "Session", value=lambda row: str(row.session), cell=named, header=True),
        Column("state", "Stands", value=lambda row: row.stands.label, cell=state_badge),
    ]
    return Table(caption, columns, rows, empty=empty)


def agency_bookings_table(rows: Sequence[Booking], caption: str, empty: str) -> Table[Booking]:
    """An agency's bookings: who, what, and where each stands."""

    def who(row: Booking) -> str:
        return link(f"{row.session.get_absolute_url()}bookings/{row.pk}/", str(row.person))

    columns: list[Column[Booking]] = [
        Column("person", "Who", value=lambda row: str(row.person), cell=who, header=True),
        Column("session", "Session", value=lambda row: str(row.session)),
        Column("when", "When", value=lambda row: when(row.session)),
        Column("state", "Stands", value=lambda row: row.stands.label, cell=state_badge),
    ]
    return Table(caption, columns, rows, empty=empty)

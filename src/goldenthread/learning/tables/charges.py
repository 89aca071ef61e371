"""Charges, invoices, terms and those who stayed away as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import pounds
from goldenthread.learning.models import Booking, Charge, Invoice, Payment, Terms
from goldenthread.learning.selectors.charges import NOTHING, Owes, Stood
from goldenthread.learning.tables.programme import link


def owes_table(rows: Sequence[Owes]) -> Table[Owes]:
    """What each agency is charged that stands on no invoice."""
    columns: list[Column[Owes]] = [
        Column("agency", "Agency", value=lambda row: str(row.agency), header=True),
        Column("count", "Charges", numeric=True),
        Column("amount", "Amount", cell=lambda row: pounds(row.amount), numeric=True),
    ]
    total = sum((row.amount for row in rows), NOTHING)
    return Table(
        "Charged and not yet invoiced", columns, rows, foot=["All", sum(row.count for row in rows), pounds(total)],
        empty="Everything charged stands on an invoice.",
    )  # fmt: skip


def open_charges_table(rows: Sequence[Charge], waive: str) -> Table[Charge]:
    """Each charge that stands on no invoice, with a way to waive it. ``waive`` is the address before its number."""

    def may(row: Charge) -> str:
        if row.counters_id is not None or getattr(row, "countered_by", None) is not None:
            return ""
        return link(f"{waive}{row.pk}/waive/", "Waive it")

    columns: list[Column[Charge]] = [
        Column("on", "Day", classes="gt-nowrap"),
        Column("agency", "Agency", value=lambda row: str(row.agency)),
        Column("session", "Session", value=lambda row: str(row.booking.session), header=True),
        Column("kind", "For", value=lambda row: row.get_kind_display()),
        Column("amount", "Amount", cell=lambda row: pounds(row.amount), numeric=True),
        Column("reason", "Why taken back"),
        Column("waive", "What you can do", value=lambda _: "", cell=may),
    ]
    return Table("Charges to invoice", columns, rows, empty="Nothing is to be invoiced.")


def invoices_table(rows: Sequence[Stood], on: dt.date) -> Table[Stood]:
    """Invoices with what is owed: as a file, the data of the council's finance system."""

    def stands(row: Stood) -> SafeString:
        if row.owed <= 0:
            return badge("green", "Paid", symbol="tick")
        return (
            badge("red", "Late", symbol="cross")
            if row.is_late(on)
            else badge("amber", "Owed", symbol="triangle")
        )

    columns: list[Column[Stood]] = [
        Column(
            "number", "Invoice", value=lambda row: row.invoice.number, header=True,
            cell=lambda row: link(row.invoice.get_absolute_url(), str(row.invoice)),
        ),
        Column("agency", "Agency", value=lambda row: str(row.invoice.agency)),
        Column("to", "Invoiced to", value=lambda row: row.invoice.to),
        Column("order", "Order number", value=lambda row: row.invoice.order_reference),
        Column("issued", "Issued", value=lambda row: row.invoice.issued_on, classes="gt-nowrap"),
        Column("due", "Due", value=lambda row: row.invoice.due_on, classes="gt-nowrap"),
        Column("total", "Amount", cell=lambda row: pounds(row.total), numeric=True),
        Column("paid", "Paid", cell=lambda row: pounds(row.paid), numeric=True),
        Column("owed", "Owed", cell=lambda row: pounds(row.owed), numeric=True),
        Column("stands", "Stands", cell=stands,
               value=lambda row: "Paid" if row.owed <= 0 else "Late" if row.is_late(on) else "Owed"),
    ]  # fmt: skip
    return Table("Invoices", columns, rows, empty="No invoice yet. Make them from what is charged.")


def lines_table(invoice: Invoice) -> Table[Charge]:
    """What an invoice is made of, with its sum. One query."""
    lines = invoice.lines.select_related(
        "charge__booking__session__course", "charge__booking__person", "charge__booking__session__partnership"
    )
    charges = [line.charge for line in lines]
    columns: list[Column[Charge]] = [
        Column("on", "Day", classes="gt-nowrap"),
        Column("session", "Session", value=lambda row: str(row.booking.session), header=True),
        Column("person", "Who", value=lambda row: row.booking.person.post),
        Column(
            "kind", "For",
            value=lambda row: f"{row.get_kind_display()}, taken back" if row.counters_id else row.get_kind_display(),
        ),
        Column("amount", "Amount", cell=lambda row: pounds(row.amount), numeric=True),
    ]  # fmt: skip
    total = sum((each.amount for each in charges), NOTHING)
    return Table("What it is for", columns, charges, foot=["", "Total", "", "", pounds(total)])


def payments_table(rows: Sequence[Payment], back: str) -> Table[Payment]:
    """What came for an invoice. ``back`` is the address before a payment's number."""

    def take(row: Payment) -> str:
        if row.counters_id is not None or getattr(row, "countered_by", None) is not None:
            return ""
        return link(f"{back}{row.pk}/back/", "Take it back")

    columns: list[Column[Payment]] = [
        Column("on", "Day", classes="gt-nowrap"),
        Column("reference", "Reference", header=True),
        Column("amount", "Amount", cell=lambda row: pounds(row.amount), numeric=True),
        Column("reason", "Why taken back"),
        Column("by_label", "Recorded by"),
        Column("back", "What you can do", value=lambda _: "", cell=take),
    ]
    return Table("Payments", columns, rows, empty="Nothing came yet.")


def terms_table(terms: Terms) -> Table[tuple[str, int, int, int]]:
    """Who pays how much of a price, in per cent."""
    rows = [(str(rate), rate.coming, rate.late, rate.absent) for rate in terms.rates.all()]
    columns: list[Column[tuple[str, int, int, int]]] = [
        Column("sector", "Sector", value=lambda row: row[0], header=True),
        Column("coming", "For coming", value=lambda row: f"{row[1]}%", numeric=True),
        Column("late", "For cancelling late", value=lambda row: f"{row[2]}%", numeric=True),
        Column("absent", "For not coming", value=lambda row: f"{row[3]}%", numeric=True),
    ]
    return Table(
        "Who pays how much of the price",
        columns,
        sorted(rows),
        empty="Nobody pays anything under these terms.",
    )


def away_table(rows: Sequence[Booking]) -> Table[Booking]:
    """The ledger of those who had a place and did not come."""

    def charged(row: Booking) -> Decimal:
        return sum((each.amount for each in row.charges.all()), NOTHING)

    columns: list[Column[Booking]] = [
        Column("day", "Day", value=lambda row: row.session.day, classes="gt-nowrap"),
        Column(
            "person", "Who", value=lambda row: str(row.person), header=True,
            cell=lambda row: link(f"{row.session.get_absolute_url()}bookings/{row.pk}/", str(row.person)),
        ),
        Column("agency", "Agency", value=lambda row: str(row.agency or "")),
        Column("session", "Session", value=lambda row: str(row.session)),
        Column("charged", "Charged", value=charged, cell=lambda row: pounds(charged(row)), numeric=True),
    ]  # fmt: skip
    return Table("Had a place and did not come", columns, rows, empty="Everybody who had a place has come.")

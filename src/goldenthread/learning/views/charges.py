"""Charges, invoices and their payments, the terms, and the ledger of those who stayed away."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural, pounds
from goldenthread.learning.actions.charges import waive
from goldenthread.learning.actions.invoices import (
    make_invoices,
    record_payment,
    set_terms,
    take_payment_back,
)
from goldenthread.learning.forms.charges import InvoicesForm, PaymentForm, TermsForm
from goldenthread.learning.forms.programme import ReasonForm
from goldenthread.learning.invoice_paper import invoice_pdf
from goldenthread.learning.models import Charge, Invoice, Payment, Terms
from goldenthread.learning.selectors.charges import (
    NOTHING,
    charges_of,
    invoices_of,
    not_invoiced,
    stayed_away,
)
from goldenthread.learning.tables.charges import (
    away_table,
    invoices_table,
    lines_table,
    open_charges_table,
    owes_table,
    payments_table,
    terms_table,
)
from goldenthread.learning.views.page import address, asked, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.MANAGE_LEARNING)
def charges(request: PartnershipRequest) -> HttpResponse:
    """What is charged and stands on no invoice, the invoices, and what is owed."""
    partnership = request.viewer.partnership
    owes = not_invoiced(partnership)
    invoices = invoices_of(Invoice.objects.filter(partnership=partnership))
    late = [row for row in invoices if row.is_late(today())]
    owed = sum((row.owed for row in invoices), NOTHING)
    return show(
        request, "charges", "charges", title="Charges and invoices",
        state=f"{pounds(owed)} is owed on invoices; {plural(len(late), 'invoice is', 'invoices are')} late.",
        owes=owes_table(owes), table=open_charges_table(charges_of(partnership), address(request, "charges")),
        invoices=invoices_table(invoices, today()), can_invoice=any(row.amount > 0 for row in owes),
    )  # fmt: skip


@requires(P.MANAGE_LEARNING)
def invoices_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The invoices as data for the council's finance system."""
    rows = invoices_of(Invoice.objects.filter(partnership=request.viewer.partnership))
    return export(invoices_table(rows, today()), kind=kind, name="training-invoices")


@requires(P.MANAGE_LEARNING, FORM)
def invoices_new(request: PartnershipRequest) -> HttpResponseBase:
    """Make the invoices of everything charged up to a day."""
    form = InvoicesForm(posted(request))
    rows = [row for row in not_invoiced(request.viewer.partnership) if row.amount > 0]
    intro = f"One invoice for each agency: {plural(len(rows), 'agency', 'agencies')} as things stand, "
    return asked(
        request, form, lambda: make_invoices(by=request.viewer, **form.cleaned_data), title="Make invoices",
        button="Make the invoices", said=lambda made: f"{plural(len(made), 'invoice is', 'invoices are')} made.",
        intro=f"{intro}{pounds(sum((row.amount for row in rows), NOTHING))}.", back=address(request, "charges"),
        trail=[("Charges", address(request, "charges"))],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def charge_waive(request: PartnershipRequest, charge: int) -> HttpResponseBase:
    """Waive a charge, with the reason."""
    rows = Charge.objects.filter(agency__partnership=request.viewer.partnership)
    row = get_object_or_404(rows.select_related("agency", "booking__session__course"), pk=charge)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: waive(by=request.viewer, charge=row, **form.cleaned_data), title="Waive a charge",
        button="Waive it", said="The charge is waived. Both rows stay on record.", back=address(request, "charges"),
        caption=f"{row.agency}: {row.booking.session}, {pounds(row.amount)}",
        trail=[("Charges", address(request, "charges"))],
    )  # fmt: skip


def _invoice(request: PartnershipRequest, number: int) -> Invoice:
    rows = Invoice.objects.filter(partnership=request.viewer.partnership)
    row: Invoice = get_object_or_404(rows.select_related("agency", "partnership"), number=number)
    return row


@requires(P.MANAGE_LEARNING)
def invoice(request: PartnershipRequest, invoice: int) -> HttpResponse:
    """One invoice: what it is for, what came, what is owed."""
    row = _invoice(request, invoice)
    stood = invoices_of(Invoice.objects.filter(pk=row.pk))[0]
    late = f", which was due on {row.due_on:%-d %B %Y}" if stood.is_late(today()) else ""
    state = f"{pounds(stood.owed)} is owed{late}." if stood.owed > 0 else "It is paid."
    payments = list(row.payments.select_related("countered_by"))
    return show(
        request, "invoice", title=str(row), caption=str(row.agency), invoice=row, state=state, lines=lines_table(row),
        payments=payments_table(payments, f"{row.get_absolute_url()}payments/"), owed=stood.owed,
        trail=[("Learning", address(request, "programme")), ("Charges", address(request, "charges")), (str(row), "")],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING)
def invoice_file(request: PartnershipRequest, invoice: int) -> HttpResponse:
    """An invoice as a PDF."""
    row = _invoice(request, invoice)
    response = HttpResponse(invoice_pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="invoice-{row.number:05}.pdf"'
    return response


@requires(P.MANAGE_LEARNING, FORM)
def payment_new(request: PartnershipRequest, invoice: int) -> HttpResponseBase:
    """Record money that came for an invoice."""
    row = _invoice(request, invoice)
    form = PaymentForm(posted(request))
    return asked(
        request, form, lambda: record_payment(by=request.viewer, invoice=row, **form.cleaned_data),
        title="Record a payment", button="Record it", said="The payment is on record.", back=row.get_absolute_url(),
        caption=f"{row}, {row.agency}", trail=[(str(row), row.get_absolute_url())],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def payment_back(request: PartnershipRequest, invoice: int, payment: int) -> HttpResponseBase:
    """Take back a payment that was recorded by mistake."""
    row = _invoice(request, invoice)
    found = get_object_or_404(Payment.objects.select_related("invoice"), invoice=row, pk=payment)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: take_payment_back(by=request.viewer, payment=found, **form.cleaned_data),
        title="Take a payment back", button="Take it back", said="The payment is taken back. Both rows stay on record.",
        back=row.get_absolute_url(), caption=f"{found.reference}, {pounds(found.amount)}",
        trail=[(str(row), row.get_absolute_url())],
    )  # fmt: skip


@requires(P.VIEW_LEARNING)
def terms(request: PartnershipRequest) -> HttpResponse:
    """The terms of charging, those in force first."""
    rows = Terms.objects.filter(partnership=request.viewer.partnership).prefetch_related("rates")
    told = [(each, terms_table(each)) for each in rows]
    return show(
        request, "terms", title="Terms of charging", terms=told, manages=request.viewer.may(P.MANAGE_LEARNING),
        now=next((each for each, _ in told if each.starts_on <= today()), None),
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def terms_new(request: PartnershipRequest) -> HttpResponseBase:
    """Put new terms into force."""
    form = TermsForm(posted(request))

    def put() -> Terms:
        said = form.cleaned_data
        return set_terms(
            by=request.viewer,
            starts_on=said["starts_on"],
            notice=said["notice"],
            note=said["note"],
            rates=form.rates(),
        )

    return asked(
        request, form, put, title="New terms of charging", button="Put them into force", back=address(request, "terms"),
        said="The terms are on record.", trail=[("Terms", address(request, "terms"))],
        intro="Each figure is a share of a session’s price. What is booked for days before stays under the old terms.",
    )  # fmt: skip


@requires(P.MANAGE_LEARNING)
def away(request: PartnershipRequest) -> HttpResponse:
    """The ledger of those who had a place and did not come."""
    rows = stayed_away(request.viewer.partnership)
    return show(
        request, "away", title="Did not come", table=away_table(rows),
        state=f"{plural(len(rows), 'person', 'people')} had a place and did not come.",
    )  # fmt: skip


@requires(P.MANAGE_LEARNING)
def away_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The ledger as a file."""
    return export(away_table(stayed_away(request.viewer.partnership)), kind=kind, name="did-not-come")


routes = [
    path("charges/", charges, name="charges"),
    path("charges/invoices.<slug:kind>", invoices_export, name="invoices_export"),
    path("charges/invoices/new/", invoices_new, name="invoices_new"),
    path("charges/<int:charge>/waive/", charge_waive, name="charge_waive"),
    path("charges/invoices/<int:invoice>/", invoice, name="invoice"),
    path("charges/invoices/<int:invoice>/invoice.pdf", invoice_file, name="invoice_file"),
    path("charges/invoices/<int:invoice>/payments/new/", payment_new, name="payment_new"),
    path("charges/invoices/<int:invoice>/payments/<int:payment>/back/", payment_back, name="payment_back"),
    path("charges/did-not-come/", away, name="away"),
    path("charges/did-not-come.<slug:kind>", away_export, name="away_export"),
    path("terms/", terms, name="terms"),
    path("terms/new/", terms_new, name="terms_new"),
]

"""Commitments: what will have to be paid, for reviews and otherwise."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural, pounds
from goldenthread.oversight.finance.actions.spending import commit, end_commitment
from goldenthread.oversight.finance.forecast import total
from goldenthread.oversight.finance.forms.money import ReasonForm
from goldenthread.oversight.finance.forms.spending import CommitmentForm
from goldenthread.oversight.finance.models import BudgetYear, Commitment
from goldenthread.oversight.finance.permissions import knows_reviews
from goldenthread.oversight.finance.tables.spending import commitments_table
from goldenthread.oversight.finance.views.page import address, asked, show, trail_to, year_or_404
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered

P = Permission
CHOICES = {"open": "Open", "done": "Paid or ended"}


def _shown(request: PartnershipRequest, row: BudgetYear) -> tuple[list[Commitment], str]:
    """The commitments that the address asks for, and which."""
    rows = list(row.commitments.select_related("heading", "end").prefetch_related("spending"))
    chosen = request.GET.get("state", "")
    if chosen in CHOICES:
        rows = [each for each in rows if bool(each.open) == (chosen == "open")]
    return rows, chosen


@requires(P.VIEW_FINANCE)
@remembered
def commitments(request: PartnershipRequest, year: str) -> HttpResponse:
    """What is committed in a year."""
    row = year_or_404(request.viewer, year)
    rows, chosen = _shown(request, row)
    still = [each for each in rows if each.open]
    reviews = total(each.open for each in still if each.review)
    return show(
        request, "commitments", "commitments", year=row, title=f"Commitments {row}", states=CHOICES.items(),
        chosen=chosen, count=plural(len(rows), "commitment"),
        state=f"{pounds(total(each.open for each in still))} is committed and not paid yet, "
        f"{pounds(reviews)} of it for reviews.",
        table=commitments_table(
            rows, row, manages=request.viewer.may(P.MANAGE_FINANCE), reviews=knows_reviews(request.viewer)
        ),
        trail=trail_to(request, row, "Commitments"),
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def commitments_export(request: PartnershipRequest, year: str, kind: str) -> HttpResponse:
    """The same as a file."""
    row = year_or_404(request.viewer, year)
    rows, _ = _shown(request, row)
    table = commitments_table(rows, row, reviews=knows_reviews(request.viewer))
    return export(table, kind=kind, name=f"commitments-{row}")


@requires(P.MANAGE_FINANCE, FORM)
def commitment_new(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Record what will have to be paid."""
    row = year_or_404(request.viewer, year)
    form = CommitmentForm(posted(request), year=row)
    back = address(request, "commitments", row.key)
    return asked(
        request, form, lambda: commit(by=request.viewer, year=row, **form.cleaned_data), title="Commit money",
        button="Record it", said="It is on record, and in the forecast.", back=back, caption=row.key,
        trail=trail_to(request, row, ("Commitments", back), "Commit money"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def commitment_end(request: PartnershipRequest, year: str, commitment: int) -> HttpResponseBase:
    """Release what is left of a commitment."""
    row = year_or_404(request.viewer, year)
    rows = row.commitments.select_related("year__partnership", "end").prefetch_related("spending")
    made: Commitment = get_object_or_404(rows, number=commitment)
    form = ReasonForm(posted(request))
    back = address(request, "commitments", row.key)
    return asked(
        request, form, lambda: end_commitment(by=request.viewer, commitment=made, **form.cleaned_data),
        title="It is not needed any more", button="Release it", said=f"{pounds(made.open)} is released.", back=back,
        caption=f"{made}: {made.what}, {pounds(made.open)} open", danger=True,
        trail=trail_to(request, row, ("Commitments", back), "It is not needed any more"),
    )  # fmt: skip


year_routes = [
    path("<slug:year>/commitments/", commitments, name="commitments"),
    path("<slug:year>/commitments.<slug:kind>", commitments_export, name="commitments_export"),
    path("<slug:year>/commitments/new/", commitment_new, name="commitment_new"),
    path("<slug:year>/commitments/<int:commitment>/end/", commitment_end, name="commitment_end"),
]

"""Contributions: what each agency agreed, by when, and what came in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural, pounds, uk_date
from goldenthread.oversight.finance.actions.contributions import (
    add_contribution,
    change_contribution,
    work_out,
)
from goldenthread.oversight.finance.actions.receipts import record_receipt, reverse_receipt
from goldenthread.oversight.finance.charts import equity_chart
from goldenthread.oversight.finance.forms.contributions import (
    ContributionChangeForm,
    ContributionForm,
    ReceiptForm,
    WorkOutForm,
)
from goldenthread.oversight.finance.forms.money import ReasonForm
from goldenthread.oversight.finance.models import Contribution, Receipt
from goldenthread.oversight.finance.selectors.equity import equity
from goldenthread.oversight.finance.selectors.position import STATES, Paid, Position, paid, position
from goldenthread.oversight.finance.tables.cells import state_badge
from goldenthread.oversight.finance.tables.contributions import (
    SORTS,
    contributions_table,
    equity_table,
    receipts_table,
    revisions_table,
)
from goldenthread.oversight.finance.views.page import (
    Trail,
    address,
    asked,
    contribution_or_404,
    show,
    sort_of,
    trail_to,
    year_or_404,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

P = Permission


def _shown(request: PartnershipRequest, found: Position) -> tuple[list[Paid], str]:
    """The contributions that the address asks for, and how they stand."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    sort, _ = sort_of(request, SORTS)
    rows = [each for each in found.paid if not state or each.state == state]
    if sort:
        rows.sort(key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    return rows, state


@requires(P.VIEW_FINANCE)
@remembered
def contributions(request: PartnershipRequest, year: str) -> HttpResponse:
    """What agencies contribute to a year."""
    row = year_or_404(request.viewer, year)
    found = position(row)
    rows, state = _shown(request, found)
    sort, sort_link = sort_of(request, SORTS)
    shares = equity(found)
    late = f" {plural(len(found.late), 'contribution is', 'contributions are')} late." if found.late else ""
    over = f" {pounds(found.over)} was paid beyond what was agreed." if found.over else ""
    return show(
        request, "contributions", "contributions", year=row, title=f"Contributions {row}",
        state=f"{pounds(found.received)} of {pounds(found.agreed)} has come in; {pounds(found.outstanding)} is still "
        f"to come.{late}{over}",
        table=contributions_table(rows, sort=sort, sort_link=sort_link), states=STATES.items(), chosen=state,
        count=plural(len(rows), "contribution"), equity=equity_table(shares),
        chart=equity_chart(row.key, [(str(each.agency), each.of_partners or each.agreed) for each in shares]),
        trail=trail_to(request, row, "Contributions"),
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def contributions_export(request: PartnershipRequest, year: str, kind: str) -> HttpResponse:
    """The same as a file."""
    row = year_or_404(request.viewer, year)
    rows, _ = _shown(request, position(row))
    return export(contributions_table(rows), kind=kind, name=f"contributions-{row}")


@requires(P.MANAGE_FINANCE, FORM)
def work_out_page(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Work out the contributions of a draft by the formula."""
    row = year_or_404(request.viewer, year)
    form = WorkOutForm(posted(request), initial={"due_on": row.starts_on}, instance_version=row.version)
    back = address(request, "contributions", row.key)
    return asked(
        request, form, lambda: work_out(by=request.viewer, year=row, **form.cleaned_data),
        title="Work out the contributions", button="Work them out", back=back, caption=row.key,
        said="They are worked out, and sum to the total to the penny. Change any that was agreed otherwise.",
        trail=trail_to(request, row, ("Contributions", back), "Work them out"),
        intro="By the formula that holds. What stood there before for its agencies is written over.",
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def contribution_new(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Add what an agency pays beside the formula."""
    row = year_or_404(request.viewer, year)
    agencies = Agency.objects.filter(partnership=row.partnership_id).in_force(today())
    form = ContributionForm(
        posted(request),
        agencies=agencies.exclude(contributions__year=row).order_by("name"),
        is_set=not row.is_draft,
    )
    back = address(request, "contributions", row.key)
    return asked(
        request, form, lambda: add_contribution(by=request.viewer, year=row, **form.cleaned_data),
        title="Add a contribution", button="Add it", said="The contribution is there.", back=back, caption=row.key,
        trail=trail_to(request, row, ("Contributions", back), "Add a contribution"),
    )  # fmt: skip


@requires(P.VIEW_CONTRIBUTION)
def contribution(request: PartnershipRequest, year: str, agency: str) -> HttpResponse:
    """What one agency agreed to pay for a year, and what came in."""
    row = contribution_or_404(request.viewer, year, agency)
    now = paid(row)
    manages = request.viewer.may(P.MANAGE_FINANCE)
    return show(
        request, "contribution", title=f"{row.agency}: contribution {row.year}", year=row.year, row=row, now=now,
        badge=state_badge(now.state), state=told(now),
        receipts=receipts_table(list(row.receipts.all()), manages=manages and row.year.is_open),
        revisions=revisions_table(list(row.revisions.all()), "What changed after the budget was set")
        if row.revisions.all() else None,
        trail=_trail(request, row),
    )  # fmt: skip


def _lets(viewer: Viewer, year: str, agency: str) -> bool:
    """Whether the contribution of an address is one that the viewer may see."""
    if viewer.may(P.VIEW_FINANCE):
        return True
    rows = Contribution.objects.whole().filter(year__partnership=viewer.partnership, year__key=year)
    row = rows.filter(agency__key=agency).first()
    return row is not None and viewer.may(P.VIEW_CONTRIBUTION, row)


contribution.lets = _lets  # type: ignore[attr-defined]


def told(now: Paid) -> str:
    """How a contribution stands, in one sentence."""
    if now.state == "nothing":
        return "Nothing is agreed for this year."
    sums = f"{pounds(now.received)} of {pounds(now.agreed)} has come in"
    if now.state == "over":
        return (
            f"{sums}: {pounds(now.over)} more than was agreed. Reverse what was recorded twice, or agree with the "
            "agency what becomes of it."
        )
    if now.state == "paid":
        return f"{sums}: it is paid."
    return f"{sums}. {pounds(now.outstanding)} {'was' if now.state == 'late' else 'is'} due by {uk_date(now.due_on)}."


def _trail(request: PartnershipRequest, row: Contribution, *more: tuple[str, str] | str) -> Trail:
    if not request.viewer.may(P.VIEW_FINANCE):
        return trail_to(request, f"Contribution {row.year}")
    first = (("Contributions", address(request, "contributions", row.year.key)),)
    last = ((str(row.agency), row.get_absolute_url()), *more) if more else (str(row.agency),)
    return trail_to(request, row.year, *first, *last)


@requires(P.MANAGE_FINANCE, FORM)
def contribution_edit(request: PartnershipRequest, year: str, agency: str) -> HttpResponseBase:
    """Change what an agency pays, or by when."""
    row = contribution_or_404(request.viewer, year, agency)
    form = ContributionChangeForm(posted(request), row=row)
    return asked(
        request, form, lambda: change_contribution(by=request.viewer, contribution=row, **form.cleaned_data),
        title="Change the contribution", button="Save", said="The change is on record.",
        back=row.get_absolute_url(), caption=str(row), trail=_trail(request, row, "Change it"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def receipt_new(request: PartnershipRequest, year: str, agency: str) -> HttpResponseBase:
    """Record what an agency paid."""
    row = contribution_or_404(request.viewer, year, agency)
    form = ReceiptForm(posted(request), amount=paid(row).outstanding or None)

    def said(_: Receipt) -> str:
        return f"It is on record. {told(paid(Contribution.objects.whole().get(pk=row.pk)))}"

    return asked(
        request, form, lambda: record_receipt(by=request.viewer, contribution=row, **form.cleaned_data),
        title="Record what came in", button="Record it", said=said, back=row.get_absolute_url(), caption=str(row),
        trail=_trail(request, row, "Record what came in"), intro=told(paid(row)),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def receipt_reverse(request: PartnershipRequest, year: str, agency: str, receipt: int) -> HttpResponseBase:
    """Reverse a receipt."""
    row = contribution_or_404(request.viewer, year, agency)
    rows = Receipt.objects.filter(contribution=row)
    made: Receipt = get_object_or_404(
        rows.select_related("contribution__year", "contribution__agency"), pk=receipt
    )
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: reverse_receipt(by=request.viewer, receipt=made, **form.cleaned_data),
        title="Reverse what came in", button="Reverse it", said="It is reversed. Both rows stay on record.",
        back=row.get_absolute_url(), caption=f"{row}: {pounds(made.amount)}, {made.reference}", danger=True,
        trail=_trail(request, row, "Reverse what came in"),
    )  # fmt: skip


year_routes = [
    path("<slug:year>/contributions/", contributions, name="contributions"),
    path("<slug:year>/contributions.<slug:kind>", contributions_export, name="contributions_export"),
    path("<slug:year>/contributions/work-out/", work_out_page, name="work_out"),
    path("<slug:year>/contributions/new/", contribution_new, name="contribution_new"),
    path("<slug:year>/contributions/<slug:agency>/", contribution, name="contribution"),
    path("<slug:year>/contributions/<slug:agency>/edit/", contribution_edit, name="contribution_edit"),
    path("<slug:year>/contributions/<slug:agency>/receipts/new/", receipt_new, name="receipt_new"),
    path(
        "<slug:year>/contributions/<slug:agency>/receipts/<int:receipt>/reverse/",
        receipt_reverse,
        name="receipt_reverse",
    ),
]

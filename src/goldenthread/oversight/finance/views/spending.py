"""Spending: the list, single payments, and the council's ledger brought in whole."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural, pounds
from goldenthread.oversight.finance.actions.importing import bring_in, drop_import, keep_import
from goldenthread.oversight.finance.actions.spending import record_spending, reverse_spending
from goldenthread.oversight.finance.forecast import total
from goldenthread.oversight.finance.forms.money import ReasonForm
from goldenthread.oversight.finance.forms.spending import LedgerForm, SpendingForm
from goldenthread.oversight.finance.ledger import COLUMNS, Entry, LedgerError
from goldenthread.oversight.finance.models import BudgetYear, Heading, Spending, SpendingImport
from goldenthread.oversight.finance.tables.spending import (
    SORTS,
    entries_table,
    problems_table,
    spending_table,
)
from goldenthread.oversight.finance.views.page import address, asked, show, sort_of, trail_to, year_or_404
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.spreadsheets.writing import FORMATS

P = Permission
PAGE = 100


def _shown(request: PartnershipRequest, row: BudgetYear) -> tuple[list[Spending], str]:
    """The payments that the address asks for, and the heading."""
    rows = row.spending.select_related("heading", "commitment", "reversed_by")
    heading = request.GET.get("heading", "")
    if heading:
        rows = rows.filter(heading__key=heading)
    sort, _ = sort_of(request, SORTS)
    order = SORTS[sort.removeprefix("-")] if sort else "on"
    down = "-" if sort.startswith("-") or not sort else ""
    return list(rows.order_by(f"{down}{order}", f"{down}id")), heading


@requires(P.VIEW_FINANCE)
@remembered
def spending(request: PartnershipRequest, year: str) -> HttpResponse:
    """What was paid in a year, the latest first."""
    row = year_or_404(request.viewer, year)
    rows, heading = _shown(request, row)
    sort, sort_link = sort_of(request, SORTS)
    headings = Heading.objects.filter(partnership=row.partnership_id)
    under = next((f" under “{each}”" for each in headings if each.key == heading), "")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return show(
        request, "spending", "spending", year=row, title=f"Spending {row}", headings=headings, chosen=heading,
        state=f"{pounds(total(each.amount for each in rows))} in {plural(len(rows), 'row')}{under}, with reversals.",
        table=spending_table(list(page.object_list), row, manages=request.viewer.may(P.MANAGE_FINANCE), sort=sort,
                             sort_link=sort_link),
        page=page, trail=trail_to(request, row, "Spending"),
        waiting=row.spending_imports.filter(status=SpendingImport.Status.WAITING),
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def spending_export(request: PartnershipRequest, year: str, kind: str) -> HttpResponse:
    """The same as a file."""
    row = year_or_404(request.viewer, year)
    rows, _ = _shown(request, row)
    return export(spending_table(rows, row), kind=kind, name=f"spending-{row}")


@requires(P.MANAGE_FINANCE, FORM)
def spending_new(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Record a payment."""
    row = year_or_404(request.viewer, year)
    rows = row.commitments.select_related("end").prefetch_related("spending")
    form = SpendingForm(posted(request), year=row, commitments=[each for each in rows if each.open])
    back = address(request, "spending", row.key)
    return asked(
        request, form, lambda: record_spending(by=request.viewer, year=row, **form.cleaned_data),
        title="Record a payment", button="Record it", said="The payment is on record.", back=back, caption=row.key,
        trail=trail_to(request, row, ("Spending", back), "Record a payment"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def spending_reverse(request: PartnershipRequest, year: str, spending: int) -> HttpResponseBase:
    """Reverse a payment."""
    row = year_or_404(request.viewer, year)
    made: Spending = get_object_or_404(
        row.spending.select_related("year", "heading", "commitment"), pk=spending
    )
    form = ReasonForm(posted(request))
    back = address(request, "spending", row.key)
    return asked(
        request, form, lambda: reverse_spending(by=request.viewer, spending=made, **form.cleaned_data),
        title="Reverse a payment", button="Reverse it", said="It is reversed. Both rows stay on record.", back=back,
        caption=f"{pounds(made.amount)}, {made.description}, {made.reference}", danger=True,
        trail=trail_to(request, row, ("Spending", back), "Reverse a payment"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def import_new(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Choose a file of the council's ledger; it is shown before anything of it is kept."""
    row = year_or_404(request.viewer, year)
    form = LedgerForm(posted(request), request.FILES or None)
    back = address(request, "spending", row.key)
    problems = None
    if request.method == "POST" and form.is_valid() and form.sheet is not None:
        try:
            made = bring_in(
                by=request.viewer,
                year=row,
                sheet=form.sheet,
                file_name=form.file_name,
                checksum=form.checksum,
            )
        except LedgerError as error:
            form.add_error("file", str(error))
            problems = problems_table(error.problems)
        except ValidationError as error:
            form.add_error("file", error.messages[0])
        else:
            return redirect("finance:import", row.partnership.slug, row.key, made.number)
    return show(
        request, "ask", form=form, title="Bring in the council’s ledger", button="Look at it first", back=back,
        caption=row.key, multipart=True, problems=problems, template_of=row,
        intro=f"A table with the columns {', '.join(COLUMNS)}. The headings are those of the budget. Payments that are "
        "on record already are left out, so the file may hold the whole year. It is kept whole or not at all.",
        trail=trail_to(request, row, ("Spending", back), "Bring in the ledger"), year=row,
    )  # fmt: skip


def _upload_or_404(request: PartnershipRequest, year: str, upload: int) -> SpendingImport:
    row = year_or_404(request.viewer, year)
    made: SpendingImport = get_object_or_404(
        row.spending_imports.select_related("year__partnership"), number=upload
    )
    return made


@requires(P.MANAGE_FINANCE)
def import_page(request: PartnershipRequest, year: str, upload: int) -> HttpResponse:
    """What is in a file, and what would be kept."""
    made = _upload_or_404(request, year, upload)
    entries = [Entry.of(plain) for plain in made.rows]
    new = [entry for entry in entries if not entry.known]
    sums = f"{plural(len(new), 'payment')}, {pounds(total(entry.amount for entry in new))}"
    left = (
        f" {plural(len(entries) - len(new), 'payment')} on record already." if len(entries) > len(new) else ""
    )
    waits = made.status == SpendingImport.Status.WAITING
    state = (
        f"{sums} would be kept.{left} Nothing is on record yet."
        if waits
        else f"{made.get_status_display()}: {sums}."
    )
    return show(
        request, "import", title=f"“{made}”", upload=made, year=made.year, state=state, waits=waits,
        table=entries_table(entries), count=len(new),
        trail=trail_to(request, made.year, ("Spending", address(request, "spending", year)), str(made)),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, CHANGE)
def import_keep(request: PartnershipRequest, year: str, upload: int) -> HttpResponseBase:
    """Keep what is in a file, all of it."""
    made = _upload_or_404(request, year, upload)
    kept = refused(request, lambda: keep_import(by=request.viewer, upload=made))
    if kept is None:
        return redirect(made)
    verb = "is" if len(kept) == 1 else "are"
    messages.success(request, f"{plural(len(kept), 'payment')} of “{made}” {verb} on record.")
    return redirect(address(request, "spending", year))


@requires(P.MANAGE_FINANCE, CHANGE)
def import_drop(request: PartnershipRequest, year: str, upload: int) -> HttpResponseBase:
    """Let a file go."""
    made = _upload_or_404(request, year, upload)
    if refused(request, lambda: drop_import(by=request.viewer, upload=made)) is None:
        return redirect(made)
    messages.success(request, f"“{made}” is let go. Nothing of it was kept.")
    return redirect(address(request, "spending", year))


@requires(P.MANAGE_FINANCE)
def import_template(request: PartnershipRequest, year: str, kind: str) -> HttpResponse:
    """An empty ledger to fill in, with a row for each heading."""
    row = year_or_404(request.viewer, year)
    if kind not in FORMATS:
        raise Http404(f"no such format: {kind}")
    headings = Heading.objects.filter(partnership=row.partnership_id)
    rows = [[None, each.title, None, None, None] for each in headings]
    file = FORMATS[kind]
    body = file.write(list(COLUMNS), rows, title=f"Ledger {row}", sheet_name="Ledger")
    response = HttpResponse(body, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="ledger-{row.key}.{file.extension}"'
    return response


year_routes = [
    path("<slug:year>/spending/", spending, name="spending"),
    path("<slug:year>/spending.<slug:kind>", spending_export, name="spending_export"),
    path("<slug:year>/spending/new/", spending_new, name="spending_new"),
    path("<slug:year>/spending/<int:spending>/reverse/", spending_reverse, name="spending_reverse"),
    path("<slug:year>/spending/ledger/", import_new, name="import_new"),
    path("<slug:year>/spending/ledger.<slug:kind>", import_template, name="import_template"),
    path("<slug:year>/spending/ledger/<int:upload>/", import_page, name="import"),
    path("<slug:year>/spending/ledger/<int:upload>/keep/", import_keep, name="import_keep"),
    path("<slug:year>/spending/ledger/<int:upload>/let-go/", import_drop, name="import_drop"),
]

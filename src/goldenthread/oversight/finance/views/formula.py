"""The funding formula, and what another one or another total would mean."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.words import uk_date
from goldenthread.oversight.finance.actions.contributions import agree_formula, latest_formula, split_of
from goldenthread.oversight.finance.charts import equity_chart
from goldenthread.oversight.finance.forecast import total
from goldenthread.oversight.finance.forms.contributions import SHARE_HINT, FormulaForm, WhatIfForm
from goldenthread.oversight.finance.formula import FormulaError, percent_of
from goldenthread.oversight.finance.models import Formula
from goldenthread.oversight.finance.selectors.equity import Compared, what_if
from goldenthread.oversight.finance.selectors.position import Position, position
from goldenthread.oversight.finance.selectors.years import current, years_of
from goldenthread.oversight.finance.tables.contributions import formula_table, formulas_table, what_if_table
from goldenthread.oversight.finance.views.page import address, asked, show, trail_to
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


def _agencies(partnership: Partnership) -> list[Agency]:
    return list(Agency.objects.filter(partnership=partnership).in_force(today()).order_by("id"))


@requires(P.VIEW_FINANCE)
def formula(request: PartnershipRequest) -> HttpResponse:
    """The formula that holds, and those before it."""
    rows = list(
        Formula.objects.filter(partnership=request.viewer.partnership).prefetch_related("lines__agency")
    )
    now = rows[0] if rows else None
    return show(
        request, "formula", "formula", year=current(years_of(request.viewer), today()), title="Funding formula",
        state=f"{now}, agreed on {uk_date(now.on)}. {now.note}" if now else "No formula is on record yet.",
        table=formula_table(now), before=formulas_table(rows[1:]) if rows[1:] else None,
        trail=trail_to(request, "Funding formula"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def formula_new(request: PartnershipRequest) -> HttpResponseBase:
    """Record the formula that the safeguarding partners agreed."""
    partnership = request.viewer.partnership
    form = FormulaForm(
        posted(request), agencies=_agencies(partnership), formula=latest_formula(partnership.pk)
    )

    def agree() -> Formula:
        values = form.cleaned_data
        return agree_formula(by=request.viewer, parts=form.parts(), on=values["on"], note=values["note"])

    return asked(
        request, form, agree, title="Record a formula", button="Record it", template="formula_new",
        said="The formula is on record. Draft budgets can be worked out by it; those that are set stay as they are.",
        back=address(request, "formula"), intro=SHARE_HINT,
        trail=trail_to(request, ("Funding formula", address(request, "formula")), "Record a formula"),
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def what_if_page(request: PartnershipRequest) -> HttpResponse:
    """What another total or formula would mean for each agency. Nothing is kept: the address holds all of it."""
    years = years_of(request.viewer)
    year = current([each for each in years if not each.is_draft] or years, today())
    now = position(year) if year else None
    agencies, holds = _agencies(request.viewer.partnership), latest_formula(request.viewer.partnership.pk)
    form = WhatIfForm(
        request.GET if "total" in request.GET else None, agencies=agencies, formula=holds,
        initial={"total": now.agreed if now else None},
    )  # fmt: skip
    rows = _rows(form, agencies, now)
    return show(
        request, "what_if", "what_if", year=year, title="What if", form=form, hint=SHARE_HINT, rows=rows,
        table=what_if_table(rows, year.key if year else "") if rows else None, chart=_chart(rows),
        trail=trail_to(request, "What if"),
    )  # fmt: skip


def _rows(form: WhatIfForm, agencies: list[Agency], now: Position | None) -> list[Compared]:
    """The comparison; what cannot be becomes an error of the form."""
    if not form.is_valid():
        return []
    try:
        return what_if(agencies, now, split_of(form.parts()), form.cleaned_data["total"])
    except FormulaError as error:
        form.add_error(None, str(error))
    return []


def _chart(rows: list[Compared]) -> object:
    """The parts of the safeguarding partners, as they would be."""
    partners = [each for each in rows if each.agency.kind == Agency.Kind.SAFEGUARDING_PARTNER]
    theirs = total(each.then for each in partners)
    parts = [(str(each.agency), percent_of(each.then, theirs)) for each in partners]
    shares = [(name, share) for name, share in parts if share is not None]
    return equity_chart("", shares)


routes = [
    path("formula/", formula, name="formula"),
    path("formula/new/", formula_new, name="formula_new"),
    path("what-if/", what_if_page, name="what_if"),
]

"""The budget of a year, and the headings under which money is planned and spent."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import pounds
from goldenthread.oversight.finance.actions.budget import (
    add_heading,
    change_heading,
    plan_budget,
    revise_line,
)
from goldenthread.oversight.finance.forms.years import BudgetForm, HeadingChangeForm, HeadingFields, LineForm
from goldenthread.oversight.finance.models import BudgetLine, BudgetYear, Heading
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.oversight.finance.selectors.position import position
from goldenthread.oversight.finance.selectors.years import current, years_of
from goldenthread.oversight.finance.tables.budget import budget_table, headings_table
from goldenthread.oversight.finance.tables.contributions import revisions_table
from goldenthread.oversight.finance.views.page import address, asked, show, trail_to, year_or_404
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_FINANCE)
@remembered
def budget(request: PartnershipRequest, year: str) -> HttpResponse:
    """What is planned, spent and forecast under each heading, and what was revised."""
    row = year_or_404(request.viewer, year)
    found = position(row)
    left = found.budget - found.forecast
    revisions = row.revisions.select_related("line__heading", "contribution__agency")
    return show(
        request, "budget", "budget", year=row, title=f"Budget {row}",
        state=f"{pounds(found.budget)} is planned under {len(found.lines)} headings; {pounds(found.forecast)} is "
        f"forecast, {pounds(abs(left))} {'less' if left >= 0 else 'more'}.",
        table=budget_table(found, manages=request.viewer.may(P.MANAGE_FINANCE)),
        revisions=None if row.is_draft else revisions_table(list(revisions)),
        unplanned=_unplanned(row) if row.is_open and request.viewer.may(P.MANAGE_FINANCE) else [],
        trail=trail_to(request, row, "Budget"),
    )  # fmt: skip


def _unplanned(row: BudgetYear) -> list[Heading]:
    """The headings under which the year plans nothing."""
    return list(Heading.objects.filter(partnership=row.partnership_id).exclude(lines__year=row))


@requires(P.VIEW_FINANCE)
def budget_export(request: PartnershipRequest, year: str, kind: str) -> HttpResponse:
    """The same as a file."""
    row = year_or_404(request.viewer, year)
    return export(budget_table(position(row)), kind=kind, name=f"budget-{row}")


@requires(P.MANAGE_FINANCE, FORM)
def budget_edit(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Say what a draft plans under each heading."""
    row = year_or_404(request.viewer, year)
    headings = list(Heading.objects.filter(partnership=row.partnership_id))
    lines = {line.heading_id: line.amount for line in BudgetLine.objects.filter(year=row)}
    form = BudgetForm(posted(request), year=row, headings=headings, amounts=lines)

    def plan() -> BudgetYear:
        values = form.cleaned_data
        return plan_budget(
            by=request.viewer, year=row, version=values["version"], opening_reserve=values["opening_reserve"],
            amounts=form.amounts(),
        )  # fmt: skip

    return asked(
        request, form, plan, title="Plan the budget", button="Save", said="The draft is saved.",
        back=address(request, "budget", row.key), trail=trail_to(request, row, "Plan the budget"), caption=row.key,
        intro="A sum for each heading, in pounds; leave it empty for none." if row.is_draft
        else "This budget is set: its lines change one at a time, each with a reason.",
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def line_revise(request: PartnershipRequest, year: str, heading: str) -> HttpResponseBase:
    """Change one line of a set budget."""
    row = year_or_404(request.viewer, year)
    under: Heading = get_object_or_404(Heading, partnership=row.partnership_id, key=heading)
    line = BudgetLine.objects.filter(year=row, heading=under).prefetch_related("revisions").first()
    now = line.now if line else NOTHING
    form = LineForm(posted(request), initial={"amount": now}, instance_version=row.version)
    return asked(
        request, form, lambda: revise_line(by=request.viewer, year=row, heading=under, **form.cleaned_data),
        title="Change what is planned", button="Record the change", back=address(request, "budget", row.key),
        said="The change is on record, with what it was before.", caption=f"{under}, {row}: {pounds(now)}",
        trail=trail_to(request, row, ("Budget", address(request, "budget", row.key)), "Change what is planned"),
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def headings(request: PartnershipRequest) -> HttpResponse:
    """The headings, and how each is spent."""
    rows = list(Heading.objects.filter(partnership=request.viewer.partnership))
    slug = request.viewer.partnership.slug
    return show(
        request, "headings", "headings", year=current(years_of(request.viewer), today()), title="Headings",
        table=headings_table(rows, slug=slug, manages=request.viewer.may(P.MANAGE_FINANCE)),
        trail=trail_to(request, "Headings"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def heading_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add a heading."""
    form = HeadingFields(posted(request))
    return asked(
        request, form, lambda: add_heading(by=request.viewer, **form.cleaned_data), title="Add a heading",
        button="Add it", said="The heading is there.", back=address(request, "headings"),
        trail=trail_to(request, ("Headings", address(request, "headings")), "Add a heading"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def heading_edit(request: PartnershipRequest, heading: str) -> HttpResponseBase:
    """Rename a heading, or say anew how it is spent."""
    row: Heading = get_object_or_404(Heading, partnership=request.viewer.partnership, key=heading)
    form = HeadingChangeForm(
        posted(request), initial={"title": row.title, "pattern": row.pattern}, instance_version=row.version
    )
    return asked(
        request, form, lambda: change_heading(by=request.viewer, heading=row, **form.cleaned_data),
        title="Change the heading", button="Save", said="The heading is changed, in every year.",
        back=address(request, "headings"), caption=row.title,
        trail=trail_to(request, ("Headings", address(request, "headings")), "Change the heading"),
    )  # fmt: skip


routes = [
    path("headings/", headings, name="headings"),
    path("headings/new/", heading_new, name="heading_new"),
    path("headings/<slug:heading>/edit/", heading_edit, name="heading_edit"),
]
year_routes = [
    path("<slug:year>/budget/", budget, name="budget"),
    path("<slug:year>/budget.<slug:kind>", budget_export, name="budget_export"),
    path("<slug:year>/budget/edit/", budget_edit, name="budget_edit"),
    path("<slug:year>/budget/<slug:heading>/change/", line_revise, name="line_revise"),
]

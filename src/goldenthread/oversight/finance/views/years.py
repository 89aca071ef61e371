"""Budget years: how one stands, setting and closing it, its reserves, and years side by side."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural, pounds, uk_date
from goldenthread.oversight.finance.actions.years import (
    begin_year,
    close_year,
    move_reserve,
    reopen_year,
    reverse_movement,
    set_budget,
)
from goldenthread.oversight.finance.charts import equity_chart, spending_chart, years_chart
from goldenthread.oversight.finance.forecast import MONTHS
from goldenthread.oversight.finance.forms.money import ReasonForm
from goldenthread.oversight.finance.forms.years import CloseForm, MovementForm, SetForm, YearForm
from goldenthread.oversight.finance.models import BudgetYear, Contribution, Movement
from goldenthread.oversight.finance.selectors.equity import equity
from goldenthread.oversight.finance.selectors.position import Position, paid, position, positions
from goldenthread.oversight.finance.selectors.years import begins, current, years_of
from goldenthread.oversight.finance.tables.budget import (
    budget_table,
    by_agency_table,
    history_table,
    movements_table,
)
from goldenthread.oversight.finance.tables.cells import year_badge
from goldenthread.oversight.finance.tables.contributions import contributions_table, equity_table
from goldenthread.oversight.finance.views.page import address, asked, show, trail_to, year_or_404
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_CONTRIBUTION)
def overview(request: PartnershipRequest) -> HttpResponseBase:
    """Leads to the year in which today falls; whoever sees their own agency's contribution alone finds it here."""
    if not request.viewer.may(P.VIEW_FINANCE):
        return _own(request)
    years = years_of(request.viewer)
    row = current(years, today())
    if row is not None:
        return redirect(row)
    return show(request, "none", title="Finance", trail=[("Finance", "")])


def _own(request: PartnershipRequest) -> HttpResponse:
    """What the viewer's own agency contributes, year by year."""
    agency = request.viewer.person.agency
    rows = Contribution.objects.whole().filter(agency=agency).exclude(year__status=BudgetYear.Status.DRAFT)
    found = [paid(row) for row in rows.order_by("-year__starts_on")]
    late = [each for each in found if each.state == "late"]
    return show(
        request, "own", title="Finance", agency=agency, table=contributions_table(found, year=True),
        state=f"{plural(len(late), 'contribution')} of {agency} {'is' if len(late) == 1 else 'are'} late." if late
        else "Everything that is due from your agency has come in." if found else "",
        trail=[("Finance", "")],
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
@remembered
def year(request: PartnershipRequest, year: str) -> HttpResponse:
    """How one year stands."""
    row = year_or_404(request.viewer, year)
    found = position(row)
    shares = equity(found)
    manages = request.viewer.may(P.MANAGE_FINANCE)
    others = [each for each in years_of(request.viewer) if each.pk != row.pk]
    return show(
        request, "year", "year", year=row, title=f"Finance {row}", found=found,
        badge=year_badge(row.status, row.get_status_display()), state=state_of(found), tiles=_tiles(request, found),
        trail=trail_to(request, row.key), steps=list(row.steps.all()),
        others=sorted(others, key=lambda each: each.starts_on),
        before=_gap(found, others), equity=equity_table(shares),
        equity_chart=equity_chart(row.key, [(str(each.agency), each.of_partners or each.agreed) for each in shares]),
        spending_chart=spending_chart(
            row.key, [(line.heading.title, line.spent, line.budget) for line in found.lines]
        ),
        table=budget_table(found), over=today() > row.ends_on,
        movements=movements_table(found.movements, row, manages=manages) if found.movements else None,
    )  # fmt: skip


def state_of(found: Position) -> str:
    """How a year stands, in one sentence."""
    year = found.year
    if year.is_draft:
        plan = found.planned_difference
        word = "adds" if plan >= 0 else "takes"
        way = f"{pounds(abs(plan))} {'to' if plan >= 0 else 'from'} the reserves"
        return f"Not set yet. Agencies would pay {pounds(found.agreed)}; the plan {word} {way}."
    late = f", {plural(len(found.late), 'contribution')} late" if found.late else ""
    left = found.budget - found.forecast
    how = "ended" if found.months == MONTHS else "is forecast to end"
    end = f"{how} {pounds(abs(left))} {'under' if left >= 0 else 'over'} the budget"
    return (
        f"As at {uk_date(found.as_at)}: {pounds(found.received)} of {pounds(found.agreed)} has come in{late}; "
        f"{pounds(found.spent)} of {pounds(found.budget)} is spent, and the year {end}."
    )


def _tiles(request: PartnershipRequest, found: Position) -> list[tuple[str, str, str, str]]:
    """Figure, words, a note, and where it is looked up."""
    key = found.year.key
    training = f"{pounds(found.charged)} charged" if found.charged else "Nothing charged yet"
    return [
        (pounds(found.received), "Contributions received", f"of {pounds(found.agreed)} agreed",
         address(request, "contributions", key)),
        (pounds(found.taken), "Training income received", training, ""),
        (pounds(found.spent), "Spent", f"of {pounds(found.budget)} planned", address(request, "spending", key)),
        (pounds(found.forecast), "Forecast spending", f"with {pounds(found.committed)} committed and not paid",
         address(request, "budget", key)),
        (pounds(found.reserve_at_end), "Reserve at the end", f"{pounds(found.reserve)} now", ""),
    ]  # fmt: skip


def _gap(found: Position, others: list[BudgetYear]) -> str:
    """Whether the year begins with another reserve than the closed one before it left. Nothing to say where it fits."""
    before = next((each for each in others if each.ends_on < found.year.starts_on), None)
    if before is None or before.status != BudgetYear.Status.CLOSED:
        return ""
    left = position(before).reserve
    gap = found.year.opening_reserve - left
    if not gap:
        return ""
    return f"{before} was closed with {pounds(left)} in the reserves: {pounds(gap)} apart from where this year begins."


@requires(P.MANAGE_FINANCE, FORM)
def year_new(request: PartnershipRequest) -> HttpResponseBase:
    """Begin the draft of a year."""
    years = years_of(request.viewer)
    last = years[0] if years else None
    form = YearForm(
        posted(request),
        begins=begins(request.viewer.partnership, years, today()),
        reserve=max(position(last).reserve_at_end, last.opening_reserve * 0) if last else None,
    )
    return asked(
        request, form, lambda: begin_year(by=request.viewer, **form.cleaned_data), title="Begin a budget",
        button="Begin it", back=address(request, "history"), trail=trail_to(request, "Begin a budget"),
        said=lambda made: f"The draft of {made} is there. Say what agencies contribute and what is planned.",
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def year_set(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Record that the safeguarding partners set the budget."""
    row = year_or_404(request.viewer, year)
    form = SetForm(posted(request), year=row)
    found = position(row)
    return asked(
        request, form, lambda: set_budget(by=request.viewer, year=row, **form.cleaned_data), title="Set the budget",
        button="It is set", said="The budget is set. From now on it changes by revisions, each with its reason.",
        back=row.get_absolute_url(), trail=trail_to(request, row, "Set the budget"), caption=row.key,
        intro=f"{state_of(found)} Once it is set, its lines stand as they are.",
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def year_close(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Close a year that is over."""
    row = year_or_404(request.viewer, year)
    form = CloseForm(posted(request))
    return asked(
        request, form, lambda: close_year(by=request.viewer, year=row, **form.cleaned_data), title="Close the year",
        button="Close it", said=f"{row} is closed. Nothing more is recorded in it, unless it is opened again.",
        back=row.get_absolute_url(), trail=trail_to(request, row, "Close the year"), caption=row.key,
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def year_reopen(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Open a closed year again."""
    row = year_or_404(request.viewer, year)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: reopen_year(by=request.viewer, year=row, **form.cleaned_data),
        title="Open the year again", button="Open it again", said=f"{row} is open again.",
        back=row.get_absolute_url(), trail=trail_to(request, row, "Open it again"), caption=row.key,
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def movement_new(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Record money into the reserves, or out of them."""
    row = year_or_404(request.viewer, year)
    form = MovementForm(posted(request), initial={"on": min(today(), row.ends_on)})

    def move() -> Movement:
        values = form.cleaned_data
        return move_reserve(by=request.viewer, year=row, out=values["way"] == "out",
                            **{name: values[name] for name in ("on", "amount", "reason")})  # fmt: skip

    return asked(
        request, form, move, title="Record a movement of reserves", button="Record it", said="It is on record.",
        back=row.get_absolute_url(), trail=trail_to(request, row, "Record a movement of reserves"), caption=row.key,
        intro="Contributions, training income and spending move the reserves by themselves. This is for anything else.",
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def movement_reverse(request: PartnershipRequest, year: str, movement: int) -> HttpResponseBase:
    """Reverse a movement of reserves."""
    row = year_or_404(request.viewer, year)
    made: Movement = get_object_or_404(row.movements.select_related("year__partnership"), pk=movement)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: reverse_movement(by=request.viewer, movement=made, **form.cleaned_data),
        title="Reverse it", button="Reverse it", said="It is reversed. Both rows stay on record.", danger=True,
        back=row.get_absolute_url(), trail=trail_to(request, row, "Reverse a movement of reserves"),
        caption=f"{pounds(made.amount)}, {made.reason}",
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
@remembered
def history(request: PartnershipRequest) -> HttpResponse:
    """Years side by side."""
    years = years_of(request.viewer)
    found = positions(years)
    earliest = sorted(found, key=lambda each: each.year.starts_on)
    return show(
        request, "history", "history", year=current(years, today()), title="History",
        state=f"{plural(len(years), 'year')} on record.", table=history_table(found),
        agencies=by_agency_table(earliest), chart=years_chart([(each.year.key, each.agreed) for each in earliest]),
        trail=trail_to(request, "History"), notes=[each for each in years if each.note],
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def history_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    return export(history_table(positions(years_of(request.viewer))), kind=kind, name="finance-years")


routes = [
    path("", overview, name="overview"),
    path("history/", history, name="history"),
    path("history.<slug:kind>", history_export, name="history_export"),
    path("years/new/", year_new, name="year_new"),
]
year_routes = [
    path("<slug:year>/", year, name="year"),
    path("<slug:year>/set/", year_set, name="year_set"),
    path("<slug:year>/close/", year_close, name="year_close"),
    path("<slug:year>/reopen/", year_reopen, name="year_reopen"),
    path("<slug:year>/reserves/new/", movement_new, name="movement_new"),
    path("<slug:year>/reserves/<int:movement>/reverse/", movement_reverse, name="movement_reverse"),
]

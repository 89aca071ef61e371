"""Cycles: the list, one with its agencies, its heat map, and what the Business Team does with it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.assurance.actions.cycles import (
    ask_agencies,
    move_close,
    open_cycle,
    put_survey_beside,
)
from goldenthread.evidence.assurance.forms.assurance import AskForm, CycleForm, MoveForm, SurveyForm
from goldenthread.evidence.assurance.models import Assessment
from goldenthread.evidence.assurance.selectors.cycles import (
    assessments_of,
    counts_of,
    cycles_of,
    heat_of,
    is_late,
)
from goldenthread.evidence.assurance.tables.assurance import (
    assessments_table,
    cycles_table,
    heat_table,
    level_badge,
    percent,
)
from goldenthread.evidence.assurance.views.page import address, asked, cycle_or_404, show, trail_to
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_ASSURANCE)
@remembered
def cycles(request: PartnershipRequest) -> HttpResponse:
    """Every cycle, with how many answered."""
    table = cycles_table(cycles_of(request.viewer))
    return show(request, "cycles", title="Self-assessments", table=table)


@requires(P.MANAGE_ASSURANCE, FORM)
def cycle_new(request: PartnershipRequest) -> HttpResponseBase:
    """Begin a cycle."""
    form, back = CycleForm(posted(request)), address(request, "cycles")
    return asked(
        request, form, lambda: open_cycle(by=request.viewer, **form.cleaned_data), title="Begin a self-assessment",
        button="Begin it", said="The cycle is there. Ask its agencies next.", back=back,
    )  # fmt: skip


@requires(P.VIEW_ASSURANCE)
@remembered
def cycle(request: PartnershipRequest, cycle: str) -> HttpResponse:
    """One cycle: how many answered, and how far each agency is."""
    row, on = cycle_or_404(request.viewer, cycle), today()
    rows = assessments_of(row)
    seen = set(Assessment.objects.visible_to(request.viewer).filter(cycle=row).values_list("pk", flat=True))
    counts, late = counts_of(rows, row), sum(is_late(each, on) and each.is_open for each in rows)
    return show(
        request, "cycle", title=str(row), cycle=row, counts=counts, response=percent(counts.response),
        late=plural(late, "agency", "agencies") if late else "", table=assessments_table(rows, on, seen),
        trail=trail_to(request, row),
    )  # fmt: skip


@requires(P.VIEW_ASSURANCE)
@remembered
def heat(request: PartnershipRequest, cycle: str) -> HttpResponse:
    """Agency by standard, with the change since the cycle before."""
    row = cycle_or_404(request.viewer, cycle)
    found = heat_of(request.viewer, row)
    return show(
        request, "heat", title="Heat map", cycle=row, before=found.before,
        levels=[(level_badge(level), level) for level in row.questions.levels],
        table=heat_table(found.rows, row.questions), trail=trail_to(request, row, "Heat map"),
    )  # fmt: skip


@requires(P.VIEW_ASSURANCE)
def heat_export(request: PartnershipRequest, cycle: str, kind: str) -> HttpResponse:
    """The heat map as a file, with no more than the page shows."""
    row = cycle_or_404(request.viewer, cycle)
    table = heat_table(heat_of(request.viewer, row).rows, row.questions)
    return export(table, kind=kind, name=f"heat-map-{row.key}")


@requires(P.MANAGE_ASSURANCE, FORM)
def ask(request: PartnershipRequest, cycle: str) -> HttpResponseBase:
    """Ask agencies."""
    row = cycle_or_404(request.viewer, cycle)
    form = AskForm(posted(request), cycle=row)
    return asked(
        request, form, lambda: ask_agencies(by=request.viewer, cycle=row, **form.cleaned_data),
        title="Ask agencies", button="Ask them", said="They are asked, and whoever answers for them is told.",
        back=row.get_absolute_url(), trail=trail_to(request, row, "Ask agencies"),
    )  # fmt: skip


@requires(P.MANAGE_ASSURANCE, FORM)
def move(request: PartnershipRequest, cycle: str) -> HttpResponseBase:
    """Move the last day."""
    row = cycle_or_404(request.viewer, cycle)
    form = MoveForm(posted(request), initial={"closes_on": row.closes_on}, instance_version=row.version)
    return asked(
        request, form, lambda: move_close(by=request.viewer, cycle=row, **form.cleaned_data),
        title="Move the last day", button="Move it", said="The last day is moved.", back=row.get_absolute_url(),
        trail=trail_to(request, row, "Move the last day"),
    )  # fmt: skip


@requires(P.MANAGE_ASSURANCE, FORM)
def survey(request: PartnershipRequest, cycle: str) -> HttpResponseBase:
    """Put a survey of practitioners beside a cycle."""
    row = cycle_or_404(request.viewer, cycle)
    form = SurveyForm(posted(request), cycle=row)
    return asked(
        request, form, lambda: put_survey_beside(by=request.viewer, cycle=row, **form.cleaned_data),
        title="Practitioners’ answers", button="Save", said="It is saved.", back=row.get_absolute_url(),
        caption=str(row), trail=trail_to(request, row, "Practitioners’ answers"),
    )  # fmt: skip


routes = [
    path("<slug:cycle>/survey/", survey, name="survey"),
    path("", cycles, name="cycles"),
    path("new/", cycle_new, name="cycle_new"),
    path("<slug:cycle>/", cycle, name="cycle"),
    path("<slug:cycle>/heat-map/", heat, name="heat"),
    path("<slug:cycle>/heat-map.<slug:kind>", heat_export, name="heat_export"),
    path("<slug:cycle>/ask/", ask, name="ask"),
    path("<slug:cycle>/move/", move, name="move"),
]

"""Professional disagreements, stage by stage, and what reaches the third and the fourth."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.charts import bar_chart
from goldenthread.design.words import plural, uk_date
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.challenge.actions.disagreements import (
    may_act,
    raise_disagreement,
    settle,
    take_further,
)
from goldenthread.oversight.challenge.actions.limits import set_limit
from goldenthread.oversight.challenge.forms.challenge import DisagreementForm, FurtherForm, SettleForm
from goldenthread.oversight.challenge.forms.limits import LimitForm
from goldenthread.oversight.challenge.models import Disagreement, StageLimit
from goldenthread.oversight.challenge.selectors.challenges import (
    disagreements_of,
    high_stages,
    own_limits,
    standing_of,
)
from goldenthread.oversight.challenge.stages import stage_on, stages, stages_on
from goldenthread.oversight.challenge.tables.challenge import disagreements_table, half_years_table
from goldenthread.oversight.challenge.views.page import address, asked, disagreement_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_CHALLENGE)
@remembered
def disagreements(request: PartnershipRequest) -> HttpResponse:
    """The disagreements that the viewer may see, and the policy's stages."""
    rows = disagreements_of(request.viewer)
    still = [row for row in rows if row.settled_on is None]
    late = sum(row.is_late(today()) for row in still)
    return show(
        request,
        "disagreements",
        "disagreements",
        title="Disagreements",
        state=f"{plural(len(still), 'disagreement')} not settled, {late} beyond the limit of its stage.",
        stages=stages_on(today(), own_limits(request.viewer.partnership)),
        limits=list(StageLimit.objects.filter(partnership=request.viewer.partnership)),
        may_set=request.viewer.may(P.MANAGE_CHALLENGE),
        table=disagreements_table(rows),
        may_raise=request.viewer.may(P.MANAGE_CHALLENGE) or request.viewer.agency_id is not None,
    )


@requires(P.VIEW_CHALLENGE)
def disagreements_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    return export(disagreements_table(disagreements_of(request.viewer)), kind=kind, name="disagreements")


@requires(P.VIEW_CHALLENGE)
@remembered
def high(request: PartnershipRequest) -> HttpResponse:
    """What reached stages 3 and 4, by half year: how many, on which themes, between which agencies."""
    rows = high_stages(disagreements_of(request.viewer))
    chart = (
        bar_chart(
            title="Disagreements that reached stage 3, by half year",
            bars=[(row.name, row.count) for row in reversed(rows)],
            figure_heading="Disagreements",
            row_heading="Half year",
        )
        if rows
        else None
    )
    return show(
        request,
        "high_stages",
        "high_stages",
        title="Stages 3 and 4",
        chart=chart,
        table=half_years_table(rows),
    )


def _may_act(request: PartnershipRequest, row: Disagreement) -> bool:
    return may_act(request.viewer, {row.raised_by_id, row.raised_with_id})


@requires(P.VIEW_CHALLENGE)
def disagreement(request: PartnershipRequest, reference: str) -> HttpResponse:
    """One disagreement, stage by stage."""
    row = disagreement_or_404(request.viewer, reference)
    closures, own = closures_of(row.partnership), own_limits(row.partnership)
    standing = standing_of(row, closures, own)
    if standing.settled_on:
        state = f"Settled at stage {standing.step.stage} on {uk_date(standing.settled_on)}."
    else:
        late = " That day is over." if standing.is_late(today()) else ""
        state = f"{standing.stage}. To be settled by {uk_date(standing.due)}.{late}"
    at = [(step, stage_on(step.stage, step.on, own)) for step in row.steps.all()]
    steps = [(step, stage, stage.due(step.on, closures)) for step, stage in at]
    acts = _may_act(request, row) and not standing.settled_on
    return show(
        request,
        "disagreement",
        title=str(row),
        row=row,
        state=state,
        steps=steps,
        settlement=getattr(row, "settlement", None),
        may_act=acts,
        may_further=acts and standing.step.stage < stages()[-1].number,
        trail=[("Disagreements", address(request, "disagreements")), (str(row), "")],
    )


@requires(P.VIEW_CHALLENGE, FORM)
def disagreement_new(request: PartnershipRequest) -> HttpResponseBase:
    """Raise a disagreement."""
    viewer = request.viewer
    own = None if viewer.may(P.MANAGE_CHALLENGE) else viewer.person.agency
    if own is None:
        viewer.require(P.MANAGE_CHALLENGE)
    form = DisagreementForm(posted(request), partnership=viewer.partnership, own=own)
    return asked(
        request, form, lambda: raise_disagreement(by=viewer, **form.cleaned_data), title="Raise a disagreement",
        button="Raise it", said="It is on record, at the first stage.", back=address(request, "disagreements"),
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE, FORM)
def further(request: PartnershipRequest, reference: str) -> HttpResponseBase:
    """Take a disagreement to the next stage."""
    row = disagreement_or_404(request.viewer, reference)
    if not _may_act(request, row):
        request.viewer.require(P.MANAGE_CHALLENGE, row)
    form = FurtherForm(posted(request), initial={"on": today()})
    return asked(
        request, form, lambda: take_further(by=request.viewer, disagreement=row, **form.cleaned_data),
        title="Take it to the next stage", button="Take it further", said="It is at the next stage.",
        back=row.get_absolute_url(), caption=str(row),
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE, FORM)
def settling(request: PartnershipRequest, reference: str) -> HttpResponseBase:
    """Say what was agreed."""
    row = disagreement_or_404(request.viewer, reference)
    if not _may_act(request, row):
        request.viewer.require(P.MANAGE_CHALLENGE, row)
    form = SettleForm(posted(request), initial={"on": today()})
    return asked(
        request, form, lambda: settle(by=request.viewer, disagreement=row, **form.cleaned_data),
        title="It is settled", button="Record it", said="It is settled.", back=row.get_absolute_url(),
        caption=str(row),
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def limit_new(request: PartnershipRequest) -> HttpResponseBase:
    """Set the limit of a stage from a day on."""
    form = LimitForm(posted(request))
    return asked(
        request, form, lambda: set_limit(by=request.viewer, **form.cleaned_data), title="Set the limit of a stage",
        button="Set it", said="The limit is on record, with the day from which it holds.",
        back=address(request, "disagreements"),
    )  # fmt: skip


routes = [
    path("disagreements/", disagreements, name="disagreements"),
    path("disagreements.<slug:kind>", disagreements_export, name="disagreements_export"),
    path("disagreements/stages-3-and-4/", high, name="high_stages"),
    path("disagreements/new/", disagreement_new, name="disagreement_new"),
    path("disagreements/limits/new/", limit_new, name="limit_new"),
    path("disagreements/<slug:reference>/", disagreement, name="disagreement"),
    path("disagreements/<slug:reference>/further/", further, name="further"),
    path("disagreements/<slug:reference>/settle/", settling, name="settle"),
]

"""The risk register, its heat map, and one risk."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.oversight.challenge.actions.risks import add_risk, change_risk, close_risk, score_risk
from goldenthread.oversight.challenge.forms.challenge import (
    ReasonForm,
    ReviewForm,
    RiskChangeForm,
    RiskForm,
    ScoresForm,
)
from goldenthread.oversight.challenge.models import Risk
from goldenthread.oversight.challenge.selectors.risks import heat_map, risks_of, scored
from goldenthread.oversight.challenge.tables.challenge import (
    heat_table,
    risks_table,
    score_badge,
    scorings_table,
)
from goldenthread.oversight.challenge.views.page import address, asked, risk_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission
SAID = ("title", "cause", "effect", "controls", "owner", "post", "appetite", "review_on", "restricted")


@requires(P.VIEW_CHALLENGE)
@remembered
def risks(request: PartnershipRequest) -> HttpResponse:
    """The risk register, the greatest risk first."""
    rows = risks_of(request.viewer)
    above, late = sum(row.is_above_appetite for row in rows), sum(row.is_overdue(today()) for row in rows)
    closed = risks_of(request.viewer, closed=True)
    return show(
        request,
        "risks",
        "risks",
        title="Risks",
        state=f"{plural(len(rows), 'risk')}, {above} above what is acceptable; {plural(late, 'review')} late.",
        table=risks_table(rows),
        closed=risks_table(closed) if closed else None,
        may_manage=request.viewer.may(P.MANAGE_CHALLENGE),
    )


@requires(P.VIEW_CHALLENGE)
def risks_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The register as a file."""
    return export(risks_table(risks_of(request.viewer)), kind=kind, name="risks")


@requires(P.VIEW_CHALLENGE)
@remembered
def heat(request: PartnershipRequest) -> HttpResponse:
    """Where the risks stand by likelihood and impact, with their controls."""
    rows = risks_of(request.viewer)
    return show(request, "heat_map", "heat_map", title="Heat map", table=heat_table(heat_map(rows)))


@requires(P.VIEW_CHALLENGE)
def risk(request: PartnershipRequest, number: int) -> HttpResponse:
    """One risk: what could happen, what stands against it, and how it was scored."""
    row = risk_or_404(request.viewer, number)
    now = scored(row)
    return show(
        request,
        "risk",
        title=f"{row}: {row.title}",
        risk=row,
        now=now,
        after=score_badge(now.now.after),
        before=score_badge(now.now.before),
        late=now.is_overdue(today()),
        table=scorings_table(list(row.scorings.all())),
        may_manage=request.viewer.may(P.MANAGE_CHALLENGE) and row.closed_on is None,
        trail=[("Risks", address(request, "risks")), (str(row), "")],
    )


@requires(P.MANAGE_CHALLENGE, FORM)
def risk_new(request: PartnershipRequest) -> HttpResponseBase:
    """Put a risk on the register."""
    form = RiskForm(posted(request), partnership=request.viewer.partnership)

    def add() -> Risk:
        return add_risk(by=request.viewer, scores=form.scores(), **form.cleaned_data)

    return asked(
        request, form, add, title="Add a risk", button="Add it", said="It is on the register.",
        back=address(request, "risks"),
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def risk_edit(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Change what is said of a risk."""
    row = risk_or_404(request.viewer, number)
    form = RiskChangeForm(
        posted(request),
        partnership=row.partnership,
        initial={name: getattr(row, name) for name in SAID},
        instance_version=row.version,
    )
    return asked(
        request, form, lambda: change_risk(by=request.viewer, risk=row, **form.cleaned_data),
        title="Change the risk", button="Save", said="The risk is changed.", back=row.get_absolute_url(),
        caption=str(row),
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def risk_review(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Score a risk anew."""
    row = risk_or_404(request.viewer, number)
    last = scored(row).now
    form = ReviewForm(posted(request), initial={name: getattr(last, name) for name in ScoresForm.NAMES})

    def again() -> Risk:
        return score_risk(by=request.viewer, risk=row, scores=form.scores(), **form.cleaned_data).risk

    return asked(
        request, form, again, title="Review the risk", button="Record the score", said="The score is on record.",
        back=row.get_absolute_url(), caption=str(row),
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def risk_close(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Close a risk."""
    row = risk_or_404(request.viewer, number)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: close_risk(by=request.viewer, risk=row, **form.cleaned_data), title="Close the risk",
        button="Close it", said="The risk is closed.", back=row.get_absolute_url(), caption=str(row), danger=True,
    )  # fmt: skip


routes = [
    path("risks/", risks, name="risks"),
    path("risks.<slug:kind>", risks_export, name="risks_export"),
    path("risks/heat-map/", heat, name="heat_map"),
    path("risks/new/", risk_new, name="risk_new"),
    path("risks/<int:number>/", risk, name="risk"),
    path("risks/<int:number>/edit/", risk_edit, name="risk_edit"),
    path("risks/<int:number>/review/", risk_review, name="risk_review"),
    path("risks/<int:number>/close/", risk_close, name="risk_close"),
]

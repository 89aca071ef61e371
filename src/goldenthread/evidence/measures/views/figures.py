"""One figure as it was sent, with its history; and the figures that wait to be accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.measures.actions.returns import accept, answer, query, take_back
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.forms.returns import AnswerForm, in_box
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.selectors.returns import unusual_figures, waiting_figures
from goldenthread.evidence.measures.tables.returns import figures_table, status_badge
from goldenthread.evidence.measures.views.page import address, ask, observation_or_404, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission

Status = Observation.Status


@requires(Permission.MANAGE_MEASURES)
def inbox(request: PartnershipRequest) -> HttpResponse:
    """What was sent and waits: first what is unusual, then the rest, to be accepted together."""
    rows = waiting_figures(request.viewer.partnership)
    unusual = unusual_figures(rows)
    base = address(request, "inbox")
    first = [row for row in rows if row.pk in unusual]
    rest = [row for row in rows if row.pk not in unusual]
    return show(
        request,
        "returns/inbox",
        title="Figures to accept",
        count=len(rows),
        unusual=[(row, unusual[row.pk]) for row in first],
        first=figures_table("Look at these first", first, base=base, ticks=True) if first else None,
        rest=figures_table("As expected", rest, base=base, ticks=True) if rest else None,
        trail=[
            ("Measures", address(request, "scorecard")),
            ("Returns", address(request, "returns")),
            ("Figures to accept", ""),
        ],
    )


@requires(Permission.MANAGE_MEASURES, CHANGE)
def inbox_accept(request: PartnershipRequest) -> HttpResponseBase:
    """Accept the figures that are ticked."""
    ticked = {int(each) for each in request.POST.getlist("figure") if each.isdigit() and len(each) < 19}
    rows = [row for row in waiting_figures(request.viewer.partnership) if row.pk in ticked]
    if not rows:
        messages.error(request, "Tick at least one figure to accept.")
    elif done := refused(request, lambda: accept(by=request.viewer, observations=rows)):
        messages.success(request, f"{plural(len(done), 'figure')} accepted. The scorecard shows them now.")
    return redirect("measures:inbox", request.viewer.partnership.slug)


@requires(Permission.SUBMIT_RETURNS)
def figure(request: PartnershipRequest, figure: int) -> HttpResponse:
    """A figure, how it stands, and everything that happened to it."""
    row = observation_or_404(request.viewer, figure)
    manages = request.viewer.may(Permission.MANAGE_MEASURES)
    return show(
        request,
        "returns/figure",
        title=f"{row.indicator}, {row.period}",
        caption=str(row.agency),
        row=row,
        said=written(row.value, Unit(row.indicator.unit)),
        was=written(row.corrects.value, Unit(row.indicator.unit)) if row.corrects else "",
        numerator=in_box(row.numerator),
        denominator=in_box(row.denominator),
        badge=status_badge(row.status),
        history=list(row.history.all()),
        may_accept=manages and row.status in (Status.SUBMITTED, Status.QUERIED),
        may_query=manages and row.status == Status.SUBMITTED,
        may_answer=row.status == Status.QUERIED,
        may_take_back=row.status in (Status.SUBMITTED, Status.QUERIED),
        may_correct=row.status in (Status.ACCEPTED, Status.DRAFT),
        trail=[
            ("Measures", address(request, "scorecard")),
            ("Returns", address(request, "returns")),
            (str(row.agency), address(request, "agency_returns", row.agency.key)),
            (str(row.indicator), ""),
        ],
    )


def _asked(
    request: PartnershipRequest,
    figure: int,
    action: Callable[..., Any],
    *,
    title: str,
    label: str,
    button: str,
    said: str,
) -> HttpResponseBase:
    row = observation_or_404(request.viewer, figure)
    form = AnswerForm(posted(request), label=label)
    back = address(request, "figure", row.pk)
    if attempt(form, lambda: action(by=request.viewer, observation=row, text=form.cleaned_data["text"])):
        messages.success(request, said)
        return redirect(back)
    return ask(request, form, title=title, caption=f"{row.indicator}, {row.period}", button=button, back=back)


@requires(Permission.MANAGE_MEASURES, FORM)
def figure_query(request: PartnershipRequest, figure: int) -> HttpResponseBase:
    """Ask the agency about a figure."""
    return _asked(
        request,
        figure,
        query,
        title="Query this figure",
        label="What do you want to know?",
        button="Send the query",
        said="The query is on record. The agency sees it in its returns.",
    )


@requires(Permission.SUBMIT_RETURNS, FORM)
def figure_answer(request: PartnershipRequest, figure: int) -> HttpResponseBase:
    """Answer a query without changing the figure."""
    return _asked(
        request,
        figure,
        answer,
        title="Answer the query",
        label="Your answer",
        button="Send the answer",
        said="Your answer is on its way. The figure waits again to be accepted.",
    )


@requires(Permission.MANAGE_MEASURES, CHANGE)
def figure_accept(request: PartnershipRequest, figure: int) -> HttpResponseBase:
    """Accept one figure."""
    row = observation_or_404(request.viewer, figure)
    if refused(request, lambda: accept(by=request.viewer, observations=[row])):
        messages.success(request, "The figure is accepted. The scorecard shows it now.")
    return redirect("measures:figure", request.viewer.partnership.slug, row.pk)


@requires(Permission.SUBMIT_RETURNS, CHANGE)
def figure_take_back(request: PartnershipRequest, figure: int) -> HttpResponseBase:
    """Take back a figure that waits, to put it right."""
    row = observation_or_404(request.viewer, figure)
    if refused(request, lambda: take_back(by=request.viewer, observation=row)) is None:
        return redirect("measures:figure", request.viewer.partnership.slug, row.pk)
    messages.success(request, "The figure is yours again, as a draft. Put it right, then check and send.")
    return redirect("measures:return", request.viewer.partnership.slug, row.agency.key, row.period.key)


routes = [
    path("figures/", inbox, name="inbox"),
    path("figures/accept/", inbox_accept, name="inbox_accept"),
    path("figures/<int:figure>/", figure, name="figure"),
    path("figures/<int:figure>/query/", figure_query, name="figure_query"),
    path("figures/<int:figure>/answer/", figure_answer, name="figure_answer"),
    path("figures/<int:figure>/accept/", figure_accept, name="figure_accept"),
    path("figures/<int:figure>/take-back/", figure_take_back, name="figure_take_back"),
]

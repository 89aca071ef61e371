"""One recommendation: who answered it, what is done about it, the evidence that it mattered, and who judged that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.plans.models import Action
from goldenthread.thread.actions.recommendations import (
    add_proof,
    answer_recommendation,
    give_action,
    judge_impact,
    leads_one_of,
    link_action,
    take_back,
)
from goldenthread.thread.actions.sources import change_recommendation
from goldenthread.thread.chain import chain_of
from goldenthread.thread.forms.thread import (
    ActionForm,
    AnswerForm,
    JudgeForm,
    LinkForm,
    ProofForm,
    RecommendationChangeForm,
    TakeBackForm,
)
from goldenthread.thread.models import ActionLink, Proof, Recommendation
from goldenthread.thread.selectors.rows import EVERYTHING, rows_of, with_actions
from goldenthread.thread.selectors.trace import pieces_of
from goldenthread.thread.tables.thread import action_line, standing_badge
from goldenthread.thread.views.page import ask, recommendation_or_404, show, trail

P = Permission


@requires(P.VIEW_THREAD)
@remembered
def recommendation(request: PartnershipRequest, source: str, number: int) -> HttpResponse:
    """One recommendation, from the finding to the judgement."""
    viewer = request.viewer
    rows = rows_of(viewer, EVERYTHING, source=source, number=number)
    if not rows:
        raise Http404("no such recommendation")
    (found,) = with_actions(viewer, rows, EVERYTHING)
    row = found.recommendation
    link_of = {each.action: each.link for each in found.answering}
    pieces = pieces_of(viewer, [row]).get(row.pk, [])
    leads = leads_one_of(viewer, row)
    return show(
        request,
        "recommendation",
        title=f"Recommendation {row.ref}",
        row=row,
        badge=standing_badge(found.standing),
        standing=found.standing,
        chain=chain_of(found, pieces),
        links=[(link_of[action.pk], action, action_line(action)) for action in found.actions],
        hidden=found.hidden,
        answers=row.answers.all(),
        pieces=pieces,
        judgements=row.judgements.all(),
        accepted=found.recommendation.accepted,
        may_answer=viewer.may(P.ANSWER_RECOMMENDATIONS),
        may_manage=viewer.may(P.MANAGE_THREAD),
        may_prove=viewer.may(P.MANAGE_THREAD) or leads,
        may_judge=viewer.may(P.JUDGE_IMPACT) and not leads,
        leads=leads,
        trail=trail(request, row.source, (f"Recommendation {row.ref}", "")),
    )


def _asked(
    request: PartnershipRequest,
    row: Recommendation,
    form: Any,
    action: Callable[..., Any],
    *,
    title: str,
    button: str,
    said: str,
) -> HttpResponseBase:
    """The page of a form whose fields are the arguments of an action on the recommendation."""
    if attempt(form, lambda: action(by=request.viewer, recommendation=row, **form.cleaned_data)):
        messages.success(request, said)
        return redirect(row)
    return ask(
        request, form, title=title, button=button, back=row.get_absolute_url(), caption=str(row),
        trail=trail(request, row.source, (f"Recommendation {row.ref}", row.get_absolute_url()), (title, "")),
    )  # fmt: skip


@requires(P.ANSWER_RECOMMENDATIONS, FORM)
def answer(request: PartnershipRequest, source: str, number: int) -> HttpResponseBase:
    """Accept a recommendation, or reject it."""
    row = recommendation_or_404(request.viewer, source, number)
    form = AnswerForm(posted(request), initial={"on": today()})
    return _asked(
        request, row, form, answer_recommendation, title="Answer it", button="Record the answer",
        said="The answer is on record.",
    )  # fmt: skip


@requires(P.MANAGE_THREAD, FORM)
def action_new(request: PartnershipRequest, source: str, number: int) -> HttpResponseBase:
    """Give an action that answers it."""
    row = recommendation_or_404(request.viewer, source, number)
    form = ActionForm(posted(request), partnership=request.viewer.partnership)
    return _asked(
        request, row, form, give_action, title="Give an action", button="Give it",
        said="The action is in the register, in the plan of this source.",
    )  # fmt: skip


@requires(P.MANAGE_THREAD, FORM)
def action_link(request: PartnershipRequest, source: str, number: int) -> HttpResponseBase:
    """Say which action of the register answers it."""
    row = recommendation_or_404(request.viewer, source, number)
    form = LinkForm(posted(request), viewer=request.viewer, recommendation=row)
    return _asked(
        request,
        row,
        form,
        link_action,
        title="Link an action",
        button="Link it",
        said="The action is linked.",
    )


@requires(P.VIEW_THREAD, FORM)
def proof_new(request: PartnershipRequest, source: str, number: int) -> HttpResponseBase:
    """Add evidence that something changed."""
    row = recommendation_or_404(request.viewer, source, number)
    if not leads_one_of(request.viewer, row):
        request.viewer.require(P.MANAGE_THREAD, row.source)
    form = ProofForm(posted(request), viewer=request.viewer)
    return _asked(
        request, row, form, add_proof, title="Add evidence of impact", button="Add it",
        said="The evidence is on record. Somebody who leads none of the actions judges it.",
    )  # fmt: skip


@requires(P.MANAGE_THREAD, FORM)
def edit(request: PartnershipRequest, source: str, number: int) -> HttpResponseBase:
    """Correct what it says."""
    row = recommendation_or_404(request.viewer, source, number)
    form = RecommendationChangeForm(
        posted(request),
        source=row.source,
        initial={name: getattr(row, name) for name in ("ref", "text", "finding", "agency")},
        instance_version=row.version,
    )
    return _asked(
        request, row, form, change_recommendation, title="Correct it", button="Save", said="It is corrected."
    )


@requires(P.MANAGE_THREAD, FORM)
def link_back(request: PartnershipRequest, source: str, number: int, link: int) -> HttpResponseBase:
    """Take back a link to an action that was made by mistake."""
    row = recommendation_or_404(request.viewer, source, number)
    rows = row.action_links.standing().select_related("action__plan__partnership")
    found = get_object_or_404(rows.filter(action__in=Action.objects.visible_to(request.viewer)), pk=link)
    return _taken_back(request, row, found, f"{found.action.plan}: {found.action}")


@requires(P.MANAGE_THREAD, FORM)
def proof_back(request: PartnershipRequest, source: str, number: int, proof: int) -> HttpResponseBase:
    """Take back a piece of evidence that was put on record by mistake."""
    row = recommendation_or_404(request.viewer, source, number)
    found = get_object_or_404(row.proofs.standing(), pk=proof)
    return _taken_back(request, row, found, str(found))


def _taken_back(
    request: PartnershipRequest, row: Recommendation, thing: ActionLink | Proof, name: str
) -> HttpResponseBase:
    form = TakeBackForm(posted(request))
    if attempt(form, lambda: take_back(by=request.viewer, thing=thing, **form.cleaned_data)):
        messages.success(request, "It no longer counts. That it was there, and why not, stays on record.")
        return redirect(row)
    return ask(
        request, form, title="Take it back", button="Take it back", back=row.get_absolute_url(), danger=True,
        caption=str(row), intro=name,
        trail=trail(request, row.source, (f"Recommendation {row.ref}", row.get_absolute_url()), ("Take it back", "")),
    )  # fmt: skip


@requires(P.JUDGE_IMPACT, FORM)
def judge(request: PartnershipRequest, source: str, number: int) -> HttpResponseBase:
    """Judge what it changed."""
    row = recommendation_or_404(request.viewer, source, number)
    form = JudgeForm(posted(request), initial={"on": today()})
    return _asked(
        request, row, form, judge_impact, title="Judge its impact", button="Record the judgement",
        said="The judgement is on record.",
    )  # fmt: skip


AT = "sources/<slug:source>/<int:number>/"
routes = [
    path(AT, recommendation, name="recommendation"),
    path(f"{AT}answer/", answer, name="answer"),
    path(f"{AT}actions/new/", action_new, name="action_new"),
    path(f"{AT}actions/link/", action_link, name="action_link"),
    path(f"{AT}evidence/new/", proof_new, name="proof_new"),
    path(f"{AT}judge/", judge, name="judge"),
    path(f"{AT}edit/", edit, name="edit"),
    path(f"{AT}actions/<int:link>/take-back/", link_back, name="link_back"),
    path(f"{AT}evidence/<int:proof>/take-back/", proof_back, name="proof_back"),
]

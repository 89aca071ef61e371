"""What anybody can open without signing in: a survey by its private link, and what a partnership has published.

Nothing here asks who somebody is. The form keeps no network address, and sets no cookie but the one that makes sure
that a form came from this site.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.evidence.voice.actions.answering import answer_survey
from goldenthread.evidence.voice.forms.public import TRAP, AnswerForm
from goldenthread.evidence.voice.models import Survey
from goldenthread.evidence.voice.selectors.responses import published_by
from goldenthread.partnership.errors import RuleError, show_refusal
from goldenthread.partnership.network import network_address
from goldenthread.partnership.today import today


def _survey_or_404(secret: str) -> Survey:
    rows = Survey.objects.select_related("partnership")
    survey: Survey = get_object_or_404(rows, secret=secret)
    return survey


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, and found by no search."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _frame(survey: Survey) -> dict[str, Any]:
    return {"survey": survey, "partnership": survey.partnership}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def survey_form(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Answer a survey: the whole form or nothing is saved. A form that a programme filled in is let go in silence."""
    survey = _survey_or_404(secret)
    form = AnswerForm(request.POST if request.method == "POST" else None, survey=survey)
    if not survey.is_open(today()) or not form.questions:
        coming = today() < survey.opens_on or not form.questions
        return _private(render(request, "voice/public/shut.html", _frame(survey) | {"coming": coming}))
    status = 200
    if request.method == "POST":
        thanks = reverse("survey_thanks", args=[secret])
        if form.is_caught:
            return redirect(thanks)
        refusal = _send(request, survey, form)
        if refusal is None and form.is_valid():
            return redirect(thanks)
        status = 429 if refusal == "flood" else 200
    context = _frame(survey) | {"form": form, "trap": TRAP}
    return _private(render(request, "voice/public/survey.html", context, status=status))


def _send(request: HttpRequest, survey: Survey, form: AnswerForm) -> str | None:
    """Saves a valid form; answers the code of what refused it, which is then said in the form."""
    if not form.is_valid():
        return None
    try:
        answer_survey(
            survey=survey,
            token=form.cleaned_data["token"],
            given=form.given(),
            address=network_address(request),
        )
    except RuleError as refusal:
        show_refusal(form, refusal)
        return "flood" if getattr(refusal, "code", "") == "flood" else "refused"
    return None


@login_not_required
@require_safe
def survey_thanks(request: HttpRequest, secret: str) -> HttpResponse:
    """What happens next, for whoever has answered."""
    return _private(render(request, "voice/public/thanks.html", _frame(_survey_or_404(secret))))


@login_not_required
@require_safe
def you_said(request: HttpRequest, area: str) -> HttpResponse:
    """What a partnership has published of what it did about what people said; 404 where it is nothing."""
    found = published_by(area)
    if found is None:
        raise Http404("nothing is published at this address")
    partnership, rows = found
    return render(request, "voice/public/you_said.html", {"partnership": partnership, "rows": rows})

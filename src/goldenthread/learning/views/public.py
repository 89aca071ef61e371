"""What whoever has its link can open without signing in: one form about one course.

The form keeps no network address, and sets no cookie but the one that makes sure that a form came from this site.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.learning.actions.feedback import answer_feedback
from goldenthread.learning.forms.feedback import FeedbackForm
from goldenthread.learning.letters import when
from goldenthread.learning.models import Feedback
from goldenthread.partnership.pages import attempt
from goldenthread.partnership.today import today

LINKS = "booking__session__partnership", "booking__session__course", "booking__person"


def _feedback_or_404(secret: str) -> Feedback:
    row: Feedback = get_object_or_404(Feedback.objects.select_related(*LINKS), secret=secret)
    return row


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, and found by no search."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _frame(row: Feedback) -> dict[str, Any]:
    session = row.booking.session
    return {
        "feedback": row, "partnership": session.partnership, "session": session, "when": when(session),
        "asks": row.asks, "of_manager": row.stage == Feedback.Stage.MANAGER,
    }  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_feedback(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Say what one thinks of a course: the whole form or nothing is saved, and it is saved once."""
    row = _feedback_or_404(secret)
    frame = _frame(row)
    thanks = reverse("training_feedback_thanks", args=[secret])
    if row.answered_on is not None:
        return redirect(thanks)
    if not row.is_open(today()):
        coming = row.due_on > today() and row.stage != Feedback.Stage.BEFORE
        return _private(render(request, "learning/public/feedback_shut.html", frame | {"coming": coming}))
    form = FeedbackForm(request.POST if request.method == "POST" else None, asks=frame["asks"])
    sent = attempt(form, lambda: (answer_feedback(feedback=row, given=form.given()), True))
    if sent is not None:
        return redirect(thanks)
    return _private(render(request, "learning/public/feedback.html", frame | {"form": form}))


@login_not_required
@require_safe
def training_feedback_thanks(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What becomes of the answers, for whoever gave them; others are led to the form."""
    row = _feedback_or_404(secret)
    if row.answered_on is None:
        return redirect(row.get_absolute_url())
    return _private(render(request, "learning/public/thanks.html", _frame(row)))


open_routes = [
    path("training/feedback/<str:secret>/", training_feedback, name="training_feedback"),
    path(
        "training/feedback/<str:secret>/thank-you/", training_feedback_thanks, name="training_feedback_thanks"
    ),
]

"""The panel's pages: grades standard by standard, sending back, and the feedback that ends it."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import path

from goldenthread.evidence.assurance.actions.moderating import finish_moderation, grade_answers, send_back
from goldenthread.evidence.assurance.forms.assurance import BackForm, FeedbackForm, GradesForm
from goldenthread.evidence.assurance.selectors.assessments import rows_of
from goldenthread.evidence.assurance.views.page import asked, assessment_or_404, at, standard_or_404, trail_to
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.MANAGE_ASSURANCE, FORM)
def moderate(request: PartnershipRequest, cycle: str, agency: str, standard: str) -> HttpResponseBase:
    """Grade the answers of one standard."""
    row = assessment_or_404(request.viewer, cycle, agency)
    part = standard_or_404(row, standard)
    rows = [each for each in rows_of(row, today()) if each.standard == part]
    form = GradesForm(posted(request), asked=row.cycle.questions, rows=rows)
    parts = list(row.cycle.questions.standards)
    after = parts[parts.index(part) + 1 :][:1]
    following = at(request, "moderate", row, after[0].key) if after else at(request, "feedback", row)
    return asked(
        request, form, lambda: grade_answers(by=request.viewer, assessment=row, graded=form.graded()),
        title=part.title, button="Save and go on", said=f"The grades of “{part.title}” are saved.",
        back=row.get_absolute_url(), next_page=following, caption=f"Moderation: {row}",
        trail=trail_to(request, row, part.title),
        intro="" if form.rows else "Nothing of this part applies to this agency.",
    )  # fmt: skip


@requires(P.MANAGE_ASSURANCE, FORM)
def back(request: PartnershipRequest, cycle: str, agency: str) -> HttpResponseBase:
    """Send it back."""
    row = assessment_or_404(request.viewer, cycle, agency)
    form = BackForm(posted(request))
    return asked(
        request, form, lambda: send_back(by=request.viewer, assessment=row, **form.cleaned_data),
        title="Send it back", button="Send it back", said="It is sent back, and the agency is told why.",
        back=row.get_absolute_url(), caption=str(row), danger=True, trail=trail_to(request, row, "Send it back"),
    )  # fmt: skip


@requires(P.MANAGE_ASSURANCE, FORM)
def feedback(request: PartnershipRequest, cycle: str, agency: str) -> HttpResponseBase:
    """End the moderation."""
    row = assessment_or_404(request.viewer, cycle, agency)
    form = FeedbackForm(posted(request))
    return asked(
        request, form, lambda: finish_moderation(by=request.viewer, assessment=row, **form.cleaned_data),
        title="End the moderation", button="End it and send the feedback", back=row.get_absolute_url(),
        said="The agency has the feedback. What is not enough yet stands in the thread.", caption=str(row),
        trail=trail_to(request, row, "Feedback"),
        intro="The panel’s grades count from now on. What is not enough becomes an action of the agency.",
    )  # fmt: skip


routes = [
    path("<slug:cycle>/at/<slug:agency>/moderate/<slug:standard>/", moderate, name="moderate"),
    path("<slug:cycle>/at/<slug:agency>/send-back/", back, name="back"),
    path("<slug:cycle>/at/<slug:agency>/feedback/", feedback, name="feedback"),
]

"""What an audit learned, and its end."""

from __future__ import annotations

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.evidence.audits.actions.moderating import (
    add_learning,
    end_audit,
    left_to_end,
    not_sent,
    remove_learning,
)
from goldenthread.evidence.audits.actions.space import LEADS, require_seat
from goldenthread.evidence.audits.forms.learning import EndForm, LearningForm
from goldenthread.evidence.audits.models import Audit
from goldenthread.evidence.audits.views.page import asked, confined, in_space
from goldenthread.partnership.access import FORM
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted


@confined("what was learned", FORM)
def learning_new(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """Add what was learned."""
    require_seat(request.viewer, audit, LEADS)
    form = LearningForm(posted(request), audit=audit)
    return asked(
        request, form, lambda: add_learning(by=request.viewer, audit=audit, **form.cleaned_data),
        title="Add what was learned", button="Add it", said="It is added.", back=audit.get_cases_url(),
        caption=str(audit), trail=in_space(request, audit, "What was learned"),
        intro="When the audit ends this becomes a finding in the thread, and what is recommended a recommendation.",
    )  # fmt: skip


@confined("what was learned", FORM)
def learning_remove(request: PartnershipRequest, audit: Audit, learning: int) -> HttpResponseBase:
    """Ask whether it is to be taken away, and take it away."""
    require_seat(request.viewer, audit, LEADS)
    row = get_object_or_404(audit.learning.select_related("audit"), pk=learning)
    return asked(
        request, forms.Form(posted(request)), lambda: remove_learning(by=request.viewer, learning=row) or True,
        title="Remove what was learned?", button="Remove it", stay="Keep it", said="It is removed.",
        back=audit.get_cases_url(), caption=str(audit), danger=True, intro=f"No. {row.number}: {row.text}",
        trail=in_space(request, audit, "Remove what was learned"),
    )  # fmt: skip


@confined("the end of the audit", FORM)
def end(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """End the audit."""
    require_seat(request.viewer, audit, LEADS)
    left, missing = left_to_end(audit), not_sent(audit)
    form = EndForm(posted(request), audit=audit, missing=missing)
    return asked(
        request, form, lambda: end_audit(by=request.viewer, audit=audit, **form.cleaned_data),
        title="End the audit", button="End it", back=audit.get_cases_url(), next_page=audit.get_absolute_url(),
        said="The audit has ended, and what it learned stands in the thread. Write its booklet next.",
        caption=str(audit), trail=in_space(request, audit, "End the audit"),
        intro=" ".join(left)
        or "Its results are counted and its cases close. What was learned joins the thread, for partners to accept.",
    )  # fmt: skip


routes = [
    path("<slug:audit>/learning/new/", learning_new, name="learning_new"),
    path("<slug:audit>/learning/<int:learning>/remove/", learning_remove, name="learning_remove"),
    path("<slug:audit>/end/", end, name="end"),
]

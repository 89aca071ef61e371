"""Immediate concerns: raised from a case, read by those who can act, answered until the child is known to be safe."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.duties.clock import add_working_days
from goldenthread.evidence.audits.actions.concerns import answer_concern, may_answer, raise_concern
from goldenthread.evidence.audits.actions.space import may_read, note_opening, require_seat, seat_of
from goldenthread.evidence.audits.forms.cases import ConcernAnswerForm, ConcernForm
from goldenthread.evidence.audits.models import Audit, Concern
from goldenthread.evidence.audits.tables.audits import concern_badge
from goldenthread.evidence.audits.views.page import address, asked, case_or_404, confined, in_space, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission


@confined("raising a concern", FORM)
def concern_new(request: PartnershipRequest, audit: Audit, number: int) -> HttpResponseBase:
    """Raise an immediate concern."""
    require_seat(request.viewer, audit)
    row = case_or_404(audit, number)
    form = ConcernForm(posted(request), audit=audit)

    def tell() -> Concern:
        made, told = raise_concern(by=request.viewer, case=row, **form.cleaned_data)
        if told:
            posts = ", ".join(person.post for person in told)
            messages.success(request, f"Told at {made.agency}: {posts}. Ring them as well.")
        else:
            messages.error(
                request, f"Nobody at {made.agency} could be told: nobody there answers for it in this system. Ring "
                "them now. Whoever leads the audit has been told.",
            )  # fmt: skip
        return made

    return asked(
        request, form, tell, title="A child may not be safe now", button="Tell the agency at once",
        back=row.get_absolute_url(), next_page=Concern.get_absolute_url, caption=str(row), danger=True,
        trail=in_space(request, audit, row, "Immediate concern"),
    )  # fmt: skip


def _concern_or_404(viewer: Viewer, audit: str, number: int) -> Concern:
    """A concern for those who can act on it, those who audit, and, to read it, whoever broke the glass."""
    rows = Concern.objects.filter(case__audit__partnership=viewer.partnership, case__audit__key=audit)
    row: Concern = get_object_or_404(rows.select_related("agency", "case__audit__partnership"), pk=number)
    if not _opens(viewer, row):
        raise Http404("no such concern")
    return row


def _opens(viewer: Viewer, row: Concern) -> bool:
    return Concern.objects.visible_to(viewer).filter(pk=row.pk).exists() or may_read(viewer, row.case.audit)


def _lets(viewer: Viewer, audit: str, concern: int, **_: Any) -> bool:
    """Whether a link to a concern may be offered: to those who can act on it, and those who audit."""
    try:
        _concern_or_404(viewer, audit, concern)
    except Http404:
        return False
    return True


@requires(P.VIEW_CASE_AUDITS)
def concern(request: PartnershipRequest, audit: str, concern: int) -> HttpResponse:
    """One concern, and what was done about it. Every opening is kept, as of the cases."""
    viewer = request.viewer
    row = _concern_or_404(viewer, audit, concern)
    note_opening(by=viewer, space=row.case.audit, page="an immediate concern")
    answers = list(row.answers.all())
    response = show(
        request, "concern", title=str(row), concern=row, audit=row.case.audit, answers=answers,
        badge=concern_badge(row), due="" if answers else add_working_days(row.on, 1),
        reads=seat_of(viewer, row.case.audit) is not None,
        may_answer=may_answer(viewer, row) and not any(each.safe for each in answers),
        trail=_trail(request, row),
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


concern.lets = _lets  # type: ignore[attr-defined]


def _trail(request: PartnershipRequest, row: Concern, last: str = "") -> list[tuple[str, str]]:
    """The way to a concern leads past the open page of its audit: not everybody it reaches may enter the cases."""
    audit = row.case.audit
    ways = [("Case audits", address(request, "programme")), (str(audit), audit.get_absolute_url())]
    return [*ways, (str(row), row.get_absolute_url()), (last, "")] if last else [*ways, (str(row), "")]


@requires(P.VIEW_CASE_AUDITS, FORM)
def concern_answer(request: PartnershipRequest, audit: str, concern: int) -> HttpResponseBase:
    """Say what was done about a concern."""
    row = _concern_or_404(request.viewer, audit, concern)
    if not may_answer(request.viewer, row):
        raise PermissionDenied("answers for another agency")
    form = ConcernAnswerForm(posted(request))
    return asked(
        request, form, lambda: answer_concern(by=request.viewer, concern=row, **form.cleaned_data),
        title="Say what was done", button="Send",
        said="Recorded, and the concern is closed." if request.POST.get("safe")
        else "Recorded. The concern stays open until the child is seen, or known to be safe.",
        back=row.get_absolute_url(),
        caption=str(row), trail=_trail(request, row, "Say what was done"),
    )  # fmt: skip


concern_answer.lets = _lets  # type: ignore[attr-defined]

routes = [
    path("<slug:audit>/cases/<int:number>/concern/", concern_new, name="concern_new"),
    path("<slug:audit>/concerns/<int:concern>/", concern, name="concern"),
    path("<slug:audit>/concerns/<int:concern>/answer/", concern_answer, name="concern_answer"),
]

"""The action matrix: giving an action at a meeting, sending the matrix, answers, and every action given so far."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.tables import Table
from goldenthread.design.words import plural
from goldenthread.oversight.meetings.actions.given import answer_action, give_action, may_answer, send_matrix
from goldenthread.oversight.meetings.forms.deciding import AnswerForm, GiveForm
from goldenthread.oversight.meetings.models import GivenAction
from goldenthread.oversight.meetings.selectors.given import (
    STATES,
    Given,
    given_of,
    may_read_action,
    seen_given,
    urgent_first,
)
from goldenthread.oversight.meetings.tables.given import given_table
from goldenthread.oversight.meetings.views.page import (
    MOST_ROWS,
    ask,
    current_groups,
    meeting_or_404,
    only_first,
    show,
    trail,
)
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


@requires(P.MANAGE_MEETINGS, FORM)
def give(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Give an action under an item of a meeting."""
    row = meeting_or_404(request.viewer, meeting)
    form = GiveForm(posted(request), meeting=row)
    if attempt(form, lambda: give_action(by=request.viewer, **form.cleaned_data)):
        messages.success(
            request, "The action is in the register. Send the matrix when all of them are there."
        )
        return redirect(f"{row.get_absolute_url()}#actions")
    return ask(
        request, form, title="Give an action", button="Give it", back=row.get_absolute_url(), caption=str(row),
        trail=trail(request, row, "Give an action"),
    )  # fmt: skip


@requires(P.MANAGE_MEETINGS, CHANGE)
def matrix_send(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Send every lead what the meeting gave them."""
    row = meeting_or_404(request.viewer, meeting)
    told = refused(request, lambda: send_matrix(by=request.viewer, meeting=row, on=today()))
    if told is not None:
        messages.success(request, f"The action matrix is sent to {plural(told, 'person', 'people')}.")
    return redirect(f"{row.get_absolute_url()}#actions")


@requires(P.VIEW_MEETINGS, FORM)
def answer(request: PartnershipRequest, given: int) -> HttpResponseBase:
    """Answer for an action that a meeting gave."""
    rows = GivenAction.objects.filter(seen_given(request.viewer))
    row: GivenAction = get_object_or_404(
        rows.select_related(
            "item__meeting__group", "item__meeting__partnership", "action__plan__partnership"
        ).prefetch_related("action__officer_parts"),
        pk=given,
    )
    if not may_answer(request.viewer, row):
        request.viewer.require(P.RATE_ACTION, row.action)
    form = AnswerForm(posted(request), manages=request.viewer.may(P.MANAGE_MEETINGS))
    if attempt(form, lambda: answer_action(by=request.viewer, given=row, **form.cleaned_data)):
        messages.success(request, "The answer is on record.")
        return redirect(f"{row.item.meeting.get_absolute_url()}#actions")
    return ask(
        request, form, title="Answer", button="Answer", back=row.item.meeting.get_absolute_url(),
        caption=str(row.action),
    )  # fmt: skip


def matrix_shown(request: PartnershipRequest, rows: list[Given], caption: str = "") -> Table[Given]:
    """The matrix with the links that the viewer may follow."""
    return given_table(
        rows,
        on=today(),
        readable=frozenset(row.given.pk for row in rows if may_read_action(request.viewer, row)),
        answerable=frozenset(row.given.pk for row in rows if may_answer(request.viewer, row.given)),
        caption=caption,
    )


def _rows(request: PartnershipRequest) -> tuple[list[Given], str, str]:
    group, state = request.GET.get("group", "")[:50], request.GET.get("state", "")[:20]
    state = state if state in STATES else ""
    return given_of(request.viewer, on=today(), group=group, state=state), group, state


@requires(P.VIEW_MEETINGS)
@remembered
def given_page(request: PartnershipRequest) -> HttpResponse:
    """Every action that meetings gave, whether it was answered, and how it stands."""
    rows, group, state = _rows(request)
    late = sum(
        row.answered_on is None and row.answer_due is not None and row.answer_due < today() for row in rows
    )
    return show(
        request,
        "given",
        "given",
        title="Actions",
        state=f"{plural(len(rows), 'action')}; {plural(late, 'answer')} late." if rows else "",
        states=STATES.items(),
        chosen=state,
        group=group,
        groups=current_groups(request),
        said=only_first(rows),
        query=request.GET.urlencode(),
        table=matrix_shown(request, urgent_first(rows, today())[:MOST_ROWS]),
    )


@requires(P.VIEW_MEETINGS)
def given_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The action matrix as shown, as a file."""
    rows, _, _ = _rows(request)
    return export(given_table(rows, on=today()), kind=kind, name="action-matrix")


routes = [
    path("actions/", given_page, name="given"),
    path("actions.<slug:kind>", given_export, name="given_export"),
    path("actions/<int:given>/answer/", answer, name="answer"),
    path("<int:meeting>/actions/new/", give, name="give"),
    path("<int:meeting>/actions/send/", matrix_send, name="matrix_send"),
]

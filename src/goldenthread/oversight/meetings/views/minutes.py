"""Minutes: written on one page and kept as they are written; sent to the chair, agreed, circulated. Decisions."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from goldenthread.design.saving import is_saving_as_you_go, saved
from goldenthread.design.words import plural
from goldenthread.oversight.meetings.actions.decisions import object_to, record_decision
from goldenthread.oversight.meetings.actions.minutes import (
    EntryConflictError,
    agree_minutes,
    approve_minutes,
    circulate_minutes,
    may_approve,
    minutes_of,
    send_to_chair,
    take_back,
    write_minutes,
)
from goldenthread.oversight.meetings.documents import CONTENT_TYPES, minutes_file
from goldenthread.oversight.meetings.forms.meetings import AgreeForm, DecisionForm, ObjectionForm
from goldenthread.oversight.meetings.models import Decision, Meeting, Minutes
from goldenthread.oversight.meetings.selectors.meetings import (
    DECISION_STATES,
    decisions_of,
    meeting_page,
    texts_of,
)
from goldenthread.oversight.meetings.tables.meetings import decisions_table
from goldenthread.oversight.meetings.views.page import address, ask, meeting_or_404, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


def _minutes_or_404(meeting: Meeting) -> Minutes:
    row: Minutes | None = getattr(meeting, "minutes", None)
    if row is None:
        raise Http404("no minutes yet")
    return row


@requires(P.MANAGE_MEETINGS, FORM)
def write(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Write the minutes against the agenda, on one page."""
    row = meeting_or_404(request.viewer, meeting)
    begun = refused(request, lambda: minutes_of(row))
    if begun is None or begun.status != Minutes.Status.DRAFT:
        return redirect(row)
    page = meeting_page(request.viewer, row)
    texts, problem = texts_of(page.items), ""
    if request.method == "POST":
        texts = {
            item.pk: (
                request.POST.get(f"text_{item.pk}", texts[item.pk][0]).replace("\r\n", "\n")[:50_000],
                _number(request.POST.get(f"seen_{item.pk}", "")),
            )
            for item in page.items
        }
        answer = _keep(request, begun, texts)
        if isinstance(answer, HttpResponseBase):
            return answer
        problem = answer
    return show(
        request,
        "write",
        title="Minutes",
        meeting=row,
        problem=problem,
        rows=[(item, *texts[item.pk]) for item in page.items],
        trail=[
            ("Meetings", address(request, "meetings")),
            (str(row), row.get_absolute_url()),
            ("Minutes", ""),
        ],
    )


def _keep(
    request: PartnershipRequest, minutes: Minutes, texts: dict[int, tuple[str, int]]
) -> HttpResponseBase | str:
    """Keeps what was written; answers where to go, or what stands in the way. ``texts`` get the versions to name."""
    going = is_saving_as_you_go(request)
    try:
        versions = write_minutes(by=request.viewer, minutes=minutes, texts=texts)
    except EntryConflictError as error:
        entry, said = error.entry, error.messages[0]
        texts[entry.item_id] = (texts[entry.item_id][0], entry.version)
        seen = {f"seen_{entry.item_id}": str(entry.version)}
        return saved(f"Not saved: {said}", whole=False, values=seen) if going else said
    except ValidationError as error:
        return saved(f"Not saved: {error.messages[0]}", whole=False) if going else str(error.messages[0])
    if going:
        at = timezone.localtime().strftime("%-I:%M%p").lower()
        return saved(f"Saved at {at}.", values={f"seen_{item}": str(v) for item, v in versions.items()})
    messages.success(request, "The minutes are saved.")
    return redirect(minutes.meeting)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@requires(P.VIEW_MEETINGS, CHANGE)
def step(request: PartnershipRequest, meeting: int, step: str) -> HttpResponseBase:
    """Take the minutes one step on: to the chair, back, agreed by the chair, circulated."""
    row = meeting_or_404(request.viewer, meeting)
    minutes, by = _minutes_or_404(row), request.viewer
    steps = {
        "to-chair": (lambda: send_to_chair(by=by, minutes=minutes, on=today()), "The chair is told."),
        "back": (lambda: take_back(by=by, minutes=minutes), "The minutes are a draft again."),
        "approve": (
            lambda: approve_minutes(by=by, minutes=minutes, on=today()),
            "The minutes are agreed. Their text can no longer change. Circulate them.",
        ),
        "circulate": (
            lambda: plural(circulate_minutes(by=by, minutes=minutes, on=today()), "person", "people"),
            "The group is told that the minutes are there.",
        ),
    }
    if step not in steps:
        raise Http404("no such step")
    action, said = steps[step]
    if refused(request, action):
        messages.success(request, said)
    return redirect(row)


@requires(P.MANAGE_MEETINGS, FORM)
def agree(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Record at which meeting the group agreed the minutes."""
    row = meeting_or_404(request.viewer, meeting)
    minutes = _minutes_or_404(row)
    form = AgreeForm(posted(request), meeting=row)
    if attempt(form, lambda: agree_minutes(by=request.viewer, minutes=minutes, at=form.cleaned_data["at"])):
        messages.success(request, "The group has agreed the minutes.")
        return redirect(row)
    return ask(request, form, title="The group agreed them", button="Record it", back=row.get_absolute_url())


@requires(P.VIEW_MEETINGS)
def minutes_download(request: PartnershipRequest, meeting: int, kind: str) -> HttpResponse:
    """The minutes as far as the viewer may read them. A draft is for the chair and the Business Team."""
    row = meeting_or_404(request.viewer, meeting)
    minutes = _minutes_or_404(row)
    if kind not in CONTENT_TYPES:
        raise Http404("no such format")
    if not minutes.is_fixed and not may_approve(request.viewer, row):
        request.viewer.require(P.MANAGE_MEETINGS, row)
    page = meeting_page(request.viewer, row)
    status = "" if minutes.is_fixed else "Draft"
    body = minutes_file(row, page.items, page.attendance, kind=kind, status=status)
    response = HttpResponse(body, content_type=CONTENT_TYPES[kind])
    name = f"minutes-{row.group.key}-{row.day.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(P.MANAGE_MEETINGS, FORM)
def decide(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Record a decision."""
    row = meeting_or_404(request.viewer, meeting)
    form = DecisionForm(posted(request), meeting=row)
    if attempt(form, lambda: record_decision(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "The decision is on record.")
        return redirect(row)
    return ask(
        request,
        form,
        title="Record a decision",
        button="Record it",
        back=row.get_absolute_url(),
        caption=str(row),
    )


@requires(P.VIEW_MEETINGS)
def decisions(request: PartnershipRequest) -> HttpResponse:
    """Every decision: from when it holds, who objected, and how it stands."""
    group, state = request.GET.get("group", "")[:50], request.GET.get("state", "")[:20]
    rows = decisions_of(request.viewer, group=group, state=state, on=today())
    return show(
        request,
        "decisions",
        "decisions",
        title="Decisions",
        state=f"{plural(len(rows), 'decision')}.",
        states=DECISION_STATES.items(),
        chosen=state,
        group=group,
        table=decisions_table(rows, today(), _objections(request)),
    )


def _objections(request: PartnershipRequest) -> str:
    return address(request, "decisions") if request.viewer.may(P.MANAGE_MEETINGS) else ""


@requires(P.VIEW_MEETINGS)
def decisions_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The register of decisions, as a file."""
    group, state = request.GET.get("group", "")[:50], request.GET.get("state", "")[:20]
    rows = decisions_of(request.viewer, group=group, state=state, on=today())
    return export(decisions_table(rows, today(), ""), kind=kind, name="decisions")


@requires(P.MANAGE_MEETINGS, FORM)
def objection_new(request: PartnershipRequest, decision: int) -> HttpResponseBase:
    """Record an agency's written objection: it stops the decision."""
    rows = Decision.objects.filter(item__meeting__partnership=request.viewer.partnership)
    row: Decision = get_object_or_404(
        rows.select_related("item__meeting__group", "item__meeting__partnership"), pk=decision
    )
    form = ObjectionForm(posted(request), partnership=request.viewer.partnership, initial={"on": today()})
    if attempt(form, lambda: object_to(by=request.viewer, decision=row, **form.cleaned_data)):
        messages.success(request, "The decision is stopped. A further meeting is to consider it again.")
        return redirect("meetings:decisions", request.viewer.partnership.slug)
    return ask(
        request,
        form,
        title="An agency objects",
        button="Record it",
        back=address(request, "decisions"),
        caption=str(row),
    )


routes = [
    path("<int:meeting>/minutes/", write, name="write"),
    path("<int:meeting>/minutes/agree/", agree, name="agree"),
    path("<int:meeting>/minutes/file.<slug:kind>", minutes_download, name="minutes_download"),
    path("<int:meeting>/minutes/<slug:step>/", step, name="step"),
    path("<int:meeting>/decide/", decide, name="decide"),
    path("decisions/", decisions, name="decisions"),
    path("decisions.<slug:kind>", decisions_export, name="decisions_export"),
    path("decisions/<int:decision>/object/", objection_new, name="objection_new"),
]

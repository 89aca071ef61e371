"""Minutes: written on one page and kept as they are written; sent to the chair, agreed, circulated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from goldenthread.design.saving import is_saving_as_you_go, saved
from goldenthread.design.words import plural
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
from goldenthread.oversight.meetings.documents import CONTENT_TYPES, html_for, minutes_file
from goldenthread.oversight.meetings.forms.deciding import NoteForm
from goldenthread.oversight.meetings.forms.meetings import AgreeForm
from goldenthread.oversight.meetings.models import AgendaItem, Meeting, Minutes, MinutesVersion
from goldenthread.oversight.meetings.selectors.meetings import (
    items_of,
    meeting_page,
    reads_confidential,
    texts_of,
)
from goldenthread.oversight.meetings.views.page import ask, meeting_or_404, show, trail
from goldenthread.partnership.access import CHANGE, FORM, requires
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
    if begun is None or (request.method != "POST" and begun.status != Minutes.Status.DRAFT):
        return redirect(row)
    items, places = items_of(row)
    boxes, problem = _boxes(request, items), ""
    if request.method == "POST":
        answer = _keep(request, begun, boxes)
        if isinstance(answer, HttpResponseBase):
            return answer
        problem = answer
    return show(
        request,
        "write",
        title="Minutes",
        meeting=row,
        problem=problem,
        rows=[(places[item.pk], item, boxes[item.pk]) for item in items],
        note=begun.versions.exclude(note="").order_by("number").values_list("note", flat=True).last() or "",
        trail=trail(request, row, "Minutes"),
    )


@dataclass
class _Box:
    """What stands in one box of the page: the text, the version that the writer saw, and a mark of what they saw."""

    text: str
    seen: int
    was: str

    @property
    def is_touched(self) -> bool:
        """Whether the writer changed it; what they left alone is never saved over somebody else's words."""
        return mark_of(self.text) != self.was


def mark_of(text: str) -> str:
    """A short mark by which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _boxes(request: PartnershipRequest, items: list[AgendaItem]) -> dict[int, _Box]:
    boxes = {item: _Box(text, seen, mark_of(text)) for item, (text, seen) in texts_of(items).items()}
    for item, box in boxes.items() if request.method == "POST" else ():
        text = request.POST.get(f"text_{item}")
        if text is not None:
            was = request.POST.get(f"was_{item}", "")[:16]
            seen = _number(request.POST.get(f"seen_{item}", ""))
            boxes[item] = replace(box, text=text.replace("\r\n", "\n")[:50_000], seen=seen, was=was)
    return boxes


def _keep(request: PartnershipRequest, minutes: Minutes, boxes: dict[int, _Box]) -> HttpResponseBase | str:
    """Keeps what was written; answers where to go, or what stands in the way: the boxes then hold all of it."""
    going = is_saving_as_you_go(request)
    texts = {item: (box.text, box.seen) for item, box in boxes.items() if box.is_touched}
    try:
        versions = write_minutes(by=request.viewer, minutes=minutes, texts=texts)
    except EntryConflictError as error:
        if going:
            words = f"Not saved: somebody else wrote under “{error.entry.item}” too. Press Save to see both texts."
            return saved(words, whole=False)
        box = boxes[error.entry.item_id]
        box.text = f"{box.text}\n\n{error.entry.text}"
        box.seen, box.was = error.entry.version, mark_of(error.entry.text)
        return str(error.messages[0])
    except ValidationError as error:
        return saved(f"Not saved: {error.messages[0]}", whole=False) if going else str(error.messages[0])
    if going:
        at = timezone.localtime().strftime("%-I:%M%p").lower()
        marks = {f"was_{item}": mark_of(texts[item][0]) for item in versions}
        return saved(
            f"Saved at {at}.", values={f"seen_{item}": str(n) for item, n in versions.items()} | marks
        )
    messages.success(request, "The minutes are saved.")
    return redirect(minutes.meeting)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@requires(P.VIEW_MEETINGS, CHANGE)
def step(request: PartnershipRequest, meeting: int, step: str) -> HttpResponseBase:
    """Take the minutes one step on: to the chair, agreed by the chair, circulated."""
    row = meeting_or_404(request.viewer, meeting)
    minutes, by = _minutes_or_404(row), request.viewer
    steps = {
        "to-chair": (lambda: send_to_chair(by=by, minutes=minutes, on=today()), "The chair is told."),
        "approve": (
            lambda: approve_minutes(
                by=by, minutes=minutes, on=today(), seen_version=_number(request.POST.get("version", ""))
            ),
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


@requires(P.VIEW_MEETINGS, FORM)
def back(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Take the draft back from the chair, and say what is to change."""
    row = meeting_or_404(request.viewer, meeting)
    if not may_approve(request.viewer, row):
        request.viewer.require(P.MANAGE_MEETINGS, row)
    minutes = _minutes_or_404(row)
    form = NoteForm(posted(request))
    if attempt(form, lambda: take_back(by=request.viewer, minutes=minutes, note=form.cleaned_data["note"])):
        messages.success(request, "The minutes are a draft again.")
        return redirect(row)
    return ask(
        request, form, title="Take the minutes back", button="Take the minutes back", back=row.get_absolute_url(),
        caption=str(row),
    )  # fmt: skip


@requires(P.MANAGE_MEETINGS)
def versions(request: PartnershipRequest, meeting: int) -> HttpResponse:
    """When the minutes were sent, taken back and agreed, by whom, and what was said."""
    row = meeting_or_404(request.viewer, meeting)
    rows = _minutes_or_404(row).versions.defer("texts")
    return show(
        request,
        "versions",
        title="Versions of the minutes",
        meeting=row,
        rows=list(rows),
        trail=trail(request, row, "Versions of the minutes"),
    )


@requires(P.MANAGE_MEETINGS)
def version(request: PartnershipRequest, meeting: int, number: int) -> HttpResponse:
    """The minutes as they stood when they were sent, taken back or agreed, beside how they stand now."""
    row = meeting_or_404(request.viewer, meeting)
    found = get_object_or_404(MinutesVersion, minutes=_minutes_or_404(row), number=number)
    page = meeting_page(request.viewer, row)
    now = texts_of(page.items)
    return show(
        request,
        "version",
        title=f"Version {found.number} of the minutes",
        meeting=row,
        version=found,
        rows=[
            (page.places[item.pk], item, found.texts.get(str(item.pk), ""), now[item.pk][0])
            for item in page.items
        ],
        trail=trail(request, row, f"Version {found.number}"),
    )


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
    confidential = reads_confidential(request.viewer, row)
    issued = getattr(minutes, "issued", None)
    if issued is not None:
        html = issued.full_html if confidential else issued.open_html
    else:
        html = html_for(row, confidential=confidential)
    body = minutes_file(row, html, kind=kind, status="" if minutes.is_fixed else "Draft")
    response = HttpResponse(body, content_type=CONTENT_TYPES[kind])
    name = f"minutes-{row.group.key}-{row.day.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


routes = [
    path("<int:meeting>/minutes/", write, name="write"),
    path("<int:meeting>/minutes/agree/", agree, name="agree"),
    path("<int:meeting>/minutes/back/", back, name="back"),
    path("<int:meeting>/minutes/versions/", versions, name="versions"),
    path("<int:meeting>/minutes/versions/<int:number>/", version, name="version"),
    path("<int:meeting>/minutes/file.<slug:kind>", minutes_download, name="minutes_download"),
    path("<int:meeting>/minutes/<slug:step>/", step, name="step"),
]

"""What a review gathers and writes: its scope, agencies' accounts, one timeline, its text, comments and signatures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.reviews.actions.confinement import LEADS, WRITES, require_seat, seat_of
from goldenthread.evidence.reviews.actions.scoping import set_scope
from goldenthread.evidence.reviews.actions.writing import (
    add_entry,
    ask_agency,
    comment,
    dismiss_place,
    import_chronology,
    receive_account,
    save_draft,
    sign,
)
from goldenthread.evidence.reviews.documents import CONTENT_TYPES, file_of
from goldenthread.evidence.reviews.forms.reviews import (
    AskForm,
    ChronologyForm,
    CommentForm,
    DraftForm,
    EntryForm,
    FileForm,
    ReasonForm,
    ScopeForm,
)
from goldenthread.evidence.reviews.models import Account, Draft, Review
from goldenthread.evidence.reviews.selectors.publication import latest_draft, open_places
from goldenthread.evidence.reviews.tables.reviews import timeline_table
from goldenthread.evidence.reviews.views.page import address, ask, confined, show
from goldenthread.partnership.access import CHANGE, FORM
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.plans.kept_files import as_download
from goldenthread.rendering import RenderingError


def _own(request: PartnershipRequest, review: Review) -> Agency | None:
    """The only agency for which somebody may speak: theirs, unless they lead the review."""
    seat = seat_of(request.viewer, review)
    return None if seat is not None and seat.part in LEADS else request.viewer.person.agency


def _asked(
    request: PartnershipRequest, review: Review, form: Any, action: Any, *, said: str, **words: Any
) -> HttpResponseBase:
    """The page of a form; done, the space is open again with a sentence."""
    if attempt(form, action):
        messages.success(request, said)
        return redirect(words.get("back") or review)
    return ask(request, review, form, **words)


@confined("the scope", FORM)
def scope(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Say what the review asks."""
    require_seat(request.viewer, review, WRITES)
    form = ScopeForm(posted(request), initial={"scope": review.scope})
    return _asked(
        request, review, form, lambda: set_scope(by=request.viewer, review=review, **form.cleaned_data),
        said="The scope is kept.", title="What the review asks", button="Save",
    )  # fmt: skip


@confined("asking an agency", FORM)
def agency_new(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Ask an agency for its account."""
    form = AskForm(posted(request), partnership=review.partnership)
    return _asked(
        request, review, form, lambda: ask_agency(by=request.viewer, review=review, **form.cleaned_data),
        said="The agency is on the list.", title="Ask an agency for its account", button="Ask it",
    )  # fmt: skip


@confined("sending an account", FORM)
def account_new(request: PartnershipRequest, review: Review, report: int) -> HttpResponseBase:
    """Bring an agency's account."""
    row = get_object_or_404(review.agency_reports.select_related("agency", "review"), pk=report)
    form = FileForm(posted(request), request.FILES or None)

    def keep() -> Account:
        file = form.cleaned_data["file"]
        return receive_account(by=request.viewer, report=row, name=file.name, content=file.read())

    return _asked(
        request, review, form, keep, said="The account is in the space.", multipart=True,
        title=f"The account of {row.agency}", button="Keep it",
    )  # fmt: skip


@confined("an account")
def account(_request: PartnershipRequest, review: Review, account: int) -> HttpResponseBase:
    """An account, always as a download."""
    row = get_object_or_404(Account.objects.filter(report__review=review), pk=account)
    return as_download(row)


@confined("the timeline")
def timeline(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """What all agencies know, in one order."""
    rows = list(review.chronology.select_related("agency"))
    seat = seat_of(request.viewer, review)
    agencies = len({row.agency_id for row in rows})
    return show(
        request,
        "timeline",
        title="Timeline",
        review=review,
        state=f"{plural(len(rows), 'entry', 'entries')} of {plural(agencies, 'agency', 'agencies')}.",
        table=timeline_table(rows),
        may_add=seat is not None and review.closed_on is None,
        trail=[
            ("Reviews", address(request, "reviews")),
            (str(review), review.get_absolute_url()),
            ("Timeline", ""),
        ],
    )


@confined("the timeline, as a file")
def timeline_export(_request: PartnershipRequest, review: Review, kind: str) -> HttpResponse:
    """The same as a file."""
    rows = list(review.chronology.select_related("agency"))
    return export(timeline_table(rows), kind=kind, name=f"timeline-{review.reference}")


@confined("adding to the timeline", FORM)
def entry_new(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Add one thing that an agency knows to have happened."""
    form = EntryForm(posted(request), partnership=review.partnership, own=_own(request, review))
    return _asked(
        request, review, form, lambda: add_entry(by=request.viewer, review=review, **form.cleaned_data),
        said="It is in the timeline.", title="Add to the timeline", button="Add it",
        back=address(request, "timeline", review.reference),
    )  # fmt: skip


@confined("sending a chronology", FORM)
def chronology_new(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Read an agency's chronology from a spreadsheet."""
    whose: dict[str, Any] = {"partnership": review.partnership, "own": _own(request, review)}
    form = ChronologyForm(posted(request), request.FILES or None, **whose)

    def read() -> int:
        file = form.cleaned_data["file"]
        return import_chronology(
            by=request.viewer,
            review=review,
            agency=form.cleaned_data["agency"],
            name=file.name,
            content=file.read(),
        )

    return _asked(
        request, review, form, read, said="The chronology is in the timeline.", multipart=True,
        title="Send a chronology", button="Read it", back=address(request, "timeline", review.reference),
    )  # fmt: skip


@confined("writing", FORM)
def write(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Write the report; each save is a version."""
    require_seat(request.viewer, review, WRITES)
    last = latest_draft(review)
    number = last.number if last else 0
    initial = {"text": last.text if last else "", "stage": last.stage if last else "draft", "seen": number}
    form = DraftForm(posted(request), initial=initial)
    made: Draft | None = attempt(
        form, lambda: save_draft(by=request.viewer, review=review, **form.cleaned_data)
    )
    if request.method == "POST" and not made:
        # Saved once more, what was typed becomes the version after the one that came between.
        form.data = request.POST.copy()
        form.data["seen"] = str(number)
    if made:
        messages.success(request, f"{made} is kept.")
        return redirect(review)
    return ask(request, review, form, title="Write the report", button="Save as a new version")


@confined("a version of the report")
def draft(request: PartnershipRequest, review: Review, number: int) -> HttpResponseBase:
    """A version of the report."""
    row = get_object_or_404(review.drafts.select_related("review__partnership"), number=number)
    trail = [
        ("Reviews", address(request, "reviews")),
        (str(review), review.get_absolute_url()),
        (str(row), ""),
    ]
    numbers = list(review.drafts.values_list("number", flat=True))
    return show(request, "draft", title=str(row), review=review, draft=row, numbers=numbers, trail=trail)


@confined("the report as a file")
def draft_file(request: PartnershipRequest, review: Review, number: int, kind: str) -> HttpResponseBase:
    """A version of the report as a PDF or a Word file."""
    row = get_object_or_404(review.drafts.select_related("review__partnership"), number=number)
    if kind not in CONTENT_TYPES:
        raise Http404("no such kind of file")
    try:
        content = file_of(row, kind)
    except RenderingError as error:
        messages.error(request, f"The file could not be made: {error}")
        return redirect(review)
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="review-{review.reference}-{row.number}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@confined("commenting", FORM)
def comment_new(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Say what is not accurate."""
    row = latest_draft(review)
    if row is None:
        raise Http404("nothing is written yet")
    form = CommentForm(posted(request), partnership=review.partnership, own=_own(request, review))
    return _asked(
        request, review, form, lambda: comment(by=request.viewer, draft=row, **form.cleaned_data),
        said="The comment is with those who write.", title="What is not accurate", button="Send it",
    )  # fmt: skip


@confined("signing", CHANGE)
def signature(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Sign the final text for one's agency."""
    row = latest_draft(review)
    if row is None:
        raise Http404("nothing is written yet")
    if refused(request, lambda: sign(by=request.viewer, draft=row)):
        messages.success(request, "It is signed for your agency.")
    return redirect(review)


@confined("looking at what could tell who somebody is", FORM)
def place(request: PartnershipRequest, review: Review) -> HttpResponseBase:
    """Say why words that could tell who somebody is may stand."""
    mark = request.GET.get("mark", "")[:300]
    found = next((each for each in open_places(review, latest_draft(review)) if each.mark == mark), None)
    if found is None:
        messages.error(request, "These words are no longer in the text, or were looked at already.")
        return redirect(review)
    form = ReasonForm(posted(request))
    return _asked(
        request, review, form, lambda: dismiss_place(by=request.viewer, review=review, mark=mark, **form.cleaned_data),
        said="The words may stand.", title="May these words stand?", button="They may stand",
        intro=f"“{found.words}” could be {found.what}: … {found.excerpt} …",
    )  # fmt: skip


AT = "<slug:reference>/"
routes = [
    path(f"{AT}scope/", scope, name="scope"),
    path(f"{AT}agencies/new/", agency_new, name="agency_new"),
    path(f"{AT}agencies/<int:report>/account/", account_new, name="account_new"),
    path(f"{AT}accounts/<int:account>/", account, name="account"),
    path(f"{AT}timeline/", timeline, name="timeline"),
    path(f"{AT}timeline.<slug:kind>", timeline_export, name="timeline_export"),
    path(f"{AT}timeline/new/", entry_new, name="entry_new"),
    path(f"{AT}timeline/chronology/", chronology_new, name="chronology_new"),
    path(f"{AT}report/write/", write, name="write"),
    path(f"{AT}report/<int:number>/", draft, name="draft"),
    path(f"{AT}report/<int:number>.<slug:kind>", draft_file, name="draft_file"),
    path(f"{AT}report/comments/new/", comment_new, name="comment_new"),
    path(f"{AT}report/sign/", signature, name="sign"),
    path(f"{AT}report/words/", place, name="place"),
]

"""Letters to agencies about duties that they did not meet: read, changed, signed, downloaded."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.duties.actions.following import follow_up
from goldenthread.duties.actions.letters import change_letter, drop_letter, sign_letter
from goldenthread.duties.forms.duties import LetterForm, ReasonForm
from goldenthread.duties.letters import CONTENT_TYPES, letter_file
from goldenthread.duties.models import Letter
from goldenthread.duties.tables.duties import letter_record_table, letters_table
from goldenthread.duties.views.page import address, ask, letter_or_404, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.errors import StaleVersionError
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today


@requires(Permission.MANAGE_DUTIES)
def letters(request: PartnershipRequest) -> HttpResponse:
    """Every letter, those to be signed first."""
    rows = list(
        Letter.objects.filter(partnership=request.viewer.partnership).select_related("agency", "partnership")
    )
    rows.sort(key=lambda row: row.status != Letter.Status.DRAFT)
    waiting = sum(row.status == Letter.Status.DRAFT for row in rows)
    return show(
        request,
        "letters",
        "letters",
        title="Letters",
        state=f"{waiting} letter{'' if waiting == 1 else 's'} to be signed."
        if waiting
        else "No letter waits to be signed.",
        waiting=waiting,
        table=letters_table(rows),
    )


@requires(Permission.MANAGE_DUTIES, CHANGE)
def letters_draft(request: PartnershipRequest) -> HttpResponseBase:
    """Do now what is done every morning: remind, put forward for agendas, draft letters."""
    outcome = refused(request, lambda: follow_up(by=request.viewer, on=today()))
    if outcome:
        messages.success(
            request,
            f"Reminders to {outcome.reminders} people, {outcome.agenda} items for agendas, "
            f"{outcome.letters} letters drafted.",
        )
    return redirect("duties:letters", request.viewer.partnership.slug)


@requires(Permission.MANAGE_DUTIES)
def letter(request: PartnershipRequest, letter: int) -> HttpResponse:
    """One letter as it stands, with its record."""
    row = letter_or_404(request.viewer, letter)
    return show(
        request,
        "letter",
        title=row.subject,
        letter=row,
        paragraphs=[each for each in row.text.split("\n\n") if each.strip()],
        record=letter_record_table(row),
        is_draft=row.status == Letter.Status.DRAFT,
        may_sign=request.viewer.may(Permission.SIGN_LETTERS),
        trail=[
            ("Duties", address(request, "duties")),
            ("Letters", address(request, "letters")),
            (row.subject, ""),
        ],
    )


@requires(Permission.MANAGE_DUTIES)
def letter_download(request: PartnershipRequest, letter: int, kind: str) -> HttpResponse:
    """The letter as a PDF or a Word file."""
    row = letter_or_404(request.viewer, letter)
    if kind not in CONTENT_TYPES:
        raise Http404("no such format")
    response = HttpResponse(letter_file(row, kind), content_type=CONTENT_TYPES[kind])
    name = f"letter-{row.agency.key}-{row.drafted_on.isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.MANAGE_DUTIES, FORM)
def letter_edit(request: PartnershipRequest, letter: int) -> HttpResponseBase:
    """Change a draft."""
    row = letter_or_404(request.viewer, letter)
    if row.status != Letter.Status.DRAFT and request.method != "POST":
        messages.info(request, "This letter is no draft any more.")
        return redirect(row)
    form = LetterForm(posted(request), row=row)
    if form.is_done(change_letter, by=request.viewer, letter=row, seen_version=row.version):
        messages.success(request, "The draft is changed.")
        return redirect(row)
    return ask(
        request,
        form,
        title="Change the letter",
        button="Save",
        back=row.get_absolute_url(),
        caption=str(row.agency),
    )


@requires(Permission.SIGN_LETTERS, CHANGE)
def letter_sign(request: PartnershipRequest, letter: int) -> HttpResponseBase:
    """Sign a letter as it stands."""
    row = letter_or_404(request.viewer, letter)
    seen = request.POST.get("version", "")
    try:
        signed = refused(
            request,
            lambda: sign_letter(
                by=request.viewer, letter=row, on=today(), seen_version=int(seen) if seen.isdecimal() else 0
            ),
        )
    except StaleVersionError:
        messages.error(request, "The letter was changed since you opened it. Read it again, then sign.")
        return redirect(row)
    if signed:
        messages.success(request, "The letter is signed. Download it, and send it.")
    return redirect(row)


@requires(Permission.SIGN_LETTERS, FORM)
def letter_drop(request: PartnershipRequest, letter: int) -> HttpResponseBase:
    """Decide not to send a letter, with the reason."""
    row = letter_or_404(request.viewer, letter)
    form = ReasonForm(posted(request))
    if attempt(
        form,
        lambda: drop_letter(
            by=request.viewer, letter=row, reason=form.cleaned_data["reason"], seen_version=row.version
        ),
    ):
        messages.success(request, "The letter is not sent. The reason is on record.")
        return redirect(row)
    return ask(
        request,
        form,
        title="Do not send it",
        button="Do not send it",
        back=row.get_absolute_url(),
        caption=str(row),
        danger=True,
    )


routes = [
    path("letters/", letters, name="letters"),
    path("letters/draft/", letters_draft, name="letters_draft"),
    path("letters/<int:letter>/", letter, name="letter"),
    path("letters/<int:letter>/file.<slug:kind>", letter_download, name="letter_download"),
    path("letters/<int:letter>/edit/", letter_edit, name="letter_edit"),
    path("letters/<int:letter>/sign/", letter_sign, name="letter_sign"),
    path("letters/<int:letter>/drop/", letter_drop, name="letter_drop"),
]

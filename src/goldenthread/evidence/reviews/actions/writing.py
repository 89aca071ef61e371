"""What a review gathers and writes: accounts, chronologies, the text with its versions, comments, signatures."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from goldenthread.evidence.reviews.actions.confinement import LEADS, WRITES, locked, require_seat, still_open
from goldenthread.evidence.reviews.chronology import read_chronology
from goldenthread.evidence.reviews.models import (
    Account,
    AgencyReport,
    ChronologyEntry,
    Comment,
    Dismissal,
    Draft,
    PanelSeat,
    Review,
    Signature,
)
from goldenthread.evidence.reviews.selectors.publication import latest_draft, open_places
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.kept_files import keep_file
from goldenthread.spreadsheets.errors import SpreadsheetError


def _lock(review: Review) -> Review:
    row = locked(review)
    still_open(row)
    return row


def _for_agency(by: Actor, seat: PanelSeat, agency: Agency, field: str = "agency") -> None:
    """Raises :class:`RuleError` where somebody speaks for another agency than theirs, the coordinator excepted."""
    if by.is_elsewhere(agency) or (seat.part not in LEADS and by.agency_id != agency.pk):
        raise RuleError({field: "You bring what your own agency knows."}, code="other_agency")


@transaction.atomic
def ask_agency(*, by: Actor, review: Review, agency: Agency, due_on: dt.date) -> AgencyReport:
    """Asks an agency for its account. Raises :class:`RuleError` for a day that is over, and a second time."""
    row = _lock(review)
    require_seat(by, row, LEADS)
    if due_on < today():
        raise RuleError({"due_on": "This day is over. Choose a later one."}, code="past")
    try:
        with transaction.atomic():
            made = AgencyReport.objects.create(review=row, agency=agency, asked_on=today(), due_on=due_on)
    except IntegrityError:
        raise RuleError({"agency": "This agency is asked already."}, code="twice") from None
    said = f"An agency was asked for its account for review {row.reference}"
    record("review.agency_asked", said, by=by, about=row)
    return made


@transaction.atomic
def receive_account(*, by: Actor, report: AgencyReport, name: str, content: bytes) -> Account:
    """Keeps an agency's account. Its own people on the panel bring it, or whoever leads the review.

    Raises :class:`RuleError` for a file that is too large or of a kind that is not kept.
    """
    row = _lock(report.review)
    seat = require_seat(by, row)
    _for_agency(by, seat, report.agency, "file")
    account = Account(report=report, on=today(), by=by.person, by_label=by.label)
    keep_file(account, name, content)
    record("review.account_received", f"Received an account for review {row.reference}", by=by, about=row)
    return account


@transaction.atomic
def add_entry(
    *, by: Actor, review: Review, agency: Agency, on: dt.date, event: str, comment: str = "",
    at: dt.time | None = None, significant: bool = False,
) -> ChronologyEntry:  # fmt: skip
    """Adds one thing that an agency knows to have happened. Raises :class:`RuleError` for a day ahead."""
    row = _lock(review)
    seat = require_seat(by, row)
    _for_agency(by, seat, agency)
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    entry = ChronologyEntry.objects.create(
        review=row,
        agency=agency,
        on=on,
        at=at,
        event=event.strip(),
        comment=comment.strip(),
        significant=significant,
    )
    record("review.chronology", f"Added to the chronology of review {row.reference}", by=by, about=row)
    return entry


@transaction.atomic
def import_chronology(*, by: Actor, review: Review, agency: Agency, name: str, content: bytes) -> int:
    """Puts an agency's chronology from a spreadsheet in the place of what it sent before; answers how many lines.

    Raises :class:`RuleError` with every row that cannot be read; nothing is kept then.
    """
    row = _lock(review)
    seat = require_seat(by, row)
    _for_agency(by, seat, agency)
    try:
        entries = read_chronology(content, name)
    except SpreadsheetError as error:
        problems = [str(problem) for problem in error.problems]
        raise RuleError({"file": " ".join([error.message, *problems[:20]])}, code="sheet") from error
    ahead = next((entry for entry in entries if entry.on > today()), None)
    if ahead is not None:
        raise RuleError({"file": f"{ahead.on:%-d %B %Y} is still to come. Correct the day."}, code="future")
    ChronologyEntry.objects.filter(review=row, agency=agency).delete()
    ChronologyEntry.objects.bulk_create(
        ChronologyEntry(review=row, agency=agency, on=each.on, event=each.event, comment=each.comment)
        for each in entries
    )
    record("review.chronology", f"Read a chronology for review {row.reference}", by=by, about=row)
    return len(entries)


@transaction.atomic
def save_draft(*, by: Actor, review: Review, text: str, stage: str, seen: int) -> Draft:
    """Keeps the text as a new version. A text that changes has to be signed anew.

    Raises :class:`RuleError` for a text without a word and for one that was published, and :class:`StaleVersionError`
    where somebody saved another version than ``seen`` meanwhile.
    """
    row = _lock(review)
    require_seat(by, row, WRITES)
    last = latest_draft(row)
    if (last.number if last else 0) != seen:
        raise StaleVersionError(row)
    if not text.strip():
        raise RuleError({"text": "Write the text first."}, code="empty")
    if row.steps.filter(happening="review_published", taken_back=None, takes_back=None).exists():
        raise RuleError("The review is published: its text stands.", code="published")
    draft = Draft.objects.create(
        review=row, number=seen + 1, stage=stage, text=text.strip(), by=by.person, by_label=by.label
    )
    said = f"Saved version {draft.number} of review {row.reference}: {draft.get_stage_display().lower()}"
    record("review.draft", said, by=by, about=row)
    return draft


@transaction.atomic
def comment(*, by: Actor, draft: Draft, agency: Agency, text: str) -> Comment:
    """Says what is not accurate in a draft, for one's agency.

    Raises :class:`RuleError` for a draft that is not with the agencies, an older one, and without a word.
    """
    row = _lock(draft.review)
    seat = require_seat(by, row)
    _for_agency(by, seat, agency)
    if draft.stage != Draft.Stage.ACCURACY or draft != latest_draft(row):
        raise RuleError("This version is not with the agencies for factual accuracy.", code="stage")
    if not text.strip():
        raise RuleError({"text": "Say what is not accurate."}, code="empty")
    made = Comment.objects.create(
        draft=draft, agency=agency, text=text.strip(), by=by.person, by_label=by.label
    )
    record("review.comment", f"An agency commented on review {row.reference}", by=by, about=row)
    return made


@transaction.atomic
def sign(*, by: Actor, draft: Draft) -> Signature:
    """A safeguarding partner signs the final text for their agency.

    Raises :class:`RuleError` for a text that is not final, an older one, and a second signature of an agency.
    """
    row = _lock(draft.review)
    require_seat(by, row)
    by.require(Permission.SIGN_OFF_REPORTS, row)
    agency = by.person.agency if by.person else None
    if agency is None or agency.kind != Agency.Kind.SAFEGUARDING_PARTNER:
        raise RuleError("A review is signed for a safeguarding partner.", code="agency")
    if draft.stage != Draft.Stage.FINAL or draft != latest_draft(row):
        raise RuleError("Only the final text as it stands is signed.", code="stage")
    try:
        with transaction.atomic():
            made = Signature.objects.create(
                draft=draft, agency=agency, on=today(), by=by.person, by_label=by.label
            )
    except IntegrityError:
        raise RuleError("It is signed for your agency already.", code="twice") from None
    record("review.signed", f"A safeguarding partner signed review {row.reference}", by=by, about=row)
    return made


@transaction.atomic
def dismiss_place(*, by: Actor, review: Review, mark: str, reason: str) -> Dismissal:
    """Says why words that could tell who somebody is may stand in the text.

    Raises :class:`RuleError` for words that are not in it, and without a reason.
    """
    row = _lock(review)
    require_seat(by, row, WRITES)
    if mark not in {place.mark for place in open_places(row, latest_draft(row))}:
        raise RuleError("These words are no longer in the text, or were looked at already.", code="gone")
    if not reason.strip():
        raise RuleError({"reason": "Say why they may stand."}, code="no_reason")
    made = Dismissal.objects.create(
        review=row, mark=mark, reason=reason.strip()[:300], by=by.person, by_label=by.label
    )
    record(
        "review.place_dismissed", f"Looked at a place of the text of review {row.reference}", by=by, about=row
    )
    return made

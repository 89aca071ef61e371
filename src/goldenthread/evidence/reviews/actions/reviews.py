"""The course of a review: begun, its steps with their days, decided, published, sent on, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max

from goldenthread.design.words import uk_date
from goldenthread.duties.happenings import AHEAD, Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.evidence.reviews.actions.confinement import LEADS, locked, require_seat, still_open
from goldenthread.evidence.reviews.criteria import CRITERIA
from goldenthread.evidence.reviews.models import Decision, Delivery, PanelSeat, Review, Step
from goldenthread.evidence.reviews.selectors.publication import latest_draft, missing_for_publication
from goldenthread.evidence.reviews.selectors.steps import BEFORE, steps_of
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.actions.sources import add_recommendations, add_source
from goldenthread.thread.models import Source

H = Happening
# Steps that follow from something else than a day that is entered.
OF_THEMSELVES = {H.REVIEW_DECIDED: "Record the decision.", H.REVIEW_PUBLISHED: "Publish the review."}


@transaction.atomic
def begin_review(*, by: Actor, kind: str, subject: str, on: dt.date, no_part: bool) -> Review:
    """Begins a review in a space of its own, in which whoever begins it is the coordinator.

    ``on`` is the day on which the incident became known; for other reviews, on which they were decided. Raises
    :class:`RuleError` for a day ahead, and for somebody who had a part in the case.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_REVIEWS)
    if by.person is None or not no_part:
        raise RuleError(
            {
                "no_part": "Whoever had a part in the case cannot coordinate its review. Ask somebody else to begin it."
            },
            code="part",
        )
    _not_ahead(on)
    if not subject.strip():
        raise RuleError({"subject": "Say in a few words what it is about, without a name."}, code="empty")
    rows = Review.objects.filter(partnership=partnership, year=on.year)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    review = Review.objects.create(
        partnership=partnership,
        year=on.year,
        number=number,
        kind=kind,
        subject=subject.strip(),
        started_on=on,
    )
    PanelSeat.objects.create(
        review=review, person=by.person, part="coordinator", starts_on=today(), declared_on=today()
    )
    first = H.INCIDENT_KNOWN if kind == Review.Kind.INCIDENT else H.REVIEW_DECIDED
    _step(by, review, first, on)
    record("review.begun", f"Began review {review.reference}", by=by, about=review)
    return review


def _not_ahead(on: dt.date, field: str = "on") -> None:
    if on > today():
        raise RuleError({field: "This day is still to come."}, code="future")


def _step(by: Actor, review: Review, happening: Happening, on: dt.date, note: str = "") -> Step:
    return Step.objects.create(
        review=review, happening=happening, on=on, note=note.strip(), by=by.person, by_label=by.label
    )


@transaction.atomic
def record_step(*, by: Actor, review: Review, happening: Happening, on: dt.date, note: str = "") -> Step:
    """Records the day on which a step was taken. Duties begin with it, or are met by it.

    Raises :class:`RuleError` for a day ahead unless it is the planned day of publication, a step that was taken, one
    that follows from something else, and a day before the step that comes before it.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    still_open(row)
    if happening in OF_THEMSELVES:
        raise RuleError({"happening": OF_THEMSELVES[happening]}, code="of_itself")
    _check_step(row, happening, on)
    step = _step(by, row, happening, on, note)
    record("review.step", f"Review {row.reference}: {happening.label}", by=by, about=row)
    return step


def _check_step(review: Review, happening: Happening, on: dt.date) -> None:
    if happening is not H.REVIEW_PLANNED:
        _not_ahead(on)
    there = steps_of(review)
    if happening in there:
        raise RuleError(
            {"happening": f"This is on record for {uk_date(there[happening].on)}. Take that back first."},
            code="twice",
        )
    for earlier in BEFORE.get(happening, ()):
        if earlier not in there:
            raise RuleError({"happening": f"Before it, record that {earlier.label}."}, code="before")
        if earlier not in AHEAD and on < there[earlier].on:
            raise RuleError(
                {
                    "on": f"On {uk_date(there[earlier].on)} {earlier.label}. It cannot have been before that day."
                },
                code="order",
            )


@transaction.atomic
def take_back_step(*, by: Actor, step: Step, reason: str) -> Step:
    """Takes back a day that was recorded by mistake, with the reason.

    Raises :class:`RuleError` for the first step, what was taken back, and what a later step rests on.
    """
    row = locked(step.review)
    require_seat(by, row, LEADS)
    still_open(row)
    there = steps_of(row)
    happening = Happening(step.happening)  # type: ignore[call-arg]
    if there.get(happening) != step or happening in (H.INCIDENT_KNOWN, H.REVIEW_DECIDED, H.REVIEW_PUBLISHED):
        raise RuleError("This step cannot be taken back.", code="fixed")
    if not reason.strip():
        raise RuleError({"reason": "Say what was wrong."}, code="no_reason")
    after = [later for later, needs in BEFORE.items() if happening in needs and later in there]
    if after:
        raise RuleError(f"Take back first that {after[0].label}.", code="rests_on_it")
    made = Step.objects.create(
        review=row,
        happening=happening,
        on=step.on,
        note=reason.strip()[:300],
        takes_back=step,
        by=by.person,
        by_label=by.label,
    )
    record(
        "review.step_taken_back",
        f"Review {row.reference}: took back that {happening.label}",
        by=by,
        about=row,
    )
    return made


@transaction.atomic
def decide(
    *, by: Actor, review: Review, outcome: str, met: Sequence[str], reasons: str, on: dt.date
) -> Decision:
    """Records what the partners decided after the rapid review, against each criterion.

    Raises :class:`RuleError` before the partners met on it, for a second decision, a review that no criterion asks
    for, and without reasons.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    still_open(row)
    _not_ahead(on)
    there = steps_of(row)
    if row.kind != Review.Kind.INCIDENT or H.REVIEW_DECIDED in there or row.decisions.exists():
        raise RuleError("It was decided already.", code="twice")
    if H.RAPID_REVIEW_MET not in there or on < there[H.RAPID_REVIEW_MET].on:
        raise RuleError(
            {
                "on": "The safeguarding partners decide when they meet on the rapid review. Record that day first."
            },
            code="before",
        )
    known = [key for key in CRITERIA if key in met]
    if outcome == Decision.Outcome.REVIEW and not known:
        raise RuleError({"met": "Say which criterion asks for a review."}, code="no_criterion")
    if not reasons.strip():
        raise RuleError({"reasons": "Give the reasons: the Panel reads them."}, code="no_reasons")
    decision = Decision.objects.create(
        review=row,
        outcome=outcome,
        met=known,
        reasons=reasons.strip(),
        on=on,
        by=by.person,
        by_label=by.label,
    )
    if outcome == Decision.Outcome.REVIEW:
        _step(by, row, H.REVIEW_DECIDED, on)
    record("review.decided", f"Decided on review {row.reference}", by=by, about=row)
    return decision


@transaction.atomic
def publish(*, by: Actor, review: Review, on: dt.date, note: str = "") -> Step:
    """Records that the review was published.

    Raises :class:`RuleError` for whatever is missing (a final text, the three signatures, words that could tell who
    somebody is), a day before its last signature, and a late publication without the reasons for the delay.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    still_open(row)
    _not_ahead(on)
    there = steps_of(row)
    if H.REVIEW_PUBLISHED in there:
        raise RuleError("It is published already.", code="twice")
    missing = missing_for_publication(row)
    if H.REVIEW_DECIDED not in there:
        missing = ["It was not decided to hold a review.", *missing]
    if missing:
        raise RuleError(" ".join(missing), code="missing")
    decided = there[H.REVIEW_DECIDED].on
    earliest = max(decided, *(each.on for each in latest_draft(row).signatures.all()))  # type: ignore[union-attr]
    if on < earliest:
        raise RuleError(
            {"on": f"It was decided and signed by {uk_date(earliest)}: it cannot be published before."},
            code="early",
        )
    due = Limits(row.partnership).due(H.REVIEW_DECIDED, H.REVIEW_PUBLISHED, decided)
    if due is not None and on > due and not note.strip():
        raise RuleError(
            {
                "note": f"It was due on {uk_date(due)}. Give the reasons for the delay, which are published too."
            },
            code="late",
        )
    step = _step(by, row, H.REVIEW_PUBLISHED, on, note)
    record("review.published", f"Published review {row.reference}", by=by, about=row)
    return step


@transaction.atomic
def record_delivery(*, by: Actor, review: Review, body: str, on: dt.date, how: str = "") -> Delivery:
    """Records that the published review was sent to a body, also after it was closed: whoever asks for it later gets
    it. Raises :class:`RuleError` before it was published.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    _not_ahead(on)
    published = steps_of(row).get(H.REVIEW_PUBLISHED)
    if published is None or on < published.on:
        raise RuleError({"on": "It is sent on once it is published."}, code="before")
    if not body.strip():
        raise RuleError({"body": "Say to whom."}, code="empty")
    made = Delivery.objects.create(
        review=row, body=body.strip(), on=on, how=how.strip(), by=by.person, by_label=by.label
    )
    record("review.delivered", f"Sent review {row.reference} on", by=by, about=row)
    return made


@transaction.atomic
def take_into_thread(*, by: Actor, review: Review, title: str, lines: Sequence[tuple[str, str]]) -> Source:
    """Puts what a published review recommends into the thread, also after it was closed. Raises :class:`RuleError`
    before it was published, and a second time.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    published = steps_of(row).get(H.REVIEW_PUBLISHED)
    if published is None:
        raise RuleError("A review's recommendations join the thread once it is published.", code="before")
    key = f"review-{row.reference}"
    try:
        with transaction.atomic():
            source = add_source(
                by=by, key=key, kind=Source.Kind.REVIEW, title=title.strip(), dated=published.on
            )
    except IntegrityError:
        raise RuleError("It is in the thread already.", code="twice") from None
    add_recommendations(by=by, source=source, lines=lines)
    return source


@transaction.atomic
def close_review(*, by: Actor, review: Review, reason: str) -> Review:
    """Closes a review: its space can still be read, and is added to no more, but for whom it was sent to.

    Raises :class:`RuleError` without a reason.
    """
    row = locked(review)
    require_seat(by, row, LEADS)
    still_open(row)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is closed."}, code="no_reason")
    row.closed_on, row.closed_because = today(), reason.strip()[:300]
    row.save(update_fields=["closed_on", "closed_because"])
    record("review.closed", f"Closed review {row.reference}", by=by, about=row)
    return row

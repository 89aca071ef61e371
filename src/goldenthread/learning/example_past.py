"""The example's sessions that took place: who came, what it cost them, what they said. Many rows at once, no emails."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from goldenthread.duties.clock import is_working_day
from goldenthread.learning.actions.charges import terms_of
from goldenthread.learning.actions.courses import next_number
from goldenthread.learning.actions.feedback import due_day
from goldenthread.learning.asking import Question, latest_set
from goldenthread.learning.charging import share_of
from goldenthread.learning.codes import new_code
from goldenthread.learning.counting import counts_until
from goldenthread.learning.models import (
    Booking,
    BookingStep,
    Certificate,
    Charge,
    Completion,
    Course,
    Feedback,
    FeedbackAnswer,
    Place,
    Session,
)
from goldenthread.learning.states import State
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.moments import moment, now
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.models import Theme

Told = dict[str, Any]
NINE, NOON, FOUR = dt.time(9, 30), dt.time(12, 30), dt.time(16, 0)
YEAR = dt.date(2021, 4, 12), dt.date(2022, 3, 25)
# Of those who came, how many answered each form in the year that is on record; in hundredths.
ANSWERED = {"before": 70, "day": 75, "after": 40, "manager": 25}
SEED = "training of the example"
BATCH = 500
TWO_MONTHS = dt.timedelta(days=60)


@dataclass
class Held:
    """One session that took place, with whoever booked it in order: those who came first."""

    session: Session
    places: int
    people: list[Person]
    came: int
    absent: int
    gave_up: int
    said: dict[str, int] = field(default_factory=dict)


def held_row(told: Told, courses: dict[str, Course], people: list[Person]) -> Held:
    """A session from the file, and the people of a list who booked it."""
    course = courses[told["course"]]
    count = told["came"] + told["absent"] + told["gave_up"]
    session = _session(course, told["on"], told, Session.Mode.IN_PERSON, told["venue"], told["source"])
    return Held(
        session, told["places"], people[:count], told["came"], told["absent"], told["gave_up"], told["said"]
    )


def held_in_year(
    data: Told, courses: dict[str, Course], people: list[Person], visitors: list[Person]
) -> list[Held]:
    """The sessions of the year on record, their days spread over its working days, filled by chance from one seed."""
    dice = random.Random(SEED)  # noqa: S311  # an example that is the same each time, no secret
    first, last = YEAR
    days = [
        day
        for day in (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
        if is_working_day(day) and day.month != 8
    ]
    kinds = [row for row in data["year"] for _ in range(row["sessions"])]
    dice.shuffle(kinds)
    return [
        _by_chance(dice, row, days[number * len(days) // len(kinds)], courses, people, visitors, data["made_up"])
        for number, row in enumerate(kinds)
    ]  # fmt: skip


def _by_chance(
    dice: random.Random, row: Told, on: dt.date, courses: dict[str, Course], people: list[Person],
    visitors: list[Person], source: str,
) -> Held:  # fmt: skip
    places = row["places"]
    taken = places - dice.randint(0, places // 5)
    absent = sum(dice.random() < 0.08 for _ in range(taken))
    gave_up = dice.randint(0, 3)
    chosen = dice.sample(people, taken + gave_up)
    if row.get("visitors"):
        chosen[: len(visitors) // 3] = dice.sample(visitors, len(visitors) // 3)
    session = _session(courses[row["course"]], on, row, Session.Mode.ONLINE, "", source)
    came = taken - absent
    said = {stage: came * share // 100 for stage, share in ANSWERED.items()}
    return Held(session, places, chosen, came, absent, gave_up, said)


def _session(course: Course, on: dt.date, told: Told, mode: str, venue: str, source: str) -> Session:
    ends = moment(on, FOUR if course.hours > 4 else NOON)
    return Session(
        partnership=course.partnership, course=course, starts_at=moment(on, NINE), ends_at=ends, mode=mode, venue=venue,
        trainer="A commissioned trainer", price=Decimal(told.get("price", "0")), cost=Decimal(told.get("cost", "0")),
        opens_on=on - TWO_MONTHS, closes_on=on - dt.timedelta(days=2), published_on=on - TWO_MONTHS,
        code=f"{secrets.randbelow(1_000_000):06}", closed_at=ends, source=source,
    )  # fmt: skip


def keep(partnership: Partnership, by: Actor, rows: list[Held], words: Told) -> None:
    """Keeps sessions with everything that hangs on them."""
    number = next_number(Session, partnership=partnership)
    for offset, row in enumerate(rows):
        row.session.number = number + offset
    Session.objects.bulk_create([row.session for row in rows])
    bookings = [_bookings(row) for row in rows]
    everybody = [booking for found in bookings for booking in found]
    Booking.objects.bulk_create(everybody, batch_size=BATCH)
    _keep_steps(by, everybody)
    came = [booking for booking in everybody if booking.state == State.ATTENDED]
    _keep_completions(by, came)
    _keep_charges(partnership, by, everybody)
    _keep_said(partnership, rows, bookings, words)


def _bookings(row: Held) -> list[Booking]:
    session = row.session
    places = Place.objects.bulk_create(
        Place(session=session, number=number) for number in range(1, row.places + 1)
    )
    states = [
        *[State.ATTENDED] * row.came, *[State.ABSENT] * row.absent, *[State.CANCELLED] * row.gave_up,
    ]  # fmt: skip
    made_at = session.starts_at - dt.timedelta(days=30)
    return [
        Booking(
            session=session, person=person, agency=person.agency, state=state.value, made_at=made_at,
            place=None if state is State.CANCELLED else place,
            arrived_at=session.starts_at if state is State.ATTENDED else None,
        )
        for person, state, place in itertools.zip_longest(row.people, states, places)
        if person is not None and state is not None
    ]  # fmt: skip


def _keep_steps(by: Actor, bookings: Iterable[Booking]) -> None:
    def steps() -> Iterator[BookingStep]:
        for booking in bookings:
            for state, at in (
                (State.BOOKED.value, booking.made_at),
                (booking.state, booking.session.ends_at),
            ):
                yield BookingStep(
                    booking=booking, state=state, by=by.person, by_label=by.label, recorded_at=at
                )

    BookingStep.objects.bulk_create(steps(), batch_size=BATCH)


def _keep_completions(by: Actor, came: Iterable[Booking]) -> None:
    """What each who came has completed, and its certificate."""
    rows = [
        Completion(
            person=booking.person, course=booking.session.course, how=Completion.How.ATTENDED, booking=booking,
            on=booking.session.day, by=by.person, by_label=by.label, recorded_at=booking.session.ends_at,
            valid_until=counts_until(booking.session.day, booking.session.course.valid_months),
        )
        for booking in came
    ]  # fmt: skip
    Completion.objects.bulk_create(rows, batch_size=BATCH)
    Certificate.objects.bulk_create(
        [
            Certificate(
                completion=row, code=new_code(), holder=str(row.person), course_title=row.course.title,
                completed_on=row.on, valid_until=row.valid_until, hours=row.course.hours, by=by.person,
                by_label=by.label, recorded_at=row.recorded_at,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _keep_charges(partnership: Partnership, by: Actor, bookings: Iterable[Booking]) -> None:
    """What each agency's rate asks of those who came and of those who stayed away."""
    terms = terms_of(partnership, dt.date(2022, 3, 31))
    rates = {rate.sector: rate for rate in terms.rates.all()} if terms else {}
    kinds = {State.ATTENDED.value: Charge.Kind.COMING, State.ABSENT.value: Charge.Kind.ABSENT}
    made = []
    for booking in bookings:
        kind = kinds.get(booking.state)
        rate = rates.get(booking.agency.sector) if booking.agency else None
        amount = share_of(booking.session.price, getattr(rate, kind)) if kind and rate else Decimal(0)
        if amount and kind:
            made.append(
                Charge(
                    booking=booking, agency=booking.agency, kind=kind, amount=amount, on=booking.session.day,
                    by=by.person, by_label=by.label, recorded_at=booking.session.ends_at,
                )
            )  # fmt: skip
    Charge.objects.bulk_create(made, batch_size=BATCH)


def _keep_said(
    partnership: Partnership, rows: list[Held], bookings: list[list[Booking]], words: Told
) -> None:
    """The forms of all who came, and the answers of as many as the row says: those who came last answer first, so that
    the example's own practitioner has not answered yet.
    """
    dice = random.Random(SEED)  # noqa: S311
    forms: list[Feedback] = []
    for row, found in zip(rows, bookings, strict=True):
        came = [booking for booking in found if booking.state == State.ATTENDED]
        for place, booking in enumerate(reversed(came)):
            forms += [_form(booking, stage, place, row.said[stage]) for stage in Feedback.Stage.values]
    Feedback.objects.bulk_create(forms, batch_size=BATCH)
    texts = [(key, found) for stage in ("day", "after", "manager") for key, found in words[stage].items()]
    written: dict[str, Iterator[str]] = {key: itertools.cycle(found) for key, found in texts}
    feelings: dict[int, int] = {}
    answers = [
        answer for form in forms if form.answered_on
        for answer in _answers(dice, form, feelings, written)
    ]  # fmt: skip
    FeedbackAnswer.objects.bulk_create(answers, batch_size=BATCH)
    _keep_themes(partnership, [each for each in answers if each.read_on], words["themes"])


def _form(booking: Booking, stage: str, place: int, said: int) -> Feedback:
    """One form of whoever stands at a place of those who came; of every second one the line manager is known."""
    due = due_day(stage, booking.session.day)
    asked = due - dt.timedelta(days=3) if stage == Feedback.Stage.BEFORE else due
    answered = place < said
    known = stage != Feedback.Stage.MANAGER or answered or place % 2 == 0
    return Feedback(
        booking=booking, stage=stage, questions=latest_set(stage).ref, secret=secrets.token_urlsafe(32), due_on=due,
        asked_on=asked if known else None, answered_on=due if answered else None,
    )  # fmt: skip


def _answers(
    dice: random.Random, form: Feedback, feelings: dict[int, int], written: dict[str, Iterator[str]]
) -> Iterator[FeedbackAnswer]:
    for question in latest_set(form.stage).questions:
        if question.takes_words:
            if question.key in written and dice.random() < 0.06:
                read = form.answered_on if dice.random() < 0.92 else None
                yield FeedbackAnswer(
                    feedback=form, question=question.key, words=next(written[question.key]), read_on=read
                )
            continue
        number = _chosen(dice, form, question, feelings)
        yield FeedbackAnswer(feedback=form, question=question.key, number=number)


def _chosen(dice: random.Random, form: Feedback, question: Question, feelings: dict[int, int]) -> int:
    """Confidence grows from what somebody said before; other answers lean to the good end."""
    if question.kind == "confidence":
        before = feelings.setdefault(form.booking_id, dice.randint(2, 7))
        if form.stage == Feedback.Stage.BEFORE:
            return before
        return min(10, before + dice.choice((0, 1, 2, 2, 3, 4)))
    count = len(question.answers)
    if question.kind == "scale":
        return dice.choice((count, count, count - 1, count - 1, count - 2))
    return dice.choice((1, 1, 2, 2, min(3, count), count))


def _keep_themes(partnership: Partnership, answers: list[FeedbackAnswer], titles: list[str]) -> None:
    themes = list(Theme.objects.filter(partnership=partnership, title__in=titles).order_by("title"))
    through = FeedbackAnswer.themes.through
    through.objects.bulk_create(
        [
            through(feedbackanswer_id=answer.pk, theme_id=themes[place % len(themes)].pk)
            for place, answer in enumerate(answers)
            if themes and place % 5 != 4
        ],
        batch_size=BATCH,
    )


def bookings_of(by: Actor, session: Session, people: list[Person], taken: int, waiting: int) -> None:
    """Bookings of a session to come: the first of a list have a place, the next wait."""
    places = list(session.places.all()[:taken])
    made_at = now() + dt.timedelta(days=14)
    rows = [
        Booking(
            session=session, person=person, agency=person.agency, made_at=made_at,
            state=(State.BOOKED if place else State.WAITING).value, place=place,
        )
        for person, place in itertools.zip_longest(people[: taken + waiting], places)
    ]  # fmt: skip
    Booking.objects.bulk_create(rows, batch_size=BATCH)
    BookingStep.objects.bulk_create(
        BookingStep(booking=row, state=row.state, by=by.person, by_label=by.label, recorded_at=made_at)
        for row in rows
    )

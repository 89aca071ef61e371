"""The example's courses, who needs them, the terms of charging, and the sessions of the autumn. Loaded once."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.learning.actions.booking import book, cancel
from goldenthread.learning.actions.courses import add_course, need_courses
from goldenthread.learning.actions.invoices import make_invoices, record_payment, total
from goldenthread.learning.actions.reports import issue_report
from goldenthread.learning.actions.sessions import plan_session, publish_session
from goldenthread.learning.example_past import Held, bookings_of, held_in_year, held_row, keep
from goldenthread.learning.feedback_letters import ask_for_feedback
from goldenthread.learning.models import (
    AgencyTraining,
    Course,
    Feedback,
    JobRole,
    Learner,
    Rate,
    Session,
    Terms,
)
from goldenthread.learning.periods import period_of
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.partnership.today import standing_at, today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Objective
from goldenthread.thread.models import Recommendation, Theme

Told = dict[str, Any]
PLANNED = dt.date(2019, 7, 1)
NINE, FOUR = dt.time(9, 30), dt.time(16, 0)
COMMENT = (
    "Made up for the example, as are the figures below. What is printed: 61 events were held, and more than 1,000 "
    "attended (002)."
)
# When what was charged until then was invoiced, and the report that was issued then, if any.
INVOICED = (dt.date(2019, 7, 1), dt.date(2021, 10, 12), dt.date(2022, 4, 20))
ISSUED = {dt.date(2021, 10, 12): ("2021-22", "1"), dt.date(2022, 4, 20): ("2021-22", "2")}


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Does what happened, each on its day; what lies after the example's day is on record only."""
    if Course.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "learning.toml").read_text(encoding="utf-8"))
    courses = _courses(partnership, by, data["courses"])
    people, visitors = _people(partnership, data["practitioners"])
    _work(partnership, by, data["job_roles"], courses, people)
    _terms(partnership, dict(data["terms"]))
    rows = [_held(partnership, row, courses, people) for row in data["held"]]
    rows += held_in_year(data, courses, people, visitors)
    keep(partnership, by, rows, data["words"])
    _ask_the_example(by, data["held"][0]["with"])
    _settle(partnership, by)
    for row in data["coming"]:
        with standing_at(PLANNED):
            made = _coming(by, dict(row), courses, people)
        if "offer_to" in row:
            _offer(partnership, by, made, row["offer_to"])


def _courses(partnership: Partnership, by: Actor, rows: list[Told]) -> dict[str, Course]:
    themes = {theme.title: theme for theme in Theme.objects.filter(partnership=partnership)}
    asked = Recommendation.objects.filter(source__partnership=partnership)
    made: dict[str, Course] = {}
    for told in rows:
        row = dict(told)
        row["themes"] = [themes[title] for title in row.pop("themes", ()) if title in themes]
        row["prerequisites"] = [made[key] for key in row.pop("prerequisites", ())]
        row["answers"] = [
            found
            for source, ref in row.pop("answers", ())
            if (found := asked.filter(source__key=source, ref=ref).first())
        ]  # fmt: skip
        objectives = Objective.objects.filter(plan__partnership=partnership, plan__restricted=False)
        row["objectives"] = list(objectives.order_by("pk")[: row.pop("objectives", 0)])
        row["hours"] = Decimal(str(row["hours"]))
        with standing_at(dt.date(2019, 5, 7)):
            course = add_course(by=by, **row)
        made[course.key] = course
    return made


def _people(partnership: Partnership, told: Told) -> tuple[list[Person], list[Person]]:
    """Posts without people, in the agencies of the file, and visitors from neighbouring areas."""
    agencies = {agency.key: agency for agency in partnership.agencies.all()}
    places = [agencies[key] for key, count in told["agencies"].items() for _ in range(count)]
    if len(places) != told["count"]:
        raise ValueError(f"{told['count']} practitioners, but {len(places)} in the agencies")
    # By steps that share no factor with their number, so that neighbours in the list are of different agencies.
    mixed = [places[number * 77 % len(places)] for number in range(len(places))]
    domain = "thurrock.example"
    people = Person.objects.bulk_create(
        Person(
            partnership=partnership, agency=agency, post=f"Practitioner {number:03}", source=told["source"],
            email=f"practitioner.{number:03}@{domain}",
        )
        for number, agency in enumerate(mixed, 1)
    )  # fmt: skip
    visitors = Person.objects.bulk_create(
        Person(
            partnership=partnership, post=f"Practitioner {number:02} of a neighbouring area", source=told["source"],
            email=f"visitor.{number:02}@{domain}",
        )
        for number in range(1, told["visitors"] + 1)
    )  # fmt: skip
    return people, visitors


def _work(
    partnership: Partnership, by: Actor, rows: list[Told], courses: dict[str, Course], people: list[Person]
) -> None:
    """Which work needs which courses, and who does which work; the example's practitioner has a line manager."""
    by_agency: dict[int, JobRole] = {}
    for row in rows:
        role = need_courses(by=by, title=row["title"], courses=[courses[key] for key in row["needs"]])
        for agency in partnership.agencies.filter(key__in=row["agencies"]):
            by_agency[agency.pk] = role
    Learner.objects.bulk_create(
        Learner(person=person, job_role=by_agency.get(person.agency_id or 0)) for person in people
    )
    lead = partnership.people.get(user__email="practitioner@thurrock.example")
    manager = partnership.people.get(user__email="school.lead@thurrock.example")
    Learner.objects.create(person=lead, manager=manager, job_role=by_agency[lead.agency_id or 0])
    approving = partnership.agencies.get(key="primary-schools")
    AgencyTraining.objects.create(agency=approving, approves=True, order_reference="PO-EXAMPLE-1")


def _terms(partnership: Partnership, told: Told) -> None:
    rates = told.pop("rates")
    terms = Terms.objects.create(partnership=partnership, **told)
    sectors = set(Agency.Sector.values)
    Rate.objects.bulk_create(
        Rate(terms=terms, sector=sector, coming=coming, late=late, absent=absent)
        for sector, (coming, late, absent) in rates.items()
        if sector in sectors
    )


def _held(partnership: Partnership, told: Told, courses: dict[str, Course], people: list[Person]) -> Held:
    """One session that took place: the example's own practitioner first, then others of the agencies it was for."""
    row = dict(told)
    own = row.pop("with", "")
    among = row.pop("agencies", None)
    chosen = [person for person in people if among is None or person.agency.key in among]  # type: ignore[union-attr]
    first = [partnership.people.get(user__email=own)] if own else []
    return held_row(row, courses, [*first, *chosen])


def _ask_the_example(by: Actor, email: str) -> None:
    """The three-month forms of the example's own practitioner, and of their manager, are asked for by email."""
    forms = Feedback.objects.filter(booking__person__user__email=email, answered_on=None, due_on__lte=today())
    for form in forms.filter(stage__in=("after", "manager")).select_related(
        "booking__session__course", "booking__session__partnership", "booking__person"
    ):
        with standing_at(form.due_on):
            ask_for_feedback(by, form)
            Feedback.objects.filter(pk=form.pk).update(asked_on=form.due_on)


def _settle(partnership: Partnership, by: Actor) -> None:
    """Invoices of what was charged, most of them paid, and the reports that were issued."""
    for day in INVOICED:
        with standing_at(day):
            for number, invoice in enumerate(make_invoices(by=by, until=day)):
                if number % 3 != 2:
                    reference = f"EXAMPLE {invoice.number:03}"
                    record_payment(by=by, invoice=invoice, amount=total(invoice), on=day, reference=reference)
            if day in ISSUED:
                issue_report(
                    by=by, period=period_of(*ISSUED[day], partnership.business_year_month), comment=COMMENT
                )


def _coming(by: Actor, told: Told, courses: dict[str, Course], people: list[Person], **more: Any) -> Session:
    """A session to come, in the programme, with who has booked it; a conference with its rooms."""
    rooms, course = told.pop("rooms", ()), courses[told["course"]]
    on = told["on"]
    row = plan_session(
        by=by, course=course, capacity=told["places"], title=told.get("title", ""), on=on,
        starts=told.get("starts", NINE), ends=told.get("ends", FOUR), venue="Example training centre, Grays",
        trainer="A commissioned trainer", joining="Coffee from 9am. Parking is free.",
        price=Decimal(told.get("price", "0")), cost=Decimal(told.get("cost", "0")), minimum=told.get("minimum", 0),
        opens_on=PLANNED, closes_on=on - dt.timedelta(days=3), slot=told.get("slot", ""), **more,
    )  # fmt: skip
    Session.objects.filter(pk=row.pk).update(source="Made up for the example")
    publish_session(by=by, session=row)
    offset = on.toordinal() % len(people)
    mixed = [people[(offset + number * 7) % len(people)] for number in range(len(people))]
    bookings_of(by, row, mixed, told["taken"], told.get("waiting", 0))
    hours = {"Morning": (dt.time(11), dt.time(12)), "Afternoon": (dt.time(13, 30), dt.time(14, 30))}
    taken: dict[str, int] = {}
    for room in rooms:
        slot = room["slot"]
        starts, ends = hours[slot]
        rest = mixed[taken.get(slot, 0) :]
        taken[slot] = taken.get(slot, 0) + room["taken"]
        _room(by, told | dict(room) | {"starts": starts, "ends": ends}, courses, rest, row)
    return row


def _room(
    by: Actor, told: Told, courses: dict[str, Course], people: list[Person], conference: Session
) -> None:
    """A parallel session, for people who have a place at its conference: they come from the front of its list."""
    row = plan_session(
        by=by, course=courses[told["course"]], capacity=told["places"], title=told["title"], on=told["on"],
        starts=told["starts"], ends=told["ends"], venue="Example training centre, Grays", opens_on=PLANNED,
        closes_on=told["on"] - dt.timedelta(days=3), slot=told["slot"], conference=conference,
    )  # fmt: skip
    Session.objects.filter(pk=row.pk).update(source="Made up for the example")
    publish_session(by=by, session=row)
    bookings_of(by, row, people, told["taken"], 0)


def _offer(partnership: Partnership, by: Actor, session: Session, email: str) -> None:
    """Somebody waits for a full session, a place comes free, and it is offered to them."""
    person = partnership.people.get(user__email=email)
    with standing_at(today() - dt.timedelta(days=4)):
        book(by=by, session=session, person=person)
    first = session.bookings.filter(state="booked").order_by("pk").first()
    if first is not None:
        cancel(by=by, booking=first, reason="Made up: on leave that week")

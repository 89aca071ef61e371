"""A session that a crowd books, the programme of a year, an agency's matrix, and a conference's certificates."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client

from benchmarks.counting import Counter
from goldenthread.learning.certificates import certificate_pdf
from goldenthread.learning.models import (
    Certificate,
    Completion,
    Course,
    JobRole,
    Learner,
    Place,
    Requirement,
    Session,
)
from goldenthread.learning.selectors.matrix import matrix_of, staff_of
from goldenthread.learning.tests.crowd import SLUG, book_directly, crowd, prepare
from goldenthread.partnership.models import Agency, AuditEvent, Partnership, Person, RoleAssignment, User
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today

PLACES, PROCESSES, THREADS = 25, 8, 2
SESSIONS, COURSES, CERTIFICATES = 500, 60, 200
ROUNDS = 3
PRACTITIONERS = "staff"
_numbers = count(1)


def measure(people: int, staff: int) -> list[dict[str, Any]]:
    """One row for each thing that is measured, in a database that this fills."""
    settings.SECOND_FACTOR_REQUIRED = False  # the test client has no second step
    call_command("migrate", verbosity=0, interactive=False)
    session, keys = prepare(people, PLACES, accounts=False)
    bare = _crowd("A bare transaction: lock, insert, commit", session, keys, _bare)
    ours = _crowd(f"A booking, of {people:,} for {PLACES} places", session, keys, book_directly)
    for row in (bare, ours):
        row["times"] = round(row["seconds"] / bare["seconds"], 1)
    partnership = Partnership.objects.get(slug=SLUG)
    agency = _fill(partnership, staff)
    return [bare, ours, *_pages(partnership, agency, staff), *_certificates(partnership)]


def _row(what: str, seconds: float, *, rate: float = 0, queries: int = 0, times: float = 0) -> dict[str, Any]:
    return {
        "what": what, "seconds": round(seconds, 2), "a_second": round(rate, 1), "queries": queries, "times": times
    }  # fmt: skip


def _crowd(
    what: str, session: int, keys: list[int], way: Callable[[int, int], tuple[int, str]]
) -> dict[str, Any]:
    """How long it takes until everybody has an answer, and answers in a second."""
    began = time.perf_counter()
    lines = list(crowd(session, keys, PROCESSES, THREADS, _until_answered(way), killed=False))
    seconds = time.perf_counter() - began
    answered = sum(line[0] == "booked" for line in lines)
    assert answered == len(keys), [line for line in lines if line[0] == "failed"][:3]
    return _row(what, seconds, rate=answered / seconds)


def _until_answered(way: Callable[[int, int], tuple[int, str]]) -> Callable[[int, int], tuple[int, str]]:
    """Asks again where SQLite was busy for longer than it waits."""

    def ask(session: int, person: int) -> tuple[int, str]:
        for _ in range(5):
            try:
                return way(session, person)
            except OperationalError:
                continue
        return way(session, person)

    return ask


def _bare(session: int, person: int) -> tuple[int, str]:
    """The least that a booking could be: the row of the session locked, one row more, committed."""
    with transaction.atomic():
        Session.objects.select_for_update(of=("self",)).get(pk=session)
        row = AuditEvent.objects.create(actor="Synthetic", verb="bare.booked", summary=str(person))
    return row.pk, "booked"


def _fill(partnership: Partnership, staff: int) -> Agency:
    """A large agency, sixty courses that twelve kinds of work need, three in four of which people completed."""
    chance = random.Random(20190909)
    agency = Agency.objects.create(
        partnership=partnership, key=PRACTITIONERS, name="Synthetic agency", kind="other"
    )
    people = Person.objects.bulk_create(
        Person(partnership=partnership, agency=agency, post=f"Synthetic {n}") for n in range(staff)
    )
    courses = Course.objects.bulk_create(
        Course(
            partnership=partnership, key=f"course-{n}", title=f"Synthetic course {n}", level="core", hours=3,
            summary="Synthetic.", audience="Synthetic.", valid_months=36,
        )
        for n in range(COURSES)
    )  # fmt: skip
    work = JobRole.objects.bulk_create(
        JobRole(partnership=partnership, title=f"Synthetic work {n}") for n in range(12)
    )
    Requirement.objects.bulk_create(
        Requirement(job_role=role, course=course) for role in work for course in chance.sample(courses, 20)
    )
    Learner.objects.bulk_create(Learner(person=each, job_role=chance.choice(work)) for each in people)
    on = today()
    Completion.objects.bulk_create(
        (
            Completion(
                person=person, course=course, how="elsewhere", on=on - dt.timedelta(days=chance.randint(400, 1500)),
                valid_until=on + dt.timedelta(days=chance.randint(-400, 1000)), by_label="Synthetic",
            )
            for person in people
            for course in courses
            if chance.random() < 0.75
        ),
        batch_size=2000,
    )  # fmt: skip
    _fill_programme(partnership, courses, chance)
    return agency


def _fill_programme(partnership: Partnership, courses: list[Course], chance: random.Random) -> None:
    at = now()
    sessions = Session.objects.bulk_create(
        Session(
            partnership=partnership, course=chance.choice(courses), number=10_000 + n, venue="Synthetic room",
            starts_at=at + dt.timedelta(hours=n), ends_at=at + dt.timedelta(hours=n + 3), code="123456",
            opens_on=at.date(), closes_on=at.date() + dt.timedelta(days=n // 24), published_on=at.date(),
        )
        for n in range(1, SESSIONS + 1)
    )  # fmt: skip
    Place.objects.bulk_create(
        Place(session=row, number=number) for row in sessions for number in range(1, 21)
    )


def _pages(partnership: Partnership, agency: Agency, staff: int) -> list[dict[str, Any]]:
    """The programme and the matrix as the Business Manager opens them, and the whole matrix as a file has it."""
    user = User.objects.create_user("manager@synthetic.example", "synthetic words here")
    person = Person.objects.create(partnership=partnership, user=user, post="Business Manager")
    RoleAssignment.objects.create(person=person, role=Role.BUSINESS_MANAGER, starts_on=dt.date(2019, 5, 7))
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def opened(address: str) -> Callable[[], None]:
        """Opens a page made anew: under an address that nothing remembers."""

        def get() -> None:
            answer = browser.get(f"/{SLUG}/learning/{address}", {"show": "all", "n": next(_numbers)})
            assert answer.status_code == 200, (address, answer.status_code)

        return get

    size = f"{staff:,} people and {COURSES} courses"
    on = today()
    return [
        _timed(f"The programme, {SESSIONS} sessions", opened("")),
        _timed(f"A page of the matrix of {size}", opened(f"agency/{PRACTITIONERS}/matrix/")),
        _timed("The whole matrix, worked out", lambda: matrix_of(partnership, staff_of(agency, on), on)),
        _timed("The whole matrix, as a CSV file", opened(f"agency/{PRACTITIONERS}/matrix.csv")),
        _timed("Every agency in figures", opened("across-agencies/")),
    ]


def _timed(what: str, action: Callable[[], object]) -> dict[str, Any]:
    """The middle of a few times, and the queries."""
    counter = Counter()
    with connection.execute_wrapper(counter):
        action()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return _row(what, median(taken), rate=1 / median(taken), queries=counter.queries)


def _certificates(partnership: Partnership) -> list[dict[str, Any]]:
    """One certificate, and those of a conference in one file."""
    rows = [
        Certificate(
            code="0000-0000-0000", holder=f"Synthetic holder {n}", course_title="Synthetic course",
            completed_on=dt.date(2019, 9, 9), valid_until=dt.date(2022, 9, 9), hours=Decimal(6),
        )
        for n in range(CERTIFICATES)
    ]  # fmt: skip
    return [
        _timed("One certificate", lambda: certificate_pdf(partnership, rows[:1])),
        _timed(f"{CERTIFICATES} certificates in one file", lambda: certificate_pdf(partnership, rows)),
    ]

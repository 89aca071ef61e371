"""A crowd that books one session at once, from several processes with several threads each, one of which is killed.

Run as a script, on the database of its settings: ``python -m goldenthread.learning.tests.crowd
'{"people": 1000, "places": 25, "processes": 8, "threads": 4, "through": "action"}'``. It prints, as JSON, what was
acknowledged (after the transaction was committed) and the rows that are there afterwards.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

import django

SLUG = "thurrock"
SOME = 5  # so many bookings does the one that is killed acknowledge before


def prepare(people: int, places: int, *, accounts: bool) -> tuple[int, list[int]]:
    """A partnership, a session with so many places and so many practitioners: the session's and the people's keys."""
    from django.utils import timezone
    from tests.cast import make_partnership

    from goldenthread.learning.tests.cases import make_course, make_session
    from goldenthread.partnership.models import Agency, Person, RoleAssignment, User

    partnership = make_partnership(SLUG)
    agency = Agency.objects.create(
        partnership=partnership, key="police", name="Police", kind="safeguarding_partner", sector="police"
    )
    users = [User(email=f"{number}@police.example", password="!") for number in range(people)]
    made = User.objects.bulk_create(users) if accounts else [None] * people
    rows = Person.objects.bulk_create(
        Person(
            partnership=partnership, agency=agency, post=f"Practitioner {number}", user=user,
            email=f"{number}@police.example",
        )
        for number, user in enumerate(made)
    )  # fmt: skip
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=row, role="practitioner", starts_on=dt.date(2019, 5, 7)) for row in rows
    )
    session = make_session(
        make_course(partnership), on=timezone.localdate() + dt.timedelta(days=40), places=places
    )
    return session.pk, [row.pk for row in rows]


def book_directly(session: int, person: int) -> tuple[int, str]:
    """Books by the action; the booking's key and state, once it is committed."""
    from goldenthread.learning.actions.booking import book
    from goldenthread.learning.models import Session
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.viewer import SystemActor

    who = Person.objects.select_related("partnership", "agency").get(pk=person)
    actor = SystemActor(label="A crowd", partnership=who.partnership)
    made = book(by=actor, session=Session.objects.get(pk=session), person=who)
    return made.pk, made.state


def book_by_form(session: int, person: int) -> tuple[int, str]:
    """Books by the page, as a browser does; the booking's key and state, once the page has answered."""
    from django.test import Client

    from goldenthread.learning.models import Booking, Session
    from goldenthread.partnership.models import Person

    client = Client(SERVER_NAME="localhost")
    client.force_login(
        Person.objects.select_related("user").get(pk=person).user,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    row = Session.objects.select_related("partnership").get(pk=session)
    answer = client.post(f"{row.get_absolute_url()}book/", {"access": "", "food": ""})
    if answer.status_code != 302:
        raise RuntimeError(f"answered {answer.status_code}")
    made = Booking.objects.get(session=session, person=person)
    return made.pk, made.state


WAYS = {"action": book_directly, "page": book_by_form}


class Member:
    """One process of the crowd: its threads take the next of its people until nobody is left."""

    def __init__(
        self, write: int, session: int, people: list[int], way: Callable[[int, int], tuple[int, str]]
    ) -> None:
        self.write, self.session, self.way = write, session, way
        self.acknowledged = 0
        self.lock = threading.Lock()
        self.people: SimpleQueue[int] = SimpleQueue()
        for person in people:
            self.people.put(person)

    def run(self, threads: int, *, dies: bool) -> None:
        """Books for all of them; the one that dies is killed inside a transaction, a booking made and not committed."""
        running = [threading.Thread(target=self._book_all, args=(dies,), daemon=True) for _ in range(threads)]
        for each in running:
            each.start()
        for each in running:
            each.join()

    def _book_all(self, dies: bool) -> None:
        from django.db import connection

        while (person := self._next()) is not None:
            if dies and self.acknowledged >= SOME:
                self._die(person)
            try:
                self._say(["booked", person, *self.way(self.session, person)])
            except Exception as error:  # whatever it is, the test shows it
                self._say(["failed", person, f"{type(error).__name__}: {error}"])
        connection.close()

    def _next(self) -> int | None:
        try:
            return self.people.get_nowait()
        except Empty:
            return None

    def _die(self, person: int) -> None:
        from django.db import transaction

        with transaction.atomic():
            book_directly(self.session, person)
            os.kill(os.getpid(), signal.SIGKILL)

    def _say(self, line: list[object]) -> None:
        """One line in one write: another process's line never stands in it, and a killed one leaves none half."""
        with self.lock:
            os.write(self.write, json.dumps(line).encode() + b"\n")
            self.acknowledged += line[0] == "booked"


def crowd(
    session: int,
    people: list[int],
    processes: int,
    threads: int,
    way: Callable[[int, int], tuple[int, str]],
    *,
    killed: bool = True,
) -> Iterator[list[object]]:
    """Lets the crowd book, the first of its processes being killed where that is said; every line that they wrote."""
    from django.db import connections
    from django.urls import get_resolver

    get_resolver()._populate()  # what every process would otherwise read by itself, at the same time
    connections.close_all()
    read, write = os.pipe()
    gate, opener = os.pipe()
    for number in range(processes):
        if os.fork() == 0:
            os.close(opener)
            os.close(read)
            os.read(gate, 1)  # until everybody is there
            Member(write, session, people[number::processes], way).run(threads, dies=killed and number == 0)
            os._exit(0)
    os.close(write)
    os.close(gate)
    os.close(opener)
    with os.fdopen(read) as lines:
        for line in lines:
            yield json.loads(line)
    ends = [os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(processes)]
    yield ["ended", sorted(ends)]


def rows_of(session: int) -> list[dict[str, object]]:
    """Every booking of the session in line, with its place, its steps, its entry in the record and its message."""
    from goldenthread.learning.models import Booking
    from goldenthread.partnership.models import AuditEvent, OutgoingMessage

    kept = set(AuditEvent.objects.filter(verb="training.booked").values_list("object_id", flat=True))
    told = set(OutgoingMessage.objects.values_list("person", flat=True))
    rows = Booking.objects.filter(session=session).order_by("made_at", "id").select_related("place")
    return [
        {
            "booking": row.pk, "person": row.person_id, "state": row.state,
            "place": row.place.number if row.place else None, "steps": [step.state for step in row.steps.all()],
            "recorded": str(row.pk) in kept, "told": row.person_id in told,
        }
        for row in rows.prefetch_related("steps")
    ]  # fmt: skip


def main(people: int, places: int, processes: int, threads: int, through: str) -> None:
    """Prints what the crowd came to, and then what came of it when those without an answer ask again."""
    django.setup()
    session, keys = prepare(people, places, accounts=through == "page")
    began = time.perf_counter()
    lines = list(crowd(session, keys, processes, threads, WAYS[through]))
    seconds = time.perf_counter() - began
    after = rows_of(session)
    answered = {line[1] for line in lines if line[0] == "booked"}
    for person in keys:
        if person not in answered:
            WAYS[through](session, person)
    json.dump({"lines": lines, "seconds": seconds, "rows": after, "in_the_end": rows_of(session)}, sys.stdout)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))

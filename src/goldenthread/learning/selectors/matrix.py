"""Who of an agency has which training: worked out in one pass, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from goldenthread.learning.counting import Standing, standing_of
from goldenthread.learning.models import Booking, Completion, Course, Requirement
from goldenthread.learning.selectors.programme import between
from goldenthread.learning.selectors.records import best_until
from goldenthread.learning.states import State
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.partnership.moments import now

# Of fewer people than these, a figure would tell about a person.
FEWEST = 5


@dataclass(frozen=True)
class Line:
    """One person of the matrix: their standing with each course, in the order of its columns."""

    person: Person
    work: str
    cells: Sequence[Standing]

    @property
    def gaps(self) -> int:
        """How many courses that are needed are missing or have run out."""
        return sum(cell.is_gap for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Staff by courses."""

    courses: Sequence[Course]
    lines: Sequence[Line]

    def gaps(self) -> list[tuple[Line, Course, Standing]]:
        """Each thing that is needed and not there."""
        return [
            (line, course, cell)
            for line in self.lines
            for course, cell in zip(self.courses, line.cells, strict=True)
            if cell.is_gap
        ]


def staff_of(agency: Agency, on: dt.date, *, q: str = "") -> Any:
    """The people of an agency who are in post, with their work."""
    rows = Person.objects.in_post(on).filter(agency=agency).select_related("learner__job_role")
    if q:
        rows = rows.filter(
            Q(post__icontains=q) | Q(name__icontains=q) | Q(learner__job_role__title__icontains=q)
        )
    return rows.order_by("post", "name", "id")


def courses_of(partnership: Partnership, on: dt.date) -> list[Course]:
    """The courses that are offered, by title. One query."""
    return list(Course.objects.offered(on).filter(partnership=partnership).order_by("title"))


def needed_by_role(partnership: Partnership) -> dict[int, set[int]]:
    """The courses that each kind of work needs, by their keys. One query."""
    needed: dict[int, set[int]] = defaultdict(set)
    pairs = Requirement.objects.filter(job_role__partnership=partnership).order_by()
    for role, course in pairs.values_list("job_role", "course"):
        needed[role].add(course)
    return needed


def needs_met(agency: Agency, on: dt.date) -> tuple[int, int]:
    """Of the courses that the staff of an agency need, how many count on a day, and how many they need. Three queries.

    Nothing of nothing where fewer than :data:`FEWEST` people have said what their work is.
    """
    people = Person.objects.in_post(on).filter(agency=agency).exclude(learner__job_role=None).order_by()
    roles = list(people.values_list("pk", "learner__job_role"))
    if len(roles) < FEWEST:
        return 0, 0
    needed = needed_by_role(agency.partnership)
    best = best_until(Completion.objects.counting().filter(person__agency=agency, on__lte=on))
    found = [
        standing_of(best.get((person, course)), on, needed=True)
        for person, role in roles
        for course in needed.get(role, ())
    ]
    return sum(not each.is_gap for each in found), len(found)


def matrix_of(partnership: Partnership, people: Iterable[Person], on: dt.date) -> Matrix:
    """How each of the people stands with each course on a day. Three queries besides the people's own."""
    staff, courses = list(people), courses_of(partnership, on)
    needed = needed_by_role(partnership)
    rows = Completion.objects.counting().filter(on__lte=on)
    rows = rows.filter(person__in=staff) if len(staff) <= 500 else _of_agencies(rows, staff)
    best = best_until(rows)
    keys = [course.pk for course in courses]
    lines = []
    for person in staff:
        learner = getattr(person, "learner", None)
        role = learner.job_role if learner is not None else None
        wanted = needed.get(role.pk, set()) if role is not None else set()
        cells = [standing_of(best.get((person.pk, key)), on, needed=key in wanted) for key in keys]
        lines.append(Line(person, str(role or ""), cells))
    return Matrix(courses, lines)


def _of_agencies(rows: Any, staff: Sequence[Person]) -> Any:
    """Databases take only so many keys in one query: many people are asked for by their agencies."""
    return rows.filter(person__agency__in={person.agency_id for person in staff})


@dataclass
class Tally:
    """How an agency's staff stand: so many of each standing, over every course and for each."""

    agency: Agency
    staff: int = 0
    with_work: int = 0
    counts: Counter[Standing] = field(default_factory=Counter)
    by_course: dict[int, Counter[Standing]] = field(default_factory=lambda: defaultdict(Counter))
    attended: int = 0
    absent: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether there are people enough that a figure tells about none of them."""
        return self.with_work >= FEWEST

    @property
    def needed(self) -> int:
        """How many times a course is needed by somebody."""
        return sum(self.counts.values())

    @property
    def in_force(self) -> int:
        """How many of those are in force, those that run out soon among them."""
        return self.counts[Standing.IN_FORCE] + self.counts[Standing.SOON]

    @property
    def share(self) -> int | None:
        """The whole per cent of what is needed that is in force; none where nothing is needed or too few work there."""
        return round(100 * self.in_force / self.needed) if self.needed and self.is_shown else None

    def share_of(self, course: int) -> int | None:
        """The same for one course, where as many need it as a figure may be told of."""
        counts = self.by_course.get(course, Counter())
        total = sum(counts.values())
        if total < FEWEST:
            return None
        return round(100 * (counts[Standing.IN_FORCE] + counts[Standing.SOON]) / total)

    @property
    def absence(self) -> int | None:
        """The whole per cent of those expected who did not come; none of fewer than :data:`FEWEST`."""
        total = self.attended + self.absent
        return round(100 * self.absent / total) if total >= FEWEST else None


def tallies_of(
    partnership: Partnership, on: dt.date, year: tuple[dt.date, dt.date]
) -> tuple[list[Course], list[Tally]]:
    """Each agency in figures, with who did not come in a year. Six queries, however many agencies and people."""
    agencies = list(Agency.objects.filter(partnership=partnership).in_force(on).order_by("name"))
    tallies = {agency.pk: Tally(agency) for agency in agencies}
    courses, needed = courses_of(partnership, on), needed_by_role(partnership)
    offered = {course.pk for course in courses}
    best = best_until(Completion.objects.counting().filter(course__partnership=partnership, on__lte=on))
    people = Person.objects.in_post(on).filter(agency__in=agencies).order_by()
    for person, agency, role in people.values_list("pk", "agency", "learner__job_role"):
        tally = tallies[agency]
        tally.staff += 1
        tally.with_work += role is not None
        for course in needed.get(role, set()) & offered:
            standing = standing_of(best.get((person, course)), on, needed=True)
            tally.counts[standing] += 1
            tally.by_course[course][standing] += 1
    _count_attendance(partnership, tallies, year)
    asked = {course for tally in tallies.values() for course in tally.by_course}
    return [course for course in courses if course.pk in asked], list(tallies.values())


def _count_attendance(
    partnership: Partnership, tallies: dict[int, Tally], year: tuple[dt.date, dt.date]
) -> None:
    came, stayed = State.ATTENDED.value, State.ABSENT.value
    sessions = partnership.training_sessions.filter(between(*year), starts_at__lte=now())
    rows = Booking.objects.filter(session__in=sessions, state__in=(came, stayed), agency__in=tallies)
    for agency, state, count in rows.order_by().values_list("agency", "state").annotate(count=Count("pk")):
        if state == came:
            tallies[agency].attended = count
        else:
            tallies[agency].absent = count

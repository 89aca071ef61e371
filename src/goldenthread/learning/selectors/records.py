"""What one person has completed, until when it counts, and what their work needs besides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from goldenthread.learning.counting import NEVER, Standing, standing_of
from goldenthread.learning.models import Booking, Completion, Course, Learner
from goldenthread.learning.states import LIVE
from goldenthread.partnership.models import Person
from goldenthread.partnership.moments import now
from goldenthread.partnership.viewer import Viewer

FULL = (
    "course__partnership",
    "person__agency",
    "withdrawal",
    "checked",
    "certificate",
    "proof",
    "booking__session",
)


@dataclass(frozen=True)
class Learned:
    """One completion as its holder reads it."""

    completion: Completion
    said: str
    tone: str

    @property
    def counts(self) -> bool:
        """Whether it counts today."""
        return self.tone in ("green", "amber", "blue")


def learned(row: Completion, on: dt.date) -> Learned:
    """How a completion stands on a day. Asks nothing of the database."""
    checked = getattr(row, "checked", None)
    if hasattr(row, "withdrawal"):
        return Learned(row, "Withdrawn", "grey")
    if checked is not None and not checked.counts:
        return Learned(row, "Does not count", "red")
    standing = standing_of(row.valid_until or NEVER, on, needed=True)
    if standing is Standing.RUN_OUT:
        return Learned(row, standing.label, "grey")
    if checked is None and row.how != Completion.How.ATTENDED:
        return Learned(row, "Counts; not checked yet", "blue")
    return Learned(row, standing.label, "amber" if standing is Standing.SOON else "green")


def record_of(person: Person, on: dt.date) -> list[Learned]:
    """Everything that somebody completed, the latest first. One query."""
    rows = Completion.objects.filter(person=person).select_related(*FULL)
    return [learned(row, on) for row in rows]


@dataclass(frozen=True)
class Gap:
    """A course that somebody's work needs, and how they stand with it."""

    course: Course
    standing: Standing
    until: dt.date | None


def needs_of(person: Person, on: dt.date) -> list[Gap]:
    """Each course that somebody's work needs. Two queries."""
    courses = list(
        Course.objects.offered(on)
        .filter(requirements__job_role__learners__person=person)
        .select_related("partnership")
        .order_by("title")
    )
    best = best_until(Completion.objects.counting().filter(person=person, course__in=courses, on__lte=on))
    return [
        Gap(course, standing_of(best.get((person.pk, course.pk)), on, needed=True), best.get((person.pk, course.pk)))
        for course in courses
    ]  # fmt: skip


def best_until(rows: Any) -> dict[tuple[int, int], dt.date]:
    """The last day on which each person's completion of each course counts; :data:`NEVER` where it does not run out.

    One query, which answers one row for each person and course.
    """
    found = (
        rows.order_by()
        .values_list("person_id", "course_id")
        .annotate(until=Max("valid_until"), endless=Count("pk", filter=Q(valid_until=None)))
    )
    return {(person, course): NEVER if endless else until for person, course, until, endless in found}


def my_bookings(viewer: Viewer) -> list[Booking]:
    """The viewer's own bookings of sessions to come. One query."""
    rows = Booking.objects.filter(
        person=viewer.person, state__in=sorted(LIVE), session__partnership=viewer.partnership,
        session__ends_at__gte=now(), session__cancelled_on=None,
    )  # fmt: skip
    return list(rows.select_related("session__partnership", "session__course").order_by("session__starts_at"))


def work_of(person: Person) -> Learner | None:
    """What is known of somebody's work. One query."""
    found: Learner | None = (
        Learner.objects.filter(person=person).select_related("job_role", "manager").first()
    )
    return found


def to_check(viewer: Viewer) -> list[Completion]:
    """Proofs that nobody has checked, of those whom the viewer answers for, the oldest first. One query."""
    rows = Completion.objects.visible_to(viewer).exclude(how=Completion.How.ATTENDED)
    rows = rows.filter(checked=None, withdrawal=None).exclude(person=viewer.person)
    return list(rows.select_related(*FULL).order_by("recorded_at"))

"""Courses of the programme: added, changed, withdrawn; and who needs which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from goldenthread.learning.models import Course, JobRole, Requirement
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

FIELDS = [
    "title", "level", "summary", "audience", "competencies", "hours", "valid_months", "elearning_link",
]  # fmt: skip
LINKS = ("prerequisites", "themes", "objectives", "answers")


@transaction.atomic
def add_course(*, by: Actor, **values: Any) -> Course:
    """Adds a course. Raises :class:`RuleError` for a name that is taken or has no letter or digit."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING)
    key = slugify(values["title"])[:80]
    if not key or key == "new":
        raise RuleError({"title": "Give it a name with letters or digits."}, code="empty")
    if Course.objects.filter(partnership=partnership, key=key).exists():
        raise RuleError({"title": "There is a course of this name."}, code="twice")
    links = {name: values.pop(name, ()) for name in LINKS}
    row = Course.objects.create(partnership=partnership, key=key, **values)
    _link(row, links)
    record("training.course_added", f"Added the course “{row}”", by=by, about=row)
    return row


@transaction.atomic
def change_course(*, by: Actor, course: Course, version: int, **values: Any) -> Course:
    """Changes a course. Raises :class:`StaleVersionError`, and :class:`RuleError` for one that builds on itself."""
    by.require(Permission.MANAGE_LEARNING, course)
    row = lock_version(course, version)
    before = Course.objects.get(pk=row.pk)
    links = {name: values.pop(name) for name in LINKS if name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _link(row, links)
    record(
        "training.course_changed", f"Changed the course “{row}”", by=by, about=row,
        changes=differences(before, row, FIELDS),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_course(*, by: Actor, course: Course, on: dt.date | None) -> Course:
    """Offers a course no longer from a day on, or, without one, offers it again. What was completed still counts."""
    by.require(Permission.MANAGE_LEARNING, course)
    row: Course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    row.withdrawn_on = on
    row.version += 1
    row.save(update_fields=["withdrawn_on", "version"])
    said = f"“{row}” is no longer offered" if on else f"“{row}” is offered again"
    record("training.course_withdrawn", said, by=by, about=row)
    return row


def _link(row: Course, links: dict[str, Iterable[Any]]) -> None:
    if row in list(links.get("prerequisites", ())):
        raise RuleError({"prerequisites": "A course does not build on itself."}, code="itself")
    for name, chosen in links.items():
        getattr(row, name).set(chosen)


@transaction.atomic
def need_courses(*, by: Actor, title: str, courses: Iterable[Course]) -> JobRole:
    """Says which courses a kind of work needs; a new kind of work is added. The list takes the place of the last."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING)
    name = " ".join(title.split())
    if not name:
        raise RuleError({"title": "Say which work it is."}, code="empty")
    role = JobRole.objects.filter(partnership=partnership, title__iexact=name).first()
    role = role or JobRole.objects.create(partnership=partnership, title=name[:120])
    role.requirements.all().delete()
    Requirement.objects.bulk_create(Requirement(job_role=role, course=course) for course in courses)
    record("training.needed", f"Said which courses are needed by: {role}", by=by, about=role)
    return role


def next_number(model: Any, **scope: Any) -> int:
    """The next number of a numbered record; the caller holds the partnership's lock."""
    return int((model.objects.filter(**scope).aggregate(last=Max("number"))["last"] or 0) + 1)


def is_withdrawn(course: Course) -> bool:
    """Whether a course is offered no longer."""
    return course.withdrawn_on is not None and course.withdrawn_on <= today()

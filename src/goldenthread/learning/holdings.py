"""Training for the thread: courses that were evaluated three months after, as evidence that something changed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q

from goldenthread.design.words import plural
from goldenthread.learning.models import Course, Feedback
from goldenthread.learning.selectors.evaluation import FEWEST, results_of
from goldenthread.learning.spread import one_place
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.evidence import Holdings, Shown

AFTER = ("after", "manager")


def options(viewer: Actor) -> list[tuple[str, str]]:
    """Courses of which enough people said three months after what came of it. One query."""
    if not viewer.may(Permission.VIEW_TRAINING_FIGURES):
        return []
    form = "sessions__bookings__feedback"
    said = Q(**{f"{form}__stage": "after", f"{form}__answered_on__isnull": False})
    rows = Course.objects.visible_to(viewer).annotate(said=Count(form, filter=said)).filter(said__gte=FEWEST)
    return [(row.key, f"{row.title}, {plural(row.said, 'answer')} after three months") for row in rows]


def show(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """What people, and their line managers, said of each three months after. Five queries for each course."""
    if not viewer.may(Permission.VIEW_TRAINING_FIGURES):
        return {}
    rows = Course.objects.visible_to(viewer).filter(key__in=keys).select_related("partnership")
    return {row.key: Shown(row.title, _said(row), f"{row.get_absolute_url()}results/") for row in rows}


def _said(course: Course) -> str:
    results = results_of(Feedback.objects.filter(booking__session__course=course))
    after = next(row for row in results.stages if row.stage == Feedback.Stage.AFTER)
    if not after.shown:
        return "Too few have answered three months after for anything to be shown."
    said = (
        f"{plural(after.answered, 'person', 'people')} answered three months after, of {after.asked:,} asked"
    )
    if results.change is None:
        return f"{said}."
    change = one_place(results.change.change, signed=True)
    both = f"{results.change.count:,} who said both"
    return f"{said}: confidence {change} in the middle since before the course, of {both}."


TRAINING = Holdings("training", "Training", options, show, kind="other")

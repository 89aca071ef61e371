"""The programme of a year, and its courses."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.learning.actions.courses import add_course, change_course, is_withdrawn, withdraw_course
from goldenthread.learning.forms.programme import CourseForm, WithdrawForm
from goldenthread.learning.models import Course, Session
from goldenthread.learning.selectors.impact import impact_of
from goldenthread.learning.selectors.programme import (
    Row,
    programme_of,
    rows_of,
    year_name,
    year_of,
    years_with_sessions,
)
from goldenthread.learning.tables.programme import courses_table, programme_table
from goldenthread.learning.views.page import address, asked, course_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.moments import now
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.thread.models import Theme

P = Permission
MOST_HELD = 20


def _chosen(request: PartnershipRequest) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        name: request.GET.get(name, "")[:80].replace("\x00", " ").strip()
        for name in ("q", "level", "mode", "theme")
    }
    chosen["free"] = request.GET.get("show") == "free"
    chosen["past"] = request.GET.get("show") == "all" or bool(request.GET.get("year"))
    return chosen


def _rows(request: PartnershipRequest) -> tuple[list[Row], str, dict[str, Any]]:
    first, last = year_of(request.viewer.partnership, request.GET.get("year", ""))
    chosen = _chosen(request)
    return programme_of(request.viewer, first, last, **chosen), year_name(first, last), chosen


@requires(P.VIEW_LEARNING)
@remembered
def programme(request: PartnershipRequest) -> HttpResponse:
    """The sessions of a business year: those to come, unless a year or everything is asked for."""
    rows, year, chosen = _rows(request)
    themes = Theme.objects.filter(courses__partnership=request.viewer.partnership).distinct()
    shown = "free" if chosen["free"] else "all" if chosen["past"] else ""
    options = [
        (
            "year",
            "Year",
            [(each, each, each == year) for each in years_with_sessions(request.viewer.partnership)],
        ),
        ("level", "Level", [(v, t.partition(":")[0], v == chosen["level"]) for v, t in Course.Level.choices]),
        ("mode", "How", [(v, t, v == chosen["mode"]) for v, t in Session.Mode.choices]),
        ("theme", "Theme", [(str(t.pk), str(t), str(t.pk) == chosen["theme"]) for t in themes]),
        (
            "show",
            "Show",
            [("free", "Places left", shown == "free"), ("all", "Past ones too", shown == "all")],
        ),
    ]
    return show(
        request, "programme", "programme", title="Training programme", state=_state(rows, year), filters=options,
        table=programme_table(rows, f"Sessions in {year}"), chosen=chosen,
        manages=request.viewer.may(P.MANAGE_LEARNING),
    )  # fmt: skip


def _state(rows: list[Row], year: str) -> str:
    """What there is to book, in a sentence."""
    coming = [row for row in rows if row.session.starts_at > now() and not row.session.is_cancelled]
    free = sum(not row.is_full for row in coming)
    mine = sum(row.mine is not None for row in coming)
    said = f"{plural(len(coming), 'session')} to come in {year}, {free} with places left."
    return f"{said} You have booked {mine} of them." if mine else said


@requires(P.VIEW_LEARNING)
def programme_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The programme as a file."""
    rows, year, _ = _rows(request)
    return export(programme_table(rows, f"Sessions in {year}"), kind=kind, name=f"training-{year}")


def _courses(request: PartnershipRequest) -> Any:
    coming = Q(
        sessions__starts_at__gt=now(),
        sessions__published_on__isnull=False,
        sessions__cancelled_on=None,
        sessions__closed_at=None,
    )
    rows = Course.objects.visible_to(request.viewer).select_related("partnership")
    return rows.annotate(coming=Count("sessions", filter=coming)).order_by("title")


@requires(P.VIEW_LEARNING)
@remembered
def courses(request: PartnershipRequest) -> HttpResponse:
    """Every course, with how many dates are to come."""
    rows = list(_courses(request))
    offered = [row for row in rows if not is_withdrawn(row)]
    gone = [row for row in rows if is_withdrawn(row)]
    return show(
        request, "courses", "courses", title="Courses", state=f"{plural(len(offered), 'course')} on offer.",
        table=courses_table(offered), withdrawn=courses_table(gone) if gone else None,
        manages=request.viewer.may(P.MANAGE_LEARNING),
    )  # fmt: skip


@requires(P.VIEW_LEARNING)
def courses_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The courses as a file."""
    return export(courses_table(_courses(request)), kind=kind, name="courses")


@requires(P.VIEW_LEARNING)
def course(request: PartnershipRequest, course: str) -> HttpResponse:
    """One course: what it is, why it is taught, and its dates."""
    row = course_or_404(request.viewer, course)
    viewer = request.viewer
    dates, figures = (
        Session.objects.visible_to(viewer).filter(course=row),
        viewer.may(P.VIEW_TRAINING_FIGURES),
    )
    rows = rows_of(viewer, dates.filter(starts_at__gt=now(), closed_at=None))
    held = (
        rows_of(viewer, dates.exclude(closed_at=None).order_by("-starts_at")[:MOST_HELD]) if figures else []
    )
    withdrawn = is_withdrawn(row)
    state = "It is no longer offered." if withdrawn else f"{plural(len(rows), 'date')} to come."
    return show(
        request, "course", title=row.title, course=row, withdrawn=withdrawn, why=_why(request, row),
        state="Take it by yourself, when it suits you." if row.is_elearning and not withdrawn else state,
        competencies=[line.strip(" -•*") for line in row.competencies.splitlines() if line.strip()],
        before=list(row.prerequisites.select_related("partnership")),
        table=programme_table(rows, "Dates to come", "No date is planned yet."),
        held=programme_table(held, "Dates that were held") if held else None,
        manages=viewer.may(P.MANAGE_LEARNING), figures=figures,
        impact=impact_of(viewer, [row]),
        trail=[("Learning", address(request, "programme")), ("Courses", address(request, "courses")), (str(row), "")],
    )  # fmt: skip


def _why(request: PartnershipRequest, row: Course) -> list[tuple[str, str]]:
    """What asked for the course beside recommendations: priorities and themes."""
    viewer = request.viewer
    found = [(f"Theme: {each}", "") for each in row.themes.all()]
    if viewer.may(P.VIEW_PLANS):
        found += [(f"Priority: {each}", "") for each in row.objectives.select_related("plan__partnership")]
    return found


@requires(P.MANAGE_LEARNING, FORM)
def course_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add a course."""
    form = CourseForm(posted(request), viewer=request.viewer)

    def add() -> Course:
        values = dict(form.cleaned_data)
        values.pop("version", None)
        return add_course(by=request.viewer, **values)

    return asked(
        request, form, add, title="Add a course", button="Add the course", next_page=Course.get_absolute_url,
        said="The course is there. Next: plan its first session.", back=address(request, "courses"),
        trail=[("Courses", address(request, "courses"))],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def course_edit(request: PartnershipRequest, course: str) -> HttpResponseBase:
    """Change a course."""
    row = course_or_404(request.viewer, course)
    form = CourseForm(posted(request), viewer=request.viewer, course=row)
    return asked(
        request, form, lambda: change_course(by=request.viewer, course=row, **form.cleaned_data),
        title="Change the course", button="Save", said="The course is changed.", back=row.get_absolute_url(),
        trail=[(str(row), row.get_absolute_url())],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def course_withdraw(request: PartnershipRequest, course: str) -> HttpResponseBase:
    """Offer a course no longer, or again."""
    row = course_or_404(request.viewer, course)
    gone = is_withdrawn(row)
    form = WithdrawForm(posted(request), initial={"on": today()})
    return asked(
        request, form,
        lambda: withdraw_course(by=request.viewer, course=row, on=None if gone else form.cleaned_data["on"]),
        title="Offer it again" if gone else "Withdraw the course", button="Offer it again" if gone else "Withdraw it",
        said="The course is offered again." if gone else "The course is withdrawn. What people completed still counts.",
        back=row.get_absolute_url(), trail=[(str(row), row.get_absolute_url())], caption=str(row),
    )  # fmt: skip


routes = [
    path("", programme, name="programme"),
    path("programme.<slug:kind>", programme_export, name="programme_export"),
    path("courses/", courses, name="courses"),
    path("courses.<slug:kind>", courses_export, name="courses_export"),
    path("courses/new/", course_new, name="course_new"),
    path("courses/<slug:course>/", course, name="course"),
    path("courses/<slug:course>/edit/", course_edit, name="course_edit"),
    path("courses/<slug:course>/withdraw/", course_withdraw, name="course_withdraw"),
]

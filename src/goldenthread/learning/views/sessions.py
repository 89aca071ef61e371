"""One session: what it is, booking it, and what the team does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural, pounds
from goldenthread.learning.actions.sessions import (
    cancel_session,
    change_session,
    plan_session,
    publish_session,
)
from goldenthread.learning.calendar import calendar_file
from goldenthread.learning.forms.programme import ReasonForm, SessionForm
from goldenthread.learning.letters import when, where
from goldenthread.learning.models import Session
from goldenthread.learning.selectors.bookings import my_booking, price_words, standing_of, undelivered
from goldenthread.learning.selectors.programme import bookings_of, rows_of
from goldenthread.learning.states import HELD
from goldenthread.learning.tables.programme import bookings_table, parallel_table, state_badge
from goldenthread.learning.views.page import address, asked, course_or_404, session_or_404, show, to_session
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.moments import now
from goldenthread.partnership.pages import posted, refused
from goldenthread.partnership.permissions import Permission

P = Permission


@requires(P.VIEW_LEARNING)
def session(request: PartnershipRequest, session: int) -> HttpResponse:
    """One session: when and where, what is left, how the reader stands, and, for the team, who has booked."""
    viewer, row = request.viewer, session_or_404(request.viewer, session)
    counted = rows_of(viewer, Session.objects.filter(pk=row.pk))[0]
    mine = my_booking(viewer, row)
    manages = viewer.may(P.MANAGE_LEARNING)
    bookings = bookings_of(row) if manages else []
    parallel = rows_of(viewer, Session.objects.visible_to(viewer).filter(conference=row))
    return show(
        request, "session", title=str(row), session=row, row=counted, mine=mine,
        standing=standing_of(viewer, counted, mine),
        badge=state_badge(mine) if mine else "", when=when(row), where=_where(row, mine, manages=manages),
        price=price_words(mine, row), cost=pounds(row.cost), manages=manages, keeps=viewer.may(P.KEEP_REGISTER, row),
        list_for=viewer.person.agency if viewer.may(P.BOOK_FOR_AGENCY) else None,
        figures=viewer.may(P.VIEW_TRAINING_FIGURES) and (row.closed_at is not None or now() >= row.starts_at),
        books=viewer.may(P.BOOK_FOR_AGENCY) or viewer.person.manages.exists(),
        table=bookings_table(bookings, undelivered=undelivered(row)) if manages else None,
        parallel=parallel_table(parallel) if parallel else None, short=counted.is_short and not row.is_cancelled,
        trail=[("Learning", address(request, "programme")), (str(row.course), row.course.get_absolute_url()),
               (when(row), "")],
    )  # fmt: skip


def _where(row: Session, mine: Any, *, manages: bool) -> str:
    """The venue; the link for joining only for those who have a place, and for the team."""
    if manages or (mine is not None and mine.state in HELD):
        return where(row)
    if row.mode == Session.Mode.IN_PERSON:
        return where(row)
    online = "Online: whoever has a place gets the link"
    return online if row.mode == Session.Mode.ONLINE else f"{row.venue}. {online}".lstrip(". ")


@requires(P.MANAGE_LEARNING)
def bookings_export(request: PartnershipRequest, session: int, kind: str) -> HttpResponse:
    """A session's bookings as a file, as for the front desk."""
    row = session_or_404(request.viewer, session)
    return export(bookings_table(bookings_of(row)), kind=kind, name=f"bookings-{row.number}")


@requires(P.VIEW_LEARNING)
def calendar(request: PartnershipRequest, session: int) -> HttpResponse:
    """A session as a calendar file; where one joins, for those who have a place."""
    row = session_or_404(request.viewer, session)
    mine = my_booking(request.viewer, row)
    if not (request.viewer.may(P.MANAGE_LEARNING) or (mine is not None and mine.state in HELD)):
        row.joining_link, row.joining = "", ""
    response = HttpResponse(calendar_file(row), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="training-{row.number}.ics"'
    return response


@requires(P.MANAGE_LEARNING, FORM)
def session_new(request: PartnershipRequest, course: str) -> HttpResponseBase:
    """Plan a session of a course."""
    row = course_or_404(request.viewer, course)
    form = SessionForm(posted(request), partnership=row.partnership)
    return asked(
        request, form, lambda: plan_session(by=request.viewer, course=row, **_values(form)), title="Plan a session",
        button="Plan the session", said="The session is planned. Nobody else sees it until you publish it.",
        next_page=Session.get_absolute_url, back=row.get_absolute_url(), caption=str(row),
        trail=[(str(row), row.get_absolute_url())],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def parallel_new(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Plan a parallel session of a conference."""
    row = session_or_404(request.viewer, session)
    form = SessionForm(posted(request), partnership=row.partnership, conference=True)
    return asked(
        request, form,
        lambda: plan_session(by=request.viewer, course=row.course, conference=row, **_values(form)),
        title="Add a parallel session", button="Add it", said="The parallel session is planned. Publish it next.",
        next_page=Session.get_absolute_url, back=row.get_absolute_url(), caption=str(row), trail=to_session(row),
    )  # fmt: skip


def _values(form: SessionForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values.pop("version", None)
    return values


@requires(P.MANAGE_LEARNING, FORM)
def session_edit(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Change a session."""
    row = session_or_404(request.viewer, session)
    form = SessionForm(posted(request), partnership=row.partnership, session=row)
    return asked(
        request, form, lambda: change_session(by=request.viewer, session=row, **form.cleaned_data),
        title="Change the session", button="Save", back=row.get_absolute_url(), caption=str(row), trail=to_session(row),
        said="The session is changed. Where its time or place is another, everybody who booked is told.",
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, CHANGE)
def session_publish(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Put a session into the programme."""
    row = session_or_404(request.viewer, session)
    if refused(request, lambda: publish_session(by=request.viewer, session=row)) is not None:
        messages.success(request, "The session is in the programme, and people can book.")
    return redirect(row.get_absolute_url())


@requires(P.MANAGE_LEARNING, FORM)
def session_cancel(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Cancel a session: who is told stands on the page before it is done."""
    row = session_or_404(request.viewer, session)
    form = ReasonForm(posted(request))
    counted = rows_of(request.viewer, Session.objects.filter(pk=row.pk))[0]
    intro = (
        f"{plural(counted.held, 'person has', 'people have')} a place and {counted.waiting} wait. Each is told "
        "at once, with your reason. Nothing is charged, and what was charged is taken back."
    )
    return asked(
        request, form, lambda: cancel_session(by=request.viewer, session=row, **form.cleaned_data),
        title="Cancel the session", button="Cancel the session", danger=True, intro=intro, caption=str(row),
        said=lambda told: f"The session is cancelled. {plural(told, 'person was', 'people were')} told.",
        back=row.get_absolute_url(), trail=to_session(row),
    )  # fmt: skip


routes = [
    path("courses/<slug:course>/sessions/new/", session_new, name="session_new"),
    path("sessions/<int:session>/", session, name="session"),
    path("sessions/<int:session>/edit/", session_edit, name="session_edit"),
    path("sessions/<int:session>/publish/", session_publish, name="session_publish"),
    path("sessions/<int:session>/cancel/", session_cancel, name="session_cancel"),
    path("sessions/<int:session>/parallel/new/", parallel_new, name="parallel_new"),
    path("sessions/<int:session>/calendar.ics", calendar, name="calendar"),
    path("sessions/<int:session>/bookings.<slug:kind>", bookings_export, name="bookings_export"),
]

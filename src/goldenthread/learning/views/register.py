"""The register of a session, on a phone as at a desk, and signing in by its code."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural, uk_time
from goldenthread.learning.actions.register import add_at_the_door, close_register, mark, put_right, sign_in
from goldenthread.learning.forms.booking import PersonForm
from goldenthread.learning.forms.register import CodeForm, PutRightForm, RegisterForm
from goldenthread.learning.letters import when
from goldenthread.learning.models import Session
from goldenthread.learning.selectors.bookings import people_to_book
from goldenthread.learning.states import State
from goldenthread.learning.tables.register import register_table
from goldenthread.learning.views.page import address, asked, booking_or_404, session_or_404, show, to_session
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.moments import now
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission

P = Permission


def _kept(request: PartnershipRequest, number: int) -> Session:
    """A session whose register the viewer keeps."""
    row = session_or_404(request.viewer, number)
    if not request.viewer.may(P.KEEP_REGISTER, row):
        raise PermissionDenied("keeps the registers of the sessions at which they train")
    return row


@requires(P.VIEW_LEARNING, FORM)
def arrive(request: PartnershipRequest) -> HttpResponseBase:
    """Sign in on the day with the session's code."""
    form = CodeForm(posted(request))
    return asked(
        request, form, lambda: sign_in(by=request.viewer, **form.cleaned_data), title="Sign in to a session",
        button="I am here", said=lambda row: f"You are signed in to {row.session}.", back=address(request, "programme"),
        next_page=lambda row: row.session.get_absolute_url(), trail=[],
    )  # fmt: skip


@requires(P.KEEP_REGISTER, FORM)
def register(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Who has a place, who is there, and the code that they sign in with."""
    row = _kept(request, session)
    rows = list(row.bookings.filter(state=State.BOOKED.value).select_related("person", "agency"))
    form = RegisterForm(posted(request), bookings=rows)
    if attempt(form, lambda: mark(by=request.viewer, session=row, came=form.marks())) is not None:
        there = sum(form.marks().values())
        messages.success(request, f"Saved: {plural(there, 'person is', 'people are')} there.")
        return redirect(address(request, "register", row.number))
    settled = row.bookings.filter(state__in=["attended", "absent"]).select_related("person", "agency")
    return show(
        request, "register", title="Register", caption=f"{row}, {when(row)}", session=row, form=form, rows=rows,
        state=_state(row, rows), settled=register_table(list(settled), manages=request.viewer.may(P.MANAGE_LEARNING)),
        begun=now() >= row.starts_at,
        trail=[("Learning", address(request, "programme")), *to_session(row), ("Register", "")],
    )  # fmt: skip


def _state(row: Session, rows: list[object]) -> str:
    if row.closed_at is not None:
        return f"Closed at {uk_time(row.closed_at)}: what follows from it is done."
    there = sum(getattr(each, "arrived_at", None) is not None for each in rows)
    return f"{there} of {plural(len(rows), 'person', 'people')} with a place signed in."


@requires(P.KEEP_REGISTER, CHANGE)
def register_close(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Close the register: certificates, charges and feedback follow."""
    row = _kept(request, session)
    came = refused(request, lambda: close_register(by=request.viewer, session=row))
    if came is not None:
        messages.success(request, f"The register is closed. {plural(came, 'person', 'people')} came.")
    return redirect(address(request, "register", row.number))


@requires(P.KEEP_REGISTER, FORM)
def register_door(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Add somebody who came without a place."""
    row = _kept(request, session)
    form = PersonForm(posted(request), people=people_to_book(request.viewer))
    back = address(request, "register", row.number)
    return asked(
        request, form, lambda: add_at_the_door(by=request.viewer, session=row, **form.cleaned_data),
        title="Add somebody at the door", button="Add them", said="They are on the register.", back=back,
        caption=str(row), trail=[*to_session(row), ("Register", back)],
    )  # fmt: skip


@requires(P.MANAGE_LEARNING, FORM)
def register_right(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Put one entry of a closed register right."""
    row = booking_or_404(request.viewer, session, booking)
    form = PutRightForm(posted(request))
    back = address(request, "register", row.session.number)

    def correct() -> object:
        came = form.cleaned_data["came"] == "yes"
        return put_right(by=request.viewer, booking=row, came=came, reason=form.cleaned_data["reason"])

    return asked(
        request, form, correct, title="Put the register right", button="Put it right", back=back,
        caption=f"{row.person}: {row.session}", trail=[*to_session(row.session), ("Register", back)],
        said="The register is put right. The charge and the certificate follow it.",
    )  # fmt: skip


routes = [
    path("sign-in/", arrive, name="arrive"),
    path("sessions/<int:session>/register/", register, name="register"),
    path("sessions/<int:session>/register/close/", register_close, name="register_close"),
    path("sessions/<int:session>/register/door/", register_door, name="register_door"),
    path("sessions/<int:session>/register/<int:booking>/", register_right, name="register_right"),
]

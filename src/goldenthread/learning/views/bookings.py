"""Booking for oneself and for colleagues, and one booking with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.learning.actions.booking import book, books, cancel
from goldenthread.learning.actions.changing import move_booking, send_instead
from goldenthread.learning.actions.many import book_many
from goldenthread.learning.actions.offers import accept_offer, approve, decline_offer, refuse
from goldenthread.learning.forms.booking import BookForm, MoveForm, PersonForm, SeveralPeopleForm, WhyForm
from goldenthread.learning.forms.programme import ReasonForm
from goldenthread.learning.letters import when
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.selectors.bookings import people_to_book, price_words
from goldenthread.learning.states import OPEN, State
from goldenthread.learning.tables.bookings import charges_table, steps_table
from goldenthread.learning.tables.programme import state_badge
from goldenthread.learning.views.page import address, asked, booking_or_404, session_or_404, show, to_session
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.moments import now
from goldenthread.partnership.pages import posted, refused
from goldenthread.partnership.permissions import Permission

P = Permission


def _said(made: Booking) -> str:
    """What a booking came to, and what follows."""
    return {
        State.BOOKED: "You have a place. What you need to know is on its way by email.",
        State.ASKED: "A place is kept for you until your agency approves it.",
        State.WAITING: "You are on the waiting list. You are told as soon as a place is free for you.",
    }.get(made.stands, "Your booking is there.")


@requires(P.VIEW_LEARNING, FORM)
def booking_new(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Book a place for oneself."""
    row = session_or_404(request.viewer, session)
    form = BookForm(posted(request), session=row)
    return asked(
        request, form, lambda: book(by=request.viewer, session=row, person=request.viewer.person, **form.cleaned_data),
        title="Book a place", button="Book", said=_said, back=row.get_absolute_url(), caption=str(row),
        intro=f"{when(row)}. {price_words(None, row)}", trail=to_session(row),
    )  # fmt: skip


@requires(P.VIEW_LEARNING, FORM)
def book_others(request: PartnershipRequest, session: int) -> HttpResponseBase:
    """Book colleagues: a team, an agency, or anybody."""
    row = session_or_404(request.viewer, session)
    form = SeveralPeopleForm(posted(request), people=people_to_book(request.viewer))
    return asked(
        request, form, lambda: book_many(by=request.viewer, session=row, **form.cleaned_data),
        title="Book for colleagues", button="Book them", back=row.get_absolute_url(), caption=str(row),
        said=lambda made: f"{plural(len(made), 'booking')} made: {_sorted(made)}.", trail=to_session(row),
        intro=f"{when(row)}. Who does not fit goes on the waiting list, in the order below.",
    )  # fmt: skip


def _sorted(made: list[Booking]) -> str:
    waiting = sum(each.stands is State.WAITING for each in made)
    return f"{len(made) - waiting} with a place, {waiting} waiting"


@requires(P.VIEW_LEARNING)
def booking(request: PartnershipRequest, session: int, booking: int) -> HttpResponse:
    """One booking: where it stands, what can be done, and how it came there."""
    row = booking_or_404(request.viewer, session, booking)
    mine = row.person_id == request.viewer.person.pk
    open_still = row.stands in OPEN and now() < row.session.starts_at and books(request.viewer, row.person)
    has_place = open_still and row.stands in (State.BOOKED, State.ASKED)
    return show(
        request, "booking", title="Your booking" if mine else str(row.person),
        caption=f"{row.session}, {when(row.session)}", booking=row, badge=state_badge(row),
        price=price_words(row, row.session), steps=steps_table(list(row.steps.all())),
        can_cancel=open_still, can_move=has_place, can_replace=has_place and row.agency_id is not None,
        can_take=open_still and row.stands is State.OFFERED,
        can_approve=row.needs_approval and row.stands in OPEN and request.viewer.may(P.BOOK_FOR_AGENCY, row.agency),
        charges=charges_table(row) if row.charges.exists() else None, needs=getattr(row, "needs", None),
        trail=[("Learning", address(request, "programme")), *to_session(row.session), ("Booking", "")],
    )  # fmt: skip


def _done(
    request: PartnershipRequest, row: Booking, action: Callable[..., Booking], said: str
) -> HttpResponseBase:
    """Carries out what one button does, and shows the booking."""
    if refused(request, lambda: action(by=request.viewer, booking=row)) is not None:
        messages.success(request, said)
    return redirect(row.session.get_absolute_url() + f"bookings/{row.pk}/")


@requires(P.VIEW_LEARNING, CHANGE)
def accept(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Take an offered place."""
    row = booking_or_404(request.viewer, session, booking)
    return _done(request, row, accept_offer, "The place is yours.")


@requires(P.VIEW_LEARNING, CHANGE)
def decline(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Leave an offered place to whoever is next."""
    row = booking_or_404(request.viewer, session, booking)
    return _done(request, row, decline_offer, "The place goes to whoever is next.")


@requires(P.BOOK_FOR_AGENCY, CHANGE)
def approve_booking(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Say yes for the agency."""
    row = booking_or_404(request.viewer, session, booking)
    return _done(request, row, approve, "The booking is approved.")


def _ask(
    request: PartnershipRequest, row: Booking, form: Any, action: Callable[[], Any], **words: Any
) -> HttpResponseBase:
    here = row.session.get_absolute_url() + f"bookings/{row.pk}/"
    words.setdefault("next_page", lambda made: made.session.get_absolute_url() + f"bookings/{made.pk}/")
    return asked(
        request, form, action, back=here, caption=f"{row.person}: {row.session}",
        trail=[*to_session(row.session), ("Booking", here)], **words,
    )  # fmt: skip


@requires(P.BOOK_FOR_AGENCY, FORM)
def refuse_booking(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Say no for the agency, with the reason."""
    row = booking_or_404(request.viewer, session, booking)
    form = ReasonForm(posted(request))
    return _ask(
        request, row, form, lambda: refuse(by=request.viewer, booking=row, **form.cleaned_data),
        title="Say no to a booking", button="Say no", said="They are told, with your reason.", danger=True,
    )  # fmt: skip


@requires(P.VIEW_LEARNING, FORM)
def booking_cancel(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Give up a place; what it costs is said before."""
    row = booking_or_404(request.viewer, session, booking)
    form = WhyForm(posted(request))
    return _ask(
        request, row, form, lambda: cancel(by=request.viewer, booking=row, **form.cleaned_data), danger=True,
        title="Give up the place", button="Give it up", said="The place is given up.",
        intro=price_words(row, row.session),
    )  # fmt: skip


@requires(P.VIEW_LEARNING, FORM)
def booking_move(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Move a booking to another date."""
    row = booking_or_404(request.viewer, session, booking)
    coming = (
        Session.objects.visible_to(request.viewer).taking_place().filter(starts_at__gt=now(), conference=None)
    )
    form = MoveForm(posted(request), booking=row, sessions=coming)
    return _ask(
        request, row, form, lambda: move_booking(by=request.viewer, booking=row, **form.cleaned_data),
        title="Move to another date", button="Move it", said="The booking is moved.",
        intro=price_words(row, row.session),
    )  # fmt: skip


@requires(P.VIEW_LEARNING, FORM)
def booking_replace(request: PartnershipRequest, session: int, booking: int) -> HttpResponseBase:
    """Send a colleague instead."""
    row = booking_or_404(request.viewer, session, booking)
    people = people_to_book(request.viewer).filter(agency=row.agency).exclude(pk=row.person_id)
    form = PersonForm(posted(request), people=people)
    return _ask(
        request, row, form, lambda: send_instead(by=request.viewer, booking=row, **form.cleaned_data),
        title="Send a colleague instead", button="Pass the place on", said="The place is passed on, and both are told.",
        intro="Nothing is charged for this.",
        next_page=lambda _: row.session.get_absolute_url(),
    )  # fmt: skip


BOOKING = "sessions/<int:session>/bookings/<int:booking>/"
routes = [
    path("sessions/<int:session>/book/", booking_new, name="book"),
    path("sessions/<int:session>/book-for-colleagues/", book_others, name="book_others"),
    path(BOOKING, booking, name="booking"),
    path(f"{BOOKING}take/", accept, name="accept"),
    path(f"{BOOKING}decline/", decline, name="decline"),
    path(f"{BOOKING}approve/", approve_booking, name="approve"),
    path(f"{BOOKING}refuse/", refuse_booking, name="refuse"),
    path(f"{BOOKING}cancel/", booking_cancel, name="booking_cancel"),
    path(f"{BOOKING}move/", booking_move, name="booking_move"),
    path(f"{BOOKING}send-instead/", booking_replace, name="booking_replace"),
]

"""What the pages of this room share: their tabs, their forms, and finding what an address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.learning.models import Booking, Course, Session
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
SECTIONS = (
    ("Programme", "programme", P.VIEW_LEARNING),
    ("Courses", "courses", P.VIEW_LEARNING),
    ("My training", "mine", P.VIEW_LEARNING),
    ("Agencies", "agencies", P.BOOK_FOR_AGENCY),
    ("Matrix", "my_matrix", P.BOOK_FOR_AGENCY),
    ("Across agencies", "tallies", P.VIEW_TRAINING_FIGURES),
    ("Who needs what", "work", P.MANAGE_LEARNING),
    ("Charges", "charges", P.MANAGE_LEARNING),
    ("Feedback", "feedback", P.MANAGE_LEARNING),
    ("Report", "report", P.VIEW_TRAINING_FIGURES),
)


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"learning:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    if section:
        context["sections"] = [
            (text, address(request, name), name == section)
            for text, name, permission in SECTIONS
            if request.viewer.may(permission)
        ]
    return render(request, f"learning/{template}.html", context)


def asked(
    request: PartnershipRequest,
    form: Any,
    action: Callable[[], Any],
    *,
    title: str,
    button: str,
    said: str | Callable[[Any], str],
    back: str,
    trail: list[tuple[str, str]],
    next_page: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponseBase:
    """The page of a form; done, the next page is open with a sentence."""
    made = attempt(form, action)
    if made is not None:
        messages.success(request, said if isinstance(said, str) else said(made))
        return redirect(next_page(made) if next_page else back)
    return show(
        request, "ask", form=form, title=title, button=button, back=back,
        trail=[("Learning", address(request, "programme")), *trail, (title, "")], **more,
    )  # fmt: skip


def course_or_404(viewer: Viewer, key: str) -> Course:
    """A course that the viewer may see."""
    row: Course = get_object_or_404(Course.objects.visible_to(viewer).select_related("partnership"), key=key)
    return row


def session_or_404(viewer: Viewer, number: int) -> Session:
    """A session that the viewer may see."""
    rows = Session.objects.visible_to(viewer).select_related("partnership", "course", "conference__course")
    row: Session = get_object_or_404(rows, number=number)
    return row


def booking_or_404(viewer: Viewer, number: int, booking: int) -> Booking:
    """A booking of the viewer's partnership, under its session's address.

    Raises :class:`~django.core.exceptions.PermissionDenied` for one that is somebody else's.
    """
    rows = Booking.objects.filter(session__partnership=viewer.partnership).select_related(
        "session__partnership", "session__course", "person__agency", "agency", "needs"
    )
    row: Booking = get_object_or_404(rows, session__number=number, pk=booking)
    if not Booking.objects.visible_to(viewer).filter(pk=row.pk).exists():
        raise PermissionDenied("sees their own bookings, and those of the agency for which they book")
    return row


def to_session(row: Session) -> list[tuple[str, str]]:
    """The way back to a session."""
    return [(str(row), row.get_absolute_url())]

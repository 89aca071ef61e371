"""What the pages of reviews share: the door of a space, and their frame."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.evidence.reviews.actions.confinement import may_read, note_opening, seat_of
from goldenthread.evidence.reviews.models import Review
from goldenthread.partnership.confinement import Door
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission


def known_or_404(viewer: Viewer, reference: str) -> Review:
    """A review of which the viewer may know."""
    year, _, number = reference.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) < 5):
        raise Http404("no such review")
    rows = Review.objects.known_to(viewer).select_related("partnership")
    row: Review | None = rows.filter(year=int(year), number=int(number)).first()
    if row is None or row.reference != reference:
        raise Http404("no such review")
    return row


def door(request: PartnershipRequest, review: Review) -> HttpResponse:
    """The closed door, with a 403: what its reader can do. Who was asked and has not declared is led to do so."""
    seat = seat_of(request.viewer, review)
    coordinators = review.seats.filter(part="coordinator", ends_on=None).select_related("person")
    return render(
        request,
        "reviews/door.html",
        {
            "title": str(review),
            "review": review,
            "seat": seat,
            "coordinators": [row.person for row in coordinators],
            "may_break": request.viewer.may(P.BREAK_GLASS),
            "may_take_on": not coordinators
            and request.viewer.may(P.BREAK_GLASS)
            and request.viewer.may(P.MANAGE_REVIEWS),
            "trail": [("Reviews", address(request, "reviews")), (str(review), "")],
        },
        status=403,
    )


confined = Door(P.VIEW_REVIEWS, "reference", known_or_404, may_read, note_opening, door).page


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"reviews:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, **context: Any) -> HttpResponse:
    """A page."""
    return render(request, f"reviews/{template}.html", context)


def ask(
    request: PartnershipRequest, review: Review | None, form: Any, *, title: str, button: str, **context: Any
) -> HttpResponse:
    """A page with one form. More context: ``intro``, ``danger``, ``multipart``, ``back``."""
    trail = [("Reviews", address(request, "reviews"))]
    trail += [(str(review), review.get_absolute_url())] if review else []
    context.setdefault("back", review.get_absolute_url() if review else address(request, "reviews"))
    caption = str(review) if review else ""
    return show(
        request,
        "ask",
        form=form,
        title=title,
        button=button,
        caption=caption,
        trail=[*trail, (title, "")],
        **context,
    )

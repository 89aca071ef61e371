"""What the pages of reviews share: the door of a space, and their frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goldenthread.evidence.reviews.actions.confinement import may_read, note_opening, seat_of
from goldenthread.evidence.reviews.models import PanelSeat, Review
from goldenthread.partnership.access import READ, requires
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


def _lets(viewer: Viewer, reference: str, **_: Any) -> bool:
    """Whether a link to a page of this review may be offered: it leads no one to a door that is closed to them."""
    try:
        return may_read(viewer, known_or_404(viewer, reference))
    except Http404:
        return False


def confined(
    page: str, methods: tuple[str, ...] = READ
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page of a review's space. The view is called with the review, and the opening is kept under ``page``.

    Who was asked and has not declared is sent to declare; who has no place finds the door closed, with a 403.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        def entered(request: PartnershipRequest, /, reference: str, **kwargs: Any) -> HttpResponseBase:
            review = known_or_404(request.viewer, reference)
            if not may_read(request.viewer, review):
                return door(request, review, seat_of(request.viewer, review))
            note_opening(by=request.viewer, review=review, page=page)
            response = view(request, review, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        entered.__doc__, entered.__name__ = view.__doc__, view.__name__
        entered.lets = _lets  # type: ignore[attr-defined]
        return requires(P.VIEW_REVIEWS, methods)(entered)

    return decorate


def door(request: PartnershipRequest, review: Review, seat: PanelSeat | None) -> HttpResponse:
    """The closed door: what its reader can do."""
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
            "trail": [("Reviews", address(request, "reviews")), (str(review), "")],
        },
        status=403,
    )


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

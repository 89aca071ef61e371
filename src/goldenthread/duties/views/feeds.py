"""A private address for one's calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from goldenthread.duties.actions.feeds import make_feed, revoke_feeds
from goldenthread.duties.feeds import calendar_of, feed_of
from goldenthread.duties.forms.duties import FeedForm
from goldenthread.duties.models import CalendarFeed
from goldenthread.duties.views.page import address, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission


@requires(Permission.VIEW_DUTIES, FORM)
def feed(request: PartnershipRequest) -> HttpResponseBase:
    """Make a private address, which is shown in this answer alone, or see that there is one."""
    form = FeedForm(posted(request))
    made = attempt(form, lambda: make_feed(by=request.viewer, scope=form.cleaned_data["scope"]))
    present = CalendarFeed.objects.filter(person=request.viewer.person, revoked_at=None).first()
    response = show(
        request,
        "feed",
        title="Your calendar",
        form=FeedForm() if made else form,
        feed=present,
        link=f"{settings.SITE_URL}{reverse('calendar_feed', args=[made[1]])}" if made else "",
        trail=[
            ("Duties", address(request, "duties")),
            ("Calendar", address(request, "calendar")),
            ("Your calendar", ""),
        ],
    )
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.VIEW_DUTIES, CHANGE)
def feed_revoke(request: PartnershipRequest) -> HttpResponseBase:
    """End the private address at once."""
    if revoke_feeds(by=request.viewer):
        messages.success(request, "The address is revoked. Whatever used it gets nothing any more.")
    return redirect("duties:feed", request.viewer.partnership.slug)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001
    """The calendar behind a private address; a 404 for one that is wrong, revoked, or of somebody who has left."""
    found = feed_of(secret)
    if found is None:
        raise Http404("no such calendar")
    response = HttpResponse(calendar_of(*found), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


routes = [
    path("calendar/feed/", feed, name="feed"),
    path("calendar/feed/revoke/", feed_revoke, name="feed_revoke"),
]

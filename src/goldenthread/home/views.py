"""The front door, home, search, and the pages that every site owes its readers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goldenthread.home.context_processors import first_room
from goldenthread.home.cookies import cookies_table
from goldenthread.home.finding import read_words
from goldenthread.home.partnerships import posts_of, remember
from goldenthread.home.search import find, searched
from goldenthread.home.selectors import home_page
from goldenthread.partnership.access import requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import User
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the person's only partnership, or the choice between several, or why there is none."""
    assert isinstance(request.user, User)  # noqa: S101
    posts = posts_of(request.user, today())
    remember(request, posts)
    if len(posts) == 1:
        return redirect("home:home", posts[0].partnership.slug)
    return render(request, "home/choice.html", {"posts": posts})


@requires(Permission.ENTER)
def home(request: PartnershipRequest) -> HttpResponse:
    """What needs the viewer, what changed, and what is coming up."""
    return render(request, "home/home.html", {"home": home_page(request.viewer, today())})


@requires(Permission.ENTER)
def search(request: PartnershipRequest) -> HttpResponse:
    """What the partnership holds on the words of the address, as far as the viewer may see it."""
    words = read_words(request.GET.get("q", ""))
    found = find(request.viewer, words, today()) if words else None
    context = {"words": words, "found": found, "searched": searched(request.viewer)}
    return render(request, "home/search.html", context)


@requires(Permission.ENTER)
def evidence(request: PartnershipRequest) -> HttpResponse:
    """The first room of evidence that the viewer may open."""
    return _first_room(request, "evidence")


@requires(Permission.ENTER)
def oversight(request: PartnershipRequest) -> HttpResponse:
    """The first room of oversight that the viewer may open."""
    return _first_room(request, "oversight")


def _first_room(request: PartnershipRequest, area: str) -> HttpResponse:
    room = first_room(request.viewer, area)
    if not room:
        raise PermissionDenied(f"no room of {area} is open to them")
    return redirect(room)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and whom to tell where it is not."""
    return render(request, "home/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about the people who use the site."""
    return render(request, "home/privacy.html", {"hours": settings.SESSION_COOKIE_AGE // 3600})


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies that the site sets, and no others."""
    return render(request, "home/cookies.html", {"table": cookies_table()})


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """ "ok" where the site and its database answer; 503 where the database does not. One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")

"""What every page shows around its own content: who looks, where they may go, and whether this is an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.home.partnerships import others
from goldenthread.home.search import searched
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

PLACES = (
    ("Plan", "plans:plans", "plan", Permission.VIEW_PLANS),
    ("Thread", "thread:overview", "thread", Permission.VIEW_THREAD),
    ("Evidence", "measures:scorecard", "evidence", Permission.VIEW_MEASURES),
    ("Oversight", "meetings:meetings", "oversight", Permission.VIEW_MEETINGS),
    ("Reports", "publishing:reports", "reports", Permission.VIEW_REPORTS),
    ("Partnership", "partnership:overview", "partnership", Permission.VIEW_PARTNERSHIP),
)
# Those who see people but not the partnership's work enter its part of the site by another door.
PEOPLE = ("People", "partnership:people", "partnership", Permission.VIEW_PEOPLE)
FOOTER = (
    ("Accessibility", "home:accessibility"),
    ("Privacy", "home:privacy"),
    ("Cookies", "home:cookies"),
)


@dataclass(frozen=True)
class Place:
    """One word of the navigation, or of the footer."""

    text: str
    href: str
    current: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. No query beyond those that found the viewer."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    around: dict[str, Any] = {
        "demo": settings.DEMO,
        "calendar": settings.CALENDAR_STANDS_AT,
        "viewer": viewer,
        "footer_links": [Place(text, reverse(name)) for text, name in FOOTER],
    }
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        around["sign_out_url"] = reverse("account_logout")
    if viewer is None:
        return around
    slug = viewer.partnership.slug
    return around | {
        "home_url": reverse("home:home", args=[slug]),
        "search_url": reverse("home:search", args=[slug]) if searched(viewer) else "",
        "account_url": reverse("partnership:me", args=[slug]),
        "theme_url": reverse("partnership:theme", args=[slug]),
        "other_partnerships": others(request, slug),
        "navigation": navigation(viewer, request.path),
    }


def navigation(viewer: Viewer, path: str) -> list[Place]:
    """The words of the navigation that the viewer may open; the one under whose address ``path`` lies is current."""
    slug = viewer.partnership.slug
    here = path.split("/")[2] if path.count("/") > 2 else ""
    open_to_them = [place for place in PLACES if viewer.may(place[-1])]
    if not viewer.may(Permission.VIEW_PARTNERSHIP) and viewer.may(Permission.VIEW_PEOPLE):
        open_to_them.append(PEOPLE)
    return [
        Place("Home", reverse("home:home", args=[slug]), here == ""),
        *(Place(text, reverse(name, args=[slug]), here == first) for text, name, first, _ in open_to_them),
    ]

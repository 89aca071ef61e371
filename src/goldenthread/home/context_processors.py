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
    ("Learning", "learning:programme", "learning", Permission.VIEW_LEARNING),
    ("Reports", "publishing:reports", "reports", Permission.VIEW_REPORTS),
    ("Partnership", "partnership:overview", "partnership", Permission.VIEW_PARTNERSHIP),
)
# The rooms behind one word of the navigation: each is a click from its sisters.
ROOMS = {
    "evidence": (
        ("Measures", "measures:scorecard", "measures", Permission.VIEW_MEASURES),
        ("Self-assessments", "assurance:cycles", "assurance", Permission.VIEW_ASSURANCE),
        ("Case audits", "audits:programme", "audits", Permission.VIEW_CASE_AUDITS),
        ("Reviews", "reviews:reviews", "reviews", Permission.VIEW_REVIEWS),
        ("Voice", "voice:overview", "voice", Permission.VIEW_VOICE),
    ),
    "oversight": (
        ("Meetings", "meetings:meetings", "meetings", Permission.VIEW_MEETINGS),
        ("Challenge and risk", "challenge:challenges", "challenge", Permission.VIEW_CHALLENGE),
        ("Finance", "finance:overview", "finance", Permission.VIEW_CONTRIBUTION),
        ("Duties", "duties:duties", "duties", Permission.VIEW_DUTIES),
    ),
}
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
        "rooms": rooms(viewer, request.path),
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


def first_room(viewer: Viewer, area: str) -> str:
    """The address of the first room of a part of the site that the viewer may open; nothing where there is none."""
    names = [name for _, name, _, permission in ROOMS[area] if viewer.may(permission)]
    return reverse(names[0], args=[viewer.partnership.slug]) if names else ""


def rooms(viewer: Viewer, path: str) -> list[Place]:
    """The rooms of the part of the site in which ``path`` lies that the viewer may open; none where it has but one."""
    parts = path.split("/")
    area, room = (parts[2], parts[3]) if len(parts) > 4 else ("", "")
    open_to_them = [each for each in ROOMS.get(area, ()) if viewer.may(each[-1])]
    if len(open_to_them) < 2:
        return []
    slug = viewer.partnership.slug
    known = {first for _, _, first, _ in ROOMS[area]}
    here = room if room in known else ROOMS[area][0][2]
    return [Place(text, reverse(name, args=[slug]), first == here) for text, name, first, _ in open_to_them]

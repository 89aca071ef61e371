"""What every page shows around its own content: who looks, where they may go, and whether this is an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

PLACES = (
    ("Plan", "plans:plans", "plan", Permission.VIEW_PLANS),
    ("Reports", "publishing:reports", "reports", Permission.VIEW_REPORTS),
    ("Partnership", "partnership:overview", "partnership", Permission.VIEW_PARTNERSHIP),
)


@dataclass(frozen=True)
class Place:
    """One word of the navigation."""

    text: str
    href: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. No query beyond those that found the viewer."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    around: dict[str, Any] = {
        "demo": settings.DEMO,
        "calendar": settings.CALENDAR_STANDS_AT,
        "viewer": viewer,
    }
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        around["sign_out_url"] = reverse("account_logout")
    if viewer is None:
        return around
    slug = viewer.partnership.slug
    here = request.path.split("/")[2] if request.path.count("/") > 2 else ""
    return around | {
        "home_url": reverse("home:home", args=[slug]),
        "search_url": reverse("home:search", args=[slug]) if viewer.may(Permission.VIEW_PARTNERSHIP) else "",
        "account_url": reverse("partnership:me", args=[slug]),
        "theme_url": reverse("partnership:theme", args=[slug]),
        "navigation": [
            Place("Home", reverse("home:home", args=[slug]), here == ""),
            *(
                Place(text, reverse(name, args=[slug]), here == first)
                for text, name, first, permission in PLACES
                if viewer.may(permission)
            ),
        ],
    }

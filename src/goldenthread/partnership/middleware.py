"""Finds out, for each request, who is looking at which partnership, and refuses outsiders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from goldenthread.partnership.models import User
from goldenthread.partnership.network import network_address
from goldenthread.partnership.second_factor import has_second_factor, lacks_second_factor, owes_second_factor
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer, viewer_of


class PartnershipRequest(HttpRequest):
    """A request inside a partnership: ``viewer`` says who looks at it."""

    user: User
    viewer: Viewer


class PartnershipMiddleware:
    """Puts ``request.viewer`` on every request whose address names a partnership.

    An outsider gets the same 404 as for a partnership that does not exist. Whoever may see restricted material is
    sent to set up a second factor first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's own protocol."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django's own protocol."""
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self,
        request: Any,
        view: Any,  # noqa: ARG002
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Resolves the partnership of the address to a viewer."""
        if any("\0" in text for text in kwargs.values() if isinstance(text, str)):
            raise Http404("no address holds a null character, and PostgreSQL would refuse to look for it")
        if not request.user.is_authenticated:
            return None
        slug = kwargs.get("partnership")
        if slug is None:
            return _confirm_second_factor(request) if owes_second_factor(request) else None
        viewer = viewer_of(request.user, slug, on=today(), address=network_address(request))
        if viewer is None:
            raise Http404("no such partnership for this person")
        request.viewer = viewer
        if settings.SECOND_FACTOR_REQUIRED and lacks_second_factor(request, viewer):
            if has_second_factor(viewer.user):
                return _confirm_second_factor(request)
            messages.info(
                request,
                "Your role can open restricted records, so it needs a second step at sign-in. "
                "Set up an authenticator app or a passkey to go on.",
            )
            return redirect("mfa_index")
        return None


def _confirm_second_factor(request: HttpRequest) -> HttpResponseBase:
    """To the page that asks for the second step, and from there on to where the person was going."""
    wanted = request.get_full_path() if request.method == "GET" else reverse(settings.LOGIN_REDIRECT_URL)
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")

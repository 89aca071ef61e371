"""How a view says who may open it. A view without one of these is refused by the tests."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponseBase, HttpResponseNotAllowed
from django.urls import Resolver404, resolve

from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

Arguments = ParamSpec("Arguments")
READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
CHANGE = ("POST",)


def requires(
    permission: Permission, methods: tuple[str, ...] = READ
) -> Callable[
    [Callable[Concatenate[PartnershipRequest, Arguments], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """Lets a view run only for a viewer of the address's partnership who holds ``permission``.

    An outsider has had a 404 from the middleware; a viewer without the permission gets a 403. The view is called
    without the ``partnership`` of the address, which ``request.viewer`` already carries.
    """

    def decorate(
        view: Callable[Concatenate[PartnershipRequest, Arguments], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def guarded(request: PartnershipRequest, partnership: str, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG001
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            request.viewer.require(permission)
            return view(request, **kwargs)  # type: ignore[call-arg]

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return guarded

    return decorate


def may_open(viewer: Viewer, address: str, about: Any = None) -> bool:
    """Whether a viewer holds, over ``about``, the permission that the page at an address of ours asks for.

    A view whose ``lets`` is set is asked besides, with the rest of the address: not everybody with the permission is
    to know of every row.
    """
    try:
        view, _, rest = resolve(address)
    except Resolver404:
        return False
    if not viewer.may(getattr(view, "permission", Permission.ENTER), about):
        return False
    lets = getattr(view, "lets", None)
    return lets is None or bool(lets(viewer, **{key: rest[key] for key in rest if key != "partnership"}))

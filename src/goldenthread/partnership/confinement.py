"""Confined spaces: no role opens them, a place does; every opening leaves a row, and a broken glass is loud.

A room with such spaces has a model of places and one of openings (:class:`OpeningRow`), and one :class:`Door` through
which each of its confined pages is reached (docs/decisions/0016).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone

from goldenthread.partnership.access import READ, requires
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor, Viewer

# For how long a broken glass lets somebody read.
BROKEN_FOR = dt.timedelta(hours=1)
BROKEN = "broken glass"


@dataclass(frozen=True)
class Door:
    """How the confined pages of a room are reached.

    ``argument`` is the name in their address that says which space; ``find`` answers the space of it, or raises
    ``Http404`` for one of which the viewer may not even know; ``reads`` whether somebody reads it now; ``note`` keeps
    an opening; ``closed`` is the page of a door that stays shut.
    """

    permission: Permission
    argument: str
    find: Callable[[Viewer, str], Any]
    reads: Callable[[Actor, Any], bool]
    note: Callable[..., Any]
    closed: Callable[[PartnershipRequest, Any], HttpResponse]

    def lets(self, viewer: Viewer, **rest: Any) -> bool:
        """Whether a link to a page of a space may be offered: it leads no one to a door that is closed to them."""
        try:
            return self.reads(viewer, self.find(viewer, rest[self.argument]))
        except Http404:
            return False

    def page(
        self, page: str, methods: tuple[str, ...] = READ
    ) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
        """A page of a space. The view is called with the space, and the opening is kept under ``page``."""

        def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            def entered(request: PartnershipRequest, /, **kwargs: Any) -> HttpResponseBase:
                space = self.find(request.viewer, kwargs.pop(self.argument))
                if not self.reads(request.viewer, space):
                    return self.closed(request, space)
                self.note(by=request.viewer, space=space, page=page)
                response = view(request, space, **kwargs)
                response["Cache-Control"] = "no-store"
                return response

            entered.__doc__, entered.__name__ = view.__doc__, view.__name__
            entered.lets = self.lets  # type: ignore[attr-defined]
            return requires(self.permission, methods)(entered)

        return decorate


def broke_lately(openings: QuerySet[Any], by: Actor) -> bool:
    """Whether somebody broke the glass of a space within the hour. One query."""
    since = timezone.now() - BROKEN_FOR
    return openings.filter(by=by.person, recorded_at__gte=since).exclude(reason="").exists()


def check_reason(reason: str) -> str:
    """The reason for breaking a glass. Raises :class:`RuleError` for one that says nothing."""
    if len(reason.split()) < 3:
        raise RuleError({"reason": "Say why it cannot wait, in a sentence."}, code="no_reason")
    return reason.strip()


def tell_of_broken_glass(*, by: Actor, seats: QuerySet[Any], kind: str, name: str, link: str) -> None:
    """Tells everybody with a place in the space, every safeguarding partner and every Business Manager, at once.

    ``name`` is what the space is called where anybody may read it.
    """
    roles = (Role.SAFEGUARDING_PARTNER, Role.BUSINESS_MANAGER)
    answers = Q(roles__in=RoleAssignment.objects.current(today()).filter(role__in=roles))
    people = Person.objects.filter(
        Q(pk__in=seats.values("person")) | answers, partnership=by.partnership
    ).in_post(today())
    for person in people.select_related("user").distinct():
        queue_message(
            by=by,
            person=person,
            kind=kind,
            subject=f"{name[0].upper()}{name[1:]} was opened without a place in it",
            text=f"Dear {person.post},\n\n{by.label} opened the space of {name} without having a place in it. "
            "The reason that they gave stands in its list of openings. Look at it today.",
            because="you have a place in the space, or answer for the partnership",
            link=link,
            urgent=True,
        )

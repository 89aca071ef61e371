"""The partnerships that a person may enter, and the short list of them that every header shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.partnership.models import Person, User
from goldenthread.partnership.today import today

KEPT_AS = "partnerships"


def posts_of(user: User, on: dt.date) -> list[Person]:
    """The posts through which ``user`` may enter on a day, by partnership. One query."""
    found = Person.objects.may_enter(on).filter(user=user).select_related("partnership", "agency")
    return list(found.order_by("partnership__name"))


def remember(request: HttpRequest, posts: Iterable[Person]) -> None:
    """Keeps the partnerships in the session, so that the header of a page costs no query."""
    kept = [[post.partnership.slug, post.partnership.name] for post in posts]
    if request.session.get(KEPT_AS) != kept:
        request.session[KEPT_AS] = kept


def others(request: HttpRequest, slug: str) -> list[tuple[str, str]]:
    """Name and address of the person's other partnerships, as kept at sign-in. No query."""
    session = getattr(request, "session", None)
    kept = session.get(KEPT_AS, []) if session is not None else []
    return [(name, reverse("home:home", args=[other])) for other, name in kept if other != slug]


@receiver(user_logged_in)
def refresh(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:  # noqa: ARG001
    """What is kept is read anew at every sign-in."""
    remember(request, posts_of(user, today()))

"""The bare view against which pages are measured: five rows by their numbers, through Django's models, as text.

It has the product's database settings and connections, and nothing else: no middleware, no session, no template.
"""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.places import BARE_QUERIES
from goldenthread.plans.models import Action


@cache
def numbers() -> tuple[int, ...]:
    """The numbers of the five actions, looked up once in each process."""
    return tuple(Action.objects.order_by("pk").values_list("pk", flat=True)[:BARE_QUERIES])


def five_queries(request: HttpRequest | None) -> HttpResponse:  # noqa: ARG001
    """Five actions, each read by its number."""
    titles = [Action.objects.get(pk=number).title for number in numbers()]
    text = "\n".join(titles)
    return HttpResponse(text, content_type="text/plain", headers={"Content-Length": str(len(text))})


urlpatterns = [path("", five_queries)]

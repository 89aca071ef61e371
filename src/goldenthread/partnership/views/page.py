"""What the pages of this room share: their frame, their lists, and finding what an address names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency, Group, Person
from goldenthread.partnership.selectors.sections import sections

PER_PAGE = 50
Trail = Sequence[tuple[str, str]]


def show(request: PartnershipRequest, template: str, section: str, **context: Any) -> HttpResponse:
    """A page under one of the sections."""
    context["sections"] = sections(request.viewer, section)
    return render(request, f"partnership/{template}.html", context)


def show_form(
    request: PartnershipRequest,
    form: Any,
    *,
    section: str,
    title: str,
    button: str,
    back: str,
    trail: Trail = (),
    intro: str = "",
    **context: Any,
) -> HttpResponse:
    """A page with one form; 422 where it was refused, so that a script can tell."""
    template = context.pop("template", "form")
    context |= {"form": form, "title": title, "button": button, "back": back, "intro": intro, "trail": trail}
    return show(request, template, section, **context)


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this partnership."""
    return reverse(f"partnership:{name}", args=[request.viewer.partnership.slug, *args])


def page_of(request: PartnershipRequest, rows: models.QuerySet[Any]) -> Page[Any]:
    """The page of ``rows`` that the address asks for; the nearest one where there is none such."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def sort_link(request: PartnershipRequest) -> Callable[[str], str]:
    """From a sort key to the address of this list sorted so, with its filters kept."""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("page", "sort") and value]
    return lambda key: "?" + urlencode([*kept, ("sort", key)])


def find_agency(request: PartnershipRequest, key: str) -> Agency:
    """The agency of this partnership at ``key``; 404 without."""
    rows = Agency.objects.filter(partnership=request.viewer.partnership)
    agency: Agency = get_object_or_404(rows, key=key)
    return agency


def find_group(request: PartnershipRequest, key: str) -> Group:
    """The group of this partnership at ``key``; 404 without."""
    rows = Group.objects.filter(partnership=request.viewer.partnership)
    group: Group = get_object_or_404(rows.select_related("parent__partnership", "partnership"), key=key)
    return group


def find_person(request: PartnershipRequest, pk: int) -> Person:
    """The person of this partnership with number ``pk``; 404 without."""
    rows = Person.objects.filter(partnership=request.viewer.partnership)
    person: Person = get_object_or_404(
        rows.select_related("agency__partnership", "user", "partnership"), pk=pk
    )
    return person

"""What the pages of this room share: their tabs, their forms, and finding what an address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.oversight.finance.models import BudgetYear, Contribution
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
Trail = list[tuple[str, str]]
OF_A_YEAR = (
    ("The year", "year"),
    ("Contributions", "contributions"),
    ("Budget", "budget"),
    ("Spending", "spending"),
    ("Commitments", "commitments"),
    ("Reports", "reports"),
)
OF_ALL_YEARS = (("What if", "what_if"), ("Formula", "formula"), ("History", "history"))


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"finance:{name}", args=[request.viewer.partnership.slug, *args])


def show(
    request: PartnershipRequest,
    template: str,
    section: str = "",
    *,
    year: BudgetYear | None = None,
    **context: Any,
) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists; ``year`` is the one that its tabs lead to."""
    if section:
        tabs = [(text, name, [year.key]) for text, name in OF_A_YEAR] if year else []
        tabs += [(text, name, []) for text, name in OF_ALL_YEARS]
        context["sections"] = [
            (text, address(request, name, *args), name == section) for text, name, args in tabs
        ]
    context["year"] = year
    context["may_manage"] = request.viewer.may(P.MANAGE_FINANCE)
    return render(request, f"finance/{template}.html", context)


def asked(
    request: PartnershipRequest, form: Any, action: Callable[[], Any], *, title: str, button: str, back: str,
    said: str | Callable[[Any], str], trail: Trail, template: str = "ask", **context: Any,
) -> HttpResponseBase:  # fmt: skip
    """The page of a form; done, the page before it opens with a sentence, which may be made of what was made.

    More context: ``caption``, ``intro``, ``danger``, ``multipart``, ``problems`` (a table under the form).
    """
    made = attempt(form, action)
    if made is not None:
        messages.success(request, said(made) if callable(said) else said)
        return redirect(back)
    return show(request, template, form=form, title=title, button=button, back=back, trail=trail, **context)


def trail_to(request: PartnershipRequest, *ways: BudgetYear | tuple[str, str] | str) -> Trail:
    """The way to a page: each thing with its address, the last without one."""
    trail: Trail = [("Finance", address(request, "overview"))]
    for way in ways:
        if isinstance(way, BudgetYear):
            trail.append((way.key, way.get_absolute_url()))
        else:
            trail.append((way, "") if isinstance(way, str) else way)
    return trail


def year_or_404(viewer: Viewer, key: str) -> BudgetYear:
    """A budget year that the viewer may see."""
    rows = BudgetYear.objects.visible_to(viewer).select_related("partnership")
    row: BudgetYear = get_object_or_404(rows, key=key)
    return row


def contribution_or_404(viewer: Viewer, year: str, agency: str) -> Contribution:
    """A contribution, if the viewer may see it: of the partnership for whoever sees finance, else of their agency.

    Raises :class:`~django.core.exceptions.PermissionDenied` for another agency's.
    """
    rows = Contribution.objects.whole().filter(year__partnership=viewer.partnership, year__key=year)
    row: Contribution | None = (
        rows.filter(agency__key=agency).prefetch_related("receipts__reversed_by").first()
    )
    if row is None:
        raise Http404("no such contribution")
    viewer.require(P.VIEW_CONTRIBUTION, row)
    return row


def sort_of(request: PartnershipRequest, known: Any) -> tuple[str, Callable[[str], str]]:
    """How a list is sorted by its address (“-amount” downwards; nothing for what is not known), and the address that
    sorts it by a key.
    """
    sort = request.GET.get("sort", "")

    def link(key: str) -> str:
        query = request.GET.copy()
        query["sort"] = key
        return f"?{query.urlencode()}"

    return (sort if sort.removeprefix("-") in known else ""), link

"""Themes: the list, one with what was said and done, and naming them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.voice.actions.themes import add_theme, rename_theme
from goldenthread.evidence.voice.forms.inside import ThemeForm
from goldenthread.evidence.voice.selectors.engagement import theme_page, themes_of
from goldenthread.evidence.voice.tables.voice import theme_list
from goldenthread.evidence.voice.views.page import (
    MOST_ROWS,
    address,
    ask,
    only_first,
    show,
    theme_or_404,
    trail,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission

P = Permission


@requires(P.VIEW_VOICE)
def themes(request: PartnershipRequest) -> HttpResponse:
    """Every theme."""
    rows = themes_of(request.viewer)
    return show(
        request,
        "themes",
        "themes",
        title="Themes",
        state=f"{plural(len(rows), 'theme')}.",
        table=theme_list(rows),
    )


@requires(P.VIEW_VOICE)
def theme(request: PartnershipRequest, theme: int) -> HttpResponse:
    """What was said on one theme, and what was done about it."""
    row = theme_or_404(request.viewer, theme)
    page = theme_page(request.viewer, row)
    return show(
        request,
        "theme",
        title=row.title,
        theme=row,
        state=f"{plural(len(page.voices), 'voice')}, {plural(len(page.responses), 'answer')}.",
        voices=page.voices[:MOST_ROWS],
        said=only_first(page.voices),
        responses=page.responses,
        trail=[
            ("Voice", address(request, "overview")),
            ("Themes", address(request, "themes")),
            (row.title, ""),
        ],
    )


@requires(P.MANAGE_VOICE, FORM)
def theme_new(request: PartnershipRequest) -> HttpResponseBase:
    """Name a theme."""
    form = ThemeForm(posted(request))
    made = attempt(form, lambda: add_theme(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(request, f"What people say can now be put under “{made}”.")
        return redirect("voice:themes", request.viewer.partnership.slug)
    return ask(request, form, title="Add a theme", button="Add it", back=address(request, "themes"))


@requires(P.MANAGE_VOICE, FORM)
def theme_rename(request: PartnershipRequest, theme: int) -> HttpResponseBase:
    """Give a theme another name."""
    row = theme_or_404(request.viewer, theme)
    form = ThemeForm(posted(request), initial={"title": row.title})
    made = attempt(form, lambda: rename_theme(by=request.viewer, theme=row, **form.cleaned_data))
    if made:
        messages.success(request, "The theme has another name. What was said under it stays there.")
        return redirect(made)
    title = "Rename the theme"
    return ask(
        request, form, title=title, button="Save", back=row.get_absolute_url(),
        caption=row.title, trail=trail(request, row, title),
    )  # fmt: skip


routes = [
    path("themes/", themes, name="themes"),
    path("themes/new/", theme_new, name="theme_new"),
    path("themes/<int:theme>/", theme, name="theme"),
    path("themes/<int:theme>/rename/", theme_rename, name="theme_rename"),
]

"""The frame of every page, and the tags that fill it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from goldenthread.design.views import gallery

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def page(**context: Any) -> str:
    request = RequestFactory().get("/")
    source = "{% extends 'design/base.html' %}{% block title %}Plan{% endblock %}"
    return Template(source).render(Context({"request": request, **context}))


def tag(source: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/?{query}")
    return Template(source).render(Context({"request": request, **context}))


class Named(forms.Form):
    name = forms.CharField()


def title(html: str) -> str:
    found = re.search("<title>(.*?)</title>", html)
    assert found
    return found.group(1)


def test_a_page_needs_no_context_at_all() -> None:
    html = page()
    assert title(html) == "Plan – Golden Thread"
    assert '<html lang="en-GB"' in html
    assert '<a href="#main-content" class="govuk-skip-link"' in html
    assert 'id="main-content"' in html


def test_the_title_says_which_partnership_and_whether_there_is_an_error() -> None:
    viewer = {"partnership": {"name": "Thurrock Partnership", "short_name": "Thurrock"}}
    assert title(page(viewer=viewer, form=Named())) == "Plan – Thurrock – Golden Thread"
    assert title(page(viewer=viewer, form=Named({}))) == "Error: Plan – Thurrock – Golden Thread"


def test_the_header_shows_only_what_there_is() -> None:
    full = page(
        viewer={
            "partnership": {"name": "A & B"},
            "person": {"display_name": "P", "post": "Business Manager"},
        },
        navigation=[
            {"text": "Plan", "href": "/plan/", "current": True},
            {"text": "Reports", "href": "/reports/"},
        ],
        other_partnerships=[("Southend", "/southend/")],
        search_url="/search/",
        account_url="/account/",
        sign_out_url="/out/",
        theme_url="/theme.css",
        footer_links=[{"text": "Privacy", "href": "/privacy/"}],
        demo=True,
    )
    assert "A &amp; B" in full
    assert '<form action="/out/" method="post">' in full
    assert full.count('aria-current="true"') == 1
    assert 'href="/theme.css"' in full
    for text in ("/southend/", "/search/", "/privacy/", "Example data", "Business Manager"):
        assert text in full
    empty = page()
    for text in ("site-search", "Sign out", "gt-navigation", "gt-menu", "Example data", "gt-account"):
        assert text not in empty


def test_no_template_has_an_inline_style_or_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text()
        assert "style=" not in source, path
        assert not re.search(r"\son[a-z]+=", source), path
        for script in re.findall(r"<script[^>]*>", source):
            assert "src=" in script or "application/json" in script, path


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_says_what_to_do_and_needs_no_context(name: str) -> None:
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert "Go " in html or "reset" in html


def test_sign_in_lists_the_example_accounts_only_where_there_are_some() -> None:
    html = render_to_string(
        "design/account/demo_accounts.html", {"demo_accounts": [("Business Manager", "bm@example.invalid")]}
    )
    assert '<th scope="row">Business Manager</th><td>bm@example.invalid</td>' in html
    assert "{% if demo_accounts %}" in (TEMPLATES / "account" / "login.html").read_text()


def test_breadcrumbs_come_from_pairs_or_from_a_list() -> None:
    html = tag("{% breadcrumbs 'Plan' '/plan/' 'Action 1.4' %}")
    assert '<a class="govuk-breadcrumbs__link" href="/plan/">Plan</a>' in html
    assert 'aria-current="page">Action 1.4</li>' in html
    assert tag("{% breadcrumbs links %}", links=[("Plan", "/plan/"), ("Action 1.4", "")]) == html


def test_pagination_keeps_the_rest_of_the_address() -> None:
    html = tag(
        "{% pagination page noun='actions' %}", "q=a%26b&page=2", page=Paginator(range(195), 20).page(3)
    )
    assert 'href="?q=a%26b&amp;page=4"' in html
    assert 'aria-label="Page 3" aria-current="page"' in html
    assert "Showing 41 to 60 of 195 actions" in html


def test_a_single_page_has_no_pagination_but_says_how_many() -> None:
    html = tag("{% pagination page noun='actions' %}", page=Paginator(range(3), 20).page(1))
    assert "<nav" not in html
    assert "Showing 1 to 3 of 3 actions" in html


def test_a_query_string_replaces_one_parameter_and_keeps_the_rest() -> None:
    assert tag("{% query_string sort='due' page=None %}", "q=x&page=3&sort=ref") == "?q=x&amp;sort=due"
    assert tag("{% query_string page=None %}", "page=3") == "?"


def test_tabs_say_which_is_shown() -> None:
    html = tag("{% tabs views %}", views=[("List", "?", True), ("<Grid>", "?view=grid", False)])
    assert html.count('aria-current="page"') == 1
    assert "&lt;Grid&gt;" in html


def test_a_field_can_be_the_heading_of_its_page() -> None:
    html = tag("{% field form.name label_size='l' heading=True suffix='km' %}", form=Named())
    assert '<h1 class="govuk-label-wrapper"><label class="govuk-label govuk-label--l" for="id_name">' in html
    assert '<div class="govuk-input__suffix" aria-hidden="true">km</div>' in html


def test_the_gallery_shows_every_component_only_where_it_is_switched_on() -> None:
    request = RequestFactory().get("/gallery/")
    with override_settings(GALLERY=True, TEMPLATES=_without_context_processors()):
        html = gallery(request).content.decode()
    for component in (
        "gt-tiles",
        "gt-strip",
        "gt-state",
        "gt-timeline",
        "gt-facts",
        "gt-filters",
        "gt-empty",
        "gt-tree",
    ):
        assert f'class="{component}' in html
    with override_settings(GALLERY=False), pytest.raises(Http404):
        gallery(request)


def _without_context_processors() -> list[dict[str, Any]]:
    """Templates as set, without the processors that ask the database who is looking."""
    engine = dict(settings.TEMPLATES[0])
    processors = ["django.template.context_processors.request"]
    return [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": processors}}]

"""The template tags of the house; they are built in, so no template needs to load them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.design import badges, words
from goldenthread.design.error_summary import summary_of
from goldenthread.design.pictures import figure
from goldenthread.design.tables import Table

register = template.Library()

register.filter("uk_date", words.uk_date)
register.filter("uk_datetime", words.uk_datetime)
register.filter("uk_time", words.uk_time)
register.filter("month", words.month)
register.filter("number", words.number)
register.simple_tag(badges.badge, name="badge")
register.simple_tag(badges.shape, name="shape")
register.simple_tag(figure, name="chart")


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """Answer GOV.UK's error summary of forms, formsets and lists of forms together; nothing without an error."""
    return summary_of(*(each for form in forms for each in (form if isinstance(form, list) else [form])))


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """Answer a field as a form group. Options: label_size (s, m, l, xl), heading, inline, prefix, suffix."""
    return SafeString(bound.form.renderer.render(bound.template_name, {"field": bound, **options}))


@register.inclusion_tag("design/breadcrumbs.html")
def breadcrumbs(*links: Any) -> dict[str, Any]:
    """Answer breadcrumbs from text and address in turn, or from one list of (text, address).

    A last text without an address is the page itself.
    """
    if len(links) == 1 and not isinstance(links[0], str):
        return {"links": list(links[0])}
    pairs = [(links[at], links[at + 1] if at + 1 < len(links) else "") for at in range(0, len(links), 2)]
    return {"links": pairs}


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> SafeString:
    """Answer the current address's query with parameters replaced (None leaves one out), from its `?`.

    Django's own `querystring` answers nothing when no parameter is left, and a link to nothing keeps them all.
    """
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            query.setlist(name, [str(each) for each in value])
        else:
            query[name] = str(value)
    return format_html("?{}", SafeString(query.urlencode().replace("&", "&amp;")))


@register.inclusion_tag("design/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "page", noun: str = "") -> dict[str, Any]:
    """Answer the links to the other pages of a list, keeping the rest of the address.

    `noun` ("actions") makes it say which of how many are shown.
    """

    def link(number: int) -> SafeString:
        return query_string(context, **{parameter: number})

    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {
        "page": page,
        "noun": noun,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
        "items": [(each, link(each) if isinstance(each, int) else "") for each in numbers],
    }


@register.simple_tag
def tabs(links: Sequence[tuple[str, str, bool]], label: str = "Views of this page") -> SafeString:
    """Answer links between the views of one thing; each is (text, address, whether it is shown now)."""
    items = format_html_join(
        "",
        '<li class="gt-tabs__item"><a class="gt-tabs__link" href="{}"{}>{}</a></li>',
        (
            (href, SafeString(' aria-current="page"') if current else "", text)
            for text, href, current in links
        ),
    )
    return format_html(
        '<nav class="gt-tabs" aria-label="{}"><ul class="gt-tabs__list">{}</ul></nav>', label, items
    )


@register.simple_tag(name="table")
def table_tag(table: Table[Any]) -> SafeString:
    """Answer a table; `{{ table }}` does the same."""
    return table.html()

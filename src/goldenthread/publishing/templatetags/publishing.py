"""Tags of the report templates: headings of the form, authors' text, and figures that are kept as cited."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.publishing.authored_text import to_html
from goldenthread.publishing.figures import Figure, Ledger
from goldenthread.publishing.performance.content import Provenance, provenance

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: Context, figure: Figure | None) -> str:
    """Answer a figure's value and keep the figure as cited; a dash where nothing was counted."""
    if figure is None:
        return "–"
    ledger: Ledger = context["ledger"]
    return ledger.cite(figure.key).shown


@register.simple_tag(takes_context=True)
def heading(context: Context, key: str) -> SafeString:
    """Answer the heading of a part, at its level and with its number."""
    part = context["parts"][key]
    section = context["sections"].get(key)
    words = section.heading if section and part.heading_may_change else part.heading
    return format_html(
        '<h{0} id="{1}">{2}</h{0}>', part.level, key.replace("_", "-"), f"{part.number} {words}".strip()
    )


@register.simple_tag(takes_context=True)
def authored(context: Context, key: str) -> SafeString:
    """Answer what the author wrote in a part, as safe HTML below the part's heading; nothing where it is empty."""
    section, part = context["sections"].get(key), context["parts"][key]
    if section is None or not section.text:
        return SafeString("")
    number = part.number if part.numbers_paragraphs else ""
    return SafeString(to_html(section.text, level=part.level, ledger=context["ledger"], number=number))


@register.simple_tag(takes_context=True)
def authored_words(context: Context, text: str, level: int) -> SafeString:
    """Answer other text of an author, such as an event's outcome, as safe HTML below a heading of ``level``."""
    return SafeString(to_html(text, level=level, ledger=context["ledger"]))


@register.simple_tag(takes_context=True)
def cited_figures(context: Context) -> list[Provenance]:
    """Answer the list of where the figures cited so far come from: the template's last word."""
    ledger: Ledger = context["ledger"]
    return provenance(ledger.cited)


@register.filter
def part_of(sections: Any, key: str) -> Any:
    """Answer the section of a key."""
    return sections.get(key)

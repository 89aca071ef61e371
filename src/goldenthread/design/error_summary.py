"""What went wrong with a form, as a list at the top of the page that leads to each field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def summary_of(*forms: BaseForm | BaseFormSet[Any] | None) -> SafeString:
    """Answer GOV.UK's error summary of forms and formsets together; nothing where there is no error."""
    for form in forms:
        if form is not None:
            form.is_summarised = True  # type: ignore[union-attr]  # so that `{{ form }}` does not say it twice
    items = [item for form in forms if form is not None for item in _errors(form)]
    if not items:
        return SafeString("")
    return format_html(
        '<div class="govuk-error-summary" data-module="govuk-error-summary"><div role="alert">'
        '<h2 class="govuk-error-summary__title">There is a problem</h2>'
        '<div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list">{}</ul>'
        "</div></div></div>",
        format_html_join("", "<li>{}</li>", ((item,) for item in items)),
    )


def _errors(form: BaseForm | BaseFormSet[Any]) -> Iterator[SafeString | str]:
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from map(str, form.non_form_errors())
            for each in form.forms:
                yield from _errors(each)
        return
    yield from map(str, form.non_field_errors())
    for name in form.fields:
        bound = form[name]
        for error in bound.errors:
            if bound.is_hidden or not bound.auto_id:
                yield f"{bound.label}: {error}"
            else:
                focus = getattr(bound, "focus_id", bound.auto_id)
                yield format_html('<a href="#{}">{}</a>', focus, error)

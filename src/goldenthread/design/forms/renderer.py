"""Renders Django's own widgets with the markup of GOV.UK Frontend 6.6."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input
from django.template.base import Template

from goldenthread.design.forms.dates import GovukDateWidget
from goldenthread.design.forms.widgets import CharacterCount
from goldenthread.design.words import subject

_OURS = {
    f"django/forms/widgets/{theirs}.html": f"design/forms/widgets/{ours}.html"
    for theirs, ours in {
        "radio": "radios",
        "checkbox_select": "checkboxes",
        "number": "number",
        "password": "password",
        "clearable_file_input": "file",
    }.items()
}

# The first kind that a widget is an instance of decides: subclasses come before what they are made from.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovukDateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (CharacterCount, "character-count"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.PasswordInput, "password"),
    (Input, "input"),
)

_CLASSES = {
    "file": "govuk-file-upload",
    "character-count": "govuk-textarea",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "password": "govuk-input",
    "input": "govuk-input",
    "checkbox": "govuk-checkboxes__input",
    "checkboxes": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
}
_SHOWS_ITS_OWN_ERROR = {"file", "character-count", "textarea", "select", "password", "input"}


class GovukBoundField(BoundField):
    """A field of a form, knowing which GOV.UK component it is."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = self._required_message()

    def _required_message(self) -> str:
        """Answer how to put an empty field right, naming it: an error summary is read away from its field."""
        label, kind = str(self.label), self.kind
        if kind == "checkbox":
            return f"Tick the box to confirm: {label}"
        if label.endswith("?"):
            return f"Answer the question: {label}"
        verb = {"file": "Choose", "select": "Select", "radios": "Select", "checkboxes": "Select"}.get(
            kind, "Enter"
        )
        return f"{verb} {subject(label)}"

    @property
    def kind(self) -> str:
        """Answer which component draws it: input, textarea, select, radios, checkbox, checkboxes, date, …"""
        widget = self.field.widget
        return next((kind for widget_class, kind in _KINDS if isinstance(widget, widget_class)), "other")

    @property
    def focus_id(self) -> str:
        """Answer the id of the control that an error summary should lead to."""
        if self.kind in ("radios", "checkboxes"):
            return f"{self.auto_id}_0"
        widget = self.field.widget
        if isinstance(widget, GovukDateWidget):
            return widget.id_of_first_wrong_part(self.auto_id)
        return self.id_for_label or self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        """Answer the ids of the hint, the error and, for a counted textarea, the count."""
        described_by = super().aria_describedby
        if described_by is not None and self.kind == "character-count" and self.auto_id:
            return f"{self.auto_id}-info {described_by}".strip()
        return described_by

    def build_widget_attrs(self, attrs: Any, widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the component's classes; leave out `required`, so that errors are ours, not the browser's."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if "placeholder" in (widget or self.field.widget).attrs:
            built["placeholder"] = False  # it vanishes when typing begins; the label and hint stay
        widget = widget or self.field.widget
        if widget.is_hidden:
            return built
        kind = self.kind
        classes = [_CLASSES.get(kind, ""), str(widget.attrs.get("class", ""))]
        if kind == "character-count":
            classes.append("govuk-js-character-count")
        if kind == "password":
            classes.append("govuk-password-input__input govuk-js-password-input-input")
        if self.errors and kind in _SHOWS_ITS_OWN_ERROR:
            classes.append(f"{_CLASSES[kind]}--error")
        if text := " ".join(filter(None, classes)):
            built["class"] = text
        if kind in ("radios", "checkboxes", "date"):
            built.pop("aria-invalid", None)  # said once, by the fieldset's description
        return built


class GovukRenderer(DjangoTemplates):
    """The form renderer of every page (`FORM_RENDERER`)."""

    form_template_name = "design/forms/form.html"
    formset_template_name = "design/forms/formset.html"
    field_template_name = "design/forms/field.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name: str) -> Template:
        """Answer our template for those of Django's widgets that GOV.UK draws differently."""
        template: Template = super().get_template(_OURS.get(template_name, template_name))
        return template

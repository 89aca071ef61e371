"""Each widget comes out as its GOV.UK component, tied to its hint and its error."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from goldenthread.design.error_summary import summary_of
from goldenthread.design.forms import CharacterCount, GovukCheckboxes, GovukDateField, GovukRadios

CHOICES = [("a", "First"), ("b", "Second")]


class Everything(forms.Form):
    text = forms.CharField(label="Title", help_text="Begin with a verb.", max_length=20)
    email = forms.EmailField(
        label="Email address", widget=forms.EmailInput(attrs={"placeholder": "you@example.org"})
    )
    password = forms.CharField(widget=forms.PasswordInput)
    whole = forms.IntegerField(
        label="Places", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )
    money = forms.DecimalField(label="Cost")
    area = forms.CharField(label="Why is it late?", widget=forms.Textarea)
    counted = forms.CharField(label="Explanation", widget=CharacterCount(40), help_text="For the board.")
    select = forms.ChoiceField(label="Group", choices=CHOICES)
    radios = forms.ChoiceField(
        label="Rating", choices=CHOICES, widget=GovukRadios(hints={"b": "Needs evidence."})
    )
    boxes = forms.MultipleChoiceField(label="Agencies", choices=CHOICES, widget=GovukCheckboxes)
    agreed = forms.BooleanField(label="The lead has agreed", help_text="In writing.")
    evidence = forms.FileField(label="Evidence")
    due = GovukDateField(label="Due date")


class Page(HTMLParser):
    """The elements of a fragment, by id, and every label's target."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.by_id: dict[str, tuple[str, dict[str, str | None]]] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if identity := attributes.get("id"):
            assert identity not in self.by_id, f"{identity} twice"
            self.by_id[identity] = (tag, attributes)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def shown(form: forms.Form, name: str) -> str:
    return str(form[name].as_field_group())


CLASSES = {
    "text": "govuk-input",
    "email": "govuk-input",
    "password": "govuk-input",
    "whole": "govuk-input",
    "money": "govuk-input",
    "area": "govuk-textarea",
    "counted": "govuk-textarea",
    "select": "govuk-select",
    "evidence": "govuk-file-upload",
}


@pytest.mark.parametrize(("name", "css"), CLASSES.items())
def test_a_single_control_has_its_class_and_a_label(name: str, css: str) -> None:
    page = Page(shown(Everything(), name))
    _, control = page.by_id[f"id_{name}"]
    assert css in (control["class"] or "").split()
    assert page.all("label")[0]["for"] == f"id_{name}"
    assert "aria-invalid" not in control


@pytest.mark.parametrize(("name", "css"), CLASSES.items())
def test_a_single_control_in_error_is_marked_and_described_by_its_error(name: str, css: str) -> None:
    page = Page(shown(Everything({}), name))
    _, control = page.by_id[f"id_{name}"]
    assert f"{css}--error" in (control["class"] or "").split()
    assert f"id_{name}_error" in (control["aria-describedby"] or "").split()
    assert control["aria-invalid"] == "true"
    assert "govuk-form-group--error" in (page.all("div")[0]["class"] or "")


@pytest.mark.parametrize("data", [None, {}])
def test_every_description_named_on_the_page_exists(data: dict[str, str] | None) -> None:
    page = Page(str(Everything(data)))
    for _, attributes in page.elements:
        for identity in (attributes.get("aria-describedby") or "").split():
            assert identity in page.by_id
        if "for" in attributes:
            assert attributes["for"] in page.by_id


def test_the_error_is_announced_as_one() -> None:
    assert (
        '<p class="govuk-error-message" id="id_text_error"><span class="govuk-visually-hidden">Error:</span> '
        "Enter the title</p>" in shown(Everything({}), "text")
    )


def test_two_errors_of_one_field_are_both_described() -> None:
    form = Everything({"text": "x"})
    form.add_error("text", "First thing")
    form.add_error("text", "Second thing")
    page = Page(shown(form, "text"))
    assert page.by_id["id_text_error"][0] == "div"
    assert len(page.all("p")) == 2


def test_a_hint_describes_its_control() -> None:
    page = Page(shown(Everything(), "text"))
    assert page.by_id["id_text"][1]["aria-describedby"] == "id_text_helptext"


def test_numbers_are_typed_as_text_without_spinners() -> None:
    whole = Page(shown(Everything(), "whole")).by_id["id_whole"][1]
    money = Page(shown(Everything(), "money")).by_id["id_money"][1]
    assert (whole["type"], whole["inputmode"], money["inputmode"]) == ("text", "numeric", "decimal")
    assert "step" not in money
    assert "govuk-input--width-4" in (whole["class"] or "")


def test_errors_are_ours_and_not_the_browsers_and_placeholders_are_left_out() -> None:
    html = str(Everything())
    assert " required" not in html
    assert "placeholder" not in html


def test_a_counted_textarea_says_its_limit_and_names_the_count() -> None:
    html = shown(Everything({}), "counted")
    page = Page(html)
    assert 'data-maxlength="40"' in html
    assert (
        page.by_id["id_counted"][1]["aria-describedby"]
        == "id_counted-info id_counted_helptext id_counted_error"
    )
    assert "You can enter up to 40 characters" in html


@pytest.mark.parametrize(("name", "block"), [("radios", "radios"), ("boxes", "checkboxes")])
def test_options_stand_in_a_fieldset_whose_legend_is_the_label(name: str, block: str) -> None:
    html = shown(Everything({}), name)
    page = Page(html)
    assert page.all("fieldset")[0]["aria-describedby"] == f"id_{name}_error"
    assert f'data-module="govuk-{block}"' in html
    assert [each["class"] for each in page.all("input")] == [f"govuk-{block}__input"] * 2


def test_an_option_is_described_by_its_own_hint() -> None:
    page = Page(shown(Everything(), "radios"))
    assert "aria-describedby" not in page.by_id["id_radios_0"][1]
    assert page.by_id["id_radios_1"][1]["aria-describedby"] == "id_radios_1_hint"
    assert "id_radios_1_hint" in page.by_id


def test_a_chosen_option_stays_chosen() -> None:
    page = Page(shown(Everything(QueryDict("boxes=b&radios=a")), "boxes"))
    assert "checked" not in page.by_id["id_boxes_0"][1]
    assert "checked" in page.by_id["id_boxes_1"][1]


def test_a_single_checkbox_has_its_label_beside_it() -> None:
    page = Page(shown(Everything({}), "agreed"))
    assert page.by_id["id_agreed"][1]["aria-describedby"] == "id_agreed_helptext id_agreed_error"
    assert page.all("label")[0]["class"] == "govuk-label govuk-checkboxes__label"


def test_a_password_can_be_shown_and_is_never_sent_back() -> None:
    html = shown(Everything({"password": "secret words"}), "password")
    assert "secret words" not in html
    assert 'aria-controls="id_password"' in html


def test_what_was_typed_is_escaped() -> None:
    assert "<script>" not in str(Everything({"text": "<script>", "area": "</textarea><script>"}))


def test_a_file_already_there_is_named() -> None:
    class Optional(forms.Form):
        evidence = forms.FileField(required=False)

    file = SimpleUploadedFile("minutes.pdf", b"x")
    file.url = "/files/1"  # type: ignore[attr-defined]
    html = str(Optional(initial={"evidence": file}))
    assert '<a class="govuk-link" href="/files/1">minutes.pdf</a>' in html
    assert "Remove this file" in html


def test_an_error_summary_leads_to_a_control_that_exists_for_every_error() -> None:
    form = Everything({"due_day": "3"})
    page = Page(str(form))
    links = [each["href"] for each in Page(str(summary_of(form))).all("a")]
    assert len(links) == len(form.fields)
    assert all((href or "").removeprefix("#") in page.by_id for href in links)
    assert "#id_due_month" in links
    assert "#id_radios_0" in links


def test_there_is_no_error_summary_without_an_error() -> None:
    assert summary_of(Everything(), None) == ""


def test_an_error_summary_covers_formsets_and_prefixes() -> None:
    class Row(forms.Form):
        name = forms.CharField()

    rows = forms.formset_factory(Row, min_num=2, validate_min=True, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "x", "form-1-name": ""}
    )
    html = summary_of(rows)
    assert '<a href="#id_form-1-name">Enter the name</a>' in html
    assert "form-0-name" not in html


def test_an_error_of_the_whole_form_is_said_once() -> None:
    form = Everything({})
    form.add_error(None, "The two do not agree")
    assert "The two do not agree" in str(form)
    summary = summary_of(form)
    assert "The two do not agree" in summary
    assert "The two do not agree" not in str(form)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("email", "Enter your email address"),
        ("area", "Answer the question: Why is it late?"),
        ("select", "Select the group"),
        ("evidence", "Choose the evidence"),
        ("agreed", "Tick the box to confirm: The lead has agreed"),
    ],
)
def test_a_missing_answer_is_named_in_plain_english(name: str, message: str) -> None:
    assert Everything({}).errors[name] == [message]


def test_a_field_keeps_its_own_words_for_a_missing_answer() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Say who"})

    form = Own({})
    str(form)
    assert form.errors["name"] == ["Say who"]

"""The date field at its edges."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.template import Context, Template

from goldenthread.design.forms import GovukDateField

REAL = [
    ("7", "5", "2019", datetime.date(2019, 5, 7)),
    ("07", "05", "2019", datetime.date(2019, 5, 7)),
    ("7", "May", "2019", datetime.date(2019, 5, 7)),
    ("7", "september", "2019", datetime.date(2019, 9, 7)),
    ("7", "Sept.", "2019", datetime.date(2019, 9, 7)),
    ("7", "JAN", "2019", datetime.date(2019, 1, 7)),
    ("29", "2", "2020", datetime.date(2020, 2, 29)),
    ("29", "2", "2000", datetime.date(2000, 2, 29)),
    (" 31 ", " 12 ", " 1999 ", datetime.date(1999, 12, 31)),
    ("1", "1", "1900", datetime.date(1900, 1, 1)),
]
YEAR = "Due date must have a year of 4 numbers, such as 2019"
MONTH = "Due date must have a month from 1 to 12, or its name, such as May"
DAY = "Due date must have a day from 1 to 31"
UNREAL = "Due date must be a real date"
REFUSED = [
    ("", "", "", "Enter the due date", {"day", "month", "year"}),
    ("7", "", "2019", "Due date must include a month", {"month"}),
    ("", "", "2019", "Due date must include a day and a month", {"day", "month"}),
    ("", "5", "", "Due date must include a day and a year", {"day", "year"}),
    ("29", "2", "2019", UNREAL, {"day", "month", "year"}),
    ("29", "2", "1900", UNREAL, {"day", "month", "year"}),
    ("31", "4", "2019", UNREAL, {"day", "month", "year"}),
    ("31", "April", "2019", UNREAL, {"day", "month", "year"}),
    ("30", "2", "2020", UNREAL, {"day", "month", "year"}),
    ("1", "1", "0000", UNREAL, {"day", "month", "year"}),
    ("7", "5", "19", YEAR, {"year"}),
    ("7", "5", "20190", YEAR, {"year"}),
    ("7", "5", "２０１９", YEAR, {"year"}),
    ("7", "13", "2019", MONTH, {"month"}),
    ("7", "0", "2019", MONTH, {"month"}),
    ("7", "Ma", "2019", MONTH, {"month"}),
    ("7", "Maybe", "2019", MONTH, {"month"}),
    ("7", "²", "2019", MONTH, {"month"}),
    ("0", "5", "2019", DAY, {"day"}),
    ("32", "5", "2019", DAY, {"day"}),
    ("-1", "5", "2019", DAY, {"day"}),
    ("1.5", "5", "2019", DAY, {"day"}),
    ("9" * 5000, "5", "2019", DAY, {"day"}),
    ("7", "9" * 5000, "2019", MONTH, {"month"}),
]


class Due(forms.Form):
    due = GovukDateField(label="Due date")


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"due_day": day, "due_month": month, "due_year": year}


@pytest.mark.parametrize(("day", "month", "year", "date"), REAL)
def test_a_real_date_is_read(day: str, month: str, year: str, date: datetime.date) -> None:
    form = Due(typed(day, month, year))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == date


@pytest.mark.parametrize(("day", "month", "year", "message", "wrong"), REFUSED)
def test_what_is_not_a_date_is_refused_and_the_wrong_boxes_marked(
    day: str, month: str, year: str, message: str, wrong: set[str]
) -> None:
    form = Due(typed(day, month, year))
    assert form.errors == {"due": [message]}
    html = str(form)
    marked = {part for part in ("day", "month", "year") if f'govuk-input--error" id="id_due_{part}"' in html}
    assert marked == wrong


def test_what_was_typed_is_kept_in_its_boxes() -> None:
    html = str(Due(typed("31", "April", "2019")))
    assert 'name="due_month" type="text" inputmode="numeric" value="April"' in html


def test_an_initial_date_fills_the_boxes() -> None:
    html = str(Due(initial={"due": datetime.date(2019, 5, 7)}))
    for part, value in (("day", 7), ("month", 5), ("year", 2019)):
        assert f'name="due_{part}" type="text" inputmode="numeric" value="{value}"' in html


def test_an_optional_date_may_be_empty_but_not_half_empty() -> None:
    class Optional(forms.Form):
        due = GovukDateField(label="Due date", required=False)

    assert Optional({}).is_valid()
    assert Optional({}).fields["due"].clean(None) is None
    assert Optional(typed("7", "", "")).errors["due"] == ["Due date must include a month and a year"]


def test_an_address_can_carry_a_date() -> None:
    form = Due({"due": "2019-05-07"})
    assert form.is_valid()
    assert form.cleaned_data["due"] == datetime.date(2019, 5, 7)
    assert Due({"due": "soon"}).errors["due"] == ["Due date must include a day and a month"]


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("2019-03-31", "Due date must be on or after 1 April 2019"),
        ("2019-04-01", None),
        ("2020-03-31", None),
        ("2020-04-01", "Due date must be on or before 31 March 2020"),
    ],
)
def test_a_date_outside_its_limits_is_refused_with_the_limit(date: str, message: str | None) -> None:
    class Limited(forms.Form):
        due = GovukDateField(
            label="Due date", earliest=datetime.date(2019, 4, 1), latest=datetime.date(2020, 3, 31)
        )

    assert Limited({"due": date}).errors.get("due") == ([message] if message else None)


def test_the_errors_speak_of_the_date_and_not_of_a_question() -> None:
    class Question(forms.Form):
        when = GovukDateField(label="When was it agreed?")
        began = GovukDateField(label="When did it begin?", subject="start date")

    form = Question({})
    assert form.errors == {"when": ["Enter the date"], "began": ["Enter the start date"]}


def test_one_forms_errors_do_not_mark_the_next_forms_boxes() -> None:
    assert not Due(typed("7", "", "2019")).is_valid()
    assert "govuk-input--error" not in str(Due())


@pytest.mark.parametrize(("day", "changed"), [("7", False), ("8", True), ("", True), ("x", True)])
def test_a_date_has_changed_when_it_is_another_or_cannot_be_read(day: str, changed: bool) -> None:
    form = Due(typed(day, "May", "2019"), initial={"due": datetime.date(2019, 5, 7)})
    assert form.has_changed() is changed


def test_the_boxes_are_a_group_described_by_hint_and_error() -> None:
    class Hinted(forms.Form):
        due = GovukDateField(label="Due date", help_text="For example, 31 3 2019")

    html = Template("{{ form }}").render(Context({"form": Hinted({})}))
    assert 'role="group" aria-describedby="id_due_helptext id_due_error"' in html

"""Examples for the gallery: each component as the pages use it, with its error states."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from goldenthread.design import gallery_measures
from goldenthread.design.badges import badge
from goldenthread.design.forms import (
    CharacterCount,
    GovukCheckboxes,
    GovukDateField,
    GovukRadios,
    VersionedForm,
)
from goldenthread.design.tables import Column, Table

RATINGS = {
    1: ("red", "square", "Not started"),
    2: ("amber", "triangle", "Some delay"),
    3: ("green", "circle", "On track"),
    4: ("blue", "tick", "Completed"),
    5: ("purple", "star", "Embedded"),
}
SHAPES = (
    "circle",
    "ring",
    "triangle",
    "diamond",
    "square",
    "octagon",
    "star",
    "tick",
    "cross",
    "up",
    "down",
    "level",
)


@dataclass(frozen=True)
class ExampleAction:
    """A row of the example tables."""

    ref: str
    title: str
    lead: str
    due: datetime.date
    before: int
    now: int
    working_days_late: int


ACTIONS = (
    ExampleAction(
        "1.1",
        "Agree one threshold document for all agencies",
        "Local authority",
        datetime.date(2019, 3, 29),
        2,
        4,
        0,
    ),
    ExampleAction(
        "1.2",
        "Audit the quality of referrals to the front door",
        "Police",
        datetime.date(2019, 5, 7),
        2,
        1,
        12,
    ),
    ExampleAction(
        "1.3",
        "Brief every school on neglect & the graded care profile",
        "Education",
        datetime.date(2019, 6, 28),
        3,
        2,
        0,
    ),
    ExampleAction(
        "2.1",
        "Train 1,200 practitioners in contextual safeguarding",
        "Health",
        datetime.date(2019, 9, 30),
        3,
        3,
        0,
    ),
    ExampleAction(
        "2.2",
        "Hear from children who have been missing",
        "Youth offending service",
        datetime.date(2019, 10, 31),
        4,
        5,
        0,
    ),
)


class EveryField(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title of the action", max_length=200, help_text="Begin with a verb.")
    email = forms.EmailField(
        label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    )
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    places = forms.IntegerField(
        label="Places on the course", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )
    cost = forms.DecimalField(
        label="Cost", widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "step": "any"})
    )
    explanation = forms.CharField(
        label="Why is it late?", widget=CharacterCount(400, rows=3), help_text="The board will read this."
    )
    group = forms.ChoiceField(
        label="Overseeing group",
        choices=[
            ("", "Select a group"),
            ("strategic", "Strategic Group"),
            ("learning", "Learning and Practice Review Group"),
        ],
    )
    due = GovukDateField(label="Due date", help_text="For example, 31 3 2019")
    rating = forms.ChoiceField(
        label="How is it going?",
        choices=[("1", "1, Not started"), ("3", "3, On track"), ("4", "4, Completed")],
        widget=GovukRadios(
            hints={"1": "Or started with a significant delay.", "4": "Needs evidence; you can add it next."}
        ),
    )
    agencies = forms.MultipleChoiceField(
        label="Agencies taking part",
        choices=[("la", "Local authority"), ("health", "Health"), ("police", "Police")],
        widget=GovukCheckboxes,
    )
    evidence = forms.FileField(label="Evidence", help_text="A PDF, Word or Excel file of up to 10 MB.")
    agreed = forms.BooleanField(label="The lead agency has agreed this")


class StaleExample(VersionedForm, forms.Form):
    """A form that somebody else has saved in the meantime."""

    title = forms.CharField(label="Title of the action")
    due = GovukDateField(label="Due date")


def rating(number: int) -> SafeString:
    """Answer the example badge of a rating."""
    tone, symbol, word = RATINGS[number]
    return badge(tone, word, symbol=symbol, number=number)


def examples() -> dict[str, Any]:
    """Answer the context of the gallery's template."""
    return {
        **_forms(),
        **_around(),
        "table": _actions(),
        "grid": _grid(),
        "empty": Table(
            "Exceptions", (), empty="No action is late or rated 1 or 2. What is will appear here."
        ),
        "ratings": [rating(number) for number in RATINGS],
        "shapes": [badge("grey", name, symbol=name) for name in SHAPES],
        "page": Paginator(range(195), 20).page(3),
        "months": _months(),
        "measures": gallery_measures.examples(),
        "views": [
            ("List", "#tables", True),
            ("Ratings over time", "#tables", False),
            ("What is due", "#tables", False),
        ],
    }


def _forms() -> dict[str, Any]:
    """A form as it opens, one with mistakes, and one that somebody else changed meanwhile."""
    wrong = EveryField(
        {"title": "", "email": "nobody", "due_day": "31", "due_month": "April", "due_year": "2019"}
    )
    wrong.is_valid()
    stale = StaleExample(
        {
            "version": "3",
            "title": "Audit all referrals",
            "due_day": "7",
            "due_month": "5",
            "due_year": "2019",
        },
        initial={"title": "Audit the quality of referrals", "due": datetime.date(2019, 6, 28)},
        instance_version=4,
        auto_id="stale_%s",
    )
    stale.is_valid()
    return {
        "blank": EveryField(auto_id="blank_%s", initial={"due": datetime.date(2019, 3, 31)}),
        "form": wrong,
        "stale": stale,
    }


def _around() -> dict[str, Any]:
    """What stands around a page."""
    return {
        "navigation": [
            {"text": text, "href": "#", "current": text == "Plan"}
            for text in ("Plan", "Evidence", "Oversight", "Learning", "Reports", "Partnership")
        ],
        "other_partnerships": [("Southend", "#"), ("Essex", "#")],
        "search_url": "#",
        "account_url": "#",
        "footer_links": [
            {"text": text, "href": "#"} for text in ("Accessibility statement", "Privacy", "Cookies")
        ],
        "demo": True,
        "viewer": {
            "partnership": {
                "name": "Thurrock Local Safeguarding Children Partnership",
                "short_name": "Thurrock LSCP",
                "slug": "thurrock",
            },
            "person": {"display_name": "Business Manager", "post": "Business Manager"},
        },
    }


def _actions() -> Table[ExampleAction]:
    columns: list[Column[ExampleAction]] = [
        Column("ref", "Ref", sort="ref", classes="gt-nowrap"),
        Column("title", "Action", header=True),
        Column("lead", "Lead agency", sort="lead"),
        Column("before", "Before", cell=lambda action: rating(action.before), hint="January 2018"),
        Column("now", "Now", cell=lambda action: rating(action.now), sort="rag"),
        Column("due", "Due", sort="due", classes="gt-nowrap"),
        Column("working_days_late", "Working days late", numeric=True),
    ]
    return Table(
        "Actions by objective",
        columns,
        groups=[
            ("1. Every child is seen and heard early", ACTIONS[:3]),
            ("2. The workforce knows what works", ACTIONS[3:]),
        ],
        group_heading="Objective",
        sort="due",
        sort_link=lambda key: f"?sort={key}",
        foot=["", "All actions", "", "", "", "", 12],
    )


def _grid() -> Table[ExampleAction]:
    def cell(step: int) -> Any:
        def draw(action: ExampleAction) -> SafeString:
            number = max(1, min(5, action.before + (action.now - action.before) * step // 5))
            tone, symbol, word = RATINGS[number]
            return badge(tone, word, symbol=symbol, number=number, hide_word=True)

        return draw

    months = ("Jan", "Mar", "May", "Jul", "Sep", "Nov")
    return Table(
        "Ratings over time, 2018",
        [
            Column("title", "Action", header=True),
            *(Column("now", month, cell=cell(step)) for step, month in enumerate(months)),
        ],
        ACTIONS,
        classes="gt-grid",
    )


def _months() -> list[dict[str, Any]]:
    duties = {
        0: [("red", "7", "Minutes to the chair")],
        1: [("blue", "12", "Papers for the Strategic Group"), ("blue", "19", "Strategic Group")],
        4: [("amber", "2", "Section 11 returns due")],
        8: [("blue", "15", "Yearly report to the Panel")],
    }
    firsts = [datetime.date(2019, month, 1) for month in range(5, 13)]
    firsts += [datetime.date(2020, month, 1) for month in range(1, 5)]
    return [{"first": first, "duties": duties.get(at, []), "now": at == 0} for at, first in enumerate(firsts)]

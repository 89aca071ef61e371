"""Two people save one thing: nothing is overwritten unseen and nothing typed is lost."""

from __future__ import annotations

import datetime

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from goldenthread.design.forms import GovukDateField, VersionedForm


class ActionForm(VersionedForm, forms.Form):
    title = forms.CharField()
    due = GovukDateField(label="Due date", required=False)
    group = forms.ChoiceField(choices=[("a", "Audit Group"), ("b", "Strategic Group")])


SAVED = {"title": "As saved", "due": datetime.date(2019, 5, 7), "group": "a"}


def form(query: str, version: int) -> ActionForm:
    return ActionForm(QueryDict(query), initial=SAVED, instance_version=version)


def test_a_form_carries_the_version_it_was_opened_with() -> None:
    assert '<input type="hidden" name="version" value="4" id="id_version">' in str(
        ActionForm(initial=SAVED, instance_version=4)
    )


def test_a_save_of_the_version_that_was_opened_goes_through() -> None:
    fresh = form("version=4&title=New&group=a", 4)
    assert fresh.is_valid()
    assert fresh.differences() == []


def test_a_stale_save_is_refused_and_shows_both_texts() -> None:
    stale = form("version=3&title=Typed&group=b&due_day=7&due_month=5&due_year=2019", 4)
    assert not stale.is_valid()
    assert stale.is_stale
    assert [(each.label, each.saved, each.typed) for each in stale.differences()] == [
        ("Title", "As saved", "Typed"),
        ("Group", "Audit Group", "Strategic Group"),
    ]


def test_a_stale_save_keeps_what_was_typed_and_can_be_saved_after_comparing() -> None:
    stale = form("version=3&title=Typed&group=a&due_day=x", 4)
    stale.is_valid()
    html = str(stale)
    assert 'value="Typed"' in html
    assert 'name="due_day" type="text" inputmode="numeric" value="x"' in html
    assert 'name="version" value="4"' in html
    assert form("version=4&title=Typed&group=a", 4).is_valid()


def test_a_save_without_a_version_is_stale() -> None:
    assert not form("title=Typed&group=a", 1).is_valid()
    assert not form("version=one&title=Typed&group=a", 1).is_valid()


def test_the_comparison_is_escaped_and_says_nothing_for_what_is_empty() -> None:
    stale = form("version=3&title=%3Cb%3E&group=a", 4)
    stale.is_valid()
    html = render_to_string("design/stale.html", {"form": stale})
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "<p>Nothing</p>" in html
    assert "7 May 2019" in html

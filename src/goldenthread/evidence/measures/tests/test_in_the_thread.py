"""Measures in the thread: as what a source is about, and as evidence that something changed."""

import html
import re

import pytest
from tests.cast import signed_in, viewing

from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation
from goldenthread.thread.actions.recommendations import take_back
from goldenthread.thread.evidence import choices_for, shown_for
from goldenthread.thread.models import Source
from goldenthread.thread.selectors.references import mentions_of
from goldenthread.thread.selectors.trace import pieces_of
from goldenthread.thread.tests.cases import BASE as THREAD
from goldenthread.thread.tests.cases import accepted, make_source, proved

ON = {"dated_day": "9", "dated_month": "9", "dated_year": "2019"}


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def asked(manager):
    return accepted(manager, make_source(manager))


@pytest.fixture
def indicator(partnership, council):
    return make_indicator(partnership, "neglect", council, title="Neglect plans reviewed")


def test_evidence_points_to_a_measure_and_is_looked_up_anew(manager, asked, indicator):
    reference = f"measure:{indicator.key}"
    assert ("Measures", [(reference, indicator.title)]) in choices_for(manager)
    proof = proved(manager, asked, kind="measure", reference=reference)
    (piece,) = pieces_of(manager, [asked])[asked.pk]
    assert (piece.shown.title, piece.shown.said) == (indicator.title, "No figure has been accepted yet.")
    assert [line.name for line in mentions_of(manager, reference)] == ["Audit of neglect, recommendation 1"]
    make_observation(indicator, indicator.agencies.get(), "2019-07", 41)
    (piece,) = pieces_of(manager, [asked])[asked.pk]
    assert piece.shown.said.startswith("41 in July 2019.")
    take_back(by=manager, thing=proof, reason="Another measure")
    assert mentions_of(manager, reference) == []


def test_a_source_can_be_about_a_measure(manager, indicator):
    source = make_source(manager, "signal", kind="measure", about="measure:neglect")
    assert [(line.what, line.name) for line in mentions_of(manager, "measure:neglect")] == [
        ("Source", str(source))
    ]


def test_nobody_is_shown_another_partnerships_measure(outsider, indicator):
    assert shown_for(viewing(outsider), ["measure:neglect", "nobody:knows", "nonsense"]) == {}


def test_a_measure_is_taken_into_the_thread_from_its_page(business_manager, partnership):
    indicator = make_indicator(partnership, "neglect", title="Neglect plans")
    browser = signed_in(business_manager)
    page = f"{THREAD}sources/new/?about=measure:neglect"
    assert 'value="Neglect plans"' in browser.get(page).content.decode()
    new = {"kind": "measure", "title": "Neglect plans fall", **ON}
    browser.post(page, new)
    assert Source.objects.get().about == "measure:neglect"
    assert "What the product shows today Neglect plans" in text(
        browser.get(Source.objects.get().get_absolute_url())
    )
    assert "Source Neglect plans fall" in text(browser.get(indicator.get_absolute_url()))

"""The pages of the room, as people use them."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import signed_in, viewing

from goldenthread.oversight.challenge.actions.challenges import reply
from goldenthread.oversight.challenge.models import Challenge, Disagreement, Risk
from goldenthread.oversight.challenge.tests.cases import challenged, disagreed, risked

BASE = "/thurrock/oversight/challenge/"
ON = {"day": "9", "month": "9", "year": "2019"}


def dated(name, **parts):
    return {f"{name}_{part}": value for part, value in (ON | parts).items()}


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_scrutineer_challenges_and_sees_what_came_back(scrutineer, agency_lead, police):
    asking, answering = signed_in(scrutineer), signed_in(agency_lead)
    page = asking.post(f"{BASE}new/", {"title": "Late", "text": "Why?", "agency": police.pk}, follow=True)
    assert "whoever answers for it is told" in text(page)
    row = Challenge.objects.get()
    assert "1 challenge of yours not answered" in text(asking.get(f"{BASE}mine/"))
    answering.post(f"{BASE}{row.number}/answer/", {"text": "Soon"})
    mine = text(asking.get(f"{BASE}mine/"))
    assert "What came back: say what became of it" in mine
    assert "Recommendations and the evidence for them" in mine
    asking.post(f"{BASE}{row.number}/outcome/", {"value": "explained", "reasons": "Enough"})
    assert "Explained" in text(asking.get(f"{BASE}{row.number}/"))


def test_a_form_without_a_word_loses_nothing(scrutineer, police):
    page = signed_in(scrutineer).post(f"{BASE}new/", {"title": "Late", "text": "", "agency": police.pk})
    assert 'value="Late"' in page.content.decode()
    assert not Challenge.objects.exists()


def test_a_disagreement_is_raised_and_settled_on_the_site(member, council, police):
    browser = signed_in(member)
    new = {
        "raised_by": council.pk,
        "raised_with": police.pk,
        "summary": "Whether a plan is needed",
        **dated("on"),
    }
    browser.post(f"{BASE}disagreements/new/", new)
    row = Disagreement.objects.get()
    page = row.get_absolute_url()
    assert "Stage 1: practitioners. To be settled by 11 September 2019." in text(browser.get(page))
    browser.post(f"{page}further/", {"why": "No reply", **dated("on")})
    browser.post(f"{page}settle/", {"agreed": "A plan", **dated("on")})
    assert "Settled at stage 2 on 9 September 2019." in text(browser.get(page))


def test_a_risk_is_added_reviewed_and_closed_on_the_site(business_manager):
    browser = signed_in(business_manager)
    scores = {"likelihood": "4", "impact": "4", "likelihood_after": "3", "impact_after": "4"}
    new = {"title": "Too few", "cause": "a", "effect": "b", "post": "Director", "appetite": "9", **scores}
    browser.post(f"{BASE}risks/new/", new | dated("review_on", month="12"))
    page = Risk.objects.get().get_absolute_url()
    assert "above the 9 that is acceptable" in text(browser.get(page))
    browser.post(f"{page}review/", scores | {"likelihood_after": "2"} | dated("review_on", year="2020"))
    assert "Down by 4" in text(browser.get(f"{BASE}risks/"))
    assert "Risk 1" in text(browser.get(f"{BASE}risks/heat-map/"))
    browser.post(f"{page}close/", {"reason": "Filled"})
    assert "Closed on 9 September 2019: Filled" in text(browser.get(page))


def test_lists_are_narrowed_and_downloaded(manager, business_manager, scrutineer, police):
    first = challenged(viewing(scrutineer), agency=police, title="First")
    challenged(viewing(scrutineer), agency=police, title="Second")
    reply(by=manager, challenge=first, text="Soon")
    browser = signed_in(business_manager)
    file = browser.get(f"{BASE}challenges.csv?state=answered").content.decode()
    assert "First" in file
    assert "Second" not in file
    for name in ("disagreements", "risks"):
        assert browser.get(f"{BASE}{name}.xlsx").status_code == 200


@pytest.mark.parametrize("address", ["", "mine/", "disagreements/", "risks/", "risks/heat-map/"])
def test_a_page_takes_as_many_queries_for_twenty_as_for_one(manager, scrutineer, council, police, address):
    def fill(count):
        for _ in range(count):
            row = challenged(viewing(scrutineer), agency=police)
            reply(by=manager, challenge=row, text="Soon")
            disagreed(manager, council, police)
            risked(manager)

    def count():
        browser = signed_in(scrutineer)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(BASE + address).status_code == 200
        return len(queries)

    fill(1)
    few = count()
    fill(19)
    assert count() == few <= 12


def test_another_partnership_sees_nothing(manager, outsider, council, police):
    challenged(manager), disagreed(manager, council, police), risked(manager)
    browser = signed_in(outsider)
    for address in ("", "1/", "disagreements/2019-01/", "risks/1/"):
        assert browser.get(BASE + address).status_code == 404

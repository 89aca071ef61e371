"""The pages of the thread, as people use them."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import make_action, signed_in

from goldenthread.plans.models import Action
from goldenthread.thread.models import Finding, Recommendation, Source, Theme
from goldenthread.thread.standing import Standing
from goldenthread.thread.tests.cases import (
    BASE,
    accepted,
    asked_for,
    done,
    linked,
    make_source,
    proved,
    standing,
)

ON = {"day": "9", "month": "9", "year": "2019"}


def dated(name, **parts):
    return {f"{name}_{part}": value for part, value in (ON | parts).items()}


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def at(row, page=""):
    return f"{row.get_absolute_url()}{page}"


def test_a_thread_is_put_on_record_page_by_page(manager, business_manager, scrutineer, council, member):
    browser = signed_in(business_manager)
    new = {"kind": "audit", "title": "Audit of neglect", **dated("dated", month="6", day="3")}
    browser.post(f"{BASE}sources/new/", new)
    source = Source.objects.get()
    browser.post(f"{BASE}themes/new/", {"title": "Neglect", "priority": "on"})
    browser.post(
        at(source, "findings/new/"), {"ref": "1", "text": "Plans drift", "theme": Theme.objects.get().pk}
    )
    page = text(browser.get(at(source)))
    assert "Nothing is recommended because of it." in page
    finding = Finding.objects.get()
    browser.post(
        at(source, "recommendations/new/"), {"ref": "1", "text": "Audit again", "finding": finding.pk}
    )
    row = Recommendation.objects.get()
    assert "Nobody has answered it" in text(browser.get(at(row)))
    browser.post(at(row, "answer/"), {"accepted": "yes", **dated("on")})
    given = {
        "title": "Audit it",
        "lead_agency": council.pk,
        "leads": [member.pk],
        **dated("due_on", month="12"),
    }
    browser.post(at(row, "actions/new/"), given)
    done(Action.objects.get())
    assert "No evidence of impact yet" in text(browser.get(at(row)))
    browser.post(at(row, "evidence/new/"), {"kind": "audit", "text": "It fell", **dated("dated")})
    judge = {"value": "achieved", "reasons": "Both audits agree", **dated("on")}
    signed_in(scrutineer).post(at(row, "judge/"), judge)
    page = text(browser.get(at(row)))
    assert "Impact achieved" in page
    assert "Both audits agree" in page
    assert "1 of 1 accepted recommendation made a difference" in text(browser.get(BASE))
    assert "The thread has no gap." in text(browser.get(f"{BASE}gaps/"))


def test_it_cannot_be_closed_by_its_own_lead_nor_without_evidence(manager, asked, action, member, scrutineer):
    linked(manager, asked, action)
    done(action)
    judge = {"value": "achieved", "reasons": "Done", **dated("on")}
    assert signed_in(member).post(at(asked, "judge/"), judge).status_code == 403
    refused = text(signed_in(scrutineer).post(at(asked, "judge/"), judge))
    assert "No evidence of impact is linked yet" in refused
    assert standing(manager, asked) is Standing.NO_PROOF


def test_several_recommendations_are_pasted_and_a_bad_line_loses_nothing(business_manager, source):
    browser, page = signed_in(business_manager), at(source, "recommendations/several/")
    typed = "1. Agree a dataset\n2. Audit\nagain"
    refused = browser.post(page, {"lines": f"Without a number\n{typed}"})
    assert "Line 1 does not begin with a number" in text(refused)
    assert "2. Audit" in text(refused)
    assert "2 recommendations added" in text(browser.post(page, {"lines": typed}, follow=True))
    assert list(Recommendation.objects.values_list("text", flat=True)) == ["Agree a dataset", "Audit again"]


def test_the_list_of_a_national_review_is_brought_in_with_one_file(business_manager, manager):
    source = make_source(manager, "national", kind="national")
    browser, page = signed_in(business_manager), at(source, "recommendations/several/")

    def sent(rows, **more):
        return text(browser.post(page, {"file": SimpleUploadedFile("list.csv", rows), **more}, follow=True))

    rows = b"Number,Recommendation\n1,Share a chronology\n2,Ask and listen\n"
    assert "not both at once" in sent(rows, lines="1. Another")
    assert "Give both a number and a text" in sent(rows + b"3,\n")
    assert "Write at least one recommendation" in text(browser.post(page, {"lines": ""}))
    assert not source.recommendations.exists()
    assert "2 recommendations added" in sent(rows)
    assert list(source.recommendations.values_list("ref", "text")) == [
        ("1", "Share a chronology"),
        ("2", "Ask and listen"),
    ]
    assert "1: " in sent(rows)
    assert source.recommendations.count() == 2


def test_a_source_that_somebody_changed_meanwhile_is_compared(business_manager, source):
    browser, page = signed_in(business_manager), at(source, "edit/")
    form = {"kind": "audit", "title": "Mine", **dated("dated", month="6", day="3"), "version": "1"}
    assert "The source is changed." in text(browser.post(page, form, follow=True))
    stale = text(browser.post(page, form | {"title": "Theirs"}))
    assert "Somebody else has saved changes" in stale
    assert Source.objects.get().title == "Mine"


def test_findings_and_recommendations_are_corrected(manager, business_manager, source):
    browser = signed_in(business_manager)
    browser.post(at(source, "findings/new/"), {"ref": "1", "text": "Plans dirft"})
    finding = Finding.objects.get()
    browser.post(at(source, f"findings/{finding.pk}/"), {"ref": "1", "text": "Plans drift", "version": "1"})
    row = asked_for(manager, source)
    browser.post(at(row, "edit/"), {"ref": "1", "text": "Do it", "finding": finding.pk, "version": "1"})
    page = text(browser.get(at(source)))
    assert "Plans drift" in page
    assert "Do it" in page


def test_a_link_and_evidence_made_by_mistake_are_taken_back(manager, business_manager, asked, action):
    link, proof = linked(manager, asked, action), proved(manager, asked)
    browser = signed_in(business_manager)
    assert "What was wrong?" in text(browser.get(at(asked, f"actions/{link.pk}/take-back/")))
    for page in (f"actions/{link.pk}/take-back/", f"evidence/{proof.pk}/take-back/"):
        assert "no longer counts" in text(browser.post(at(asked, page), {"reason": "Wrong"}, follow=True))
        assert browser.get(at(asked, page)).status_code == 404
    assert standing(manager, asked) is Standing.NO_ACTION


def test_an_action_of_the_register_is_linked_and_shows_what_it_answers(business_manager, asked, action):
    browser = signed_in(business_manager)
    browser.post(at(asked, "actions/link/"), {"action": action.pk})
    assert "Answers Audit of neglect, recommendation 1" in text(browser.get(action.get_absolute_url()))


@pytest.mark.parametrize("shape", ["table", "board", "chart", "nonsense"])
def test_recommendations_are_shown_in_three_shapes(manager, business_manager, asked, shape):
    assert "Audit of neglect" in text(signed_in(business_manager).get(f"{BASE}recommendations/?as={shape}"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("source=audit-2019", 1),
        ("kind=voice", 0),
        ("standing=no_action", 1),
        ("theme=99", 0),
        ("agency=police", 0),
    ],
)
def test_recommendations_are_narrowed_and_downloaded_as_narrowed(business_manager, asked, query, found):
    browser = signed_in(business_manager)
    count = f"{found} recommendation{'s' if found != 1 else ''}."
    assert count in text(browser.get(f"{BASE}recommendations/?{query}"))
    file = browser.get(f"{BASE}recommendations.csv?{query}").content.decode()
    assert file.count("Do what 1 asks") == found


def test_a_page_of_another_source_has_no_such_recommendation(manager, business_manager, asked):
    make_source(manager, "other")
    page = at(asked).replace("audit-2019", "other")
    assert signed_in(business_manager).get(page).status_code == 404


@pytest.mark.parametrize("address", ["", "recommendations/", "gaps/", "themes/", "sources/audit-2019/"])
def test_a_page_takes_as_many_queries_for_thirty_as_for_one(
    manager, business_manager, source, objective, address
):
    def fill(numbers):
        for number in numbers:
            row = accepted(manager, source, str(number))
            linked(manager, row, make_action(objective, f"1.{number}"))
            proved(manager, row)

    def count():
        browser = signed_in(business_manager)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(BASE + address).status_code == 200
        return len(queries)

    fill([1])
    few = count()
    fill(range(2, 31))
    assert count() == few
    assert few <= 20


def test_a_day_that_is_no_day_is_refused_with_what_was_typed(business_manager):
    new = {
        "kind": "audit",
        "title": "Audit of neglect",
        "dated_day": "31",
        "dated_month": "2",
        "dated_year": "2019",
    }
    answer = signed_in(business_manager).post(f"{BASE}sources/new/", new)
    assert "Audit of neglect" in answer.content.decode()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("title", "key"), [("New", "source-new"), ("新", "source"), ("Neglect: again", "neglect-again")]
)
def test_every_title_gives_an_address_that_can_be_opened(business_manager, title, key):
    browser = signed_in(business_manager)
    answer = browser.post(
        f"{BASE}sources/new/", {"kind": "audit", "title": title, **dated("dated")}, follow=True
    )
    assert Source.objects.get().key == key
    assert title in text(answer)

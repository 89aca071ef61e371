"""Requests for information and protocols: what is refused, what is late, who records them."""

import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, signed_in, viewing

from goldenthread.oversight.challenge.actions.requests import (
    agree_protocol,
    answer_request,
    ask_for_information,
    review_protocol,
)
from goldenthread.oversight.challenge.models import InformationAnswer, Protocol
from goldenthread.oversight.challenge.tests.cases import day
from goldenthread.partnership.errors import RuleError

BASE = "/thurrock/oversight/challenge/"


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def asked(by, **more):
    fields = {
        "to": "A private provider",
        "what": "Its policy",
        "on": day("2019-08-01"),
        "due_on": day("2019-08-15"),
    }
    return ask_for_information(by=by, **(fields | more))


def agreed(by, **more):
    fields = {"board": "Adults board", "about": "Who leads on what", "agreed_on": day("2018-09-03")}
    return agree_protocol(by=by, **(fields | more))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": day("2019-09-10"), "due_on": day("2019-10-01")}, "still to come"),
        ({"due_on": day("2019-07-31")}, "before"),
    ],
)
def test_a_request_has_days_that_can_be(manager, fields, said):
    with pytest.raises(RuleError, match=said):
        asked(manager, **fields)


def test_a_refusal_is_kept_with_its_reasons(manager):
    row = asked(manager)
    assert (row.number, row.power) == (1, "Children Act 2004, section 16H")
    for outcome in ("refused", "in_part"):
        with pytest.raises(RuleError, match="Keep the reasons"):
            answer_request(by=manager, request=row, outcome=outcome, on=TODAY)
    with pytest.raises(RuleError, match="It was asked on"):
        answer_request(by=manager, request=row, outcome="given", on=day("2019-07-31"))
    answer_request(by=manager, request=row, outcome="refused", on=TODAY, reasons="No such record")
    assert answer_request(by=manager, request=row, outcome="given", on=TODAY)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        InformationAnswer.objects.update(reasons="x")


def test_a_protocol_is_due_again_a_year_after_each_look(manager):
    row = agreed(manager)
    assert row.review_on == day("2019-09-03")
    with pytest.raises(RuleError, match="Say what came of it"):
        review_protocol(by=manager, protocol=row, on=TODAY, note=" ")
    with pytest.raises(RuleError, match="It was agreed on"):
        review_protocol(by=manager, protocol=row, on=day("2018-09-02"), note="x")
    assert review_protocol(by=manager, protocol=row, on=TODAY, note="Unchanged").review_on == day(
        "2020-09-09"
    )


@pytest.mark.parametrize("who", ["scrutineer", "member", "safeguarding_partner", "outsider"])
def test_the_business_team_records_them(manager, who, request):
    by, row, protocol = viewing(request.getfixturevalue(who)), asked(manager), agreed(manager)
    for act in (
        lambda: answer_request(by=by, request=row, outcome="given", on=TODAY),
        lambda: review_protocol(by=by, protocol=protocol, on=TODAY, note="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_pages_say_what_is_late_and_record_what_came(manager, business_manager, member):
    asked(manager)
    agreed(manager)
    asked(manager, restricted=True, to="Zebulon")
    browser = signed_in(business_manager)
    assert "2 requests not answered, 2 late." in text(browser.get(f"{BASE}requests/"))
    assert "Zebulon" not in text(signed_in(member).get(f"{BASE}requests/"))
    assert "1 protocol, 1 to be looked at anew." in text(browser.get(f"{BASE}protocols/"))
    on = {"on_day": "9", "on_month": "9", "on_year": "2019"}
    page = browser.post(
        f"{BASE}requests/1/answer/", {"outcome": "refused", "reasons": "No record", **on}, follow=True
    )
    assert "No record" in text(page)
    browser.post(f"{BASE}protocols/1/review/", {"note": "Unchanged", **on})
    assert Protocol.objects.get().reviews.get().note == "Unchanged"

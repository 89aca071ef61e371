"""A form that is sent twice is done once: what is recorded here is never changed, so a repetition would stay."""

import datetime as dt

import pytest
from tests.cast import signed_in, viewing

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage
from goldenthread.plans.actions.chasing import send_chase
from goldenthread.plans.actions.history import rate_action

TODAY = dt.date(2019, 9, 9)
DAY = {"rated_on_day": "9", "rated_on_month": "9", "rated_on_year": "2019"}
FORMS = {
    "update": (DAY | {"value": "2", "text": "The school has not answered."}, "ratings", "action.rated"),
    "explain": ({"text": "The school has not answered."}, "explanations", "action.explained"),
    "evidence": (
        {
            "kind": "done",
            "title": "Minutes",
            "link": "https://x.example/",
            "dated_day": "9",
            "dated_month": "9",
            "dated_year": "2019",
        },
        "evidence",
        "action.evidence_added",
    ),
}


@pytest.mark.parametrize("page", FORMS)
def test_what_is_said_of_an_action_is_recorded_once(action, member, page):
    fields, rows, verb = FORMS[page]
    browser = signed_in(member)
    for _ in range(2):
        assert browser.post(f"/thurrock/plan/delivery-2019/1.4/{page}/", fields).status_code == 302
    assert getattr(action, rows).count() == 1
    assert AuditEvent.objects.filter(verb=verb).count() == 1


def test_the_same_rating_by_somebody_else_counts(action, member, business_manager):
    for person in (member, business_manager):
        rate_action(by=viewing(person), action=action, value=2, text="Late")
    assert action.ratings.count() == 2


def test_a_reminder_sent_twice_goes_out_once(action, member, business_manager):
    by = viewing(business_manager)
    assert send_chase(by=by, as_at=TODAY, people=[member.pk]) == 1
    with pytest.raises(RuleError, match="a few minutes ago"):
        send_chase(by=by, as_at=TODAY, people=[member.pk])
    assert OutgoingMessage.objects.count() == 1


def test_the_next_day_it_goes_out_again(action, member, business_manager):
    by = viewing(business_manager)
    send_chase(by=by, as_at=TODAY, people=[member.pk])
    day = OutgoingMessage.objects.get().created_at - dt.timedelta(days=1)
    OutgoingMessage.objects.update(created_at=day)
    assert send_chase(by=by, as_at=TODAY, people=[member.pk]) == 1

"""A home costs twelve queries at most, with one action for each person as with two hundred; so does a search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import START, TODAY, signed_in

from goldenthread.home.tests.cases import days_from_now, explain, make_action, make_plan, make_report, publish
from goldenthread.plans.models import RatingUpdate

MOST = 12
ROLES = (
    "business_manager",
    "business_team",
    "safeguarding_partner",
    "scrutineer",
    "chair",
    "member",
    "agency_lead",
    "practitioner",
    "administrator",
)


def count(person, address):
    browser = signed_in(person)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def fill(plan, everybody, numbers, lpr):
    for number in numbers:
        person = everybody[ROLES[number % 7]]
        action = make_action(
            plan,
            f"1.{number}",
            due=days_from_now(number % 60 - 30),
            ratings=[(START, 2)],
            lead=person,
            lead_agency=person.agency,
            overseeing_group=lpr,
        )
        explain(action)
    RatingUpdate.objects.bulk_create(
        RatingUpdate(action=action, rated_on=TODAY, value=1, by_label="Somebody")
        for action in plan.actions.filter(ratings__rated_on=START).exclude(ratings__rated_on=TODAY)
    )


@pytest.mark.parametrize("address", ["/thurrock/", "/thurrock/search/?q=train"])
def test_two_hundred_actions_cost_no_more_queries_than_one_for_each_person(
    partnership, everybody, lpr, address
):
    plan = make_plan(partnership)
    publish(make_report(partnership), on=TODAY)
    make_report(partnership, "draft")
    fill(plan, everybody, range(1, 8), lpr)
    few = {role: count(everybody[role], address) for role in ROLES}
    fill(plan, everybody, range(8, 201), lpr)
    for number in range(5):
        make_report(partnership, f"draft-{number}")
    assert {role: count(everybody[role], address) for role in ROLES} == few
    assert max(few.values()) <= MOST

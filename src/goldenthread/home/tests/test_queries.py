"""A search costs seventeen queries at most, one for each of its twelve kinds, and a home twenty-eight.

Four of a home's are for measures, four for duties and one for the thread. With one action and one figure for each
person as with two hundred. Deriving duties anew, once after each change, is not counted: the first look does it.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import START, TODAY, signed_in

from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation, make_series
from goldenthread.home.tests.cases import days_from_now, explain, make_action, make_plan, make_report, publish
from goldenthread.plans.models import RatingUpdate

MOST = {"/thurrock/": 28, "/thurrock/search/?q=train": 17}
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
    browser.get(address)
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


def owe(partnership, agency, numbers):
    for number in numbers:
        owed = make_indicator(partnership, f"owed-{number}", agency, collected_from=dt.date(2019, 4, 1))
        make_observation(owed, agency, "2019-05", number, status="submitted")
        make_series(
            make_indicator(partnership, f"risen-{number}", agency), agency, "2018-01", [9] * 15 + [40]
        )


@pytest.mark.parametrize("address", list(MOST))
def test_two_hundred_actions_cost_no_more_queries_than_one_for_each_person(
    partnership, council, everybody, lpr, address
):
    plan = make_plan(partnership)
    publish(make_report(partnership), on=TODAY)
    make_report(partnership, "draft")
    fill(plan, everybody, range(1, 8), lpr)
    owe(partnership, council, [1])
    few = {role: count(everybody[role], address) for role in ROLES}
    fill(plan, everybody, range(8, 201), lpr)
    owe(partnership, council, range(2, 6))
    for number in range(5):
        make_report(partnership, f"draft-{number}")
    assert {role: count(everybody[role], address) for role in ROLES} == few
    assert max(few.values()) <= MOST[address]

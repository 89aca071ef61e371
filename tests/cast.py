"""The cast of every test: one small partnership, a person for each role, and an outsider from another partnership.

Everybody's calendar stands at 9 September 2019.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from goldenthread.duties.clock import ONE_DAY, add_months
from goldenthread.partnership.models import (
    Agency,
    Group,
    GroupMembership,
    Partnership,
    Person,
    RoleAssignment,
    User,
)
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.viewer import SystemActor, Viewer, viewer_of
from goldenthread.plans.models import Action, Plan, RatingUpdate

TODAY = dt.date(2019, 9, 9)
START = dt.date(2019, 5, 7)
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _calendar(settings):
    """The example's day, and sign-in without a second factor (its own tests switch it on)."""
    settings.CALENDAR_STANDS_AT = TODAY
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    """No count of one test reaches the next, whose rows may have the same numbers."""
    cache.clear()


def make_partnership(slug="thurrock", **fields):
    fields = {
        "name": f"{slug.title()} Local Safeguarding Children Partnership",
        "short_name": f"{slug.title()} LSCP",
    } | fields
    return Partnership.objects.create(slug=slug, **fields)


def make_person(partnership, post, *roles, agency=None, account=True, initials=""):
    user = (
        User.objects.create_user(f"{post.lower().replace(' ', '.')}@{partnership.slug}.example", PASSWORD)
        if account
        else None
    )
    person = Person.objects.create(
        partnership=partnership,
        post=post,
        user=user,
        agency=agency,
        initials=initials,
        email=user.email if user else "",
    )
    for role in roles:
        RoleAssignment.objects.create(person=person, role=role, starts_on=START)
    return person


def seat(group, person, capacity="member", *, starts_on=START, ends_on=None, deputy_for=None):
    if capacity == "chair" and ends_on is None:
        ends_on = add_months(starts_on, 12) - ONE_DAY
    return GroupMembership.objects.create(
        group=group,
        person=person,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=deputy_for,
    )


@pytest.fixture
def partnership(db):
    return make_partnership()


@pytest.fixture
def council(partnership):
    return Agency.objects.create(
        partnership=partnership,
        key="council",
        name="Thurrock Council",
        kind="safeguarding_partner",
        sector="local_authority",
    )


@pytest.fixture
def police(partnership):
    return Agency.objects.create(
        partnership=partnership,
        key="police",
        name="Essex Police",
        kind="safeguarding_partner",
        sector="police",
    )


@pytest.fixture
def strategic(partnership):
    return Group.objects.create(
        partnership=partnership, key="strategic", name="Strategic Group", kind="strategic"
    )


@pytest.fixture
def lpr(partnership, strategic):
    return Group.objects.create(
        partnership=partnership,
        key="lpr",
        name="Learning & Practice Review Group",
        short_name="LPR",
        parent=strategic,
    )


@pytest.fixture
def business_manager(partnership):
    return make_person(partnership, "Business Manager", Role.BUSINESS_MANAGER)


@pytest.fixture
def business_team(partnership):
    return make_person(partnership, "Business Support Officer", Role.BUSINESS_TEAM)


@pytest.fixture
def safeguarding_partner(partnership, council):
    return make_person(partnership, "Chief Executive", Role.SAFEGUARDING_PARTNER, agency=council)


@pytest.fixture
def scrutineer(partnership):
    return make_person(partnership, "Independent Scrutineer", Role.SCRUTINEER)


@pytest.fixture
def chair(partnership, lpr, police):
    person = make_person(partnership, "Detective Superintendent", agency=police)
    seat(lpr, person, "chair")
    return person


@pytest.fixture
def member(partnership, lpr, council):
    person = make_person(partnership, "Service Manager", agency=council, initials="SM")
    seat(lpr, person)
    return person


@pytest.fixture
def lay_member(partnership, lpr):
    person = make_person(partnership, "Lay Member")
    seat(lpr, person, "lay_member")
    return person


@pytest.fixture
def agency_lead(partnership, police):
    return make_person(partnership, "Police Safeguarding Lead", Role.AGENCY_LEAD, agency=police)


@pytest.fixture
def data_lead(partnership, council):
    return make_person(partnership, "Performance Analyst", Role.DATA_LEAD, agency=council)


@pytest.fixture
def practitioner(partnership, council):
    return make_person(partnership, "Social Worker", Role.PRACTITIONER, agency=council)


@pytest.fixture
def report_reader(partnership, council):
    return make_person(partnership, "Democratic Services Officer", Role.REPORT_READER, agency=council)


@pytest.fixture
def administrator(partnership):
    return make_person(partnership, "System Administrator", Role.ADMINISTRATOR)


@pytest.fixture
def outsider(db):
    """Business Manager of the partnership next door: as much power as anybody, in the wrong place."""
    return make_person(make_partnership("southend"), "Business Manager", Role.BUSINESS_MANAGER)


CAST = (
    "business_manager",
    "business_team",
    "safeguarding_partner",
    "scrutineer",
    "chair",
    "member",
    "lay_member",
    "agency_lead",
    "data_lead",
    "practitioner",
    "report_reader",
    "administrator",
    "outsider",
)


@pytest.fixture
def everybody(request):
    """The whole cast by name."""
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def system(partnership):
    return SystemActor(label="command line", partnership=partnership)


def viewing(person: Person, on: dt.date = TODAY) -> Viewer:
    """The person as a viewer of their own partnership."""
    viewer = viewer_of(person.user, person.partnership.slug, on=on)
    assert viewer is not None
    return viewer


def signed_in(person: Person | None) -> Client:
    """A browser in which the person is signed in; of nobody, if there is none."""
    client = Client()
    if person is not None:
        client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def plan(partnership, council, lpr):
    return make_plan(partnership, overseeing_group=lpr)


@pytest.fixture
def objective(plan):
    return plan.objectives.create(ref="1", title="Safeguarding is everyone's business")


@pytest.fixture
def action(plan, objective, council, lpr, member):
    """An action due on 31 August 2019, led by the council's member, overseen by the chair's group."""
    row = make_action(
        objective, "1.4", due_on=dt.date(2019, 8, 31), lead_agency=council, overseeing_group=lpr
    )
    row.officer_parts.create(person=member, part="lead")
    return row


def make_plan(partnership, key="delivery-2019", **fields):
    fields = {"title": "Delivery plan 2019-20", "kind": "delivery", "starts_on": START} | fields
    return Plan.objects.create(partnership=partnership, key=key, **fields)


def make_action(objective, ref, **fields):
    return Action.objects.create(
        plan=objective.plan, objective=objective, ref=ref, **({"title": f"Action {ref}"} | fields)
    )


def rate(action, value, on, **fields):
    return RatingUpdate.objects.create(action=action, value=value, rated_on=on, by_label="Somebody", **fields)

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, make_person, seat, viewing

from goldenthread.partnership.actions.people import (
    add_person,
    change_person,
    choose_digest,
    record_leaving,
    record_return,
)
from goldenthread.partnership.actions.roles import give_role, take_role
from goldenthread.partnership.actions.seats import designate_deputy
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person, RoleAssignment
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.selectors.people import person_page, what_ends
from goldenthread.partnership.viewer import viewer_of

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


def test_a_person_is_added_once(by, council):
    add_person(by=by, post="Headteacher", agency=council)
    with pytest.raises(RuleError, match="Tell the two apart"):
        add_person(by=by, post="headteacher", agency=council)
    add_person(by=by, post="Headteacher", name="Second", agency=council)


def test_a_person_belongs_to_an_agency_of_the_partnership(by, police, outsider):
    theirs = outsider.partnership.agencies.create(key="a", name="Theirs")
    with pytest.raises(RuleError, match="of this partnership"):
        add_person(by=by, post="Headteacher", agency=theirs)
    police.ended_on = YESTERDAY
    police.save()
    with pytest.raises(RuleError, match="left the arrangements"):
        add_person(by=by, post="Headteacher", agency=police)


def test_leaving_ends_roles_seats_deputies_and_sign_in_that_day(by, member, lpr, agency_lead):
    give_role(by=by, person=member, role=Role.DATA_LEAD, starts_on=TODAY)
    deputy = designate_deputy(by=by, member=lpr.memberships.get(), person=agency_lead, starts_on=TODAY)
    assert what_ends(member, TODAY).deputies == ["Police Safeguarding Lead, Learning & Practice Review Group"]
    record_leaving(by=by, person=member, version=member.version, left_on=TODAY)
    member.refresh_from_db()
    deputy.refresh_from_db()
    assert {row.ends_on for row in (*member.roles.all(), *member.memberships.all(), deputy)} == {TODAY}
    assert not member.user.is_active
    assert viewer_of(member.user, "thurrock", on=TODAY + dt.timedelta(days=1)) is None


def test_what_was_to_begin_after_the_last_day_never_does(by, member, lpr, strategic):
    seat(strategic, member, starts_on=dt.date(2019, 10, 1))
    give_role(by=by, person=member, role=Role.DATA_LEAD, starts_on=dt.date(2019, 10, 1))
    record_leaving(by=by, person=member, version=1, left_on=TODAY)
    assert (member.memberships.count(), member.roles.count()) == (1, 0)


def test_an_account_that_another_partnership_uses_stays_open(by, member, outsider):
    Person.objects.create(partnership=outsider.partnership, user=member.user, post="Adviser")
    record_leaving(by=by, person=member, version=1, left_on=YESTERDAY)
    member.user.refresh_from_db()
    assert member.user.is_active
    assert viewer_of(member.user, "thurrock", on=TODAY) is None
    assert viewer_of(member.user, "southend", on=TODAY) is not None


def test_who_leaves_later_signs_in_until_then(by, member):
    record_leaving(by=by, person=member, version=1, left_on=TODAY + dt.timedelta(days=7))
    member.user.refresh_from_db()
    assert member.user.is_active
    assert viewer_of(member.user, "thurrock", on=TODAY + dt.timedelta(days=7)) is not None
    assert viewer_of(member.user, "thurrock", on=TODAY + dt.timedelta(days=8)) is None


def test_who_comes_back_comes_without_roles_or_seats(by, member):
    gone = record_leaving(by=by, person=member, version=1, left_on=YESTERDAY)
    back = record_return(by=by, person=member, version=gone.version)
    assert person_page(back, TODAY).state == "No role yet, Thurrock Council."
    assert back.user.is_active


def test_nobody_changes_their_own_access(by):
    with pytest.raises(RuleError, match="own leaving"):
        record_leaving(by=by, person=by.person, version=1, left_on=TODAY)
    with pytest.raises(RuleError, match="own roles"):
        give_role(by=by, person=by.person, role=Role.SAFEGUARDING_PARTNER, starts_on=TODAY)
    with pytest.raises(RuleError, match="own roles"):
        take_role(by=by, assignment=by.person.roles.get(), ends_on=TODAY)


def test_the_last_business_manager_stays(administrator, business_manager):
    by = viewing(administrator)
    with pytest.raises(RuleError, match="last Business Manager"):
        take_role(by=by, assignment=business_manager.roles.get(), ends_on=TODAY)
    with pytest.raises(RuleError, match="last Business Manager"):
        record_leaving(by=by, person=business_manager, version=1, left_on=TODAY)


def test_a_business_manager_goes_when_another_can_sign_in(administrator, business_manager, partnership):
    by = viewing(administrator)
    other = make_person(partnership, "Deputy Manager", account=False)
    give_role(by=by, person=other, role=Role.BUSINESS_MANAGER, starts_on=TODAY)
    with pytest.raises(RuleError, match="last Business Manager"):
        take_role(by=by, assignment=business_manager.roles.get(), ends_on=TODAY)
    make_person(partnership, "New Manager", Role.BUSINESS_MANAGER)
    take_role(by=by, assignment=business_manager.roles.get(), ends_on=TODAY)
    assert business_manager.roles.get().ends_on == TODAY


def test_a_manager_whose_own_role_ends_that_day_does_not_count(administrator, business_manager, partnership):
    other = make_person(partnership, "New Manager", Role.BUSINESS_MANAGER)
    other.roles.update(ends_on=TODAY)
    with pytest.raises(RuleError, match="last Business Manager"):
        take_role(by=viewing(administrator), assignment=business_manager.roles.get(), ends_on=TODAY)


def test_a_role_is_held_once_at_a_time(by, member):
    give_role(by=by, person=member, role="data_lead", starts_on=TODAY, ends_on=dt.date(2019, 12, 31))
    with pytest.raises(RuleError, match="already has the role Data lead"):
        give_role(by=by, person=member, role="data_lead", starts_on=dt.date(2019, 12, 31))
    give_role(by=by, person=member, role="data_lead", starts_on=dt.date(2020, 1, 1))


def test_a_role_holds_from_its_first_day_to_its_last(by, practitioner):
    given = give_role(
        by=by, person=practitioner, role="data_lead", starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=2)
    )
    held = [
        Role.DATA_LEAD in viewing(practitioner, on=TODAY + dt.timedelta(days=day)).roles
        for day in range(-1, 4)
    ]
    assert held == [False, True, True, True, False]
    assert given.granted_by == "Business Manager"


def test_a_role_not_begun_is_taken_back_whole(by, practitioner):
    later = give_role(by=by, person=practitioner, role="data_lead", starts_on=dt.date(2019, 10, 1))
    take_role(by=by, assignment=later, ends_on=TODAY)
    assert not RoleAssignment.objects.filter(pk=later.pk).exists()
    with pytest.raises(RuleError, match="before the first"):
        give_role(by=by, person=practitioner, role="data_lead", starts_on=TODAY, ends_on=YESTERDAY)


def test_only_who_manages_people_does(business_team, member):
    by = viewing(business_team)
    for attempt in (
        lambda: add_person(by=by, post="Anybody"),
        lambda: change_person(by=by, person=member, version=1, post="x"),
        lambda: give_role(by=by, person=member, role="data_lead", starts_on=TODAY),
        lambda: record_leaving(by=by, person=member, version=1, left_on=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_everybody_chooses_how_often_they_hear_from_us(lay_member):
    choose_digest(by=viewing(lay_member), wants_digest=True)
    lay_member.refresh_from_db()
    assert lay_member.wants_digest


def test_a_persons_page_says_what_they_are(chair, agency_lead):
    assert person_page(chair, TODAY).state == "Sub-group chair, Essex Police; sits on 1 group."
    assert [role.label for role in person_page(agency_lead, TODAY).held] == ["Agency lead"]

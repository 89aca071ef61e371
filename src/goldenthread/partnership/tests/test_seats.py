import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, make_person, seat, viewing

from goldenthread.partnership.actions.seats import (
    appoint_chair,
    change_seat,
    designate_deputy,
    seat_person,
    tenure_end,
)
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent, GroupMembership


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


def dates(group, capacity="chair"):
    return list(
        group.memberships.filter(capacity=capacity).order_by("starts_on").values_list("starts_on", "ends_on")
    )


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2019-05-07", "2020-05-06"),
        ("2020-01-01", "2020-12-31"),
        ("2019-03-01", "2020-02-29"),
        ("2020-02-29", "2021-02-27"),
    ],
)
def test_a_chairs_year_ends_on_the_day_before_its_first_anniversary(starts, ends):
    assert tenure_end(dt.date.fromisoformat(starts)) == dt.date.fromisoformat(ends)


def test_a_chair_without_an_end_is_appointed_for_one_year(by, lpr, member):
    chair = appoint_chair(by=by, group=lpr, person=member, starts_on=TODAY)
    assert chair.ends_on == dt.date(2020, 9, 8)
    assert AuditEvent.objects.filter(verb="chair.appointed", object_id=str(lpr.pk)).count() == 1


def test_the_tenure_entered_is_the_one_that_holds(by, lpr, member):
    chair = appoint_chair(by=by, group=lpr, person=member, starts_on=TODAY, ends_on=dt.date(2019, 12, 31))
    assert chair.ends_on == dt.date(2019, 12, 31)


def test_a_new_chair_ends_the_old_tenure_on_the_day_before(by, lpr, chair, member):
    appoint_chair(by=by, group=lpr, person=member, starts_on=TODAY)
    assert dates(lpr) == [
        (dt.date(2019, 5, 7), dt.date(2019, 9, 8)),
        (dt.date(2019, 9, 9), dt.date(2020, 9, 8)),
    ]


def test_there_is_one_chair_on_every_day_of_the_change(by, lpr, chair, member):
    appoint_chair(by=by, group=lpr, person=member, starts_on=TODAY)
    for day in (TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=1)):
        assert lpr.memberships.current(day).filter(capacity="chair").count() == 1


def test_a_tenure_that_was_over_keeps_its_dates(by, lpr, member):
    seat(lpr, member, "chair", starts_on=dt.date(2018, 5, 7), ends_on=dt.date(2019, 5, 6))
    appoint_chair(by=by, group=lpr, person=member, starts_on=dt.date(2019, 5, 7))
    assert dates(lpr)[0] == (dt.date(2018, 5, 7), dt.date(2019, 5, 6))


@pytest.mark.parametrize("starts", ["2019-05-07", "2019-05-06", "2018-05-08"])
def test_nobody_chairs_across_the_start_of_another_tenure(by, lpr, chair, member, starts):
    with pytest.raises(RuleError, match="one chair at a time"):
        appoint_chair(by=by, group=lpr, person=member, starts_on=dt.date.fromisoformat(starts))
    assert len(dates(lpr)) == 1


def test_a_chair_of_a_limited_group_goes_with_the_group(by, lpr, member):
    lpr.kind, lpr.ends_on = "task_and_finish", dt.date(2019, 12, 20)
    lpr.save()
    assert appoint_chair(by=by, group=lpr, person=member, starts_on=TODAY).ends_on == dt.date(2019, 12, 20)


def test_a_chairs_dates_cannot_be_moved_over_another_tenure(by, lpr, chair, member):
    first = lpr.memberships.get(capacity="chair")
    appoint_chair(by=by, group=lpr, person=member, starts_on=TODAY)
    first.refresh_from_db()
    with pytest.raises(RuleError, match="one chair at a time"):
        change_seat(by=by, seat=first, version=first.version, starts_on=first.starts_on, ends_on=TODAY)
    with pytest.raises(RuleError, match="limited time"):
        change_seat(by=by, seat=first, version=first.version, starts_on=first.starts_on, ends_on=None)


def test_a_person_sits_on_a_group_once(by, lpr, member):
    with pytest.raises(RuleError, match="already sits"):
        seat_person(by=by, group=lpr, person=member, capacity="observer", starts_on=TODAY)


def test_a_person_may_return_to_a_group(by, lpr, member):
    held = lpr.memberships.get(person=member)
    change_seat(
        by=by, seat=held, version=held.version, starts_on=held.starts_on, ends_on=TODAY - dt.timedelta(days=1)
    )
    seat_person(by=by, group=lpr, person=member, capacity="member", starts_on=TODAY)
    assert lpr.memberships.current(TODAY).filter(person=member).count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "problem"),
    [
        ("2019-09-09", "2019-09-08", "before the first"),
        ("2019-01-01", None, "was set up on 7 May 2019"),
        ("2020-01-01", None, "ends on 31 December 2019"),
    ],
)
def test_the_dates_of_a_seat_fit_each_other_and_the_group(by, lpr, agency_lead, starts, ends, problem):
    lpr.started_on, lpr.ends_on = dt.date(2019, 5, 7), dt.date(2019, 12, 31)
    lpr.save()
    with pytest.raises(RuleError, match=problem):
        seat_person(
            by=by,
            group=lpr,
            person=agency_lead,
            capacity="member",
            starts_on=dt.date.fromisoformat(starts),
            ends_on=dt.date.fromisoformat(ends) if ends else None,
        )


def test_somebody_who_left_gets_no_seat(by, lpr, agency_lead):
    agency_lead.left_on = TODAY
    agency_lead.save()
    with pytest.raises(RuleError, match="left on 9 September 2019"):
        seat_person(by=by, group=lpr, person=agency_lead, capacity="member", starts_on=TODAY)


def test_a_deputy_stands_in_for_a_present_member_of_the_same_group(by, lpr, member, agency_lead):
    held = lpr.memberships.get(person=member)
    deputy = designate_deputy(by=by, member=held, person=agency_lead, starts_on=TODAY)
    assert (deputy.group, deputy.deputy_for, deputy.capacity) == (lpr, held, "deputy")


def test_a_deputy_has_no_deputy(by, lpr, member, agency_lead, data_lead):
    deputy = designate_deputy(
        by=by, member=lpr.memberships.get(person=member), person=agency_lead, starts_on=TODAY
    )
    with pytest.raises(RuleError, match="a deputy has no deputy"):
        designate_deputy(by=by, member=deputy, person=data_lead, starts_on=TODAY)


def test_nobody_deputises_for_a_past_member_or_for_themselves(by, lpr, member, agency_lead):
    held = lpr.memberships.get(person=member)
    with pytest.raises(RuleError, match="already sits"):
        designate_deputy(by=by, member=held, person=member, starts_on=TODAY)
    held = change_seat(
        by=by, seat=held, version=held.version, starts_on=held.starts_on, ends_on=TODAY - dt.timedelta(days=1)
    )
    with pytest.raises(RuleError, match="is not a member"):
        designate_deputy(by=by, member=held, person=agency_lead, starts_on=TODAY)


def test_a_deputy_leaves_when_the_member_does(by, lpr, member, agency_lead):
    held = lpr.memberships.get(person=member)
    deputy = designate_deputy(by=by, member=held, person=agency_lead, starts_on=TODAY)
    change_seat(by=by, seat=held, version=held.version, starts_on=held.starts_on, ends_on=TODAY)
    deputy.refresh_from_db()
    assert deputy.ends_on == TODAY


def test_a_deputys_dates_stay_within_the_members(by, lpr, member, agency_lead):
    held = lpr.memberships.get(person=member)
    held.ends_on = dt.date(2019, 12, 31)
    held.save()
    deputy = designate_deputy(by=by, member=held, person=agency_lead, starts_on=TODAY)
    assert deputy.ends_on == dt.date(2019, 12, 31)
    with pytest.raises(RuleError, match="must lie within these"):
        change_seat(by=by, seat=deputy, version=deputy.version, starts_on=TODAY, ends_on=None)


def test_a_seat_changed_in_two_tabs_is_saved_once(by, lpr, member):
    held = lpr.memberships.get(person=member)
    change_seat(
        by=by, seat=held, version=held.version, starts_on=held.starts_on, ends_on=dt.date(2019, 12, 31)
    )
    with pytest.raises(StaleVersionError):
        change_seat(by=by, seat=held, version=held.version, starts_on=held.starts_on, ends_on=None)


def test_a_seat_ends_with_its_group(lpr, member):
    lpr.ends_on = TODAY - dt.timedelta(days=1)
    lpr.save()
    assert not GroupMembership.objects.current(TODAY).filter(person=member).exists()
    assert viewing(member).roles == frozenset()


def test_a_seat_that_opens_restricted_records_is_given_by_who_manages_people(
    by, business_team, lpr, agency_lead
):
    with pytest.raises(PermissionDenied):
        seat_person(
            by=viewing(business_team), group=lpr, person=agency_lead, capacity="scrutineer", starts_on=TODAY
        )
    with pytest.raises(RuleError, match="their own access"):
        seat_person(by=by, group=lpr, person=by.person, capacity="scrutineer", starts_on=TODAY)
    seat_person(by=by, group=lpr, person=agency_lead, capacity="scrutineer", starts_on=TODAY)


def test_another_partnerships_person_or_group_is_refused(by, outsider, lpr):
    with pytest.raises(RuleError, match="of this partnership"):
        seat_person(by=by, group=lpr, person=outsider, capacity="member", starts_on=TODAY)
    with pytest.raises(PermissionDenied):
        seat_person(by=viewing(outsider), group=lpr, person=outsider, capacity="member", starts_on=TODAY)


def test_a_member_without_the_permission_seats_nobody(lpr, member, partnership):
    newcomer = make_person(partnership, "Newcomer", account=False)
    with pytest.raises(PermissionDenied):
        seat_person(by=viewing(member), group=lpr, person=newcomer, capacity="member", starts_on=TODAY)

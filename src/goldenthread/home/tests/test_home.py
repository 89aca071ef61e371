"""What each role's home shows, and what it does not."""

import datetime as dt

import pytest
from tests.cast import START, TODAY, make_person, seat, signed_in

from goldenthread.home.tests.cases import (
    YESTERDAY,
    days_from_now,
    explain,
    home_of,
    make_action,
    make_plan,
    make_report,
    part_of,
    publish,
)
from goldenthread.partnership.models import RoleAssignment
from goldenthread.partnership.permissions import Role


@pytest.fixture
def plan(partnership):
    return make_plan(partnership)


def needs_of(person):
    return part_of(home_of(person), "Needs you", "What changed")


def test_my_action_due_today_is_not_late_but_needs_me(plan, member):
    make_action(plan, "1.1", due=TODAY, lead=member)
    assert "Soon Today 1.1 Train practitioners, Delivery plan: yours, due 9 September 2019." in needs_of(
        member
    )


@pytest.mark.parametrize(("days", "shown"), [(0, True), (30, True), (31, False)])
def test_my_actions_appear_30_days_before_they_are_due(plan, member, days, shown):
    make_action(plan, "1.1", due=days_from_now(days), lead=member)
    assert ("1.1 Train" in needs_of(member)) is shown


def test_my_overdue_action_is_late_until_it_is_done(plan, member):
    action = make_action(plan, "1.1", due=dt.date(2019, 9, 2), lead=member, lead_agency=None)
    said = needs_of(member)
    assert "Now 5 working days late 1.1 Train practitioners, Delivery plan: you lead it; no expl" in said
    explain(action)
    assert "you lead it; explained on 9 September 2019: “The trainer is ill.”" in needs_of(member)
    action.ratings.create(rated_on=TODAY, value=4, by_label="Somebody")
    assert "1.1 Train" not in needs_of(member)


def test_an_action_for_which_i_am_responsible_is_mine_too(plan, member):
    make_action(plan, "1.1", due=YESTERDAY, responsible=member)
    assert "you are a responsible officer" in needs_of(member)


def test_my_action_rated_as_a_concern_needs_me_until_it_is_explained(plan, member):
    action = make_action(plan, "1.1", ratings=[(dt.date(2019, 9, 2), 2)], lead=member)
    assert "Rated 2 for 5 working days 1.1 Train" in needs_of(member)
    explain(action)
    assert "1.1 Train" not in needs_of(member)


def test_no_action_is_shown_twice(plan, chair, lpr):
    make_action(plan, "1.1", due=days_from_now(5), ratings=[(TODAY, 1)], lead=chair, overseeing_group=lpr)
    assert needs_of(chair).count("1.1 Train") == 1


def test_other_peoples_actions_do_not_need_a_member(plan, member, chair, lpr):
    make_action(plan, "1.1", due=YESTERDAY, lead=chair, overseeing_group=lpr)
    assert "Nothing needs you today." in home_of(member)


def test_a_chair_sees_the_exceptions_of_their_group_and_of_no_other(plan, chair, lpr, strategic):
    explain(make_action(plan, "1.1", due=YESTERDAY, overseeing_group=lpr))
    make_action(plan, "1.2", due=YESTERDAY, overseeing_group=strategic)
    make_action(plan, "1.3", due=days_from_now(5), overseeing_group=lpr)
    said = needs_of(chair)
    assert (
        "1.1 Train practitioners, Delivery plan: overseen by Learning & Practice Review Group; explained"
        in said
    )
    assert "1.2 Train" not in said
    assert "1.3 Train" not in said


def test_a_chair_whose_year_is_over_is_no_longer_asked(plan, lpr, police):
    former = make_person(plan.partnership, "Former chair", Role.MEMBER, agency=police)
    seat(lpr, former, "chair", starts_on=dt.date(2018, 5, 7), ends_on=dt.date(2019, 5, 6))
    make_action(plan, "1.1", due=YESTERDAY, overseeing_group=lpr)
    assert "Nothing needs you today." in home_of(former)


def test_an_agency_lead_sees_the_exceptions_of_their_agency_and_of_no_other(
    plan, agency_lead, police, council
):
    make_action(plan, "1.1", due=YESTERDAY, lead_agency=police)
    make_action(plan, "1.2", due=YESTERDAY, lead_agency=council)
    said = needs_of(agency_lead)
    assert "1.1 Train practitioners, Delivery plan: Essex Police leads it" in said
    assert "1.2 Train" not in said


def test_a_member_who_works_for_an_agency_does_not_answer_for_it(plan, member, council):
    make_action(plan, "1.1", due=YESTERDAY, lead_agency=council)
    assert "Nothing needs you today." in home_of(member)


def test_a_safeguarding_partner_sees_the_exceptions_of_their_agency(
    plan, safeguarding_partner, council, police
):
    make_action(plan, "1.1", due=YESTERDAY, lead_agency=council)
    make_action(plan, "1.2", due=YESTERDAY, lead_agency=police)
    said = needs_of(safeguarding_partner)
    assert "Thurrock Council leads it" in said
    assert "1.2 Train" not in said


@pytest.mark.parametrize("role", ["business_manager", "business_team"])
def test_those_who_run_it_see_every_exception_without_an_explanation_and_no_explained_one(
    plan, role, request
):
    make_action(plan, "1.1", due=YESTERDAY)
    explain(make_action(plan, "1.2", due=YESTERDAY))
    said = needs_of(request.getfixturevalue(role))
    assert "1.1 Train practitioners, Delivery plan: nobody is named as its lead; no explanation" in said
    assert "1.2 Train" not in said


def test_of_many_exceptions_six_are_shown_with_the_way_to_all(plan, business_manager):
    for number in range(1, 10):
        make_action(plan, f"1.{number}", due=YESTERDAY)
    response = signed_in(business_manager).get("/thurrock/").content.decode()
    assert response.partition("What changed")[0].count('class="gt-need"') == 6
    assert (
        '<a class="govuk-link" href="/thurrock/plan/exceptions/?state=unexplained">All 9 exceptions'
        in response
    )


def test_the_scrutineer_is_asked_for_nothing_and_sees_the_whole(plan, scrutineer):
    make_action(plan, "1.1", due=YESTERDAY)
    said = home_of(scrutineer)
    assert "Nothing needs you today." in said
    assert "1 action overdue" in said
    assert "Who owes what" not in said


def test_who_owes_what_is_told_by_agency_and_by_lead(plan, business_manager, member, police):
    make_action(plan, "1.1", due=dt.date(2019, 9, 2), lead=member, lead_agency=police)
    explain(make_action(plan, "1.2", due=dt.date(2019, 8, 30), lead=member))
    response = signed_in(business_manager).get("/thurrock/").content.decode()
    said = part_of(home_of(business_manager), "Who owes what", "Coming up")
    assert "Essex Police 1 1 5 (1.1)" in said
    assert "No lead agency 1 – 6 (1.2)" in said
    assert "Service Manager 2 1 6 (1.2)" in said
    assert 'href="/thurrock/plan/exceptions/?agency=police"' in response
    assert 'href="/thurrock/plan/exceptions/?lead=Service+Manager"' in response
    assert 'href="/thurrock/plan/exceptions/remind/"' in response


def test_nobody_else_is_told_who_owes_what(plan, everybody):
    make_action(plan, "1.1", due=YESTERDAY)
    told = {name for name, person in everybody.items() if "Who owes what" in home_of(person)}
    assert told == {"business_manager", "business_team", "outsider"}


def test_a_restricted_plan_stays_out_of_the_homes_of_those_who_may_not_see_it(partnership, everybody, lpr):
    hidden = make_plan(
        partnership, "review", title="Hidden review", restricted=True, ends_on=days_from_now(60)
    )
    action = make_action(
        hidden,
        "9.9",
        "Hidden wording",
        due=YESTERDAY,
        ratings=[(dt.date(2019, 6, 1), 3), (YESTERDAY, 1)],
        lead=everybody["member"],
        overseeing_group=lpr,
        lead_agency=everybody["agency_lead"].agency,
    )
    explain(action, text="Hidden reason")
    make_action(hidden, "9.8", "Hidden too", due=days_from_now(5), lead=everybody["chair"])
    shown = {name for name, person in everybody.items() if "Hidden" in home_of(person)}
    assert shown == {"business_manager", "business_team", "safeguarding_partner", "scrutineer"}


def test_nothing_of_another_partnership_is_shown(plan, outsider):
    make_action(plan, "1.1", "Secret wording", due=YESTERDAY, ratings=[(START, 3), (YESTERDAY, 1)])
    assert "Secret wording" not in home_of(outsider)


def test_an_outsider_does_not_learn_that_a_home_exists(partnership, outsider):
    assert signed_in(outsider).get("/thurrock/").status_code == 404


def test_a_practitioner_reads_what_they_can_do_and_the_latest_reports(plan, practitioner):
    publish(make_report(plan.partnership, title="Performance, May to August"), on=dt.date(2019, 3, 1))
    make_report(plan.partnership, "draft", title="Unfinished")
    said = home_of(practitioner)
    assert "Read the partnership’s published reports" in said
    assert "1 March 2019 Performance, May to August" in said
    for hidden in ("Unfinished", "Needs you", "accounts", "record of who did what"):
        assert hidden not in said


def test_a_report_reader_reads_that_nothing_has_been_published_yet(report_reader):
    assert "No report has been published yet." in home_of(report_reader)


def test_an_administrator_sees_accounts_and_the_record_and_none_of_the_work(plan, administrator):
    make_action(plan, "1.1", "Secret wording", due=YESTERDAY)
    publish(make_report(plan.partnership, title="Secret report"), on=TODAY)
    said = home_of(administrator)
    assert "Look after people and their accounts" in said
    assert "Search the record of who did what" in said
    assert "Secret" not in said


def test_no_home_has_a_link_that_its_reader_may_not_open(plan, everybody, lpr, police):
    make_action(plan, "1.1", due=YESTERDAY, overseeing_group=lpr, lead_agency=police)
    make_action(plan, "1.2", due=days_from_now(40), ratings=[(START, 3), (TODAY, 1)])
    publish(make_report(plan.partnership), on=TODAY)
    for name, person in everybody.items():
        browser = signed_in(person)
        html = browser.get(f"/{person.partnership.slug}/").content.decode()
        for part in html.split('href="')[1:]:
            address = part.partition('"')[0].partition("#")[0].replace("&amp;", "&")
            if address.startswith(f"/{person.partnership.slug}/"):
                assert browser.get(address).status_code == 200, f"{name}: {address}"


def test_the_home_of_a_role_that_ends_today_is_still_theirs_and_tomorrows_is_not(partnership, settings):
    person = make_person(partnership, "Helper")
    RoleAssignment.objects.create(person=person, role=Role.BUSINESS_TEAM, starts_on=START, ends_on=TODAY)
    assert "Who owes what" in home_of(person)
    settings.CALENDAR_STANDS_AT = days_from_now(1)
    said = home_of(person)
    assert "You hold no role here at present." in said
    assert "Look after your own account" in said
    assert "Who owes what" not in said
    assert "reports" not in said

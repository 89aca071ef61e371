"""Reports, chairs, terms of reference, groups and messages, for those who run or sign for the partnership."""

import datetime as dt

import pytest
from tests.cast import TODAY, make_person, seat

from goldenthread.home.tests.cases import (
    days_from_now,
    home_of,
    make_plan,
    make_report,
    moment,
    part_of,
    publish,
)
from goldenthread.partnership.models import Group, GroupMembership, OutgoingMessage
from goldenthread.publishing.missing import missing_from
from goldenthread.publishing.models import Report, SignOff


def needs_of(person):
    return part_of(home_of(person), "Needs you", "What changed")


def sign(report, person, *, number=1, version=None):
    return SignOff.objects.create(
        report=report,
        person=person,
        agency=person.agency,
        by_label=person.post,
        role="Council",
        signed_on=TODAY - dt.timedelta(days=3),
        edition_number=number,
        report_version=version or report.version,
        checksum="0" * 64,
    )


@pytest.fixture
def report(partnership):
    make_plan(partnership)
    return make_report(partnership, meeting_on=dt.date(2019, 10, 8))


def test_a_draft_that_lacks_nothing_waits_for_the_safeguarding_partner(report, safeguarding_partner):
    said = needs_of(safeguarding_partner)
    assert "Soon In 21 working days Performance report waits for your sign-off; its period ended on" in said
    assert "Overview and Scrutiny Committee meets on 8 October 2019." in said


def test_a_draft_whose_committee_has_met_is_late(report, safeguarding_partner):
    Report.objects.update(meeting_on=dt.date(2019, 9, 2))
    assert "5 working days late Performance report waits for your sign-off" in needs_of(safeguarding_partner)


@pytest.mark.parametrize(
    ("section", "waits"),
    [
        ({"key": "recommendations"}, False),
        ({"key": "recommendations", "text": "Note it."}, True),
        ({"key": "introduction"}, True),
        ({"key": "legal", "text": "None."}, False),
        ({"key": "legal", "text": "None.", "verified_by": "Solicitor"}, True),
    ],
)
def test_a_draft_with_a_gap_in_its_form_does_not_wait_for_anybody(
    report, safeguarding_partner, section, waits
):
    report.sections.create(heading="Heading", order=1, **section)
    missing = [each for each in missing_from(report, report.sections.all()) if each.blocks]
    assert bool(missing) is not waits, "the home and the report's own page would disagree"
    assert ("waits for your sign-off" in home_of(safeguarding_partner)) is waits


def test_a_draft_without_an_author_does_not_wait_for_anybody(report, safeguarding_partner):
    Report.objects.update(author="")
    assert "waits for your sign-off" not in home_of(safeguarding_partner)


def test_a_report_that_their_agency_has_signed_does_not_wait_for_them(report, safeguarding_partner):
    sign(report, safeguarding_partner)
    assert "waits for your sign-off" not in home_of(safeguarding_partner)


def test_a_signature_under_an_earlier_text_or_version_does_not_count(report, safeguarding_partner):
    sign(report, safeguarding_partner, version=report.version + 1)
    sign(report, safeguarding_partner, number=2)
    assert "waits for your sign-off" in home_of(safeguarding_partner)


def test_nobody_but_safeguarding_partners_is_asked_to_sign(report, everybody):
    asked = {name for name, person in everybody.items() if "waits for your sign-off" in home_of(person)}
    assert asked == {"safeguarding_partner"}


@pytest.mark.parametrize("role", ["business_manager", "business_team"])
def test_a_signed_report_waits_to_be_published(report, safeguarding_partner, role, request):
    sign(report, safeguarding_partner)
    Report.objects.update(status=Report.Status.SIGNED_OFF)
    said = needs_of(request.getfixturevalue(role))
    assert "Waiting for 1 working day Performance report was signed off on 6 September 2019" in said


@pytest.mark.parametrize(("ended", "shown"), [(TODAY, False), (TODAY - dt.timedelta(days=1), True)])
def test_a_draft_is_to_be_finished_once_its_period_has_ended(report, business_manager, ended, shown):
    Report.objects.update(period_to=ended)
    assert ("Performance report is still a draft" in needs_of(business_manager)) is shown


def test_a_withdrawn_report_needs_nobody(report, business_manager, safeguarding_partner):
    Report.objects.update(status="withdrawn", withdrawn_on=TODAY, withdrawn_reason="Wrong figures")
    assert "Performance report" not in home_of(business_manager)
    assert "Performance report" not in home_of(safeguarding_partner)


@pytest.mark.parametrize(("days", "shown"), [(0, True), (60, True), (61, False)])
def test_a_chairs_year_is_told_60_days_before_it_ends(lpr, chair, business_manager, days, shown):
    GroupMembership.objects.update(ends_on=days_from_now(days))
    said = "Learning & Practice Review Group: the chair’s year ends on"
    assert (said in needs_of(business_manager)) is shown


def test_a_chairs_year_with_a_successor_appointed_needs_nobody(partnership, lpr, chair, business_manager):
    GroupMembership.objects.update(ends_on=days_from_now(10))
    seat(lpr, make_person(partnership, "Next chair"), "chair", starts_on=days_from_now(11))
    assert "the chair’s year" not in needs_of(business_manager)
    assert "Chair’s year ends: Learning & Practice Review Group" in home_of(business_manager)


def test_a_group_whose_last_chairs_year_is_over_has_had_no_chair_since(lpr, chair, business_manager):
    GroupMembership.objects.update(ends_on=dt.date(2019, 9, 2))
    said = needs_of(business_manager)
    assert "5 working days late Learning & Practice Review Group has had no chair since" in said


def test_an_earlier_chair_of_a_group_that_has_one_is_not_mentioned(partnership, lpr, chair, business_manager):
    former = make_person(partnership, "Former chair")
    seat(lpr, former, "chair", starts_on=dt.date(2018, 5, 7), ends_on=dt.date(2019, 5, 6))
    assert "no chair" not in home_of(business_manager)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-5, "The terms of reference of Learning & Practice Review Group were to be reviewed by"),
        (60, "The terms of reference of Learning & Practice Review Group are to be reviewed by"),
        (61, ""),
    ],
)
def test_terms_of_reference_are_told_when_their_review_is_due(lpr, business_manager, days, said):
    Group.objects.filter(pk=lpr.pk).update(terms_review_on=days_from_now(days))
    found = needs_of(business_manager)
    assert said in found if said else "terms of reference of" not in found


@pytest.mark.parametrize(("days", "shown"), [(0, True), (60, True), (61, False), (-1, False)])
def test_a_task_and_finish_group_is_told_60_days_before_it_ends(partnership, business_manager, days, shown):
    Group.objects.create(
        partnership=partnership,
        key="t",
        name="Walk Online",
        kind="task_and_finish",
        ends_on=days_from_now(days),
    )
    assert ("Walk Online ends on" in needs_of(business_manager)) is shown


def test_messages_that_could_not_be_sent_are_one_thing_to_do(partnership, member, business_manager, outsider):
    for day in (2, 6):
        OutgoingMessage.objects.create(
            partnership=partnership,
            person=member,
            kind="k",
            subject="s",
            text="t",
            status="failed",
            sent_by="somebody",
            created_at=moment(dt.date(2019, 9, day)),
        )
    assert "Waiting for 5 working days 2 messages could not be sent." in needs_of(business_manager)
    assert "could not be sent" not in home_of(member)
    assert "could not be sent" not in home_of(outsider)


def test_only_those_who_run_the_partnership_are_asked_about_chairs_and_terms(everybody, lpr):
    Group.objects.update(terms_review_on=TODAY)
    asked = {name for name, person in everybody.items() if "are to be reviewed by" in home_of(person)}
    assert asked == {"business_manager", "business_team"}


def test_a_published_report_needs_nobody(report, business_manager, safeguarding_partner):
    publish(report, on=TODAY)
    assert "Nothing needs you today." in home_of(business_manager)
    assert "Nothing needs you today." in home_of(safeguarding_partner)

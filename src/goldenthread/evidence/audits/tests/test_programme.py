"""The programme: planned, changed, begun, cancelled; and who is told."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import make_person, signed_in, viewing

from goldenthread.evidence.audits.actions.programme import begin_audit, cancel_audit, change_audit, take_out
from goldenthread.evidence.audits.actions.space import end_seat, give_seat
from goldenthread.evidence.audits.models import Seat
from goldenthread.evidence.audits.selectors.programme import programme_of
from goldenthread.evidence.audits.tests.cases import day, drawn, ended, planned, returned
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import OutgoingMessage

VALUES = (
    "title",
    "theme",
    "question",
    "group",
    "starts_on",
    "returns_due_on",
    "moderated_on",
    "repeats",
    "repeat_on",
)


def values_of(audit, **more):
    return {name: getattr(audit, name) for name in VALUES} | more


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"title": "…"}, "letters or digits"),
        ({"title": "New"}, "says what is audited"),
        ({"returns_due_on": day("2019-09-01")}, "before the first day"),
        ({"moderated_on": day("2019-09-19")}, "before agencies have audited"),
        ({"repeat_on": day("2019-10-04")}, "before the moderation"),
        ({"question": "Why did Mrs Smith wait?"}, "Take out “Mrs Smith”"),
    ],
)
def test_what_does_not_hold_together_is_refused(manager, more, says):
    with pytest.raises(RuleError, match=says):
        planned(manager, **more)


def test_a_name_is_used_once_and_days_may_fall_together(manager):
    same = day("2019-09-02")
    planned(manager, returns_due_on=same, moderated_on=same)
    with pytest.raises(RuleError, match="Put its year"):
        planned(manager)


def test_whoever_plans_an_audit_coordinates_it(manager):
    assert [str(seat) for seat in planned(manager).seats.all()] == ["Business Manager, coordinator"]


@pytest.mark.parametrize("who", ["scrutineer", "member", "safeguarding_partner", "agency_lead"])
def test_the_business_team_alone_plans(who, request, manager):
    other = viewing(request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        planned(other)
    with pytest.raises(PermissionDenied):
        cancel_audit(by=other, audit=planned(manager), reason="x")


def test_agencies_are_told_once_and_more_can_follow(manager, council, police, council_lead, agency_lead):
    audit = planned(manager)
    begin_audit(by=manager, audit=audit, agencies=[council])
    begin_audit(by=manager, audit=audit, agencies=[council, police])
    told = OutgoingMessage.objects.filter(kind="audits.asked")
    assert sorted(told.values_list("person__post", flat=True)) == ["Council lead", "Police Safeguarding Lead"]
    with pytest.raises(RuleError, match="at least one agency"):
        begin_audit(by=manager, audit=audit, agencies=[council])


def test_a_change_meets_another_and_a_repeat_needs_an_end(manager, audit):
    with pytest.raises(StaleVersionError):
        change_audit(by=manager, audit=audit, version=audit.version - 1, **values_of(audit))
    for first in (audit, planned(manager, title="Other")):
        with pytest.raises(RuleError, match="that has ended can be repeated"):
            change_audit(by=manager, audit=audit, version=audit.version, **values_of(audit, repeats=first))
    changed = change_audit(by=manager, audit=audit, version=audit.version, **values_of(audit, title="Again"))
    assert (changed.title, changed.key) == ("Again", "neglect-2019")


def test_of_one_that_has_ended_only_the_repeat_changes(manager, audit, cases, council):
    row = ended(manager, audit, council)
    with pytest.raises(RuleError, match="Only the day of its repeat"):
        change_audit(by=manager, audit=row, version=row.version, **values_of(row, title="Another"))
    later = values_of(row, repeat_on=day("2021-01-01"))
    assert change_audit(by=manager, audit=row, version=row.version, **later).repeat_on == day("2021-01-01")
    with pytest.raises(RuleError, match="closed"):
        cancel_audit(by=manager, audit=row, reason="x")


def test_a_cancelled_one_says_why_and_is_added_to_no_more(manager, audit, council):
    row = cancel_audit(by=manager, audit=audit, reason="The group asks for another theme")
    assert row.cancelled_because == "The group asks for another theme"
    with pytest.raises(RuleError, match="closed"):
        begin_audit(by=manager, audit=row, agencies=[council])
    with pytest.raises(RuleError, match="cancelled"):
        change_audit(by=manager, audit=row, version=row.version, **values_of(row))


def test_an_auditor_is_of_an_agency_that_takes_part(manager, audit, scrutineer, member, council_lead):
    with pytest.raises(RuleError, match="belongs to no agency"):
        give_seat(by=manager, audit=audit, person=scrutineer, part="auditor")
    other = audit.partnership.agencies.create(key="fire", name="Fire", sector="fire")
    elsewhere = make_person(audit.partnership, "Fire lead", agency=other)
    with pytest.raises(RuleError, match="takes no part"):
        give_seat(by=manager, audit=audit, person=elsewhere, part="auditor")
    give_seat(by=manager, audit=audit, person=scrutineer, part="reader")
    give_seat(by=manager, audit=audit, person=member, part="auditor")
    with pytest.raises(RuleError, match="has a place already"):
        give_seat(by=manager, audit=audit, person=member, part="reader")


def test_nobody_from_next_door_and_nobody_without_an_account_gets_a_place(manager, audit, outsider):
    with pytest.raises(RuleError, match="cannot sign in"):
        give_seat(by=manager, audit=audit, person=outsider, part="reader")


def test_the_last_coordinator_stays_and_a_place_ends_once(manager, audit, member):
    own = Seat.objects.get(audit=audit)
    with pytest.raises(RuleError, match="needs a coordinator"):
        end_seat(by=manager, seat=own, reason="x")
    seat = give_seat(by=manager, audit=audit, person=member, part="coordinator")
    end_seat(by=manager, seat=seat, reason="On leave")
    with pytest.raises(RuleError, match="ended already"):
        end_seat(by=manager, seat=seat, reason="x")
    give_seat(by=manager, audit=audit, person=member, part="reader")


def test_only_whoever_leads_gives_places(manager, audit, member, scrutineer):
    give_seat(by=manager, audit=audit, person=member, part="auditor")
    with pytest.raises(PermissionDenied):
        give_seat(by=viewing(member), audit=audit, person=scrutineer, part="reader")


def test_an_agency_that_was_asked_by_mistake_is_taken_out_until_it_has_begun(
    manager, audit, case, council, police
):
    part = audit.participations.select_related("audit", "agency").get(agency=police)
    take_out(by=manager, part=part, reason="Asked by mistake")
    assert not audit.participations.filter(agency=police).exists()
    returned(manager, case, council)
    part = audit.participations.select_related("audit", "agency").get(agency=council)
    with pytest.raises(RuleError, match="has begun its part"):
        take_out(by=manager, part=part, reason="x")


def test_who_could_not_be_told_is_named(manager, council, council_lead, partnership):
    audit = planned(manager)
    deaf = partnership.agencies.create(key="primary", name="Primary schools", kind="school")
    at = f"{audit.get_absolute_url()}agencies/"
    page = signed_in(manager.person).post(at, {"agencies": [council.pk, deaf.pk]}, follow=True)
    assert "Nobody could be told at Primary schools" in page.content.decode()


def test_a_number_that_no_agency_has_is_refused_as_any_stranger(manager):
    audit = planned(manager)
    page = signed_in(manager.person).post(f"{audit.get_absolute_url()}agencies/", {"agencies": ["9" * 30]})
    assert page.status_code == 200


def test_what_is_under_way_comes_first(manager, council, audit):
    later = planned(manager, title="Later", starts_on=day("2019-09-05"))
    sooner = planned(manager, title="Sooner", starts_on=day("2019-09-04"))
    assert [row.audit for row in programme_of(manager)] == [audit, sooner, later]


def test_the_programme_counts_agencies_that_are_done(manager, audit, council):
    for case in drawn(manager, audit, wanted=1):
        returned(manager, case, council)
    row = programme_of(manager)[0]
    assert (row.agencies, row.returned, row.repeated) == (2, 1, False)
    assert not row.audit.is_late(day("2019-10-04"))
    assert row.audit.is_late(day("2019-10-05"))

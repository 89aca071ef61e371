"""The space of the cases: who enters, what is kept of it, how loud a broken glass is, and what stays outside."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.cast import CAST, signed_in, viewing
from tests.test_every_address import INSIDE

from goldenthread.evidence.audits.actions.auditing import add_told, open_again
from goldenthread.evidence.audits.actions.concerns import answer_concern, raise_concern
from goldenthread.evidence.audits.actions.space import (
    break_glass,
    end_seat,
    end_seats_of,
    give_seat,
    may_read,
    take_on,
)
from goldenthread.evidence.audits.models import Opening
from goldenthread.evidence.audits.tests.cases import auditor, day, moderated, returned
from goldenthread.partnership.actions.people import change_person, record_leaving
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage

SECRET = "nobody had asked the child"


def confined_pages(audit):
    slug = audit.partnership.slug
    values = {"partnership": slug, "audit": audit.key, "number": 1, "agency": "council"}
    return [
        reverse(route.name, kwargs={name: values[name] for name in route.arguments})
        for route in INSIDE
        if route.name.startswith("audits:")
        and "audit" in route.arguments
        and set(route.arguments) <= set(values)
        and "GET" in route.methods
    ]


def test_only_those_with_a_place_read_anything_of_a_case(manager, case, council, everybody):
    add_told(by=manager, case=case, speaker="practitioner", words=SECRET)
    returned(manager, case, council)
    pages = confined_pages(case.audit)
    assert len(pages) > 12
    for who in CAST:
        if who == "business_manager":
            continue
        browser = signed_in(everybody[who])
        for page in pages:
            told = browser.get(page).content.decode()
            assert SECRET not in told, (who, page)
            assert "Seen in the record" not in told, (who, page)
            assert str(case) not in told, (who, page)


def test_every_opening_is_kept_and_nothing_of_it_is_stored(manager, business_manager, case):
    browser = signed_in(business_manager)
    assert browser.get(case.get_absolute_url())["Cache-Control"] == "no-store"
    browser.get(case.audit.get_cases_url())
    assert list(Opening.objects.values_list("page", flat=True)) == ["the cases", "a case"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Opening.objects.all()._raw_delete("default")


def test_a_place_opens_the_cases_and_its_end_closes_them(manager, audit, member):
    seat = auditor(manager, audit, member)
    assert signed_in(member).get(audit.get_cases_url()).status_code == 200
    end_seat(by=manager, seat=seat, reason="Another auditor")
    assert signed_in(member).get(audit.get_cases_url()).status_code == 403


def test_a_broken_glass_is_loud_and_lets_nobody_write(manager, case, safeguarding_partner, police):
    partner = viewing(safeguarding_partner)
    with pytest.raises(RuleError, match="in a sentence"):
        break_glass(by=partner, audit=case.audit, reason="now")
    assert not may_read(partner, case.audit)
    break_glass(by=partner, audit=case.audit, reason="A child may be at risk today")
    assert may_read(partner, case.audit)
    browser = signed_in(safeguarding_partner)
    assert browser.get(case.get_absolute_url()).status_code == 200
    assert browser.get(f"{case.get_absolute_url()}said/").status_code == 403
    with pytest.raises(PermissionDenied):
        add_told(by=partner, case=case, speaker="parent", words="x")
    told = OutgoingMessage.objects.filter(kind="audits.space", subject__contains="opened without a place")
    assert set(told.values_list("person__post", flat=True)) == {"Business Manager", "Chief Executive"}


@pytest.mark.parametrize("who", ["scrutineer", "member", "business_team", "administrator"])
def test_others_cannot_break_it(case, who, request):
    with pytest.raises(PermissionDenied):
        break_glass(
            by=viewing(request.getfixturevalue(who)), audit=case.audit, reason="I want to know it now"
        )


def test_the_record_names_no_reference(manager, audit, cases, council, member):
    give_seat(by=manager, audit=audit, person=member, part="reader")
    returned(manager, cases[0], council)
    said = " ".join(
        AuditEvent.objects.filter(verb__startswith="case_audit").values_list("summary", flat=True)
    )
    assert "case 1" in said
    assert not [case.reference for case in cases if f"({case.reference})" in said]
    assert "Seen in the record" not in said


def test_the_record_says_of_no_agency_and_nobody_what_they_did_among_the_cases(
    manager, case, council, police, council_lead, member
):
    audit = case.audit
    seat = auditor(manager, audit, member)
    sent = returned(viewing(member), case, council)
    open_again(by=manager, row=sent, reason="A wrong grade")
    returned(manager, case, police)
    moderated(manager, case)
    concern, _ = raise_concern(by=manager, case=case, agency=council, text="Not seen")
    answer_concern(by=viewing(council_lead), concern=concern, text="Seen today", safe=True)
    end_seat(by=manager, seat=seat, reason="Another auditor")
    end_seats_of(manager.person, "Left")
    take_on(by=manager, audit=audit)
    events = AuditEvent.objects.filter(verb__startswith="case_audit.")
    assert {event.verb for event in events} >= {
        "case_audit.returned", "case_audit.opened_again", "case_audit.moderated", "case_audit.concern",
        "case_audit.concern_answered", "case_audit.seat_given", "case_audit.seat_ended", "case_audit.taken_on",
    }  # fmt: skip
    people = (manager.person, member, council_lead)
    names = {council.name, police.name, *(person.post for person in people), *map(str, people), "safe"}
    for event in events:
        said = f"{event.summary} {event.changes}"
        assert not [name for name in names if name in said], said


def test_a_place_ends_when_somebody_leaves_or_works_for_another_agency(manager, audit, member, police):
    auditor(manager, audit, member)
    change_person(by=manager, person=member, version=member.version, agency=police)
    assert signed_in(member).get(audit.get_cases_url()).status_code == 403
    member.refresh_from_db()
    auditor(manager, audit, member)
    record_leaving(by=manager, person=member, version=member.version, left_on=day("2019-09-30"))
    assert not audit.seats.filter(person=member, ends_on=None).exists()


def test_an_audit_whose_coordinator_left_is_taken_on_for_all_to_see(manager, audit, business_team, member):
    auditor(manager, audit, member)
    team = viewing(business_team)
    with pytest.raises(RuleError, match="has a coordinator"):
        take_on(by=team, audit=audit)
    end_seats_of(manager.person, "Left")
    assert "take it on" in signed_in(business_team).get(audit.get_cases_url()).content.decode()
    with pytest.raises(PermissionDenied):
        take_on(by=viewing(member), audit=audit)
    signed_in(business_team).post(f"{audit.get_absolute_url()}take-on/")
    assert signed_in(business_team).get(audit.get_cases_url()).status_code == 200
    assert OutgoingMessage.objects.filter(person=member, subject__contains="another coordinator").exists()


def test_who_has_read_across_agencies_audits_no_record(manager, audit, member):
    seat = give_seat(by=manager, audit=audit, person=member, part="reader")
    end_seat(by=manager, seat=seat, reason="To audit instead")
    with pytest.raises(RuleError, match="has read what agencies sent"):
        auditor(manager, audit, member)


def test_what_was_said_waits_for_ones_own_part(manager, case, council, member):
    add_told(by=manager, case=case, speaker="practitioner", words=SECRET)
    reader = auditor(manager, case.audit, member) and signed_in(member)
    assert SECRET not in reader.get(case.get_absolute_url()).content.decode()
    returned(viewing(member), case, council)
    assert SECRET in reader.get(case.get_absolute_url()).content.decode()

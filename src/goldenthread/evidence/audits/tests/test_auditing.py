"""An agency's part of a case: saved as far as it is written, sent when complete, read by others after their own."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import signed_in, viewing

from goldenthread.evidence.audits.actions.auditing import Given, Whole, add_told, open_again, save_return
from goldenthread.evidence.audits.actions.moderating import agreed_of, left_to_end
from goldenthread.evidence.audits.actions.space import give_seat, seat_of
from goldenthread.evidence.audits.models import Return, SentGrade, Told
from goldenthread.evidence.audits.selectors.space import case_page, space_of
from goldenthread.evidence.audits.tests.cases import auditor, drawn, graded, moderated, returned
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent


@pytest.fixture
def reader(manager, audit, member):
    """Who audits the council's record."""
    auditor(manager, audit, member)
    return viewing(member)


def save(by, case, agency, version=0, given=None, send=False, **whole):
    return save_return(
        by=by, case=case, agency=agency, version=version, given=given or {}, whole=Whole(**whole), send=send
    )


def test_it_is_saved_as_far_as_it_is_written_and_sent_when_complete(reader, case, council):
    row = save(reader, case, council, given={"voice": Given("good", "Seen alone")})
    assert (row.status, row.version) == ("draft", 1)
    with pytest.raises(RuleError) as refused:
        save(reader, case, council, 1, {"voice": Given("good", "Seen alone")}, send=True, independent=True)
    wanting = refused.value.message_dict
    assert set(wanting) == {
        "shows_risk",
        "shows_plan",
        "shows_together",
        "shows_oversight",
        "shows_difference",
    }
    assert wanting["shows_risk"] == ["Recognising risk: choose a grade, or say why there is none."]
    sent = save(reader, case, council, 1, graded(case.audit.tool), send=True, independent=True)
    assert sent.is_sent
    with pytest.raises(RuleError, match="It is sent"):
        save(reader, case, council, 2)


def test_whoever_worked_on_the_case_does_not_audit_it(reader, case, council):
    with pytest.raises(RuleError, match="ask a colleague to audit it"):
        save(reader, case, council, given=graded(case.audit.tool), send=True)
    assert not Return.objects.exists()


def test_a_child_that_an_agency_does_not_know_needs_no_grade(reader, case, council):
    with pytest.raises(RuleError, match="also ticked that you do not know the child"):
        save(reader, case, council, given=graded(case.audit.tool), send=True, unknown=True)
    assert save(reader, case, council, send=True, unknown=True).is_sent


def test_no_grade_at_all_and_an_unknown_one_are_refused(reader, case, council):
    silent = {key: Given("", "Nothing on record") for key in graded(case.audit.tool)}
    with pytest.raises(RuleError, match="at least one grade"):
        save(reader, case, council, given=silent, send=True, independent=True)
    with pytest.raises(RuleError, match="one of the grades"):
        save(reader, case, council, given={"voice": Given("splendid", "x")})


def test_two_colleagues_do_not_overwrite_each_other(reader, case, council):
    save(reader, case, council)
    with pytest.raises(StaleVersionError):
        save(reader, case, council, version=0)


def test_an_auditor_audits_their_own_agency_alone(reader, case, police, council, manager, audit, scrutineer):
    with pytest.raises(PermissionDenied):
        save(reader, case, police)
    with pytest.raises(PermissionDenied):
        save(viewing(scrutineer), case, council)
    save(manager, case, police)


def test_an_agency_that_takes_no_part_and_a_case_aside_are_refused(manager, audit, case, partnership):
    other = partnership.agencies.create(key="x", name="X", sector="health")
    with pytest.raises(RuleError, match="takes no part"):
        save(manager, case, other)
    reserve = drawn(manager, audit, wanted=1, reserve=1, listed="A1\nA2", size=None)[-1]
    with pytest.raises(RuleError, match="in reserve or set aside"):
        save(manager, reserve, audit.participations.first().agency)


def test_nobody_reads_what_others_sent_before_they_sent_their_own(reader, case, manager, council, police):
    returned(manager, case, police, "inadequate")
    seat = seat_of(reader, case.audit)
    page = case_page(case, seat)
    assert (page.shown, [str(each) for each in page.hidden]) == ([], ["Essex Police"])
    assert not any(side.said or side.agreed for side in page.sides)
    returned(reader, case, council)
    page = case_page(case, seat)
    assert {row.agency.key for row in page.shown} == {"council", "police"}
    assert case_page(case, seat_of(manager, case.audit)).hidden == []


def test_a_draft_is_read_by_its_own_agency_alone(reader, case, manager, council):
    save(reader, case, council, given={"voice": Given("good", "Half a thought")})
    assert case_page(case, seat_of(manager, case.audit)).shown == []
    assert len(case_page(case, seat_of(reader, case.audit)).shown) == 1


def test_what_is_left_to_audit_shrinks_as_it_is_sent(reader, cases, council):
    seat = seat_of(reader, cases[0].audit)
    assert len(space_of(cases[0].audit, seat).mine()) == 5
    returned(reader, cases[0], council)
    assert len(space_of(cases[0].audit, seat).mine()) == 4


def test_the_coordinator_opens_a_part_again(reader, manager, case, council):
    row = returned(reader, case, council)
    with pytest.raises(PermissionDenied):
        open_again(by=reader, row=row, reason="Typing")
    again = open_again(by=manager, row=row, reason="A grade was mistyped")
    assert (again.status, again.sent_on) == ("draft", None)
    with pytest.raises(RuleError, match="not sent"):
        open_again(by=manager, row=again, reason="x")
    assert SentGrade.objects.filter(of=row, grade="good").count() == 6
    assert not AuditEvent.objects.filter(summary__contains="mistyped").exists()


def test_what_was_agreed_before_a_part_was_opened_again_counts_no_more(reader, manager, case, council):
    row = returned(reader, case, council)
    moderated(manager, case)
    assert len(agreed_of(case)) == 7
    open_again(by=manager, row=row, reason="x")
    fresh = type(case).objects.get(pk=case.pk)
    assert agreed_of(fresh) == {}
    assert "Not moderated yet: cases 1, 2, 3, 4, 5." in left_to_end(case.audit)


def test_nobody_grades_their_own_agency_after_reading_the_others(
    manager, audit, case, chair, council, police
):
    give_seat(by=manager, audit=audit, person=chair, part="chair")
    returned(manager, case, council)
    with pytest.raises(RuleError, match="agency’s own auditor"):
        save(viewing(chair), case, police)
    other = audit.cases.select_related("audit__partnership").get(number=2)
    save(viewing(chair), other, police)


def test_whoever_leads_does_not_write_over_an_auditor(reader, manager, case, council):
    save(reader, case, council, given={"voice": Given("good", "Half a thought")})
    with pytest.raises(RuleError, match="agency’s own auditor"):
        save(manager, case, council, version=1)
    page = signed_in(manager.person).get(f"{case.get_absolute_url()}at/council/", follow=True)
    assert "Half a thought" not in page.content.decode()


@pytest.mark.parametrize(
    "words", ["Mrs Smith said", "born 3/4/2011", "lives at 12 High Street", "NHS 943 476 5919"]
)
def test_no_part_holds_who_somebody_is_and_days_of_visits_may_stand(reader, case, council, words):
    for given, whole in (
        ({"voice": Given("good", words)}, {}),
        ({}, {"good": words}),
        ({}, {"concerns": words}),
    ):
        with pytest.raises(RuleError, match="Take"):
            save(reader, case, council, given=given, **whole)
    save(reader, case, council, given={"voice": Given("good", "Seen alone on 3 May 2019")})


def test_what_somebody_said_is_kept_without_who_they_are(reader, case):
    add_told(by=reader, case=case, speaker="parent", words="I knew who would come.")
    with pytest.raises(RuleError, match="telephone number"):
        add_told(by=reader, case=case, speaker="parent", words="Ring me on 01234 567890")
    with pytest.raises(RuleError, match="Take out “Mr Jones”"):
        add_told(by=reader, case=case, speaker="parent", words="Mr Jones helped")
    with pytest.raises(RuleError, match="who spoke"):
        add_told(by=reader, case=case, speaker="neighbour", words="x")
    with pytest.raises(RuleError, match="what they said"):
        add_told(by=reader, case=case, speaker="parent", words=" ")
    assert Told.objects.get().words == "I knew who would come."

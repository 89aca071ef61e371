"""An agency's part of a case: saved as far as it is written, sent when complete, read by others after their own."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import viewing

from goldenthread.evidence.audits.actions.auditing import Given, Whole, add_told, open_again, save_return
from goldenthread.evidence.audits.actions.space import seat_of
from goldenthread.evidence.audits.models import Return, Told
from goldenthread.evidence.audits.selectors.space import case_page, space_of
from goldenthread.evidence.audits.tests.cases import auditor, drawn, graded, returned
from goldenthread.partnership.errors import RuleError, StaleVersionError


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
    assert set(refused.value.message_dict) == {
        "shows_risk", "shows_plan", "shows_together", "shows_oversight", "shows_difference"
    }  # fmt: skip
    sent = save(reader, case, council, 1, graded(case.audit.tool), send=True, independent=True)
    assert sent.is_sent
    with pytest.raises(RuleError, match="It is sent"):
        save(reader, case, council, 2)


def test_whoever_worked_on_the_case_does_not_audit_it(reader, case, council):
    with pytest.raises(RuleError, match="hands it to a colleague"):
        save(reader, case, council, given=graded(case.audit.tool), send=True)
    assert not Return.objects.exists()


def test_a_child_that_an_agency_does_not_know_needs_no_grade(reader, case, council):
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
    reserve = drawn(manager, audit, wanted=1, reserve=1, listed="A1\nB2", size=None)[-1]
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


def test_what_somebody_said_is_kept_without_who_they_are(reader, case):
    add_told(by=reader, case=case, speaker="parent", words="I knew who would come.")
    with pytest.raises(RuleError, match="telephone number"):
        add_told(by=reader, case=case, speaker="parent", words="Ring me on 01234 567890")
    with pytest.raises(RuleError, match="who spoke"):
        add_told(by=reader, case=case, speaker="neighbour", words="x")
    with pytest.raises(RuleError, match="what they said"):
        add_told(by=reader, case=case, speaker="parent", words=" ")
    assert Told.objects.get().words == "I knew who would come."

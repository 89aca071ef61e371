"""Decisions, and objections that stop them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.duties.tests.cases import day, the_duty
from goldenthread.oversight.meetings.actions.decisions import object_to, record_decision
from goldenthread.oversight.meetings.actions.meetings import cancel_meeting
from goldenthread.oversight.meetings.models import (
    Decision,
)
from goldenthread.oversight.meetings.selectors.decisions import decision_state
from goldenthread.oversight.meetings.tests.cases import called
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage


def decided(manager, minuted, **more):
    fields = {"text": "One referral form", "implement_on": day("2019-10-01")} | more
    return record_decision(by=manager, item=minuted.meeting.items.get(), **fields)


def test_a_decision_holds_from_its_day(manager, minuted):
    decision = decided(manager, minuted)
    assert decision_state(decision, TODAY) == "ahead"
    assert decision_state(decision, day("2019-10-01")) == "effect"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "Write what was decided"),
        ({"implement_on": None}, "from which day it holds"),
        ({"implement_on": day("2019-09-08")}, "cannot hold before the meeting"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(manager, minuted, fields, said):
    with pytest.raises(RuleError, match=said):
        decided(manager, minuted, **fields)


def test_what_was_deferred_takes_no_effect(manager, minuted):
    assert decided(manager, minuted, outcome="deferred").implement_on is None


def test_an_objection_before_the_day_stops_a_decision_until_it_is_taken_again(
    manager, minuted, police, partnership, lpr
):
    decision = decided(manager, minuted)
    object_to(by=manager, decision=decision, agency=police, on=TODAY, reasons="No staff")
    assert decision_state(Decision.objects.get(), day("2019-10-05")) == "stopped"
    duty = the_duty(partnership, "decision.reconsider")
    assert (duty.due_on, duty.met_on) == (day("2019-09-30"), None)
    with pytest.raises(RuleError, match="objected already"):
        object_to(by=manager, decision=decision, agency=police, on=TODAY, reasons="Again")
    again = decided(manager, minuted, text="Two referral forms", replaces=decision)
    assert decision_state(Decision.objects.get(pk=decision.pk), TODAY) == "replaced"
    assert the_duty(partnership, "decision.reconsider").met_on == again.decided_on
    with pytest.raises(RuleError, match="taken again already"):
        decided(manager, minuted, replaces=decision)


@pytest.mark.parametrize(
    ("on", "reasons", "said"),
    [
        ("2019-10-01", "No staff", "must come before"),
        ("2019-09-08", "No staff", "Choose a day from then on"),
        ("2019-09-10", " ", "needs its reasons"),
    ],
)
def test_an_objection_that_comes_late_or_without_reasons_is_refused(
    manager, minuted, police, on, reasons, said
):
    with pytest.raises(RuleError, match=said):
        object_to(by=manager, decision=decided(manager, minuted), agency=police, on=day(on), reasons=reasons)


def test_decisions_are_never_changed_by_any_route(manager, minuted):
    decided(manager, minuted)
    for act in (lambda: Decision.objects.update(text="x"), lambda: Decision.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_whoever_answers_for_an_agency_objects_for_it_and_for_no_other(
    manager, minuted, council, police, agency_lead, safeguarding_partner, member, scrutineer
):
    decision = decided(manager, minuted)
    own, other = (council, police) if agency_lead.agency == council else (police, council)
    by = viewing(agency_lead)
    with pytest.raises(PermissionDenied):
        object_to(by=by, decision=decision, agency=other, on=TODAY, reasons="No staff")
    row = object_to(by=by, decision=decision, agency=own, on=day("2019-01-01"), reasons="No staff")
    assert row.on == TODAY
    for who in (member, scrutineer):
        with pytest.raises(PermissionDenied):
            object_to(by=viewing(who), decision=decision, agency=own, on=TODAY, reasons="No staff")


def test_an_objection_is_told_to_the_group_and_comes_on_its_next_agenda_once(manager, minuted, police, lpr):
    coming = called(manager, lpr)
    decision = decided(manager, minuted)
    object_to(by=manager, decision=decision, agency=police, on=TODAY, reasons="No staff")
    (item,) = coming.items.all()
    assert (item.kind, item.reconsiders) == ("objection", decision)
    assert OutgoingMessage.objects.filter(subject__contains="objects to a decision").count() == 2
    assert not called(manager, lpr, "2019-10-10").items.filter(kind="objection").exists()
    cancel_meeting(by=manager, meeting=coming, reason="Too few")
    matter, objection = called(manager, lpr, "2019-11-14", why="The objection").items.all()
    assert (matter.title, objection.reconsiders) == ("The objection", decision)

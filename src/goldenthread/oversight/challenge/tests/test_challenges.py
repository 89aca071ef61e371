"""Challenges: who makes, answers and ends them, and how they stand."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.oversight.challenge.actions.challenges import end_challenge, reply
from goldenthread.oversight.challenge.models import Outcome, Reply
from goldenthread.oversight.challenge.selectors.challenges import challenges_of
from goldenthread.oversight.challenge.tests.cases import challenged, day
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage


def states(viewer, on=TODAY):
    return [row.state for row in challenges_of(viewer, on)]


def test_a_challenge_is_answered_and_ended_by_whoever_made_it(asker, manager, police, agency_lead):
    row = challenged(asker, agency=police)
    assert (row.number, row.due_on, row.to) == (1, day("2019-09-23"), "Essex Police")
    assert states(asker) == ["unanswered"]
    assert states(asker, day("2019-09-24")) == ["late"]
    with pytest.raises(RuleError, match="Nobody has answered"):
        end_challenge(by=asker, challenge=row, value="changed", reasons="It is better")
    reply(by=viewing(agency_lead), challenge=row, text="We were short of staff.")
    assert states(asker) == ["answered"]
    with pytest.raises(RuleError, match="Say why"):
        end_challenge(by=asker, challenge=row, value="changed", reasons=" ")
    end_challenge(by=asker, challenge=row, value="changed", reasons="Answers come in time now")
    assert states(asker) == ["ended"]
    with pytest.raises(RuleError, match="has ended"):
        reply(by=manager, challenge=row, text="Again")


def test_those_who_answer_are_told_and_so_is_whoever_challenged(asker, police, agency_lead, scrutineer):
    row = challenged(asker, agency=police)
    assert [message.person for message in OutgoingMessage.objects.all()] == [agency_lead]
    reply(by=viewing(agency_lead), challenge=row, text="Soon")
    assert OutgoingMessage.objects.filter(person=scrutineer, subject__contains="is answered").exists()


def test_a_groups_chair_answers_for_it(asker, lpr, chair, member):
    row = challenged(asker, group=lpr)
    with pytest.raises(PermissionDenied):
        reply(by=viewing(member), challenge=row, text="x")
    assert reply(by=viewing(chair), challenge=row, text="We will")


@pytest.mark.parametrize("who", ["member", "agency_lead", "chair", "data_lead", "outsider"])
def test_some_do_not_challenge(who, request, police):
    with pytest.raises(PermissionDenied):
        challenged(viewing(request.getfixturevalue(who)), agency=police)


@pytest.mark.parametrize("who", ["scrutineer", "lay_member", "safeguarding_partner", "business_team"])
def test_some_do(who, request, police):
    assert challenged(viewing(request.getfixturevalue(who)), agency=police)


def test_another_agencys_people_answer_nothing(asker, council, police, agency_lead):
    row = challenged(asker, agency=council)
    with pytest.raises(PermissionDenied):
        reply(by=viewing(agency_lead), challenge=row, text="x")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": day("2019-09-10")}, "still to come"),
        ({"due_on": day("2019-09-01")}, "cannot be due before"),
    ],
)
def test_days_that_cannot_be_are_refused(manager, fields, said):
    with pytest.raises(RuleError, match=said):
        challenged(manager, **fields)


def test_one_is_put_to_an_agency_or_a_group(manager, police, lpr):
    with pytest.raises(RuleError, match="not both"):
        challenged(manager, agency=police, group=lpr)
    assert challenged(manager).to == "The partnership"


def test_the_business_team_records_what_others_challenged(manager, asker, scrutineer):
    row = challenged(manager, challenger=scrutineer, on=day("2019-07-01"))
    assert (row.challenger, row.on) == (scrutineer, day("2019-07-01"))
    assert challenged(asker, on=day("2019-07-01")).on == TODAY


def test_a_restricted_one_is_for_those_who_see_restricted_matter(
    asker, member, police, agency_lead, lay_member
):
    row = challenged(asker, agency=police, restricted=True, title="Zebulon")
    assert states(viewing(member)) == []
    assert not OutgoingMessage.objects.filter(person=agency_lead).exists()
    with pytest.raises(PermissionDenied):
        reply(by=viewing(agency_lead), challenge=row, text="x")
    with pytest.raises(RuleError, match="would not see it again"):
        challenged(viewing(lay_member), restricted=True)
    assert not [event for event in AuditEvent.objects.all() if "Zebulon" in event.summary]


def test_what_was_said_is_never_changed(asker, manager, police):
    row = challenged(asker, agency=police)
    reply(by=manager, challenge=row, text="Soon")
    end_challenge(by=asker, challenge=row, value="explained", reasons="Soon is enough")
    for model in (Reply, Outcome):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(by_label="x")


def test_whoever_answered_for_an_agency_once_is_told_no_more(business_manager, agency_lead, police):
    agency_lead.roles.update(ends_on=day("2019-09-08"))
    challenged(viewing(business_manager), agency=police)
    assert not OutgoingMessage.objects.filter(person=agency_lead, kind="challenge.made").exists()

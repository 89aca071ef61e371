"""The life of a recommendation, and what it cannot skip."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, make_action, make_person, make_plan, rate, viewing

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Role
from goldenthread.plans.models import Action
from goldenthread.thread.actions.recommendations import (
    answer_recommendation,
    give_action,
    take_back,
)
from goldenthread.thread.models import ActionLink, Answer, Judgement, Proof, TakenBack
from goldenthread.thread.selectors.rows import rows_of
from goldenthread.thread.standing import Standing
from goldenthread.thread.tests.cases import (
    REPORTED,
    accepted,
    asked_for,
    done,
    judged,
    linked,
    make_source,
    proved,
    standing,
)


def test_it_closes_when_its_actions_are_done_and_evidence_is_judged(manager, source, action, scrutineer):
    row = asked_for(manager, source)
    stages = [standing(manager, row)]
    answer_recommendation(by=manager, recommendation=row, accepted=True, on=TODAY)
    for step in (
        lambda: linked(manager, row, action),
        lambda: done(action),
        lambda: proved(manager, row),
        lambda: judged(scrutineer, row, "partly"),
        lambda: judged(scrutineer, row),
        lambda: judged(scrutineer, row, "not_sustained"),
    ):
        stages.append(standing(manager, row))
        step()
    assert [*stages, standing(manager, row)] == [
        Standing.UNANSWERED,
        Standing.NO_ACTION,
        Standing.UNDER_WAY,
        Standing.NO_PROOF,
        Standing.NOT_JUDGED,
        Standing.PARTLY,
        Standing.CLOSED,
        Standing.NOT_SUSTAINED,
    ]


def test_a_further_action_opens_it_again(manager, asked, action, objective, scrutineer):
    linked(manager, asked, action)
    done(action)
    proved(manager, asked)
    judged(scrutineer, asked)
    linked(manager, asked, make_action(objective, "1.5"))
    assert standing(manager, asked) is Standing.UNDER_WAY


def test_achieved_needs_every_action_done(manager, asked, action, objective, scrutineer):
    linked(manager, asked, action)
    linked(manager, asked, make_action(objective, "1.5"))
    done(action)
    proved(manager, asked)
    with pytest.raises(RuleError, match="Not all of its actions are done"):
        judged(scrutineer, asked)
    assert judged(scrutineer, asked, "partly")


@pytest.mark.parametrize("value", ["partly", "achieved"])
def test_impact_needs_evidence(manager, asked, action, scrutineer, value):
    linked(manager, asked, action)
    done(action)
    with pytest.raises(RuleError, match="No evidence of impact"):
        judged(scrutineer, asked, value)
    assert judged(scrutineer, asked, "not_yet")


def test_whoever_leads_an_action_of_it_never_judges_it(manager, asked, action, member, lpr):
    member.roles.create(role=Role.SAFEGUARDING_PARTNER, starts_on=REPORTED)
    linked(manager, asked, action)
    done(action)
    proved(viewing(member), asked)
    with pytest.raises(RuleError, match="somebody else judges"):
        judged(member, asked)
    assert not Judgement.objects.exists()


def test_whoever_is_responsible_for_an_action_does_not_judge_either(manager, asked, action, scrutineer):
    action.officer_parts.create(person=scrutineer, part="responsible")
    linked(manager, asked, action)
    with pytest.raises(RuleError, match="somebody else judges"):
        judged(scrutineer, asked, "not_yet")


@pytest.mark.parametrize("who", ["business_team", "member", "agency_lead", "chair", "outsider"])
def test_some_never_judge(asked, who, request):
    with pytest.raises(PermissionDenied):
        judged(request.getfixturevalue(who), asked, "not_yet")


def test_only_what_was_achieved_can_fail_to_last(asked, scrutineer):
    with pytest.raises(RuleError, match="Only what was achieved"):
        judged(scrutineer, asked, "not_sustained")


def test_a_judgement_says_why(asked, scrutineer):
    with pytest.raises(RuleError, match="Say why"):
        judged(scrutineer, asked, "not_yet", reasons=" ")


def test_a_rejection_says_why_and_comes_before_actions(manager, source, action, asked):
    row = asked_for(manager, source, "2")
    with pytest.raises(RuleError, match="Say why it is rejected"):
        answer_recommendation(by=manager, recommendation=row, accepted=False, on=TODAY)
    answer_recommendation(by=manager, recommendation=row, accepted=False, reason="Done before", on=TODAY)
    assert standing(manager, row) is Standing.REJECTED
    with pytest.raises(RuleError, match="Accept the recommendation first"):
        linked(manager, row, action)
    linked(manager, asked, action)
    with pytest.raises(RuleError, match="so it is accepted"):
        answer_recommendation(by=manager, recommendation=asked, accepted=False, reason="No", on=TODAY)


@pytest.mark.parametrize(
    ("on", "said"),
    [(TODAY + dt.timedelta(days=1), "still to come"), (REPORTED - dt.timedelta(days=1), "before the report")],
)
def test_nothing_is_answered_shown_or_judged_on_a_day_that_cannot_be(manager, asked, scrutineer, on, said):
    for act in (
        lambda: answer_recommendation(by=manager, recommendation=asked, accepted=True, on=on),
        lambda: proved(manager, asked, dated=on),
        lambda: judged(scrutineer, asked, "not_yet", on=on),
    ):
        with pytest.raises(RuleError, match=said):
            act()


def test_an_action_is_linked_once_and_not_when_it_was_withdrawn(manager, asked, action, objective):
    linked(manager, asked, action)
    with pytest.raises(RuleError, match="answers it already"):
        linked(manager, asked, action)
    withdrawn = make_action(objective, "1.6", withdrawn_on=TODAY, withdrawn_reason="Not ours")
    with pytest.raises(RuleError, match="was withdrawn"):
        linked(manager, asked, withdrawn)


def test_an_action_of_a_restricted_plan_answers_no_open_source(manager, asked, partnership):
    plan = make_plan(partnership, key="secret", restricted=True)
    action = make_action(plan.objectives.create(ref="1", title="Learn"), "1.1")
    with pytest.raises(RuleError, match="restricted plan"):
        linked(manager, asked, action)
    assert linked(manager, accepted(manager, make_source(manager, "secret", restricted=True)), action)


def test_an_action_that_is_given_joins_the_register_in_the_plan_of_its_source(
    manager, asked, council, police, member
):
    given = {"recommendation": asked, "title": "Audit again", "due_on": dt.date(2019, 12, 2)}
    with pytest.raises(RuleError, match="does not work for"):
        give_action(by=manager, lead_agency=police, leads=[member], **given)
    link = give_action(by=manager, lead_agency=council, leads=[member], **given)
    again = give_action(by=manager, lead_agency=council, **(given | {"title": "And again"}))
    action = Action.objects.get(pk=link.action_id)
    assert (action.plan.key, action.ref, again.action.ref) == ("from-audit-2019", "1.1", "1.2")
    assert (action.objective, action.plan.restricted) == (again.action.objective, False)
    assert [part.person for part in action.officer_parts.all()] == [member]


def test_the_plan_of_a_restricted_source_is_restricted(manager, council):
    row = accepted(manager, make_source(manager, "secret", restricted=True))
    link = give_action(
        by=manager, recommendation=row, title="Learn", lead_agency=council, due_on=dt.date(2019, 12, 2)
    )
    assert link.action.plan.restricted


def test_what_was_linked_or_added_by_mistake_no_longer_counts(manager, asked, action):
    link, proof = linked(manager, asked, action), proved(manager, asked)
    done(action)
    for thing in (link, proof):
        with pytest.raises(RuleError, match="Say what was wrong"):
            take_back(by=manager, thing=thing, reason=" ")
        take_back(by=manager, thing=thing, reason="Another one was meant")
        with pytest.raises(RuleError, match="taken back already"):
            take_back(by=manager, thing=thing, reason="Again")
    assert standing(manager, asked) is Standing.NO_ACTION
    assert linked(manager, asked, action)


def test_what_a_judgement_rests_on_stays(manager, asked, action, scrutineer):
    link, proof = linked(manager, asked, action), proved(manager, asked)
    judged(scrutineer, asked, "not_yet")
    take_back(by=manager, thing=proof, reason="Another recommendation’s")
    proof = proved(manager, asked)
    judged(scrutineer, asked, "partly")
    for thing in (link, proof):
        with pytest.raises(RuleError, match="judged with this on record"):
            take_back(by=manager, thing=thing, reason="x")
    assert take_back(by=manager, thing=proved(manager, asked), reason="Sent twice")


def test_those_who_lead_an_action_of_it_bring_evidence_and_others_do_not(
    manager, asked, action, member, chair
):
    with pytest.raises(PermissionDenied):
        proved(viewing(member), asked)
    linked(manager, asked, action)
    assert proved(viewing(member), asked)
    with pytest.raises(PermissionDenied):
        proved(viewing(chair), asked)


def test_a_lead_who_may_not_see_restricted_matter_brings_no_evidence_to_a_restricted_source(
    manager, action, member
):
    row = accepted(manager, make_source(manager, "secret", restricted=True))
    linked(manager, row, action)
    with pytest.raises(PermissionDenied):
        proved(viewing(member), row)


def test_an_earlier_day_is_told_as_it_was(manager, asked, action, scrutineer):
    linked(manager, asked, action)
    rate(action, 4, TODAY)
    (row,) = rows_of(manager, TODAY - dt.timedelta(days=1))
    assert row.standing is Standing.UNANSWERED
    assert rows_of(manager, REPORTED - dt.timedelta(days=1)) == []


@pytest.mark.parametrize("model", [Answer, ActionLink, Proof, Judgement, TakenBack])
def test_the_database_changes_nothing_of_it(manager, asked, action, scrutineer, model):
    linked(manager, asked, action)
    judged(scrutineer, asked, "not_yet")
    take_back(by=manager, thing=proved(manager, asked), reason="Sent twice")
    assert model.objects.exists()
    for act in (
        lambda: model.objects.update(by_label="x"),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_the_safeguarding_partners_answer_and_members_do_not(manager, source, safeguarding_partner, member):
    row = asked_for(manager, source)
    with pytest.raises(PermissionDenied):
        answer_recommendation(by=viewing(member), recommendation=row, accepted=True, on=TODAY)
    answer = answer_recommendation(
        by=viewing(safeguarding_partner), recommendation=row, accepted=True, on=TODAY
    )
    assert answer.by == safeguarding_partner


def test_nobody_of_another_partnership_answers(asked, outsider, partnership):
    assert make_person(partnership, "Another", Role.SCRUTINEER)
    with pytest.raises(PermissionDenied):
        answer_recommendation(by=viewing(outsider), recommendation=asked, accepted=True, on=TODAY)

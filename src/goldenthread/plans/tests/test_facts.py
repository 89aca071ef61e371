"""What duties are told of actions: that one passed its due date undone, and that its lead answered."""

import pytest
from tests.cast import make_action, viewing

from goldenthread.duties.derivation import refresh
from goldenthread.duties.models import Duty
from goldenthread.duties.tests.cases import adopt, day, the_duty
from goldenthread.plans.actions.history import explain
from goldenthread.plans.actions.register import move_due_date
from goldenthread.plans.facts import action_facts
from goldenthread.plans.models import Action, Plan


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


def test_an_action_that_passes_its_due_date_is_to_be_explained(partnership, manager, action, everybody):
    adopt(manager)
    Action.objects.filter(pk=action.pk).update(due_on=day("2019-08-27"))
    duty = the_duty(partnership, "action.explain")
    assert (duty.arose_on, duty.due_on, duty.met_on) == (day("2019-08-28"), day("2019-09-10"), None)
    explain(
        by=manager, action=Action.objects.get(pk=action.pk), on=day("2019-09-05"), text="The trainer is ill."
    )
    assert the_duty(partnership, "action.explain").met_on == day("2019-09-05")


def test_a_due_date_moved_after_it_had_passed_answers_and_stays_on_record(partnership, manager, action):
    adopt(manager)
    Action.objects.filter(pk=action.pk).update(due_on=day("2019-08-27"))
    move_due_date(
        by=manager,
        action=Action.objects.get(pk=action.pk),
        to=day("2019-12-20"),
        reason="Agreed by the group",
    )
    assert the_duty(partnership, "action.explain").met_on is not None


def test_the_action_of_a_restricted_plan_makes_a_restricted_duty(partnership, manager, action, everybody):
    adopt(manager)
    Plan.objects.update(restricted=True)
    Action.objects.filter(pk=action.pk).update(due_on=day("2019-08-27"))
    duty = the_duty(partnership, "action.explain")
    assert duty.restricted
    assert duty not in Duty.objects.visible_to(viewing(everybody["member"]))
    assert duty in Duty.objects.visible_to(viewing(everybody["scrutineer"]))


def test_an_action_that_was_done_by_its_due_date_makes_no_duty(partnership, manager, action):
    adopt(manager)
    action.ratings.create(rated_on=day("2019-08-20"), value=4, by_label="x")
    Action.objects.filter(pk=action.pk).update(due_on=day("2019-08-27"))
    refresh(partnership)
    assert not Duty.objects.filter(rule_key="action.explain").exists()


def test_the_duty_of_a_closed_plan_lapses(partnership, manager, action):
    adopt(manager)
    Action.objects.filter(pk=action.pk).update(due_on=day("2019-08-27"))
    Plan.objects.update(closed_on=day("2019-09-02"))
    assert the_duty(partnership, "action.explain").lapsed_on == day("2019-09-02")


def test_the_facts_of_fifty_actions_take_as_many_queries_as_those_of_one(
    partnership, objective, action, django_assert_num_queries
):
    for number in range(2, 51):
        make_action(objective, f"2.{number}", due_on=day("2019-08-27"))
    with django_assert_num_queries(2):
        assert len(list(action_facts(partnership))) >= 49

"""A partnership's own limits of the stages: from a day on, for what comes to a stage then."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import TODAY, make_partnership, signed_in, viewing

from goldenthread.oversight.challenge.actions.limits import set_limit
from goldenthread.oversight.challenge.facts import challenge_facts
from goldenthread.oversight.challenge.models import StageLimit
from goldenthread.oversight.challenge.selectors.challenges import disagreements_of, own_limits
from goldenthread.oversight.challenge.stages import OwnLimit, stage_on, stages, stages_on
from goldenthread.oversight.challenge.tests.cases import day, disagreed
from goldenthread.partnership.errors import RuleError

LIST = "/thurrock/oversight/challenge/disagreements/"
LIMIT = {"stage": 1, "working_days": 7, "holds_from": TODAY, "policy": "Escalation policy, page 4"}


def test_a_limit_holds_from_its_day_and_the_later_of_one_day_counts():
    own = [OwnLimit(1, 3, day("2019-09-01")), OwnLimit(1, 4, day("2019-09-01")), OwnLimit(2, 9, TODAY)]
    assert [each.working_days for each in stages_on(day("2019-08-31"), own)] == [2, 5, 2, 10]
    assert [each.working_days for each in stages_on(day("2019-09-01"), own)] == [4, 5, 2, 10]
    assert [each.working_days for each in stages_on(TODAY, own)] == [4, 9, 2, 10]


@given(st.dates(), st.lists(st.builds(OwnLimit, st.integers(1, 4), st.integers(1, 60), st.dates())))
def test_the_stages_stay_the_same_whatever_limits_are_set(on, own):
    names = [(each.number, each.who) for each in stages()]
    assert [(each.number, each.who) for each in stages_on(on, own)] == names
    assert stages_on(on, [each for each in own if each.holds_from > on]) == stages()


def test_there_is_no_fifth_stage():
    with pytest.raises(KeyError):
        stage_on(5, TODAY)


def test_what_began_before_keeps_the_limit_under_which_it_began(manager, council, police):
    disagreed(manager, council, police, on=day("2019-09-06"))
    set_limit(by=manager, **LIMIT)
    disagreed(manager, police, council, on=TODAY)
    later, earlier = disagreements_of(manager)
    assert (earlier.due, later.due) == (day("2019-09-10"), day("2019-09-18"))
    facts = {fact.due for fact in challenge_facts(manager.partnership) if fact.due}
    assert facts == {earlier.due, later.due}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stage": 5}, "one of the stages"),
        ({"working_days": 0}, "between 1 and 60"),
        ({"working_days": 61}, "between 1 and 60"),
        ({"holds_from": day("2019-09-08")}, "This day is over"),
        ({"policy": " "}, "where the policy says so"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(manager, change, said):
    with pytest.raises(RuleError, match=said):
        set_limit(by=manager, **(LIMIT | change))
    assert not StageLimit.objects.exists()


def test_others_set_no_limit(member, scrutineer, safeguarding_partner):
    for person in (member, scrutineer, safeguarding_partner):
        with pytest.raises(PermissionDenied):
            set_limit(by=viewing(person), **LIMIT)


def test_the_database_keeps_limits_as_they_were_set(manager):
    row = set_limit(by=manager, **LIMIT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StageLimit.objects.filter(pk=row.pk).update(working_days=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageLimit.objects.create(partnership=row.partnership, by_label="x", **(LIMIT | {"working_days": 0}))


def test_a_limit_is_the_partnerships_own(manager):
    set_limit(by=manager, **LIMIT)
    assert own_limits(make_partnership("southend")) == []


def test_the_business_manager_sets_one_and_everybody_reads_it(business_manager, member):
    browser = signed_in(business_manager)
    form = {"stage": "1", "working_days": "7", "policy": "Escalation policy, page 4"}
    days = {f"holds_from_{part}": value for part, value in (("day", 9), ("month", 9), ("year", 2019))}
    page = browser.post(f"{LIST}limits/new/", form | days, follow=True).content.decode()
    assert "The limit is on record" in page
    told = signed_in(member).get(LIST).content.decode()
    assert "Practitioners, within 7 working days" in told
    assert "Stage 1: 7 working days from 9 September 2019: Escalation policy, page 4" in told
    assert "Set the limit" not in told
    assert signed_in(member).get(f"{LIST}limits/new/").status_code == 403

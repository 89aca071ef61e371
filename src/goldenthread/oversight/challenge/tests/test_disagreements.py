"""Disagreements through their stages, and who may know of them."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, viewing

from goldenthread.oversight.challenge.actions.disagreements import settle, take_further
from goldenthread.oversight.challenge.models import Disagreement
from goldenthread.oversight.challenge.selectors.challenges import disagreements_of, high_stages
from goldenthread.oversight.challenge.stages import stages
from goldenthread.oversight.challenge.tests.cases import day, disagreed
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent
from goldenthread.thread.actions.sources import add_theme


def test_the_stages_are_those_of_the_policy():
    assert [(each.number, each.working_days) for each in stages()] == [(1, 2), (2, 5), (3, 2), (4, 10)]


def test_a_disagreement_goes_through_its_stages_and_is_settled(manager, council, police):
    row = disagreed(manager, council, police, on=day("2019-08-19"))
    (now,) = disagreements_of(manager)
    assert (row.reference, now.step.stage, now.due, now.is_late(TODAY)) == (
        "2019-01",
        1,
        day("2019-08-21"),
        True,
    )
    with pytest.raises(RuleError, match="could not be settled"):
        take_further(by=manager, disagreement=row, on=day("2019-08-21"), why=" ")
    with pytest.raises(RuleError, match="came to this stage on"):
        take_further(by=manager, disagreement=row, on=day("2019-08-16"), why="No reply")
    for on in ("2019-08-21", "2019-08-28", "2019-08-30"):
        take_further(by=manager, disagreement=row, on=day(on), why="No reply")
    with pytest.raises(RuleError, match="no stage after"):
        take_further(by=manager, disagreement=row, on=TODAY, why="No reply")
    (now,) = disagreements_of(manager)
    assert (now.step.stage, now.due, now.is_late(TODAY)) == (4, day("2019-09-13"), False)
    with pytest.raises(RuleError, match="what was agreed"):
        settle(by=manager, disagreement=row, on=TODAY, agreed=" ")
    settle(by=manager, disagreement=row, on=TODAY, agreed="A plan for three months")
    for act in (
        lambda: settle(by=manager, disagreement=Disagreement.objects.get(), on=TODAY, agreed="x"),
        lambda: take_further(by=manager, disagreement=Disagreement.objects.get(), on=TODAY, why="x"),
    ):
        with pytest.raises(RuleError, match="is settled"):
            act()


@pytest.mark.parametrize(
    ("fields", "said"), [({"on": day("2019-09-10")}, "still to come"), ({"summary": " "}, "what it is about")]
)
def test_one_that_cannot_be_is_refused(manager, council, police, fields, said):
    with pytest.raises(RuleError, match=said):
        disagreed(manager, council, police, **fields)


def test_an_agency_disagrees_with_another(manager, council):
    with pytest.raises(RuleError, match="with another one"):
        disagreed(manager, council, council)


def test_the_two_agencies_see_it_and_those_who_see_restricted_matter(
    manager, council, police, member, agency_lead, lay_member, scrutineer, outsider
):
    disagreed(manager, council, police)
    assert len(disagreements_of(viewing(member))) == 1
    assert len(disagreements_of(viewing(agency_lead))) == 1
    assert len(disagreements_of(viewing(scrutineer))) == 1
    for who in (lay_member, outsider):
        assert disagreements_of(viewing(who)) == []


def test_people_of_an_agency_raise_for_it_and_act_on_its_own(
    council, police, member, agency_lead, scrutineer
):
    row = disagreed(viewing(member), council, police)
    with pytest.raises(PermissionDenied):
        disagreed(viewing(member), police, council)
    assert take_further(by=viewing(agency_lead), disagreement=row, on=TODAY, why="No reply")
    with pytest.raises(PermissionDenied):
        settle(by=viewing(scrutineer), disagreement=row, on=TODAY, agreed="x")


def test_what_reaches_stage_three_is_told_by_half_year(manager, council, police):
    theme = add_theme(by=manager, title="Neglect")
    for number, on in enumerate(("2019-03-29", "2019-04-01", "2019-06-03")):
        row = disagreed(manager, council, police, on=day(on), theme=theme if number else None)
        take_further(by=manager, disagreement=row, on=day(on), why="x")
        if number < 2:
            take_further(by=manager, disagreement=row, on=day(on), why="x")
    found = high_stages(disagreements_of(manager))
    assert [(each.name, each.count) for each in found] == [
        ("2019-20, April to September", 1),
        ("2018-19, October to March", 1),
    ]
    assert found[0].themes == [("Neglect", 1)]


def test_the_record_tells_the_reference_alone(manager, council, police):
    disagreed(manager, council, police, summary="Zebulon")
    assert not [event for event in AuditEvent.objects.all() if "Zebulon" in f"{event.summary}{event.changes}"]

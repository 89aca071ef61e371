"""An agency answers, brings in what it said before, gives parts to colleagues, and signs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import make_partnership, make_person, viewing

from goldenthread.evidence.assurance.actions.answering import (
    Given,
    carry_forward,
    delegate,
    earlier_of,
    left_to_answer,
    save_answers,
    sign,
    version_of,
)
from goldenthread.evidence.assurance.actions.cycles import ask_agencies, move_close, open_cycle
from goldenthread.evidence.assurance.models import Assessment, Cycle, SignedAnswer
from goldenthread.evidence.assurance.tests.cases import answered, cycled, day, signed
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Agency, OutgoingMessage, Region
from goldenthread.partnership.permissions import Role


def part(row, key="training"):
    return row.cycle.questions.standard(key)


def save(by, row, given, key="training", version=None):
    version = version_of(row, part(row, key)) if version is None else version
    return save_answers(by=by, assessment=row, standard=part(row, key), given=given, version=version)


def test_whoever_answers_for_an_agency_is_told_that_it_is_asked(assessment, council_lead):
    assert OutgoingMessage.objects.filter(person=council_lead, kind="assurance.asked").count() == 1
    assert assessment.status == "asked"


def test_whoever_answered_for_an_agency_once_is_told_no_more(manager, council, council_lead):
    council_lead.roles.update(ends_on=day("2019-09-08"))
    cycled(manager, [council])
    assert not OutgoingMessage.objects.filter(person=council_lead).exists()


def test_no_agency_is_asked_twice(assessment, manager, council):
    with pytest.raises(RuleError, match="not asked yet"):
        ask_agencies(by=manager, cycle=assessment.cycle, agencies=[council])
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": "Section 11 2019"}, "a cycle of this name"),
        ({"title": "…"}, "letters or digits"),
        ({"set_ref": "nothing@1"}, "one of the question sets"),
        ({"closes_on": day("2019-09-01")}, "before the first"),
    ],
)
def test_a_cycle_is_refused_with_the_reason(assessment, manager, more, said):
    fields = {
        "title": "Other", "set_ref": "section-11@2019.1", "opens_on": day("2019-09-02"),
        "closes_on": day("2019-09-02"),
    }  # fmt: skip
    with pytest.raises(RuleError, match=said):
        open_cycle(by=manager, **(fields | more))


def test_what_is_answered_so_far_is_kept(assessment, lead):
    save(lead, assessment, {"5.1": Given("green", text=" Register ")})
    answer = assessment.answers.get(question="5.1")
    assert (answer.level, answer.text, answer.by_label) == ("green", "Register", lead.label)
    assert "5.1" not in left_to_answer(assessment)
    assert "5.2" in left_to_answer(assessment)


def test_two_who_answer_the_same_part_are_told_and_other_parts_are_free(assessment, lead):
    save(lead, assessment, {"5.1": Given("green")}, version=0)
    with pytest.raises(StaleVersionError):
        save(lead, assessment, {"5.1": Given("red")}, version=0)
    save(lead, assessment, {"6.1": Given("red")}, "recruitment", version=0)
    assert assessment.answers.get(question="5.1").level == "green"


def test_a_level_is_one_of_the_scale_and_only_some_questions_can_be_left_out_with_a_reason(
    assessment, lead, manager, council
):
    with pytest.raises(RuleError, match="level of the scale"):
        save(lead, assessment, {"5.1": Given("purple")})
    with pytest.raises(RuleError, match="applies to everybody"):
        save(lead, assessment, {"5.1": Given("not_applicable", "No staff")})
    row = cycled(manager, [council], "schools-157-175@2019.1", title="Schools")[1][0]
    with pytest.raises(RuleError, match="why it does not apply"):
        save(lead, row, {"8.1": Given("not_applicable", " ")}, "boarding")
    save(lead, row, {"8.1": Given("not_applicable", "A day school")}, "boarding")
    assert row.answers.get(question="8.1").not_applicable_because == "A day school"


def test_nothing_is_answered_before_the_first_day(manager, lead, council):
    row = cycled(manager, [council], title="Later", opens_on=day("2019-09-10"))[1][0]
    with pytest.raises(RuleError, match="from 10 September 2019"):
        save(lead, row, {})


def test_a_signature_needs_every_answer_and_an_officer_and_keeps_what_was_said(assessment, lead):
    save(lead, assessment, {"5.1": Given("green")})
    with pytest.raises(RuleError, match=r"Not answered or not confirmed yet: 1\.1"):
        sign(by=lead, assessment=assessment, officer="Chief Executive")
    answered(lead, assessment)
    with pytest.raises(RuleError, match="which officer"):
        sign(by=lead, assessment=assessment, officer=" ")
    turn = sign(by=lead, assessment=assessment, officer="Chief Executive")
    assert turn.signed_answers.count() == 20
    assert {score.points for score in turn.scores.all()} == {4}
    with pytest.raises(RuleError, match="It is signed"):
        save(lead, assessment, {})


def test_the_database_keeps_what_was_signed(assessment, lead):
    signed(lead, assessment)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedAnswer.objects.update(level="red")
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedAnswer.objects.all()._raw_delete("default")


def test_last_years_answers_are_brought_in_and_each_is_confirmed(assessment, manager, lead, council):
    signed(lead, assessment, training="amber")
    row = cycled(manager, [council], title="Section 11 2020")[1][0]
    save(lead, row, {"5.1": Given("red")})
    assert carry_forward(by=lead, assessment=row, earlier=assessment) == 18
    assert row.answers.get(question="5.1").level == "red"
    assert row.answers.get(question="6.1").carried
    assert len(left_to_answer(row)) == 19
    with pytest.raises(RuleError, match="answered here already"):
        carry_forward(by=lead, assessment=row, earlier=assessment)
    save(lead, row, {"6.1": Given("green"), "6.2": Given("green")}, "recruitment")
    assert "6.1" not in left_to_answer(row)


def test_one_return_serves_an_agency_in_several_partnerships_of_a_region(assessment, lead, council_lead):
    region = Region.objects.create(name="Essex")
    home = assessment.cycle.partnership
    home.region = region
    home.save()
    assessment = Assessment.objects.select_related("cycle__partnership").get(pk=assessment.pk)
    signed(lead, assessment)
    next_door = make_partnership("southend", region=region)
    there = Agency.objects.create(partnership=next_door, key="council", name="The same", sector="health")
    person = make_person(next_door, "Lead next door", Role.AGENCY_LEAD, agency=there, account=False)
    person.user = council_lead.user
    person.save()
    team = viewing(make_person(next_door, "Manager next door", Role.BUSINESS_MANAGER))
    row = cycled(team, [there])[1][0]
    assert earlier_of(viewing(person), row) == [assessment]
    assert carry_forward(by=viewing(person), assessment=row, earlier=assessment) == 20
    assert earlier_of(team, row) == []
    council_lead.roles.update(role=Role.PRACTITIONER)
    assert earlier_of(viewing(person), row) == []
    with pytest.raises(PermissionDenied):
        carry_forward(by=team, assessment=row, earlier=assessment)


def test_a_part_is_given_to_a_colleague_of_the_same_agency_alone(
    assessment, lead, partnership, council, police
):
    colleague = make_person(partnership, "Head of HR", Role.PRACTITIONER, agency=council)
    other = make_person(partnership, "Other", Role.AGENCY_LEAD, agency=police)
    silent = make_person(partnership, "Silent", agency=council, account=False)
    with pytest.raises(PermissionDenied):
        save(viewing(colleague), assessment, {}, "recruitment")
    delegate(by=lead, assessment=assessment, person=colleague, standard="recruitment")
    save(viewing(colleague), assessment, {"6.1": Given("green")}, "recruitment")
    with pytest.raises(PermissionDenied):
        save(viewing(colleague), assessment, {}, "training")
    with pytest.raises(PermissionDenied):
        sign(by=viewing(colleague), assessment=assessment, officer="x")
    for person, said in ((other, "works for"), (silent, "cannot sign in"), (colleague, "has it already")):
        with pytest.raises(RuleError, match=said):
            delegate(by=lead, assessment=assessment, person=person, standard="recruitment")
    assert list(Assessment.objects.visible_to(viewing(colleague))) == [assessment]
    colleague.agency = police
    colleague.save()
    assert list(Assessment.objects.visible_to(viewing(colleague))) == []


def test_another_agency_neither_answers_nor_reads_it(assessment, partnership, police):
    other = viewing(make_person(partnership, "Other", Role.AGENCY_LEAD, agency=police))
    with pytest.raises(PermissionDenied):
        save(other, assessment, {})
    assert list(Assessment.objects.visible_to(other)) == []


def test_the_last_day_moves_with_a_reason_once_for_each_time_it_was_seen(assessment, manager):
    cycle = assessment.cycle
    move_close(by=manager, cycle=cycle, version=1, closes_on=day("2019-11-29"), reason="Half term")
    with pytest.raises(StaleVersionError):
        move_close(by=manager, cycle=cycle, version=1, closes_on=day("2019-11-30"), reason="x")
    with pytest.raises(RuleError, match="before the first"):
        move_close(by=manager, cycle=cycle, version=2, closes_on=day("2019-09-01"), reason="x")
    assert Cycle.objects.get().closes_on == day("2019-11-29")


def test_whoever_is_blocked_in_one_partnership_takes_nothing_out_of_it(
    assessment, lead, council_lead, manager
):
    region = Region.objects.create(name="Region")
    type(assessment.cycle.partnership).objects.filter(pk=assessment.cycle.partnership_id).update(
        region=region
    )
    signed(lead, assessment)
    other = make_partnership("southend", region=region)
    agency = Agency.objects.create(partnership=other, key="council", name="Southend Council", sector="health")
    there = make_person(other, "Lead", Role.AGENCY_LEAD, agency=agency, account=False)
    type(there).objects.filter(pk=there.pk).update(user=council_lead.user)
    there.refresh_from_db()
    boss = viewing(make_person(other, "Manager", Role.BUSINESS_MANAGER))
    row = cycled(boss, [agency])[1][0]
    assert earlier_of(viewing(there), row) == [assessment]
    type(council_lead).objects.filter(pk=council_lead.pk).update(blocked_at="2019-09-01T10:00:00Z")
    assert earlier_of(viewing(there), row) == []

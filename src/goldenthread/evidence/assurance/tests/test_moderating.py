"""The panel's grades beside the agency's, and what comes of them."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, make_person, viewing

from goldenthread.duties.models import Duty
from goldenthread.duties.sources import facts_of
from goldenthread.evidence.assurance.actions.moderating import (
    Graded,
    answers_of,
    finish_moderation,
    grade_answers,
    send_back,
)
from goldenthread.evidence.assurance.selectors.assessments import rows_of
from goldenthread.evidence.assurance.selectors.beside import known_of
from goldenthread.evidence.assurance.selectors.cycles import cycles_of, heat_of, is_late
from goldenthread.evidence.assurance.tests.cases import cycled, day, moderated, signed
from goldenthread.evidence.audits.tests.cases import begun, drawn, ended
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.permissions import Role
from goldenthread.thread.actions.sources import plan_of
from goldenthread.thread.evidence import shown_for
from goldenthread.thread.models import Recommendation, Source


@pytest.fixture
def read(assessment, lead):
    return signed(lead, assessment)


def test_only_what_is_signed_is_graded(assessment, manager):
    with pytest.raises(RuleError, match="Only what is signed"):
        grade_answers(by=manager, assessment=assessment, graded={})


def test_a_grade_that_differs_says_why_and_a_later_one_takes_its_place(read, manager):
    with pytest.raises(RuleError, match="Say why the panel"):
        grade_answers(by=manager, assessment=read, graded={"5.1": Graded("amber")})
    with pytest.raises(RuleError, match="level of the scale"):
        grade_answers(by=manager, assessment=read, graded={"5.1": Graded("purple", "x")})
    first = {"5.1": Graded("red", "No register")}
    assert grade_answers(by=manager, assessment=read, graded=first) == 1
    assert grade_answers(by=manager, assessment=read, graded=first) == 0
    grade_answers(by=manager, assessment=read, graded={"5.1": Graded("amber", "Half a register")})
    row = next(row for row in rows_of(read, TODAY) if row.question.key == "5.1")
    assert (row.panel.key, row.differs, row.grade.reason) == ("amber", True, "Half a register")


def test_nobody_grades_what_they_signed_themselves(assessment, manager):
    row = signed(manager, assessment)
    with pytest.raises(RuleError, match="Somebody else grades it"):
        grade_answers(by=manager, assessment=row, graded={"5.1": Graded("green")})


def test_moderation_ends_when_all_is_graded_and_with_feedback(read, manager):
    with pytest.raises(RuleError, match=r"No grade yet: 1\.1"):
        finish_moderation(by=manager, assessment=read, feedback="Well done")
    with pytest.raises(RuleError, match="what the agency is told"):
        finish_moderation(by=manager, assessment=read, feedback=" ")


def test_what_is_not_enough_joins_the_thread_and_the_panels_grades_count(read, manager, council):
    row = moderated(manager, read, **{"5.1": Graded("red", "No register"), "5.2": Graded("amber", "Unclear")})
    source = Source.objects.get()
    plan = plan_of(source)
    assert [(each.ref, each.lead_agency, each.due_on) for each in plan.actions.order_by("ref")] == [
        ("5.1.1", council, day("2019-12-09")), ("5.2.1", council, day("2019-12-09")),
    ]  # fmt: skip
    assert [part.person.post for part in plan.actions.get(ref="5.1.1").officer_parts.all()] == [
        "Council lead"
    ]
    assert all(each.answers.get().accepted for each in Recommendation.objects.all())
    assert (source.kind, source.about) == ("assessment", f"assessment:{row.pk}")
    asked = Recommendation.objects.filter(source=source)
    assert [(each.ref, each.agency, each.finding.priority) for each in asked] == [
        ("5.1", council, "high"), ("5.2", council, "medium"),
    ]  # fmt: skip
    assert "No register" in asked[0].finding.text
    scores = {score.standard: (score.points, score.most) for score in row.standing.scores.all()}
    assert (scores["training"], scores["recruitment"]) == ((1, 4), (4, 4))


@pytest.mark.parametrize(("day_", "says"), [(None, "by when they are put right"), (TODAY, "not ahead")])
def test_what_is_not_enough_has_a_day_ahead_by_which_it_is_put_right(read, manager, day_, says):
    grades = {key: Graded(row.level) for key, row in answers_of(read).items() if row.level}
    grade_answers(by=manager, assessment=read, graded=grades | {"5.1": Graded("red", "No register")})
    with pytest.raises(RuleError, match=says):
        finish_moderation(by=manager, assessment=read, feedback="x", put_right_by=day_)
    assert not Source.objects.exists()


def test_a_moderation_without_weakness_opens_no_source(read, manager):
    moderated(manager, read)
    assert not Source.objects.exists()


def test_what_is_sent_back_is_answered_again_and_no_longer_counts(read, manager, lead, council_lead):
    with pytest.raises(RuleError, match="put right"):
        send_back(by=manager, assessment=read, reason="")
    send_back(by=manager, assessment=read, reason="Say what shows it")
    read.refresh_from_db()
    assert (read.status, read.standing, read.signed_on) == ("draft", None, TODAY)
    assert OutgoingMessage.objects.filter(person=council_lead, kind="assurance.moderated").count() == 1
    again = signed(lead, read, training="red")
    assert [str(turn) for turn in again.turns.all()] == ["Signed", "Sent back", "Signed"]
    assert again.standing.scores.get(standard="training").points == 0


@pytest.mark.parametrize("who", ["scrutineer", "member", "safeguarding_partner", "outsider"])
def test_the_business_team_keeps_the_panels_grades(read, who, request):
    with pytest.raises(PermissionDenied):
        send_back(by=viewing(request.getfixturevalue(who)), assessment=read, reason="x")


def test_what_the_product_knows_is_put_beside_a_good_grade(read, partnership, council):
    for number, met in enumerate([None, day("2019-08-01")]):
        Duty.objects.create(
            partnership=partnership, rule_key="return.send", pack="x", title="Send", limit_words="x", owed_by="agency",
            about=f"return:council:{number}", arose_on=day("2019-07-01"), due_on=day("2019-08-01"), met_on=met,
            agency=council,
        )  # fmt: skip
    rows = {row.question.key: row for row in rows_of(read, TODAY)}
    assert rows["8.1"].known[0].said == "1 of 2 returns sent in time"
    assert rows["8.1"].is_doubtful
    assert not rows["5.1"].is_doubtful


def test_grades_agreed_in_case_audits_are_put_beside_what_an_agency_says(manager, council, police):
    audit = begun(manager, [council])
    drawn(manager, audit)
    ended(manager, audit, council, ("improvement", "improvement", "inadequate", "good", "improvement"))
    known = known_of(council, ["audits"], TODAY)["audits"]
    assert known.said == "7 of 35 grades good or better in cases that it audited"
    assert known.is_weak
    assert known_of(police, ["audits"], TODAY) == {}
    assert known_of(council, ["audits"], day("2021-01-01")) == {}


def test_the_heat_map_shows_levels_change_and_no_more_than_its_reader_may_compare(
    assessment, manager, lead, council, police, partnership
):
    moderated(manager, signed(lead, assessment, training="red"))
    row = cycled(manager, [council, police], title="2020", opens_on=day("2019-09-03"))[1][0]
    signed(lead, row)
    heat = heat_of(manager, row.cycle)
    council_row = next(each for each in heat.rows if each.assessment.agency == council)
    assert heat.before == assessment.cycle
    assert (council_row.change("training"), council_row.change("recruitment")) == (1, 0)
    assert council_row.change("nothing") is None
    other = viewing(make_person(partnership, "Other", Role.AGENCY_LEAD, agency=police))
    hidden = next(each for each in heat_of(other, row.cycle).rows if each.assessment.agency == council)
    assert (hidden.open, hidden.scores, hidden.before) == (False, {}, {})
    moderated(manager, row)
    shown = next(each for each in heat_of(other, row.cycle).rows if each.assessment.agency == council)
    assert shown.open
    latest = cycles_of(manager)[0]
    assert (latest.asked, latest.signed, latest.moderated, latest.response) == (2, 1, 1, 0.5)


def test_an_assessment_is_late_from_the_day_after(assessment):
    assert not is_late(assessment, day("2019-10-31"))
    assert is_late(assessment, day("2019-11-01"))


def test_duties_know_what_was_asked_and_signed(assessment, lead, partnership):
    def facts():
        mine = [fact for fact in facts_of(partnership) if fact.about == f"assessment:{assessment.pk}"]
        return {str(fact.happening): fact for fact in mine}

    assert facts()["assessment_asked"].due == day("2019-10-31")
    assert "assessment_signed" not in facts()
    signed(lead, assessment)
    assert facts()["assessment_signed"].on == TODAY


def test_the_thread_shows_an_assessment_to_those_who_may_read_it(read, manager, partnership, police):
    reference = f"assessment:{read.pk}"
    assert "40 of 40 points" in shown_for(manager, [reference])[reference].said
    other = viewing(make_person(partnership, "Other", Role.AGENCY_LEAD, agency=police))
    assert shown_for(other, [reference]) == {}

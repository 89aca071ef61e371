"""What practitioners answered in a survey stands beside what agencies say, for whoever moderates."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, signed_in, viewing

from goldenthread.evidence.assurance.actions.cycles import put_survey_beside
from goldenthread.evidence.assurance.selectors.practitioners import practitioners_of
from goldenthread.evidence.assurance.tests.cases import signed
from goldenthread.evidence.voice.tests.cases import answer, choose, over, surveyed
from goldenthread.partnership.errors import RuleError


@pytest.fixture
def surveyed_(manager):
    return surveyed(manager, title="Practitioners 2019")


def beside(manager, assessment, survey):
    return put_survey_beside(by=manager, cycle=assessment.cycle, survey=survey)


def test_nothing_is_shown_before_it_is_over_or_of_too_few(manager, assessment, surveyed_):
    survey, questions = surveyed_
    assert practitioners_of(assessment.cycle, TODAY) is None
    cycle = beside(manager, assessment, survey)
    assert practitioners_of(cycle, TODAY).said == "The survey is not over yet."
    answer(survey, choose(questions["scale"], "4"))
    cycle.survey = over(survey)
    assert practitioners_of(cycle, TODAY).said == "Too few answered for anything to be shown."


def test_what_was_answered_is_said_question_by_question(manager, assessment, surveyed_, lead, council_lead):
    survey, questions = surveyed_
    for _ in range(6):
        answer(survey, choose(questions["scale"], "4"), choose(questions["one"], "Yes"))
    beside(manager, assessment, over(survey))
    signed(lead, assessment)
    page = signed_in(manager.person).get(assessment.get_absolute_url()).content.decode()
    assert "What practitioners answered" in page
    assert "6 practitioners answered." in page
    assert "4.0 on a scale from 1 to 5" in page
    assert "Yes: 6" in page
    assert (
        "What practitioners answered"
        not in signed_in(council_lead).get(assessment.get_absolute_url()).content.decode()
    )


def test_the_business_team_chooses_it_among_its_own(manager, assessment, surveyed_, scrutineer, outsider):
    with pytest.raises(PermissionDenied):
        beside(viewing(scrutineer), assessment, surveyed_[0])
    other, _ = surveyed(viewing(outsider), title="Elsewhere")
    with pytest.raises(RuleError, match="of this partnership"):
        beside(manager, assessment, other)
    at = f"/thurrock/evidence/assurance/{assessment.cycle.key}/survey/"
    page = signed_in(manager.person).post(at, {"survey": surveyed_[0].pk}, follow=True).content.decode()
    assert "Practitioners 2019" in page
    assert "Elsewhere" not in signed_in(manager.person).get(at).content.decode()

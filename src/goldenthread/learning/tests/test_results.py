"""What people said, counted: never of fewer than five, never under a name, never to be worked out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import signed_in, viewing

from goldenthread.learning.actions.feedback import give_themes
from goldenthread.learning.holdings import options, show
from goldenthread.learning.models import FeedbackAnswer
from goldenthread.learning.selectors.evaluation import results_of_course, results_of_session
from goldenthread.learning.selectors.impact import impact_of
from goldenthread.learning.tests.cases import make_course, make_staff
from goldenthread.learning.tests.evaluated import HELD_ON, confident, held, say
from goldenthread.thread.actions.recommendations import add_proof, answer_recommendation, link_action
from goldenthread.thread.actions.sources import add_recommendation, add_source
from goldenthread.thread.models import Theme
from goldenthread.thread.tests.cases import done, judged, proved

pytestmark = pytest.mark.django_db


@pytest.fixture
def six(police):
    return make_staff(police, 6)


@pytest.fixture
def past(manager, course, six):
    return held(manager, course, six)


def shown(results):
    return {str(row.stage): row.shown for row in results.stages}


@pytest.mark.parametrize(("answers", "is_shown"), [(4, False), (5, True)])
def test_fewer_than_five_answers_are_not_shown(answers, is_shown, past, course):
    say(past, "day", [{"confidence": 7, "useful": 4}] * answers)
    results = results_of_course(course)
    assert shown(results)["day"] is is_shown
    assert [bool(row.spread) for row in results.confidence] == ([True] if is_shown else [])
    assert next(row for row in results.stages if row.stage == "day").answered == answers


def test_a_question_that_fewer_than_five_answered_is_withheld_beside_others(past, course):
    say(
        past, "day", [{"useful": 4}, {"useful": 4}, {"useful": 5}, {"useful": 2, "trainer": 3}, {"useful": 1}]
    )
    found = {row.question.key: row.counts for row in results_of_course(course).questions}
    assert found == {"useful": (1, 1, 0, 2, 1), "trainer": None, "together": None}


def test_confidence_is_compared_for_the_same_people_before_and_after(past, course):
    say(past, "before", confident(2, 3, 4, 5, 6, 10))
    say(past, "after", confident(6, 6, 7, 7, 9, None))
    row = next(each for each in results_of_course(course).changes if each.stage == "after")
    assert row.count == 5
    assert (row.change.before.median, row.change.after.median, row.change.change) == (4, 7, 3)


@pytest.mark.parametrize(("both", "is_shown"), [(4, False), (5, True)])
def test_a_change_of_fewer_than_five_people_is_withheld(both, is_shown, past, course):
    say(past, "before", confident(*[3] * both, *[None] * (6 - both)))
    say(past, "after", confident(*[7] * 6))
    say(past, "before", confident(None, None, None, None, None))
    change = results_of_course(course).change
    assert (change is not None) is is_shown


def test_a_session_is_not_shown_where_anothers_few_answers_could_be_worked_out_from_it(
    manager, course, six, past
):
    say(past, "day", [{"useful": 4}] * 6)
    assert shown(results_of_session(past))["day"]
    second = held(manager, course, six, on=HELD_ON.replace(day=10))
    say(second, "day", [{"useful": 4}] * 2)
    assert not shown(results_of_session(past))["day"]
    assert not shown(results_of_session(second))["day"]
    assert shown(results_of_course(course))["day"]
    say(second, "day", [None, None, {"useful": 1}, {"useful": 1}, {"useful": 1}])
    assert shown(results_of_session(past))["day"]


def test_themes_are_counted_of_words_that_were_read_five_at_least(past, course, manager, partnership):
    say(past, "day", [{"better": f"Example {number}."} for number in range(6)])
    theme = Theme.objects.create(partnership=partnership, title="Neglect")
    words = list(FeedbackAnswer.objects.order_by("pk"))
    for each in words[:4]:
        give_themes(by=manager, answer=each, themes=[theme])
    assert results_of_course(course).themes == ()
    give_themes(by=manager, answer=words[4], themes=[])
    results = results_of_course(course)
    assert (results.themes, results.words) == ((("Neglect", 4),), 5)


def test_the_page_names_nobody_and_shows_nobodys_words(past, course, six, scrutineer):
    say(past, "day", [{"useful": 4, "better": "Synthetic words"}] * 6)
    for address in (f"{course.get_absolute_url()}results/", f"{past.get_absolute_url()}results/"):
        page = signed_in(scrutineer).get(address).content.decode()
        assert "How useful is it" in page
        assert "Synthetic words" not in page
        assert six[0].post not in page


def test_figures_are_for_those_who_may_see_them_and_words_for_the_team(
    past, course, practitioner, scrutineer, outsider
):
    results, words = f"{course.get_absolute_url()}results/", f"/{course.partnership.slug}/learning/feedback/"
    assert signed_in(practitioner).get(results).status_code == 403
    assert signed_in(scrutineer).get(words).status_code == 403
    assert signed_in(outsider).get(results).status_code == 404


def test_results_cost_as_many_queries_for_fifty_forms_as_for_one(manager, course, police, business_manager):
    browser = signed_in(business_manager)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    addresses = (f"{course.get_absolute_url()}results/", f"/{course.partnership.slug}/learning/feedback/")
    first = held(manager, course, make_staff(police, 5))
    say(first, "day", [{"confidence": 7, "useful": 4, "better": "More."}] * 5)
    one = [cost(each) for each in addresses]
    second = held(manager, course, make_staff(police, 45), on=HELD_ON.replace(day=10))
    say(second, "day", [{"confidence": 7, "useful": 4, "better": "More."}] * 45)
    assert [cost(each) for each in addresses] == one


@pytest.fixture
def asked(manager, course):
    source = add_source(by=manager, key="audit", kind="audit", title="Audit", dated=HELD_ON)
    made = add_recommendation(by=manager, source=source, ref="1", text="Train everybody")
    course.answers.add(made)
    answer_recommendation(by=manager, recommendation=made, accepted=True, on=HELD_ON)
    return made


def test_no_impact_is_claimed_before_evidence_is_linked_and_judged(manager, course, asked, scrutineer):
    (none,) = impact_of(manager, [course])
    assert (none.is_shown, none.said) == (False, "No evidence of impact is linked yet, so none is claimed.")
    add_proof(by=manager, recommendation=asked, kind="training", text="It rose", dated=HELD_ON)
    (linked,) = impact_of(manager, [course])
    assert not linked.is_shown
    assert "not judged yet, so no impact is claimed" in linked.said


def test_impact_is_shown_once_its_actions_are_done_and_evidence_was_judged_achieved(
    manager, course, asked, scrutineer, action
):
    link_action(by=manager, recommendation=asked, action=action)
    proved(manager, asked)
    judged(scrutineer, asked, "partly")
    (partly,) = impact_of(manager, [course])
    assert (partly.is_shown, "impact is not shown yet" in partly.said) == (False, True)
    done(action)
    judged(scrutineer, asked, "achieved")
    (found,) = impact_of(manager, [course])
    assert (found.is_shown, found.said.partition(":")[0]) == (True, "Impact is shown")


def test_the_page_of_a_course_says_where_each_recommendation_stands(
    course, asked, business_manager, practitioner
):
    page = signed_in(business_manager).get(course.get_absolute_url()).content.decode()
    assert "No evidence of impact is linked yet" in page
    assert (
        "No evidence of impact" not in signed_in(practitioner).get(course.get_absolute_url()).content.decode()
    )


def test_impact_costs_the_same_for_many_courses(
    manager, partnership, asked, course, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as queries:
        impact_of(manager, [course])
    many = [make_course(partnership, f"course-{number}") for number in range(50)]
    for each in many:
        each.answers.add(asked)
    with django_assert_num_queries(len(queries)):
        assert len(impact_of(manager, [course, *many])) == 51


def test_a_course_evaluated_after_three_months_is_evidence_for_the_thread(
    past, course, manager, practitioner
):
    say(past, "before", confident(*[4] * 6))
    say(past, "after", confident(*[7] * 4))
    assert options(manager) == []
    assert "Too few" in show(manager, [course.key])[course.key].said
    say(past, "after", confident(None, None, None, None, 7))
    assert [key for key, _ in options(manager)] == [course.key]
    found = show(manager, [course.key, "nothing"])
    assert found[course.key].said == (
        "5 people answered three months after, of 5 asked: confidence +3 in the middle since before the course, of 5 "
        "who said both."
    )
    assert options(viewing(practitioner)) == []
    assert show(viewing(practitioner), [course.key]) == {}

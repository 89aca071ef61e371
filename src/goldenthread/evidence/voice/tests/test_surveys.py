"""Surveys: what can be changed until when, what of their answers is shown, and free text that is read first."""

from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from tests.cast import TODAY, viewing

from goldenthread.evidence.voice.actions.moderation import show_words, withhold_words
from goldenthread.evidence.voice.actions.surveys import (
    add_question,
    change_survey,
    close_survey,
    create_survey,
    remove_question,
)
from goldenthread.evidence.voice.models import Answer, Submission, Survey, Words
from goldenthread.evidence.voice.selectors.surveys import results_of
from goldenthread.evidence.voice.tests.cases import answer, choose, day, over, surveyed
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent


def counts(results, place):
    """The rows of one question by their text."""
    return {row.text: row.count for row in results.questions[place].rows}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "what it is called"),
        ({"audience": " "}, "for whom"),
        ({"closes_on": day("2019-09-01")}, "before the first"),
        ({"opens_on": day("2019-09-01"), "closes_on": day("2019-09-08")}, "has passed"),
        ({"minimum": 4}, "from 5 to 50"),
        ({"minimum": 51}, "from 5 to 50"),
        ({"key": "your-say"}, "at the address"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(manager, fields, said):
    surveyed(manager)
    with pytest.raises(RuleError, match=said):
        surveyed(manager, **({"title": "Other"} | fields))


def test_the_least_and_the_last_day_are_allowed(manager):
    survey, _ = surveyed(manager, minimum=5, opens_on=TODAY, closes_on=TODAY)
    assert survey.is_open(TODAY)
    assert not survey.is_open(day("2019-09-10"))
    assert not survey.is_open(day("2019-09-08"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.update(minimum=1)


def test_no_two_links_are_alike_and_none_can_be_guessed(manager):
    secrets = {surveyed(manager, title=f"Survey {number}")[0].secret for number in range(20)}
    assert len(secrets) == 20
    assert min(map(len, secrets)) == 32


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("one", ["Yes"], "from 2 to 20"),
        ("several", [str(number) for number in range(21)], "from 2 to 20"),
        ("one", ["Yes", "yes"], "stands there twice"),
        ("one", ["Yes", "n" * 201], "at most 200"),
    ],
)
def test_choices_are_some_and_differ(manager, kind, options, said):
    survey, _ = surveyed(manager)
    with pytest.raises(RuleError, match=said):
        add_question(by=manager, survey=survey, kind=kind, text="Which?", options=options)
    with pytest.raises(RuleError, match="Write the question"):
        add_question(by=manager, survey=survey, kind="words", text=" ")


def test_questions_stay_as_they_are_once_somebody_answered(manager):
    survey, questions = surveyed(manager)
    remove_question(by=manager, question=questions["several"])
    answer(survey, choose(questions["one"], "Yes"))
    with pytest.raises(RuleError, match="answered already"):
        add_question(by=manager, survey=survey, kind="words", text="And?")
    with pytest.raises(RuleError, match="answered already"):
        remove_question(by=manager, question=questions["one"])


def test_what_people_were_promised_is_kept(manager):
    survey, questions = surveyed(manager, minimum=8)
    answer(survey, choose(questions["one"], "Yes"))
    with pytest.raises(RuleError, match="promise of 8"):
        change_survey(by=manager, survey=survey, seen_version=1, minimum=7)
    assert change_survey(by=manager, survey=survey, seen_version=1, minimum=9).minimum == 9
    with pytest.raises(RuleError, match="close it"):
        change_survey(by=manager, survey=survey, seen_version=2, closes_on=day("2019-09-08"))


def test_what_is_closed_never_opens_again(manager):
    survey, questions = surveyed(manager)
    close_survey(by=manager, survey=survey)
    survey.refresh_from_db()
    with pytest.raises(RuleError, match="does not take answers"):
        answer(survey, choose(questions["one"], "Yes"))
    for write in (
        lambda: change_survey(by=manager, survey=survey, seen_version=2, closes_on=day("2019-12-31")),
        lambda: close_survey(by=manager, survey=survey),
        lambda: add_question(by=manager, survey=survey, kind="words", text="And?"),
    ):
        with pytest.raises(RuleError, match="is over"):
            write()


def test_nothing_of_the_answers_is_shown_before_it_is_over(manager):
    survey, questions = surveyed(manager)
    for _ in range(9):
        answer(survey, choose(questions["one"], "Yes"))
    before = results_of(survey, TODAY)
    assert (before.are_shown, before.answered, before.questions) == (False, 9, ())
    assert results_of(over(survey), TODAY).are_shown


@pytest.mark.parametrize(("many", "answered"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_fewer_than_the_minimum_show_nothing_and_no_number(manager, many, answered):
    survey, questions = surveyed(manager)
    for _ in range(many):
        answer(survey, choose(questions["one"], "Yes"), words={questions["words"]: "More lights"})
    results = results_of(over(survey), TODAY)
    assert (results.answered, results.are_shown, bool(results.questions)) == (answered, many == 5, many == 5)


def test_small_numbers_are_withheld_and_a_mean_only_told_where_none_is(manager):
    survey, questions = surveyed(manager)
    for number in range(20):
        yes = "Yes" if number < 12 else "No" if number < 18 else "Perhaps"
        answer(
            survey,
            choose(questions["one"], yes),
            choose(questions["several"], *(["Home"] if number < 17 else ["School"])),
            choose(questions["scale"], "4" if number < 10 else "5"),
        )
    results = results_of(over(survey), TODAY)
    assert counts(results, 0) == {"Yes": None, "No": 6, "Perhaps": None, "No answer": 0}
    assert counts(results, 1) == {"Home": None, "School": None, "No answer": 0}
    assert counts(results, 2) == {"1: not": 0, "2": 0, "3": 0, "4": 10, "5: very": 10, "No answer": 0}
    assert [each.mean for each in results.questions] == [None, None, Fraction(9, 2), None]


def test_no_mean_is_told_beside_what_is_withheld(manager):
    survey, questions = surveyed(manager)
    for number in range(20):
        answer(survey, choose(questions["scale"], "1" if number < 2 else "5"))
    scale = results_of(over(survey), TODAY).questions[2]
    assert (scale.withheld, scale.mean) == (2, None)


def test_who_left_a_question_out_is_a_row_of_its_own(manager):
    survey, questions = surveyed(manager)
    for number in range(15):
        answer(
            survey, choose(questions["one"], "Yes") if number < 9 else choose(questions["several"], "Home")
        )
    results = results_of(over(survey), TODAY)
    assert counts(results, 0) == {"Yes": 9, "No": 0, "Perhaps": 0, "No answer": 6}
    assert counts(results, 2)["No answer"] == 15


def test_free_text_is_read_by_nobody_else_until_it_is_let_through(manager):
    survey, questions = surveyed(manager)
    for number in range(6):
        answer(survey, choose(questions["one"], "Yes"), words={questions["words"]: f"Words {number}"})
    survey = over(survey)
    assert results_of(survey, TODAY).questions[3].words == ()
    assert results_of(survey, TODAY).waiting == 6
    first, second = Words.objects.order_by("text")[:2]
    show_words(by=manager, words=first, shown="Words without a name")
    withhold_words(by=manager, words=second, reason="It names a school")
    results = results_of(survey, TODAY)
    assert (results.questions[3].words, results.waiting) == (("Words without a name",), 4)
    first.refresh_from_db()
    assert first.text == "Words 0"
    withhold_words(by=manager, words=first, reason="On second thoughts")
    assert results_of(survey, TODAY).questions[3].words == ()
    assert "Words" not in str(list(AuditEvent.objects.values_list("summary", "changes")))


def test_what_was_written_can_be_deleted_for_good(manager):
    survey, questions = surveyed(manager)
    answer(survey, words={questions["words"]: "Zebulon did it"})
    words = Words.objects.get()
    withhold_words(by=manager, words=words, reason="It names somebody", erase=True)
    words.refresh_from_db()
    assert (words.text, words.shown, words.status) == ("", "", "withheld")
    with pytest.raises(RuleError, match="has been deleted"):
        show_words(by=manager, words=words, shown="x")
    assert AuditEvent.objects.filter(summary__startswith="Deleted an answer in free text").exists()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda by, words: show_words(by=by, words=words, shown=" "), "withhold it"),
        (lambda by, words: show_words(by=by, words=words, shown="Ring 01632 960123"), "a telephone number"),
        (lambda by, words: withhold_words(by=by, words=words, reason=" "), "why it is withheld"),
    ],
)
def test_reading_says_what_others_read_or_why_not(manager, act, said):
    survey, questions = surveyed(manager)
    answer(survey, words={questions["words"]: "More lights"})
    with pytest.raises(RuleError, match=said):
        act(manager, Words.objects.get())


@pytest.mark.parametrize("who", ["agency_lead", "safeguarding_partner", "scrutineer", "member", "outsider"])
def test_only_the_business_team_runs_surveys(who, request, manager):
    by, (survey, questions) = viewing(request.getfixturevalue(who)), surveyed(manager)
    answer(survey, words={questions["words"]: "More lights"})
    words = Words.objects.get()
    for write in (
        lambda: change_survey(by=by, survey=survey, seen_version=1, title="x"),
        lambda: add_question(by=by, survey=survey, kind="words", text="x"),
        lambda: remove_question(by=by, question=questions["one"]),
        lambda: close_survey(by=by, survey=survey),
        lambda: show_words(by=by, words=words, shown="x"),
        lambda: withhold_words(by=by, words=words, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            write()
    if who != "outsider":
        days = {"opens_on": TODAY, "closes_on": TODAY}
        with pytest.raises(PermissionDenied):
            create_survey(by=by, title="x", audience="x", **days)


def test_what_was_answered_is_never_changed(manager):
    survey, questions = surveyed(manager)
    answer(survey, choose(questions["one"], "Yes"))
    for change in (
        lambda: Answer.objects.all().delete(),
        lambda: Answer.objects.update(option=min(choose(questions["one"], "No"))),
        lambda: Submission.objects.update(on=day("2019-09-02")),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()

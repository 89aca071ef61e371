"""The form that anybody with the link answers: anonymous, whole or not at all, and not to be flooded."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.cast import TODAY, signed_in

from goldenthread.evidence.voice.actions.surveys import close_survey
from goldenthread.evidence.voice.models import Answer, Submission, Words
from goldenthread.evidence.voice.selectors.surveys import results_of
from goldenthread.evidence.voice.tests.cases import answer, choose, over, surveyed
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent

ADDRESS = "203.0.113.77"


@pytest.fixture
def asked(manager):
    return surveyed(manager)


def fields(questions, **more):
    """A form as a browser sends it."""
    yes = next(iter(choose(questions["one"], "Yes")))
    places = sorted(choose(questions["several"], "Home", "School"))
    sent = {
        "token": str(uuid4()),
        f"question_{questions['one'].pk}": yes,
        f"question_{questions['several'].pk}": places,
        f"question_{questions['scale'].pk}": next(iter(choose(questions["scale"], "4"))),
        f"question_{questions['words'].pk}": "More lights",
    }
    return sent | more


def send(survey, sent, client=None, **extra):
    return (client or Client(REMOTE_ADDR=ADDRESS)).post(survey.public_path(), sent, **extra)


def test_the_whole_form_is_kept_and_nothing_about_who_sent_it(asked):
    survey, questions = asked
    events = AuditEvent.objects.count()
    answered = send(survey, fields(questions))
    assert answered["Location"] == f"{survey.public_path()}thank-you/"
    assert "Thank you" in Client().get(answered["Location"]).content.decode()
    assert Submission.objects.get().on == TODAY
    assert sorted(Answer.objects.values_list("option__text", flat=True)) == ["4", "Home", "School", "Yes"]
    assert Words.objects.get().text == "More lights"
    assert AuditEvent.objects.count() == events
    assert columns_that_hold(ADDRESS) == []


def columns_that_hold(text):
    """The columns of the whole database in which a text stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def test_a_form_of_somebody_signed_in_is_as_anonymous(asked, member):
    survey, questions = asked
    client = signed_in(member)
    send(survey, fields(questions), client)
    assert [field.name for field in Submission._meta.get_fields()] == [
        "answers",
        "id",
        "survey",
        "on",
        "token",
    ]
    assert [field.name for field in Words._meta.fields] == [
        "id",
        "question",
        "text",
        "status",
        "shown",
        "reason",
    ]


def test_it_sets_no_cookie_but_the_one_that_guards_the_form_and_needs_no_script(asked):
    survey, _ = asked
    answer = Client().get(survey.public_path())
    assert set(answer.cookies) == {"csrftoken"}
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    page = answer.content.decode()
    form = page[page.index("<form") : page.index("</form>")]
    assert "<script" not in form
    assert page.count("<fieldset") == form.count("<legend") == 3
    for name in re.findall(r'<(?:input|textarea)[^>]* id="([^"]+)"', form):
        assert f'for="{name}"' in form or 'type="hidden"' in form, name


def test_a_form_without_the_guard_is_refused(asked):
    survey, questions = asked
    assert send(survey, fields(questions), Client(enforce_csrf_checks=True)).status_code == 403
    assert not Submission.objects.exists()


def test_a_form_sent_twice_counts_once(asked):
    survey, questions = asked
    sent = fields(questions)
    assert [send(survey, sent).status_code for _ in range(3)] == [302, 302, 302]
    assert (Submission.objects.count(), Answer.objects.count(), Words.objects.count()) == (1, 4, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"token": "nonsense"}, "There is a problem"),
        ({"one": "nonsense"}, "Choose from the answers below."),
        ({"one": "999999"}, "Choose from the answers below."),
        ({"several": ["1e9", "\0"]}, "There is a problem"),
        ({"scale": "0"}, "Choose from the answers below."),
        ({"words": "Ring me, 07700 900123"}, "what looks like a telephone number (“07700 900123”, line 1)"),
        ({"words": "x" * 2001}, "Write at most 2,000 characters."),
        ({"words": "a\0b"}, "There is a problem"),
    ],
)
def test_one_wrong_answer_and_nothing_is_saved(asked, change, said):
    survey, questions = asked
    sent = fields(questions)
    for name, value in change.items():
        sent[name if name == "token" else f"question_{questions[name].pk}"] = value
    refused = send(survey, sent)
    assert refused.status_code == 200
    assert said in refused.content.decode()
    assert not Submission.objects.exists()
    assert not Words.objects.exists()


def test_what_was_typed_is_still_there_after_a_refusal(asked):
    survey, questions = asked
    page = send(survey, fields(questions, **{f"question_{questions['words'].pk}": "me@x.example"}))
    assert "me@x.example</textarea>" in page.content.decode()
    assert page.content.decode().count(" checked") == 4


def test_an_empty_form_is_no_answer(asked):
    survey, _ = asked
    refused = send(survey, {"token": str(uuid4())})
    assert "Answer at least one question" in refused.content.decode()
    assert not Submission.objects.exists()


def test_an_option_of_another_survey_is_no_answer(asked, manager):
    survey, questions = asked
    _, others = surveyed(manager, title="Other")
    with pytest.raises(RuleError, match="not the survey's"):
        answer(survey, choose(others["one"], "Yes"))
    with pytest.raises(RuleError, match="not the survey's"):
        answer(survey, words={questions["one"]: "Words to a choice"})
    with pytest.raises(RuleError, match="one of these only"):
        answer(survey, choose(questions["one"], "Yes", "No"))
    assert not Submission.objects.exists()


def test_a_programme_that_fills_in_everything_is_let_go_in_silence(asked):
    survey, questions = asked
    assert send(survey, fields(questions, homepage="https://x.example/")).status_code == 302
    assert not Submission.objects.exists()


def test_a_closed_or_coming_survey_shows_no_form_and_saves_nothing(asked, manager):
    survey, questions = asked
    coming, others = surveyed(manager, title="Coming", opens_on=TODAY.replace(day=10))
    close_survey(by=manager, survey=survey)
    for each, those, said in ((survey, questions, "is closed"), (coming, others, "10 September 2019")):
        for page in (Client().get(each.public_path()), send(each, fields(those))):
            assert said in page.content.decode()
            assert "<form" not in page.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("secret", ["x", "a" * 32, "%00", "9" * 5000])
def test_a_wrong_link_leads_nowhere(asked, secret):
    assert Client().get(f"/survey/{secret}/").status_code == 404
    assert Client().get(f"/survey/{secret}/thank-you/").status_code == 404


def test_one_address_sends_so_many_an_hour_and_others_go_on(asked, settings):
    settings.SURVEY_ANSWERS_FROM_ONE_ADDRESS = 3
    survey, questions = asked
    assert [send(survey, fields(questions)).status_code for _ in range(4)] == [302, 302, 302, 429]
    page = send(survey, fields(questions)).content.decode()
    assert "send it again in an hour" in page
    assert "More lights</textarea>" in page
    assert send(survey, fields(questions), Client(REMOTE_ADDR="203.0.113.78")).status_code == 302
    assert Submission.objects.count() == 4


def test_one_network_of_the_sixth_version_is_one_address(asked, settings):
    settings.SURVEY_ANSWERS_FROM_ONE_ADDRESS = 1
    survey, questions = asked
    addresses = ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1")
    codes = [send(survey, fields(questions), Client(REMOTE_ADDR=each)).status_code for each in addresses]
    assert codes == [302, 429, 302]


def test_all_together_send_so_many_an_hour(asked, settings, manager):
    settings.SURVEY_ANSWERS_AN_HOUR = 3
    survey, questions = asked
    codes = [
        send(survey, fields(questions), Client(REMOTE_ADDR=f"203.0.113.{number}")).status_code
        for number in range(5)
    ]
    assert codes == [302, 302, 302, 429, 429]
    other, those = surveyed(manager, title="Other")
    assert send(other, fields(those)).status_code == 302


def test_an_hour_later_it_takes_answers_again(asked, settings, time_machine):
    settings.SURVEY_ANSWERS_FROM_ONE_ADDRESS = 1
    survey, questions = asked
    time_machine.move_to("2019-09-09T10:30:00Z", tick=False)
    assert [send(survey, fields(questions)).status_code for _ in range(2)] == [302, 429]
    time_machine.move_to("2019-09-09T11:30:00Z", tick=False)
    assert send(survey, fields(questions)).status_code == 302


def test_the_count_of_an_address_is_kept_under_no_address(asked):
    survey, questions = asked
    send(survey, fields(questions))
    kept = str(list(cache._cache.items()))
    assert "flood:one:" in kept
    assert ADDRESS not in kept


def test_a_refused_form_counts_for_nothing(asked, settings):
    settings.SURVEY_ANSWERS_AN_HOUR = 1
    survey, questions = asked
    wrong = fields(questions, **{f"question_{questions['words'].pk}": "me@x.example"})
    assert [send(survey, wrong).status_code for _ in range(3)] == [200, 200, 200]
    assert send(survey, fields(questions)).status_code == 302


def test_the_form_asks_as_many_queries_for_ten_times_the_questions(manager, django_assert_max_num_queries):
    survey, questions = surveyed(manager)
    with django_assert_max_num_queries(4):
        Client().get(survey.public_path())
    with django_assert_max_num_queries(16):
        send(survey, fields(questions))


def test_what_was_sent_is_in_the_results(asked):
    survey, questions = asked
    for _ in range(6):
        send(survey, fields(questions))
    rows = results_of(over(survey), TODAY).questions[1].rows
    assert [(row.text, row.count) for row in rows] == [("Home", 6), ("School", 6), ("No answer", 0)]

"""The pages of voice: forms that lose nothing, lists in a fixed number of queries, files no fuller than the page."""

import csv
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, signed_in
from typer.testing import CliRunner

from goldenthread.evidence.voice.actions.responses import publish_response
from goldenthread.evidence.voice.actions.themes import add_theme
from goldenthread.evidence.voice.cli import app
from goldenthread.evidence.voice.models import Engagement, Question, Survey, Theme, Voice, Words
from goldenthread.evidence.voice.tests.cases import answer, answered, choose, held, over, say, surveyed

BASE = "/thurrock/evidence/voice/"
DAY = {"on_day": "9", "on_month": "9", "on_year": "2019"}


def text(response):
    return " ".join(response.content.decode().split())


def test_empty_pages_say_what_to_do(business_manager):
    browser = signed_in(business_manager)
    for page, said in (
        ("", "No theme has been named yet."),
        ("engagement/", "Nothing is recorded here yet."),
        ("themes/", "Add the first one."),
        ("you-said/", "Begin with a theme that waits for an answer."),
        ("surveys/", "There is no survey yet."),
    ):
        assert said in text(browser.get(BASE + page))


def test_an_agency_s_lead_records_an_event_and_what_was_said_on_the_site(agency_lead, police, council, theme):
    browser = signed_in(agency_lead)
    page = text(browser.get(f"{BASE}engagement/new/"))
    assert f'<option value="{police.pk}" selected>' in page
    assert "Thurrock Council" not in page
    sent = {"agency": police.pk, "kind": "quality", "title": "Joint visits", "took_part": "6"} | DAY
    wrong = text(browser.post(f"{BASE}engagement/new/", sent | {"on_year": "2020"}))
    assert "still to come" in wrong
    assert 'value="Joint visits"' in wrong
    assert "It is recorded" in text(browser.post(f"{BASE}engagement/new/", sent, follow=True))
    event = Engagement.objects.get()
    page = f"{BASE}engagement/{event.pk}/voices/new/"
    words = {"theme": theme.pk, "speaker": "practitioner", "words": "Ring 01632 960123"}
    assert "what looks like a telephone number" in text(browser.post(page, words))
    done = text(browser.post(page, words | {"words": "We hear of it too late."}, follow=True))
    assert "We hear of it too late." in done
    voice = Voice.objects.get()
    removed = browser.post(f"{BASE}voices/{voice.pk}/remove/", {"reason": "Asked for"}, follow=True)
    assert "Nothing of it is kept" in text(removed)
    refused = browser.post(f"{BASE}engagement/new/", sent | {"agency": council.pk})
    assert "Select a valid choice" in text(refused)


def test_an_old_form_of_an_event_shows_both_texts(business_manager, manager, council):
    event = held(manager, council)
    browser, page = signed_in(business_manager), f"{BASE}engagement/{event.pk}/edit/"
    sent = {"agency": council.pk, "kind": "children", "title": "First", "version": "1"} | DAY
    browser.post(page, sent)
    stale = text(browser.post(page, sent | {"title": "Second"}))
    assert "Somebody else has saved changes" in stale
    assert "First" in stale
    assert "Second" in stale
    assert Engagement.objects.get().title == "First"


def test_lists_are_narrowed_by_the_address_and_downloaded_as_shown(
    business_manager, manager, council, police, theme
):
    say(manager, held(manager, council, title="With children"), theme, "Nobody told me.")
    held(manager, police, title="With families", kind="families")
    browser = signed_in(business_manager)
    for query, shown in (
        ({"kind": "families"}, {"With families"}),
        ({"agency": "council"}, {"With children"}),
        ({"kind": "families", "agency": "council"}, set()),
        ({"kind": "nonsense"}, {"With families", "With children"}),
        ({"agency": "\0"}, {"With families", "With children"}),
    ):
        page = text(browser.get(f"{BASE}engagement/", query))
        assert {title for title in ("With families", "With children") if f">{title}<" in page} == shown
        file = browser.get(f"{BASE}engagement.csv", query).content.decode("utf-8-sig")
        assert {row[0] for row in csv.reader(file.splitlines()[1:])} == shown
    assert b"Nobody told me" not in browser.get(f"{BASE}engagement.xlsx").content
    assert browser.get(f"{BASE}engagement.exe").status_code == 404


@pytest.fixture
def closed(manager):
    """A survey that is over, with small numbers, an answer that is let through, and others that are not."""
    survey, questions = surveyed(manager)
    for number in range(20):
        chosen = choose(questions["one"], "Yes" if number < 11 else "No" if number < 18 else "Perhaps")
        answer(survey, chosen, words={questions["words"]: f"Zebulon {number}"})
    words = Words.objects.first()
    Words.objects.filter(pk=words.pk).update(status="shown", shown="Let through")
    return over(survey)


def test_results_and_their_files_hold_no_more_than_may_be_seen(closed, member):
    browser = signed_in(member)
    page = text(browser.get(f"{BASE}surveys/at/{closed.key}/"))
    assert "20 answers came in" in page
    assert "Withheld" in page
    assert "Let through" in page
    assert "Zebulon" not in page
    assert closed.secret not in page
    file = browser.get(f"{BASE}surveys/at/{closed.key}/results.csv").content.decode("utf-8-sig")
    rows = [line.split(",") for line in file.splitlines()]
    assert [row[1:3] for row in rows if row[0] == "Would you tell?"] == [
        ["Yes", "Withheld"], ["No", "7"], ["Perhaps", "Withheld"], ["No answer", "0"],
    ]  # fmt: skip
    assert "Let through" in file
    assert "Zebulon" not in file
    for kind in ("xlsx", "ods"):
        answered_with = browser.get(f"{BASE}surveys/at/{closed.key}/results.{kind}")
        assert answered_with.status_code == 200


def test_no_file_of_a_survey_that_is_open_or_too_small(manager, business_manager):
    survey, questions = surveyed(manager)
    browser, file = signed_in(business_manager), f"{BASE}surveys/at/{survey.key}/results.csv"
    for _ in range(4):
        answer(survey, choose(questions["one"], "Yes"))
    assert browser.get(file).status_code == 404
    over(survey)
    assert browser.get(file).status_code == 404
    page = text(browser.get(f"{BASE}surveys/at/{survey.key}/"))
    assert "Fewer than 5 answers came in, so nothing is shown." in page


def test_a_survey_is_made_asked_and_closed_on_the_site(business_manager, member):
    browser = signed_in(business_manager)
    days = {f"{name}_{part}": value for name, end in (("opens_on", "9"), ("closes_on", "30"))
            for part, value in (("day", end), ("month", "9"), ("year", "2019"))}  # fmt: skip
    sent = {"title": "Your say", "audience": "Young people", "minimum": "5"} | days
    assert "greater than or equal to 5" in text(browser.post(f"{BASE}surveys/new/", sent | {"minimum": "4"}))
    page = text(browser.post(f"{BASE}surveys/new/", sent, follow=True))
    assert "It has no questions yet" in page
    survey = Survey.objects.get()
    own = f"{BASE}surveys/at/{survey.key}/"
    question = {"text": "Would you tell?", "kind": "one", "options": "Yes"}
    assert "from 2 to 20 choices" in text(browser.post(f"{own}questions/new/", question))
    done = browser.post(f"{own}questions/new/", question | {"options": "Yes\n\n No \n"}, follow=True)
    assert "The question is added" in text(done)
    assert list(Question.objects.get().options.values_list("text", flat=True)) == ["Yes", "No"]
    assert survey.public_path() in text(browser.get(own))
    assert survey.public_path() not in text(signed_in(member).get(own))
    assert "It can never be opened again" in text(browser.get(f"{own}close/"))
    assert "takes no more answers" in text(browser.post(f"{own}close/", follow=True))
    assert "This survey is over" in text(browser.post(f"{own}edit/", sent | {"version": "2"}))


def test_what_people_wrote_is_read_and_let_through_on_the_site(closed, business_manager):
    browser = signed_in(business_manager)
    page = text(browser.get(f"{BASE}surveys/at/{closed.key}/words/"))
    assert "19 answers of 20 wait to be read." in page
    waiting = Words.objects.filter(status="waiting").first()
    form = browser.get(f"{BASE}surveys/words/{waiting.pk}/show/").content.decode()
    assert waiting.text in form
    browser.post(f"{BASE}surveys/words/{waiting.pk}/show/", {"shown": "Without a name"})
    other = Words.objects.filter(status="waiting").first()
    browser.post(f"{BASE}surveys/words/{other.pk}/withhold/", {"reason": "It names a school"})
    assert "Without a name" in text(browser.get(f"{BASE}surveys/at/{closed.key}/"))
    assert "17 answers of 20 wait" in text(browser.get(f"{BASE}surveys/at/{closed.key}/words/"))


def fill(manager, council, many):
    """So many of everything."""
    for number in range(many):
        about = add_theme(by=manager, title=f"Theme {number}-{many}")
        event = held(manager, council, title=f"Event {number}-{many}")
        say(manager, event, about)
        answered(manager, about)
        publish_response(by=manager, response=answered(manager, about, heard="Published"))
        surveyed(manager, title=f"Survey {number}-{many}")
    busy, first = Engagement.objects.order_by("pk").first(), Theme.objects.order_by("pk").first()
    survey = Survey.objects.order_by("pk").first()
    words = survey.questions.get(kind="words")
    for _ in range(many):
        say(manager, busy, first)
        answer(survey, words={words: "More lights"})


def pages_of(survey):
    event, about = Engagement.objects.order_by("pk").first(), Theme.objects.order_by("pk").first()
    return [
        BASE,
        f"{BASE}engagement/",
        f"{BASE}engagement/{event.pk}/",
        f"{BASE}themes/",
        f"{BASE}themes/{about.pk}/",
        f"{BASE}you-said/",
        f"{BASE}surveys/",
        f"{BASE}surveys/at/{survey.key}/",
        f"{BASE}surveys/at/{survey.key}/words/",
        "/you-said/thurrock/",
    ]


def test_every_list_asks_as_many_queries_for_ten_times_the_rows(business_manager, manager, council):
    browser = signed_in(business_manager)

    def counted():
        found = {}
        for page in pages_of(Survey.objects.order_by("pk").first()):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(page).status_code == 200
            found[page] = len(queries)
        return found

    fill(manager, council, 6)
    few = counted()
    fill(manager, council, 60)
    assert counted() == few
    assert max(few.values()) <= 12, few
    over(Survey.objects.order_by("pk").first())


def test_results_ask_as_many_queries_for_ten_times_the_answers(business_manager, manager):
    browser, counts = signed_in(business_manager), []
    for many in (6, 60):
        survey, questions = surveyed(manager, title=f"Survey {many}")
        for _ in range(many):
            answer(survey, choose(questions["one"], "Yes"), words={questions["words"]: "More lights"})
        over(survey)
        with CaptureQueriesContext(connection) as queries:
            assert f"{many} answers came in" in text(browser.get(f"{BASE}surveys/at/{survey.key}/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def command(*arguments):
    return CliRunner().invoke(app, ["results", *arguments])


def test_the_command_line_tells_what_the_page_shows(closed):
    told = json.loads(command(closed.key, "--json").stdout)
    assert (told["answered"], told["minimum"], told["partnership"]) == (20, 5, "thurrock")
    assert told["questions"][0]["answers"][0] == {"answer": "Yes", "count": None, "withheld": True}
    assert told["questions"][0]["answers"][1] == {"answer": "No", "count": 7, "withheld": False}
    assert told["questions"][3]["words"] == ["Let through"]
    assert "Would you tell?: Yes: Withheld" in command(closed.key).stdout
    assert "Zebulon" not in command(closed.key).stdout


def test_the_command_line_says_what_is_wrong(manager, closed, outsider):
    assert "There is no survey “nothing”" in command("nothing").stderr
    survey, _ = surveyed(manager, title="Open")
    failed = command(survey.key, "--json")
    assert failed.exit_code == 1
    assert "still takes answers" in json.loads(failed.stdout)["errors"][0]["message"]
    Survey.objects.create(
        partnership=outsider.partnership,
        key=closed.key,
        title="x",
        audience="x",
        opens_on=TODAY,
        closes_on=TODAY,
    )
    assert "name one with --partnership" in command(closed.key).stderr
    assert command(closed.key, "--partnership", "thurrock").exit_code == 0


def test_the_tabs_lead_from_measures_to_voice_and_back(member):
    browser = signed_in(member)
    assert f'href="{BASE}"' in text(browser.get("/thurrock/evidence/measures/"))
    assert re.search(r'href="/thurrock/evidence/measures/"[^>]*>Measures', text(browser.get(BASE)))


@pytest.mark.parametrize("number", ["0", "9" * 25, "9" * 4000])
def test_an_odd_address_is_never_an_error(business_manager, theme, number):
    browser = signed_in(business_manager)
    for page in (
        f"engagement/{number}/",
        f"engagement/{number}/edit/",
        f"engagement/{number}/voices/new/",
        f"voices/{number}/remove/",
        f"themes/{number}/",
        f"you-said/{number}/edit/",
        f"surveys/at/{number}/",
        f"surveys/at/{number}/results.csv",
        "surveys/words/x/show/",
        "surveys/words/00000000-0000-0000-0000-000000000000/show/",
    ):
        assert browser.get(BASE + page).status_code == 404, page
    assert browser.post(f"{BASE}surveys/questions/{number}/remove/").status_code == 404
    for query in ({"theme": number}, {"engagement": number}, {"theme": "٣"}, {"theme": "\0"}):
        assert browser.get(f"{BASE}you-said/new/", query).status_code == 200


@pytest.mark.parametrize("value", ["9" * 25, "9" * 4000, "-1", "x", "\0", "٣"])
def test_an_odd_choice_is_refused_and_nothing_is_saved(business_manager, council, theme, value):
    browser = signed_in(business_manager)
    sent = {"agency": value, "kind": value, "title": "x", "took_part": value} | DAY
    assert "There is a problem" in text(browser.post(f"{BASE}engagement/new/", sent))
    drafted = {"theme": value, "engagement": value, "heard": "x", "did": "x"} | DAY
    assert "There is a problem" in text(browser.post(f"{BASE}you-said/new/", drafted))
    assert not Engagement.objects.exists()

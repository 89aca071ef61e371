"""What people said, for tests: all of it synthetic."""

import datetime as dt
from uuid import uuid4

from tests.cast import TODAY

from goldenthread.evidence.voice.actions.answering import Given, answer_survey
from goldenthread.evidence.voice.actions.engagement import add_voice, record_engagement
from goldenthread.evidence.voice.actions.responses import draft_response
from goldenthread.evidence.voice.actions.surveys import add_question, create_survey
from goldenthread.evidence.voice.actions.themes import add_theme
from goldenthread.evidence.voice.models import Survey, Words


def day(text):
    return dt.date.fromisoformat(text)


def held(by, agency, on=TODAY, **more):
    """An event that an agency recorded."""
    fields = {"kind": "children", "title": "Youth council", "on": on} | more
    return record_engagement(by=by, agency=agency, **fields)


def say(by, engagement, theme, words="Nobody told me.", speaker="young_person"):
    return add_voice(by=by, engagement=engagement, theme=theme, speaker=speaker, words=words)


def answered(by, theme=None, on=TODAY, **more):
    """A draft of what was done."""
    fields = {"heard": "You were not told.", "did": "Now you are.", "theme": theme, "on": on} | more
    return draft_response(by=by, **fields)


def surveyed(by, title="Your say", **more):
    """A survey that is open, with a question of each kind; the questions by their kind."""
    fields = {"audience": "Young people", "opens_on": day("2019-09-02"), "closes_on": day("2019-10-31")}
    survey = create_survey(by=by, title=title, **(fields | more))
    questions = {
        "one": add_question(
            by=by, survey=survey, kind="one", text="Would you tell?", options=["Yes", "No", "Perhaps"]
        ),
        "several": add_question(
            by=by, survey=survey, kind="several", text="Where?", options=["Home", "School"]
        ),
        "scale": add_question(by=by, survey=survey, kind="scale", text="How safe?", low="not", high="very"),
        "words": add_question(by=by, survey=survey, kind="words", text="What else?"),
    }
    return survey, questions


def choose(question, *texts):
    return {option.pk for option in question.options.all() if option.text in texts}


def answer(survey, *chosen, words=None, token=None, address=""):
    """One form: what ``choose`` answered, and words by question."""
    options = frozenset(number for each in chosen for number in each)
    given = Given(options, {question.pk: text for question, text in (words or {}).items()})
    return answer_survey(survey=survey, token=token or uuid4(), given=given, address=address)


def over(survey):
    """The survey, its last day past."""
    Survey.objects.filter(pk=survey.pk).update(closes_on=day("2019-09-08"))
    return Survey.objects.select_related("partnership").get(pk=survey.pk)


def make_voice(by, council):
    """One of everything that an address can name, and a published answer beside the draft."""
    theme = add_theme(by=by, title="Being told")
    engagement = held(by, council)
    voice = say(by, engagement, theme)
    survey, questions = surveyed(by)
    for _ in range(6):
        answer(survey, choose(questions["one"], "Yes"), words={questions["words"]: "More lights"})
    return {
        "theme": theme,
        "engagement": engagement,
        "voice": voice,
        "response": answered(by, theme),
        "survey": over(survey),
        "question": questions["one"],
        "words": Words.objects.first(),
    }

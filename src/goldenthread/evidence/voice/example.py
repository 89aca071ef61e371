"""The example's engagement, answers and surveys, made through the room's own actions, each on its day. Synthetic."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction

from goldenthread.evidence.voice.actions.answering import Given, answer_survey
from goldenthread.evidence.voice.actions.engagement import add_voice, record_engagement
from goldenthread.evidence.voice.actions.moderation import show_words, withhold_words
from goldenthread.evidence.voice.actions.responses import draft_response, publish_response
from goldenthread.evidence.voice.actions.surveys import add_question, create_survey
from goldenthread.evidence.voice.actions.themes import add_theme
from goldenthread.evidence.voice.models import Engagement, Question, Survey, Theme, Words
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import standing_at, today
from goldenthread.partnership.viewer import Actor

Row = dict[str, Any]
# Steps that share no factor with the number of forms spread each question's answers over other people.
STEPS = (1, 7, 11, 13, 17, 19)


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> None:
    """Does what happened, each on its day."""
    if Engagement.objects.filter(partnership=partnership).exists():
        return
    data = tomllib.loads((folder / "voice.toml").read_text(encoding="utf-8"))
    themes = {title: _theme(partnership, by, title) for title in data["themes"]}
    agencies = {agency.key: agency for agency in partnership.agencies.all()}
    for row in data["engagements"]:
        with standing_at(row["on"]):
            _engagement(by, row, agencies, themes)
    for row in data["responses"]:
        _response(by, row, themes)
    for row in data["surveys"]:
        _survey(by, row)


def _theme(partnership: Partnership, by: Actor, title: str) -> Theme:
    """A theme, which may be one of the thread's already."""
    return Theme.objects.filter(partnership=partnership, title=title).first() or add_theme(by=by, title=title)


def _engagement(by: Actor, row: Row, agencies: Row, themes: Row) -> None:
    fields = {name: value for name, value in row.items() if name not in ("key", "agency", "voices")}
    made = record_engagement(by=by, agency=agencies[row["agency"]], **fields)
    for voice in row["voices"]:
        add_voice(by=by, engagement=made, **(voice | {"theme": themes[voice["theme"]]}))


def _response(by: Actor, row: Row, themes: Row) -> None:
    published = row.pop("published", None)
    with standing_at(row["on"]):
        made = draft_response(by=by, **(row | {"theme": themes[row["theme"]]}))
    if published is not None:
        with standing_at(published):
            publish_response(by=by, response=made)


def _survey(by: Actor, row: Row) -> None:
    """A survey, its questions, the forms that came in, and what the Business Team read of them."""
    questions, answers = row.pop("questions"), row.pop("answers")
    with standing_at(min(row["opens_on"], today())):
        survey = create_survey(by=by, **row)
        asked = [(add_question(by=by, survey=survey, **_asks(each)), each) for each in questions]
    last = min(today(), survey.closes_on)
    days = (last - survey.opens_on).days + 1
    for place in range(answers):
        with standing_at(survey.opens_on + dt.timedelta(days=place * days // answers)):
            answer_survey(survey=survey, token=uuid4(), given=_given(asked, place, answers))
    with standing_at(last):
        _read(by, survey, questions)


def _asks(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("counts", "words")}


def _given(asked: list[tuple[Question, Row]], place: int, answers: int) -> Given:
    """What one form says, so that all of them together come to the counts of the file."""
    options: set[int] = set()
    words: dict[int, str] = {}
    for step, (question, row) in zip(STEPS, asked, strict=False):
        mine = place * step % answers
        if question.takes_words:
            written = row.get("words", ())
            if mine < len(written):
                words[question.pk] = written[mine]["text"]
            continue
        before = 0
        for option, count in zip(question.options.all(), row["counts"], strict=True):
            if question.kind == Question.Kind.SEVERAL:
                chosen = (mine + option.order * 5) % answers < count
            else:
                chosen = before <= mine < before + count
                before += count
            if chosen:
                options.add(option.pk)
    return Given(frozenset(options), words)


def _read(by: Actor, survey: Survey, questions: list[Row]) -> None:
    """Lets through and withholds what the file says."""
    written = {each["text"]: each for row in questions for each in row.get("words", ())}
    for words in Words.objects.filter(question__survey=survey).select_related("question__survey"):
        said = written[words.text]
        if said.get("shown"):
            show_words(by=by, words=words, shown=words.text)
        elif "withheld" in said:
            withhold_words(by=by, words=words, reason=said["withheld"])

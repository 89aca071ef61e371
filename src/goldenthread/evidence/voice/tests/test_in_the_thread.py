"""What people said in the thread: one list of themes, sources and evidence that are looked up anew."""

import html
import re

import pytest
from tests.cast import signed_in, viewing

from goldenthread.evidence.voice.actions.responses import publish_response
from goldenthread.evidence.voice.tests.cases import answer, answered, choose, held, over, surveyed
from goldenthread.partnership.errors import RuleError
from goldenthread.thread.actions.sources import add_theme
from goldenthread.thread.evidence import choices_for, kind_of, shown_for
from goldenthread.thread.models import Theme
from goldenthread.thread.tests.cases import make_source


def text(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def references(viewer):
    return {reference for _, choices in choices_for(viewer) for reference, _ in choices}


def test_themes_of_voices_are_those_of_the_thread(manager, theme):
    assert Theme.objects.get().pk == theme.pk
    with pytest.raises(RuleError, match="there already"):
        add_theme(by=manager, title="BEING TOLD")


def test_an_event_can_be_a_source_and_a_restricted_one_is_not_offered(manager, council, member):
    opened, hidden = held(manager, council, took_part=12), held(manager, council, restricted=True)
    assert f"voice:{opened.pk}" in references(manager)
    assert f"voice:{hidden.pk}" not in references(manager)
    shown = shown_for(viewing(member), [f"voice:{opened.pk}", f"voice:{hidden.pk}", "voice:nonsense"])
    assert set(shown) == {f"voice:{opened.pk}"}
    assert "12 people took part" in shown[f"voice:{opened.pk}"].said
    assert kind_of(f"voice:{opened.pk}") == "voice"


def test_a_survey_is_evidence_once_it_is_over_and_says_no_small_number(manager):
    survey, questions = surveyed(manager)
    for _ in range(4):
        answer(survey, choose(questions["one"], "Yes"))
    assert f"survey:{survey.key}" not in references(manager)
    ended = over(survey)
    assert f"survey:{survey.key}" in references(manager)
    reference = f"survey:{ended.key}"
    assert "fewer than 5 answers" in shown_for(manager, [reference])[reference].said


def test_what_was_done_is_evidence_once_it_is_published(manager, theme, member):
    row = answered(manager, theme)
    reference = f"done:{row.pk}"
    assert shown_for(viewing(member), [reference]) == {}
    publish_response(by=manager, response=row)
    assert shown_for(viewing(member), [reference])[reference].said == "Now you are."


def test_a_page_says_where_the_thread_speaks_of_it_and_leads_there(
    manager, business_manager, council, member
):
    row = held(manager, council)
    make_source(manager, "heard", kind="voice", title="What the youth council said", about=f"voice:{row.pk}")
    page = text(signed_in(business_manager).get(row.get_absolute_url()))
    assert "Source What the youth council said" in page
    assert "Take it into the thread" in page
    assert "Take it into the thread" not in text(signed_in(member).get(row.get_absolute_url()))
    form = signed_in(business_manager).get(f"/thurrock/thread/sources/new/?about=voice:{row.pk}")
    assert 'value="Youth council"' in form.content.decode()

"""Who was heard and who was not, by quarters of the business year; which themes wait for an answer."""

import datetime as dt
from itertools import pairwise

import pytest
from tests.cast import TODAY

from goldenthread.evidence.voice.actions.responses import publish_response
from goldenthread.evidence.voice.actions.themes import add_theme
from goldenthread.evidence.voice.quarters import Quarter, last_quarters
from goldenthread.evidence.voice.selectors.overview import overview
from goldenthread.evidence.voice.tables.pictures import themes_chart
from goldenthread.evidence.voice.tests.cases import answered, day, held, say
from goldenthread.partnership.models import Partnership


@pytest.mark.parametrize(
    ("on", "begins_in", "first", "last"),
    [
        ("2019-09-09", 4, "2019-07-01", "2019-09-30"),
        ("2019-07-01", 4, "2019-07-01", "2019-09-30"),
        ("2019-06-30", 4, "2019-04-01", "2019-06-30"),
        ("2020-01-31", 4, "2020-01-01", "2020-03-31"),
        ("2019-09-09", 9, "2019-09-01", "2019-11-30"),
        ("2019-08-31", 9, "2019-06-01", "2019-08-31"),
        ("2020-02-29", 12, "2019-12-01", "2020-02-29"),
        ("2020-01-31", 2, "2019-11-01", "2020-01-31"),
    ],
)
def test_a_quarter_is_counted_from_the_month_in_which_the_year_begins(on, begins_in, first, last):
    assert last_quarters(day(on), 1, begins_in) == (Quarter(day(first), day(last)),)


def test_quarters_follow_each_other_without_a_gap():
    quarters = last_quarters(TODAY, 9, 4)
    assert all(one.last + dt.timedelta(days=1) == two.first for one, two in pairwise(quarters))
    assert str(quarters[-1]) == "Jul to Sep 2019"


def row(manager, theme):
    return next(each for each in overview(manager, TODAY).themes if each.theme == theme)


def test_what_was_said_is_counted_by_theme_and_by_kind_of_speaker(manager, council, theme):
    say(manager, held(manager, council, day("2019-06-30")), theme)
    say(manager, held(manager, council, day("2019-07-01")), theme)
    say(manager, held(manager, council), theme, speaker="parent")
    page = overview(manager, TODAY)
    assert page.themes[0].by_quarter == (0, 0, 0, 0, 1, 2)
    heard = {each.speaker: each.by_quarter[-2:] for each in page.speakers}
    assert heard["Young person aged 11 to 17"] == (1, 1)
    assert heard["Parent or carer"] == (0, 1)
    assert page.not_heard == [
        "Child under 11", "Young adult or care leaver", "Other member of a family", "Practitioner",
    ]  # fmt: skip
    assert themes_chart(page).table.rows[-1] == ("Jul to Sep 2019", "2")


def test_quarters_before_there_was_a_partnership_are_left_out(manager, partnership):
    assert len(overview(manager, TODAY).quarters) == 6
    Partnership.objects.filter(pk=partnership.pk).update(effective_from=day("2019-06-30"))
    manager.partnership.refresh_from_db()
    assert [str(each) for each in overview(manager, TODAY).quarters] == ["Apr to Jun 2019", "Jul to Sep 2019"]
    Partnership.objects.filter(pk=partnership.pk).update(effective_from=day("2020-01-01"))
    manager.partnership.refresh_from_db()
    assert len(overview(manager, TODAY).quarters) == 1


def test_a_theme_waits_until_an_answer_is_published_and_again_when_more_is_said(manager, council, theme):
    assert row(manager, theme).state == "silent"
    say(manager, held(manager, council, day("2019-08-01")), theme)
    draft = answered(manager, theme, day("2019-08-01"))
    assert (row(manager, theme).state, row(manager, theme).unanswered) == ("unanswered", 1)
    publish_response(by=manager, response=draft)
    assert row(manager, theme).state == "answered"
    say(manager, held(manager, council, day("2019-08-02")), theme)
    again = row(manager, theme)
    assert (again.state, again.unanswered, again.answered_on) == ("again", 1, day("2019-08-01"))


def test_an_answer_to_an_event_answers_what_was_said_there_alone(manager, council, theme):
    other = add_theme(by=manager, title="Safe")
    event = held(manager, council)
    say(manager, event, theme)
    say(manager, event, other)
    say(manager, held(manager, council, title="Another"), other)
    publish_response(by=manager, response=answered(manager, engagement=event))
    assert (row(manager, theme).unanswered, row(manager, other).unanswered) == (0, 1)
    assert [each.theme for each in overview(manager, TODAY).unanswered] == [other]


def test_nothing_said_has_no_chart(manager, theme):
    assert themes_chart(overview(manager, TODAY)) is None


def test_the_overview_asks_three_queries_however_much_was_said(
    manager, council, theme, django_assert_num_queries
):
    for number in range(12):
        about = add_theme(by=manager, title=f"Theme {number}")
        say(manager, held(manager, council), about)
        publish_response(by=manager, response=answered(manager, about))
    with django_assert_num_queries(3):
        overview(manager, TODAY)

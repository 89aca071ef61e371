"""Measures on the front page: returns to send, figures to accept, who owes figures, and what signalled something."""

import datetime as dt

import pytest
from tests.cast import TODAY, make_person

from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation, make_series
from goldenthread.home.tests.cases import home_of, part_of
from goldenthread.partnership.permissions import Role

JULY = "2019-07"


@pytest.fixture
def contacts(partnership, council):
    return make_indicator(partnership, "contacts", council, collected_from=dt.date(2019, 7, 1))


def needs_of(person):
    return part_of(home_of(person), "Needs you", "What changed")


def changes_of(person):
    return part_of(home_of(person), "What changed", "Coming up")


def test_a_data_lead_is_told_which_return_is_late_and_which_falls_due(contacts, data_lead):
    said = needs_of(data_lead)
    assert "17 working days late Return for July 2019: 1 of 1 figure to send; due on 14 August 2019." in said
    assert (
        "In 4 working days Return for August 2019: 1 of 1 figure to send; due on 13 September 2019." in said
    )


def test_a_return_is_due_until_its_figure_is_sent(contacts, council, data_lead):
    make_observation(contacts, council, JULY, 40, status="draft")
    assert "July 2019" in needs_of(data_lead)
    Observation.objects.all().delete()
    make_observation(contacts, council, JULY, 40, status="submitted")
    assert "July 2019" not in needs_of(data_lead)


def test_a_queried_figure_needs_its_sender_at_once(contacts, council, data_lead):
    make_observation(contacts, council, "2019-08", 40, status="queried")
    said = needs_of(data_lead)
    assert "Queried Return for August 2019: 1 queried" in said
    assert "Soon" not in said


def test_nobody_is_told_to_send_another_agencys_figures(contacts, everybody, partnership, police):
    other = make_person(partnership, "Police Data Lead", Role.DATA_LEAD, agency=police)
    for person in (other, everybody["scrutineer"], everybody["member"]):
        assert "Return for" not in home_of(person)


def test_the_business_manager_sees_what_waits_and_who_is_late(contacts, council, business_manager):
    make_observation(contacts, council, "2019-08", 40, status="submitted")
    text = home_of(business_manager)
    said = part_of(text, "Needs you", "What changed")
    assert "1 figure sent by agencies waits to be looked at and accepted." in said
    assert "17 working days late 1 figure of 1 agency is not sent." in said
    owes = part_of(text, "Who owes what", "Coming up")
    assert "Remind agencies of figures" in owes
    assert "Council 1 – 17" in owes.replace("Thurrock Council", "Council")


def test_nothing_is_said_of_figures_when_all_were_accepted(contacts, council, business_manager):
    for period in (JULY, "2019-08"):
        make_observation(contacts, council, period, 40)
    text = home_of(business_manager)
    assert "to be looked at" not in text
    assert "Remind agencies of figures" not in text


def test_a_figure_that_signals_is_told_as_a_change_with_its_words(partnership, council, scrutineer):
    risen = make_indicator(partnership, "waits", council, polarity="lower")
    make_series(risen, council, "2018-01", [9, 10, 11, 10, 9, 10, 11, 9, 10, 11, 10, 9, 10, 60])
    said = changes_of(scrutineer)
    assert "1 measure signals concern" in said
    assert "Waits 60 in February 2019" in said


def test_a_steady_figure_is_no_change_and_an_old_signal_is_none_either(partnership, council, scrutineer):
    make_series(make_indicator(partnership, "steady", council), council, "2018-01", [9, 10, 11, 10] * 4)
    old = make_indicator(partnership, "old", council, polarity="lower")
    make_series(old, council, "2018-01", [9, 10, 11, 10, 9, 10, 11, 9, 10, 11, 10, 9, 10, 60])
    old.standing.moved_on = TODAY - dt.timedelta(days=31)
    old.standing.save()
    said = changes_of(scrutineer)
    assert "Steady" not in said
    assert "Old" not in said


def test_many_signals_of_one_day_are_told_together(partnership, council, scrutineer):
    for number in range(4):
        risen = make_indicator(partnership, f"waits-{number}", council, polarity="lower")
        make_series(risen, council, "2018-01", [9, 10, 11, 10, 9, 10, 11, 9, 10, 11, 10, 9, 10, 60])
    said = changes_of(scrutineer)
    assert "4 measures, scorecard Waits 0, Waits 1, Waits 2, Waits 3" in said.replace(" ,", ",")


def test_a_small_figure_is_told_as_hidden(partnership, council, scrutineer):
    few = make_indicator(partnership, "few", council, polarity="lower", threshold=6)
    make_series(few, council, "2018-01", [60, 61, 62, 61, 60, 61, 62, 60, 61, 62, 61, 60, 61, 3])
    assert " 3 in February" not in changes_of(scrutineer)

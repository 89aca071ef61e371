"""How late, how soon, in which order, and how many."""

import datetime as dt

import pytest
from tests.cast import TODAY

from goldenthread.home.needs import More, Need, gather, late_badge, since_badge, soon_badge

MONDAY = TODAY  # 9 September 2019


def need(on, *, late=True, kind="kind", link="1.1 Train"):
    return Need(kind=kind, on=on, is_late=late, badge="", link=link, href="/")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (dt.date(2019, 9, 6), "1 working day late"),
        (dt.date(2019, 9, 7), "1 working day late"),
        (dt.date(2019, 8, 23), "10 working days late"),  # the bank holiday of 26 August does not count
    ],
)
def test_lateness_is_told_in_working_days(due, said):
    assert said in late_badge(due, MONDAY)


def test_what_fell_due_on_friday_is_late_on_saturday_though_no_working_day_has_passed():
    assert ">Late<" in late_badge(dt.date(2019, 9, 6), dt.date(2019, 9, 7))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (MONDAY, "Today"),
        (dt.date(2019, 9, 10), "In 1 working day"),
        (dt.date(2019, 9, 16), "In 5 working days"),
    ],
)
def test_what_comes_up_is_told_in_working_days(due, said):
    assert f">{said}<" in soon_badge(due, MONDAY)


def test_what_falls_due_before_the_next_working_day_is_told_in_days():
    assert "In 2 days" in soon_badge(dt.date(2019, 9, 8), dt.date(2019, 9, 6))


def test_what_has_waited_since_today_says_so():
    assert "Since today" in since_badge(MONDAY, MONDAY)
    assert "Waiting for 5 working days" in since_badge(dt.date(2019, 9, 2), MONDAY)


def test_the_longest_late_comes_first_and_what_is_soon_comes_by_date():
    found = gather(
        [
            need(dt.date(2019, 9, 20), late=False, link="soon"),
            need(dt.date(2019, 9, 6), link="late"),
            need(dt.date(2019, 9, 12), late=False, link="sooner"),
            need(dt.date(2019, 5, 1), link="later than late"),
        ],
        {},
        MONDAY,
    )
    assert [each.link for each in found.late] == ["later than late", "late"]
    assert [each.link for each in found.soon] == ["sooner", "soon"]


def test_references_of_one_day_stand_in_natural_order():
    links = ["13.2 C", "2.10 B", "2.9 A"]
    found = gather([need(MONDAY, link=link) for link in links], {}, MONDAY)
    assert [each.link for each in found.late] == ["2.9 A", "2.10 B", "13.2 C"]


def test_only_six_of_a_kind_are_shown_with_the_way_to_all_of_them():
    many = [need(MONDAY, link=f"1.{n}") for n in range(9)]
    found = gather([*many, need(MONDAY, kind="other")], {"kind": More("All 9", "/all")}, MONDAY)
    assert len(found.late) == 7
    assert [more.text for more in found.more] == ["All 9"]
    assert found.total == 10


def test_six_of_a_kind_need_no_way_to_more():
    found = gather([need(MONDAY)] * 6, {"kind": More("All 6", "/all")}, MONDAY)
    assert (len(found.late), found.more) == (6, [])


@pytest.mark.parametrize(
    ("needs", "state", "tone"),
    [
        ([], "Nothing needs you today.", "green"),
        ([need(dt.date(2019, 9, 12), late=False)], "Nothing is late; 1 thing comes up soon.", "amber"),
        ([need(dt.date(2019, 9, 2))], "1 thing needs you now, for 5 working days.", "red"),
        (
            [need(dt.date(2019, 9, 2)), need(MONDAY), need(dt.date(2019, 9, 12), late=False)],
            "2 things need you now, the longest for 5 working days; 1 more comes up soon.",
            "red",
        ),
        ([need(MONDAY)], "1 thing needs you now.", "red"),
    ],
)
def test_the_state_of_the_day_is_one_sentence(needs, state, tone):
    found = gather(needs, {}, MONDAY)
    assert (found.state, found.tone) == (state, tone)

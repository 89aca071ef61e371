"""Duties arise from facts, are met by facts, and stand on a day as the table says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.duties.clock import Pause
from goldenthread.duties.engine import Fact, Holding, State, days_late, derive, state_on
from goldenthread.duties.happenings import Happening
from goldenthread.duties.rules import Adoption, Rulebook, read_pack

ALWAYS = dt.date(1900, 1, 1)
PACK = """
[pack]
key = "own"
title = "Our own"
source = "A paper"
holds_from = 2019-04-01

[[rules]]
key = "minutes"
title = "Send the minutes to the chair"
trigger = "meeting_held"
met_by = "minutes_to_chair"
limit = 10
unit = "working_days"
owed_by = "business_team"
source = "A paper"

[[rules]]
key = "papers"
title = "Circulate the papers"
trigger = "meeting_called"
met_by = "papers_circulated"
limit = 1
unit = "weeks"
before = true
owed_by = "business_team"
source = "A paper"

[[rules]]
key = "board"
title = "Meet four times a year"
trigger = "year_began"
met_by = "meeting_held"
limit = "business_year"
unit = "end_of"
times = 4
group = "meb"
owed_by = "group"
source = "A paper"

[[rules]]
key = "tenure"
title = "Appoint a chair anew"
trigger = "chair_appointed"
met_by = "chair_appointed"
limit = 1
unit = "years"
owed_by = "group"
source = "A paper"

[[rules]]
key = "budget"
title = "Set the budget"
trigger = "year_began"
met_by = "budget_set"
limit = "business_year"
unit = "end_of"
owed_by = "safeguarding_partners"
source = "A paper"
"""
MEB, LPR = 7, 8


def day(text):
    return dt.date.fromisoformat(text)


def book(text=PACK, *more):
    return Rulebook([Adoption(ALWAYS, read_pack(text), local=True), *more])


def duties(*facts, text=PACK, **holding):
    return derive(facts, book(text), Holding(groups={"meb": MEB, "lpr": LPR}, **holding))


def held(on, about="meeting:1", group=MEB, **more):
    also = (f"group:{'meb' if group == MEB else 'lpr'}", "partnership")
    return Fact(Happening.MEETING_HELD, day(on), about, group=group, also=also, **more)


YEAR = Fact(Happening.YEAR_BEGAN, day("2019-04-01"), "partnership")


def test_a_meeting_that_was_held_makes_its_minutes_due_and_sending_them_meets_it():
    (duty,) = duties(held("2019-09-02"))
    assert (duty.rule.key, duty.due, duty.met) == ("minutes", day("2019-09-16"), None)
    (duty,) = duties(held("2019-09-02"), Fact(Happening.MINUTES_TO_CHAIR, day("2019-09-10"), "meeting:1"))
    assert duty.met == day("2019-09-10")


def test_the_minutes_of_another_meeting_meet_nothing_and_neither_do_earlier_ones():
    others = (
        Fact(Happening.MINUTES_TO_CHAIR, day("2019-09-10"), "meeting:2"),
        Fact(Happening.MINUTES_TO_CHAIR, day("2019-09-01"), "meeting:1"),
    )
    (duty,) = duties(held("2019-09-02"), *others)
    assert duty.met is None


def test_papers_are_owed_from_the_day_of_the_call_and_due_a_week_before_the_meeting():
    called = Fact(Happening.MEETING_CALLED, day("2019-09-26"), "meeting:1", known=day("2019-08-01"))
    sent = Fact(Happening.PAPERS_CIRCULATED, day("2019-09-20"), "meeting:1")
    (duty,) = duties(called, sent)
    assert (duty.arose, duty.due, duty.met) == (day("2019-08-01"), day("2019-09-19"), day("2019-09-20"))


def test_four_meetings_a_year_are_met_by_the_fourth_and_those_of_another_group_do_not_count():
    meetings = [held(f"2019-{month:02}-10", f"meeting:{month}") for month in (5, 7, 9)]
    others = [held(f"2019-{month:02}-11", f"other:{month}", group=LPR) for month in (5, 6, 7, 8)]
    board = [duty for duty in duties(YEAR, *meetings, *others) if duty.rule.key == "board"]
    assert [(duty.about, duty.group, duty.done, duty.met) for duty in board] == [("group:meb", MEB, 3, None)]
    fourth = held("2020-03-31", "meeting:12")
    (duty,) = [duty for duty in duties(YEAR, *meetings, fourth) if duty.rule.key == "board"]
    assert (duty.done, duty.met) == (4, day("2020-03-31"))


def test_a_meeting_after_the_year_does_not_count_for_it():
    late = [held(f"2020-04-0{n}", f"meeting:{n}") for n in (1, 2, 3, 4)]
    (duty,) = [duty for duty in duties(YEAR, *late) if duty.rule.key == "board"]
    assert (duty.done, duty.met, duty.lapsed) == (0, None, day("2021-03-31"))


def test_a_rule_about_a_group_that_the_partnership_does_not_have_gives_no_duty():
    found = derive([YEAR], book(), Holding(groups={}))
    assert [duty.rule.key for duty in found] == ["budget"]


def test_each_chair_is_followed_by_the_next_and_the_last_day_of_the_tenure_is_the_limit():
    first = Fact(Happening.CHAIR_APPOINTED, day("2019-05-07"), "group:lpr", due=day("2020-05-06"), group=LPR)
    second = Fact(Happening.CHAIR_APPOINTED, day("2020-05-20"), "group:lpr", due=day("2021-05-19"), group=LPR)
    one, two = duties(first, second)
    assert (one.due, one.met, two.met) == (day("2020-05-06"), day("2020-05-20"), None)
    assert not one.can_pause


def test_a_pause_puts_a_limit_off_and_an_open_one_stops_it():
    identity = ("minutes", "meeting:1", day("2019-09-02"))
    paused = Pause(day("2019-09-05"), day("2019-09-06"), "The chair is ill")
    (duty,) = duties(held("2019-09-02"), pauses={identity: [paused]})
    assert duty.due == day("2019-09-18")
    (duty,) = duties(held("2019-09-02"), pauses={identity: [Pause(day("2019-09-05"), None, "x")]})
    assert duty.due is None
    assert duty.can_pause


def test_a_changed_pack_leaves_what_arose_before_under_the_old_rule():
    shorter = PACK.replace("limit = 10", "limit = 5")
    changed = Rulebook(
        [
            Adoption(ALWAYS, read_pack(PACK), local=True),
            Adoption(day("2019-09-10"), read_pack(shorter), local=True),
        ]
    )
    found = derive([held("2019-09-09", "meeting:1"), held("2019-09-10", "meeting:2")], changed)
    assert [duty.rule.limit.amount for duty in found] == [10, 5]


def test_nothing_arises_before_its_rule_holds():
    assert duties(held("2019-03-29")) == []


def test_what_lapsed_is_owed_no_more():
    (duty,) = duties(held("2019-09-02", lapsed=day("2019-09-05")))
    assert (
        state_on(day("2019-09-30"), arose=duty.arose, due=duty.due, met=duty.met, lapsed=duty.lapsed)
        == State.LAPSED
    )


@pytest.mark.parametrize(
    ("on", "met", "lapsed", "expected"),
    [
        ("2019-09-01", None, None, None),
        ("2019-09-02", None, None, State.DUE),
        ("2019-09-16", None, None, State.DUE),
        ("2019-09-17", None, None, State.BREACHED),
        ("2019-09-17", "2019-09-16", None, State.MET),
        ("2019-09-17", "2019-09-17", None, State.MET_LATE),
        ("2019-09-16", "2019-09-17", None, State.DUE),
        ("2019-09-17", None, "2019-09-17", State.LAPSED),
        ("2019-09-17", None, "2019-09-18", State.BREACHED),
        ("2019-09-20", "2019-09-10", "2019-09-18", State.MET),
    ],
)
def test_how_a_duty_stands_on_a_day(on, met, lapsed, expected):
    dates = {"arose": day("2019-09-02"), "due": day("2019-09-16")}
    state = state_on(day(on), **dates, met=day(met) if met else None, lapsed=day(lapsed) if lapsed else None)
    assert state == expected


def test_a_paused_duty_is_neither_due_nor_breached():
    assert (
        state_on(day("2030-01-01"), arose=day("2019-09-02"), due=None, met=None, lapsed=None) == State.PAUSED
    )


def test_lateness_stops_when_a_duty_is_met():
    due = day("2019-09-16")
    assert days_late(day("2019-09-16"), due, None) == 0
    assert days_late(day("2019-09-23"), due, None) == 5
    assert days_late(day("2019-12-23"), due, day("2019-09-18")) == 2
    assert days_late(day("2019-12-23"), due, day("2019-09-10")) == 0
    assert days_late(day("2019-12-23"), None, None) == 0


DAYS = st.dates(day("2019-04-01"), day("2021-12-31"))


@given(st.lists(st.tuples(DAYS, st.integers(1, 4), st.booleans()), max_size=25))
def test_every_duty_has_one_identity_and_is_met_only_by_what_came_after_it_arose(facts):
    given_ = [
        held(on.isoformat(), f"meeting:{number}")
        if is_meeting
        else Fact(Happening.MINUTES_TO_CHAIR, on, f"meeting:{number}")
        for on, number, is_meeting in facts
    ]
    once = {(fact.happening, fact.about, fact.on): fact for fact in given_}.values()
    found = [duty for duty in duties(*once) if duty.rule.key == "minutes"]
    assert len({duty.identity for duty in found}) == len(found)
    for duty in found:
        assert duty.met is None or duty.met >= duty.arose
        assert duty.due >= duty.arose

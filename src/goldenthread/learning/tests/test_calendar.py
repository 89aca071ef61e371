"""Booked sessions in people's own calendars."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.cast import viewing

from goldenthread.duties.sources import events_for
from goldenthread.learning.actions.booking import cancel
from goldenthread.learning.tests.cases import make_session
from goldenthread.learning.tests.test_booking import booked

FIRST, LAST = dt.date(2019, 9, 9), dt.date(2019, 10, 15)


def trained(person, first=FIRST, last=LAST, *, mine=True):
    events = events_for(viewing(person), first, last, mine=mine)
    return [event for event in events if str(event["uid"]).startswith("training-")]


@pytest.mark.parametrize("mine", [True, False])
def test_whoever_has_a_place_finds_it_in_their_calendar(manager, session, practitioner, member, mine):
    booked(manager, session, [practitioner])
    (event,) = trained(practitioner, mine=mine)
    assert (str(event["summary"]), event["dtstart"].dt.hour) == ("Child protection", 9)
    assert trained(member, mine=mine) == []
    assert trained(practitioner, last=dt.date(2019, 10, 14), mine=mine) == []


def test_whoever_waits_or_gave_it_up_does_not(manager, course, practitioner, staff):
    row = make_session(course, places=1)
    booked(manager, row, [staff[0], practitioner])
    assert trained(practitioner) == []
    other = make_session(course, on=dt.date(2019, 10, 1))
    (made,) = booked(manager, other, [practitioner])
    assert len(trained(practitioner)) == 1
    cancel(by=manager, booking=made)
    assert trained(practitioner) == []

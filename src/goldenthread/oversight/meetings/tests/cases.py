"""Meetings for tests: called, held, with who came."""

import datetime as dt

from goldenthread.duties.tests.cases import day
from goldenthread.oversight.meetings.actions.attendance import Came, record_attendance, seats_of
from goldenthread.oversight.meetings.actions.calling import call_meeting

TEN = dt.time(10)


def called(manager, group, on="2019-09-26", **more):
    return call_meeting(by=manager, group=group, on=day(on), at=TEN, **more)


def came(meeting, state="present"):
    """Every seat in one state."""
    return {each.pk: Came(state) for each in seats_of(meeting)}


def held(manager, group, on="2019-09-09", state="present"):
    meeting = called(manager, group, on)
    return record_attendance(by=manager, meeting=meeting, came=came(meeting, state))

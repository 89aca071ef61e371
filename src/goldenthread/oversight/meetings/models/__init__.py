"""Meetings, their agendas and papers, who came, the minutes, what was decided, and what was given to do."""

from goldenthread.oversight.meetings.models.attendance import Attendance, Interest, Level
from goldenthread.oversight.meetings.models.calling import (
    Arrangements,
    ExtraordinaryRequest,
    Supporter,
    UrgentMatter,
    Week,
    Weekday,
)
from goldenthread.oversight.meetings.models.decisions import Decision, Objection
from goldenthread.oversight.meetings.models.given import ActionAnswer, GivenAction
from goldenthread.oversight.meetings.models.meetings import AgendaItem, Meeting, Paper, StandingItem
from goldenthread.oversight.meetings.models.minutes import IssuedMinutes, MinuteEntry, Minutes, MinutesVersion
from goldenthread.oversight.meetings.models.packs import Pack, PackOpening
from goldenthread.oversight.meetings.models.programme import Deferral, Topic

__all__ = [
    "ActionAnswer",
    "AgendaItem",
    "Arrangements",
    "Attendance",
    "Decision",
    "Deferral",
    "ExtraordinaryRequest",
    "GivenAction",
    "Interest",
    "IssuedMinutes",
    "Level",
    "Meeting",
    "MinuteEntry",
    "Minutes",
    "MinutesVersion",
    "Objection",
    "Pack",
    "PackOpening",
    "Paper",
    "StandingItem",
    "Supporter",
    "Topic",
    "UrgentMatter",
    "Week",
    "Weekday",
]

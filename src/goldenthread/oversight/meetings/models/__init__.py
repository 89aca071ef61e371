"""Meetings, their agendas and papers, who came, the minutes, and what was decided."""

from goldenthread.oversight.meetings.models.decisions import Decision, Objection
from goldenthread.oversight.meetings.models.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    Paper,
    StandingItem,
)
from goldenthread.oversight.meetings.models.minutes import MinuteEntry, Minutes

__all__ = [
    "AgendaItem",
    "Attendance",
    "Decision",
    "Meeting",
    "MinuteEntry",
    "Minutes",
    "Objection",
    "Paper",
    "StandingItem",
]

"""Addresses under /<partnership>/oversight/meetings/."""

from goldenthread.oversight.meetings.views import (
    agenda,
    attendance,
    calendar,
    decisions,
    given,
    meetings,
    minutes,
    packs,
    programme,
    requests,
)

ROOMS = (meetings, calendar, agenda, packs, attendance, minutes, decisions, given, programme, requests)

app_name = "meetings"
urlpatterns = [route for room in ROOMS for route in room.routes]

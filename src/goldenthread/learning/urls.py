"""Addresses under /<partnership>/learning/."""

from goldenthread.learning.views import (
    agency,
    bookings,
    charges,
    feedback,
    programme,
    register,
    report,
    sessions,
)

app_name = "learning"
urlpatterns = [
    route
    for room in (programme, sessions, bookings, register, agency, charges, feedback, report)
    for route in room.routes
]

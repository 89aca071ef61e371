"""Addresses under /<partnership>/learning/."""

from goldenthread.learning.views import (
    agency,
    bookings,
    certificates,
    charges,
    feedback,
    joining,
    matrix,
    mine,
    programme,
    register,
    report,
    sessions,
)

app_name = "learning"
ROOMS = (
    programme, sessions, bookings, register, mine, certificates, matrix, joining, agency, charges, feedback, report,
)  # fmt: skip
urlpatterns = [route for room in ROOMS for route in room.routes]

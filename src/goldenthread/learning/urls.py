"""Addresses under /<partnership>/learning/."""

from goldenthread.learning.views import agency, bookings, charges, programme, register, sessions

app_name = "learning"
urlpatterns = [
    route for room in (programme, sessions, bookings, register, agency, charges) for route in room.routes
]

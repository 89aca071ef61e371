"""Addresses under /<partnership>/learning/."""

from goldenthread.learning.views import bookings, programme, sessions

app_name = "learning"
urlpatterns = [route for room in (programme, sessions, bookings) for route in room.routes]

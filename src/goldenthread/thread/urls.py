"""Addresses under /<partnership>/thread/."""

from goldenthread.thread.views import overviews, recommendations, sources

app_name = "thread"
urlpatterns = [route for room in (overviews, sources, recommendations) for route in room.routes]

"""Addresses under /<partnership>/evidence/voice/. The public ones are in ``goldenthread.urls``."""

from goldenthread.evidence.voice.views import engagement, overview, responses, surveys, themes

ROOMS = (overview, engagement, themes, responses, surveys)

app_name = "voice"
urlpatterns = [route for room in ROOMS for route in room.routes]

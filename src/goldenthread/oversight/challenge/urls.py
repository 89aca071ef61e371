"""Addresses under /<partnership>/oversight/challenge/."""

from goldenthread.oversight.challenge.views import challenges, disagreements, risks

app_name = "challenge"
urlpatterns = [route for room in (challenges, disagreements, risks) for route in room.routes]

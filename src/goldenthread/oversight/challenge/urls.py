"""Addresses under /<partnership>/oversight/challenge/."""

from goldenthread.oversight.challenge.views import challenges, disagreements, requests, risks

app_name = "challenge"
urlpatterns = [route for room in (challenges, disagreements, risks, requests) for route in room.routes]

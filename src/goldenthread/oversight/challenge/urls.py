"""Addresses under /<partnership>/oversight/challenge/."""

from goldenthread.oversight.challenge.views import challenges, disagreements, disputes, requests, risks

app_name = "challenge"
urlpatterns = [
    route for room in (challenges, disagreements, disputes, risks, requests) for route in room.routes
]

"""Addresses under /<partnership>/evidence/assurance/."""

from goldenthread.evidence.assurance.views import answering, cycles, moderating

app_name = "assurance"
urlpatterns = [route for room in (cycles, answering, moderating) for route in room.routes]

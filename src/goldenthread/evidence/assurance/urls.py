"""Addresses under /<partnership>/evidence/assurance/."""

from goldenthread.evidence.assurance.views import answering, cycles, files, moderating

app_name = "assurance"
urlpatterns = [route for room in (cycles, answering, files, moderating) for route in room.routes]

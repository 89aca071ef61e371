"""Addresses under /<partnership>/oversight/meetings/."""

from goldenthread.oversight.meetings.views import meetings, minutes

app_name = "meetings"
urlpatterns = [*meetings.routes, *minutes.routes]

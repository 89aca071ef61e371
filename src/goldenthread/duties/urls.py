"""Addresses under /<partnership>/oversight/duties/."""

from goldenthread.duties.views import duties, feeds, letters, record, rules

app_name = "duties"
urlpatterns = [*duties.routes, *feeds.routes, *rules.routes, *record.routes, *letters.routes]

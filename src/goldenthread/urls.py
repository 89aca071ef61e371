"""The addresses of the product."""

from django.urls import include, path

from goldenthread.api import open_to_keys, reference
from goldenthread.duties.views.feeds import calendar_feed
from goldenthread.evidence.voice.views.public import survey_form, survey_thanks, you_said
from goldenthread.learning.views.anybody import (
    certificate,
    certificate_check,
    training_join,
    training_join_confirm,
)
from goldenthread.learning.views.public import open_routes as training_feedback

urlpatterns = [
    path("account/", include("goldenthread.partnership.account_urls")),
    path("gallery/", include("goldenthread.design.urls")),
    path("api/", reference, name="api_reference"),
    path("api/", open_to_keys()),
    path("calendar/<str:secret>.ics", calendar_feed, name="calendar_feed"),
    path("survey/<str:secret>/", survey_form, name="survey_form"),
    path("survey/<str:secret>/thank-you/", survey_thanks, name="survey_thanks"),
    path("you-said/<slug:area>/", you_said, name="you_said"),
    *training_feedback,
    path("certificates/", certificate_check, name="certificate_check"),
    path("certificates/<str:code>/", certificate, name="certificate"),
    path("training/<slug:area>/join/", training_join, name="training_join"),
    path("training/<slug:area>/join/<str:token>/", training_join_confirm, name="training_join_confirm"),
    path("", include("goldenthread.home.urls")),
    path("<slug:partnership>/partnership/", include("goldenthread.partnership.urls")),
    path("<slug:partnership>/plan/", include("goldenthread.plans.urls")),
    path("<slug:partnership>/thread/", include("goldenthread.thread.urls")),
    path("<slug:partnership>/evidence/measures/", include("goldenthread.evidence.measures.urls")),
    path("<slug:partnership>/evidence/audits/", include("goldenthread.evidence.audits.urls")),
    path("<slug:partnership>/evidence/assurance/", include("goldenthread.evidence.assurance.urls")),
    path("<slug:partnership>/evidence/reviews/", include("goldenthread.evidence.reviews.urls")),
    path("<slug:partnership>/evidence/voice/", include("goldenthread.evidence.voice.urls")),
    path("<slug:partnership>/oversight/meetings/", include("goldenthread.oversight.meetings.urls")),
    path("<slug:partnership>/oversight/challenge/", include("goldenthread.oversight.challenge.urls")),
    path("<slug:partnership>/oversight/finance/", include("goldenthread.oversight.finance.urls")),
    path("<slug:partnership>/oversight/duties/", include("goldenthread.duties.urls")),
    path("<slug:partnership>/learning/", include("goldenthread.learning.urls")),
    path("<slug:partnership>/reports/", include("goldenthread.publishing.urls")),
]

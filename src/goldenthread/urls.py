"""The addresses of the product."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("goldenthread.partnership.account_urls")),
    path("gallery/", include("goldenthread.design.urls")),
    path("", include("goldenthread.home.urls")),
    path("<slug:partnership>/partnership/", include("goldenthread.partnership.urls")),
    path("<slug:partnership>/plan/", include("goldenthread.plans.urls")),
    path("<slug:partnership>/reports/", include("goldenthread.publishing.urls")),
]

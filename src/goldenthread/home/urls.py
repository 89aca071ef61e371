"""The front door, each partnership's home and search, and the pages that every site owes its readers."""

from django.urls import path

from goldenthread.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.healthz, name="healthz"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("<slug:partnership>/", views.home, name="home"),
    path("<slug:partnership>/search/", views.search, name="search"),
    path("<slug:partnership>/evidence/", views.evidence, name="evidence"),
    path("<slug:partnership>/oversight/", views.oversight, name="oversight"),
]

"""Addresses under /<partnership>/reports/."""

from __future__ import annotations

from django.urls import path

from goldenthread.publishing.views import activity, publication, reports, writing

app_name = "publishing"
urlpatterns = [
    path("", reports.report_list, name="reports"),
    path("new/", writing.new_report, name="new_report"),
    path("events/", activity.events, name="events"),
    path("events/new/", activity.new_event, name="new_event"),
    path("events/export/<slug:kind>/", activity.events_export, name="events_export"),
    path("events/<int:event>/", activity.event, name="event"),
    path("events/<int:event>/remove/", activity.event_removal, name="remove_event"),
    path("website/", activity.website, name="website"),
    path("website/new/", activity.new_website_month, name="new_website_month"),
    path("website/export/<slug:kind>/", activity.website_export, name="website_export"),
    path("website/<slug:month>/", activity.website_month, name="website_month"),
    path("website/<slug:month>/remove/", activity.website_month_removal, name="remove_website_month"),
    path("<slug:key>/", reports.report, name="report"),
    path("<slug:key>/cover/", writing.cover, name="cover"),
    path("<slug:key>/sections/<slug:section>/", writing.section, name="section"),
    path("<slug:key>/preview/", reports.preview, name="preview"),
    path("<slug:key>/draft/<slug:kind>/", reports.draft_file, name="draft_file"),
    path("<slug:key>/sign-off/", publication.sign_off, name="sign_off"),
    path("<slug:key>/publish/", publication.publish, name="publish"),
    path("<slug:key>/correct/", publication.correct, name="correct"),
    path("<slug:key>/withdraw/", publication.withdraw, name="withdraw"),
    path("<slug:key>/versions/<int:number>/", reports.edition, name="edition"),
    path("<slug:key>/versions/<int:number>/figures/", reports.edition_figures, name="edition_figures"),
    path("<slug:key>/versions/<int:number>/<slug:kind>/", reports.edition_file, name="edition_file"),
]

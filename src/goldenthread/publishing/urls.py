"""Addresses under /<partnership>/reports/."""

from django.urls import path

app_name = "publishing"
urlpatterns: list[object] = []

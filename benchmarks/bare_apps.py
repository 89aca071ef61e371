"""The product's models without what its apps do as they start."""

from django.apps import AppConfig


class Partnership(AppConfig):
    name = "goldenthread.partnership"


class Plans(AppConfig):
    name = "goldenthread.plans"

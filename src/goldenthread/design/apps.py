"""The design system as a Django application."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Brings the templates, template tags and static files of the house."""

    name = "goldenthread.design"
    label = "design"
    verbose_name = "Design"

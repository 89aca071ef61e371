from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "goldenthread.home"
    label = "home"
    default = True

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "goldenthread.duties"
    label = "duties"
    default = True

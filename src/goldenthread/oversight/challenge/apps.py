from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "goldenthread.oversight.challenge"
    label = "challenge"
    default = True

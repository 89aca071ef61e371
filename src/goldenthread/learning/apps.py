from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "goldenthread.learning"
    label = "learning"
    default = True

    def ready(self) -> None:
        """Says who may do what here."""
        from goldenthread.learning import permissions  # noqa: F401

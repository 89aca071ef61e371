from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "goldenthread.learning"
    label = "learning"
    default = True

    def ready(self) -> None:
        """Says who may do what here, and what training earns."""
        from goldenthread.learning import permissions  # noqa: F401
        from goldenthread.learning.takings import training_takings
        from goldenthread.partnership.takings import register

        register("learning", training_takings)

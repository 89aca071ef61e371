from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "goldenthread.plans"
    label = "plans"
    default = True

    def ready(self) -> None:
        """Registers who may update an action."""
        from goldenthread.plans import permissions  # noqa: F401

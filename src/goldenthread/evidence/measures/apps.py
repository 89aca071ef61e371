from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldenthread.evidence.measures"
    label = "measures"
    default = True

    def ready(self) -> None:
        """Registers who may send figures for which agency."""
        from goldenthread.evidence.measures import permissions  # noqa: F401

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldenthread.evidence.measures"
    label = "measures"
    default = True

    def ready(self) -> None:
        """Registers who may send figures for which agency, and tells duties what happens to returns."""
        from goldenthread.duties.sources import register
        from goldenthread.evidence.measures import permissions  # noqa: F401
        from goldenthread.evidence.measures.facts import return_facts

        register(return_facts)

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldenthread.evidence.measures"
    label = "measures"
    default = True

    def ready(self) -> None:
        """Registers who may send figures for which agency, what happens to returns, and what papers can be made."""
        from goldenthread.duties.sources import register
        from goldenthread.evidence.measures import permissions  # noqa: F401
        from goldenthread.evidence.measures.facts import return_facts
        from goldenthread.evidence.measures.papers import SCORECARD
        from goldenthread.partnership import made_papers

        register(return_facts)
        made_papers.register(SCORECARD)

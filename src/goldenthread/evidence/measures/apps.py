from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldenthread.evidence.measures"
    label = "measures"
    default = True

    def ready(self) -> None:
        """Registers who may send figures for which agency, what happens to returns, what papers can be made, and
        what the thread can point to.
        """
        from goldenthread.duties.sources import register
        from goldenthread.evidence.measures import permissions  # noqa: F401
        from goldenthread.evidence.measures.facts import return_facts
        from goldenthread.evidence.measures.holdings import MEASURES
        from goldenthread.evidence.measures.papers import SCORECARD
        from goldenthread.partnership import made_papers
        from goldenthread.thread import evidence

        register(return_facts)
        evidence.register(MEASURES)
        made_papers.register(SCORECARD)

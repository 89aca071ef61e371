from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "goldenthread.learning"
    label = "learning"
    default = True

    def ready(self) -> None:
        """Says who may do what here, what training earns, and what duties, meetings and the thread know of it."""
        from goldenthread.duties import sources
        from goldenthread.learning import permissions  # noqa: F401
        from goldenthread.learning.calendar import my_events
        from goldenthread.learning.facts import training_facts
        from goldenthread.learning.holdings import TRAINING
        from goldenthread.learning.papers import TRAINING as TRAINING_REPORT
        from goldenthread.learning.takings import training_takings
        from goldenthread.partnership import made_papers, takings
        from goldenthread.thread import evidence

        takings.register("learning", training_takings)
        sources.register(training_facts)
        sources.register_events(my_events)
        made_papers.register(TRAINING_REPORT)
        evidence.register(TRAINING)

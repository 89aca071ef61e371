from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "goldenthread.thread"
    label = "thread"
    default = True

    def ready(self) -> None:
        """Registers what an action answers, and the paper that can be made for a meeting."""
        from goldenthread.partnership import made_papers
        from goldenthread.plans import related
        from goldenthread.thread.papers import UNPROVED
        from goldenthread.thread.selectors.references import answered_by

        related.register(answered_by)
        made_papers.register(UNPROVED)

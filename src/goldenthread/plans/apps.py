from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "goldenthread.plans"
    label = "plans"
    default = True

    def ready(self) -> None:
        """Registers who may update an action, what happens to actions, and what papers can be made."""
        from goldenthread.duties.sources import register
        from goldenthread.partnership import made_papers
        from goldenthread.plans import permissions  # noqa: F401
        from goldenthread.plans.facts import action_facts
        from goldenthread.plans.papers import EXCEPTIONS

        register(action_facts)
        made_papers.register(EXCEPTIONS)

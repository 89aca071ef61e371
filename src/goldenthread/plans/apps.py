from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "goldenthread.plans"
    label = "plans"
    default = True

    def ready(self) -> None:
        """Registers who may update an action, and tells duties what happens to actions."""
        from goldenthread.duties.sources import register
        from goldenthread.plans import permissions  # noqa: F401
        from goldenthread.plans.facts import action_facts

        register(action_facts)

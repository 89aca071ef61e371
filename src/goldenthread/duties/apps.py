from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "goldenthread.duties"
    label = "duties"
    default = True

    def ready(self) -> None:
        """Tells the engine what this room knows by itself."""
        from goldenthread.duties.own_facts import own_facts
        from goldenthread.duties.sources import register

        register(own_facts)

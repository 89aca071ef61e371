from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "goldenthread.home"
    label = "home"
    default = True

    def ready(self) -> None:
        """Connects what is kept at sign-in."""
        from goldenthread.home import partnerships  # noqa: F401

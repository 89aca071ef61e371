from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "goldenthread.publishing"
    label = "publishing"
    default = True

    def ready(self) -> None:
        """Tells meetings which papers can be made."""
        from goldenthread.partnership import made_papers
        from goldenthread.publishing.papers import REPORT

        made_papers.register(REPORT)

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "goldenthread.partnership"
    label = "partnership"
    default = True

    def ready(self) -> None:
        """From now on what happens to accounts is on record."""
        from goldenthread.partnership import account_events, second_factor  # noqa: F401

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "goldenthread.evidence.voice"
    label = "voice"
    default = True

    def ready(self) -> None:
        """Registers who may record what was said for which agency, and what the thread can point to."""
        from goldenthread.evidence.voice import permissions  # noqa: F401
        from goldenthread.evidence.voice.holdings import HOLDINGS
        from goldenthread.thread import evidence

        for holdings in HOLDINGS:
            evidence.register(holdings)

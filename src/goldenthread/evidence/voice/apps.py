from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "goldenthread.evidence.voice"
    label = "voice"
    default = True

    def ready(self) -> None:
        """Registers who may record what was said for which agency."""
        from goldenthread.evidence.voice import permissions  # noqa: F401

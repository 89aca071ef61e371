"""The shared cast, and something real behind every address, are at hand in every test."""

from django.conf import settings

pytest_plugins = ["tests.cast", "tests.real_objects"]


def pytest_configure() -> None:
    """Make the folder of collected static files: WhiteNoise warns where it is missing, and warnings are errors."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

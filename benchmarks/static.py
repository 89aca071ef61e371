"""Styles and scripts as a server has them: named by their content. Collected once."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command


def collect() -> None:
    """Collects them, where that has not been done."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)

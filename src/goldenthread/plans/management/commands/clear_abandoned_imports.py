"""``goldenthread manage clear_abandoned_imports``: run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from goldenthread.design.words import plural
from goldenthread.partnership.viewer import SystemActor
from goldenthread.plans.importing.uploads import clear_abandoned


class Command(BaseCommand):
    """Deletes uploads that nobody imported."""

    help = "Delete uploaded plans that nobody imported within seven days."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Deletes them, and says how many there were."""
        count = clear_abandoned(by=SystemActor(label="Daily clearing"))
        self.stdout.write(f"{plural(count, 'abandoned upload')} deleted.")

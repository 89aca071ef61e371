"""``goldenthread manage follow_up_training``: offers that ran out, reminders, needs to forget.

Run it every few minutes.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.learning.actions.upkeep import follow_up
from goldenthread.partnership.viewer import SystemActor


class Command(BaseCommand):
    """What training does by itself."""

    help = (
        "Offers places on that nobody took in time, reminds people a week and a day before a session, and deletes what "
        "people needed for sessions that are over, in every partnership. It may run as often as you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` for other programs."""
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Says how much of each was done."""
        done = follow_up(by=SystemActor(label="Training"))
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        self.stdout.write(", ".join(f"{name}: {count:,}" for name, count in done.items()).capitalize() + ".")

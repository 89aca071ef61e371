"""``goldenthread manage send_waiting_messages``: tries what is due now. Run it every few minutes."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.partnership.actions.messages import send_waiting


class Command(BaseCommand):
    """Sending what waits."""

    help = "Sends the messages that wait, and tries again those that failed and are due for another attempt."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` for other programs."""
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Exit code 1 where any failed, so that whoever watches the machine is told."""
        outcome = send_waiting()
        text = f"Sent {outcome['sent']:,}; failed {outcome['failed']:,}."
        self.stdout.write(json.dumps(outcome) if options["json"] else text)
        if outcome["failed"]:
            raise SystemExit(1)

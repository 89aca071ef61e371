"""``goldenthread manage send_digests``: one email a day for those who asked for it. Run it every morning."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.partnership.actions.messages import send_digests
from goldenthread.partnership.viewer import SystemActor


class Command(BaseCommand):
    """One email a day."""

    help = "Puts the messages that wait for the daily email into one email for each person, and sends it."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` for other programs."""
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Says how many emails were made; what became of each is on the messages page."""
        emails = send_digests(by=SystemActor(label="daily email"))
        self.stdout.write(
            json.dumps({"emails": emails}) if options["json"] else f"Made {emails:,} daily emails."
        )

"""``goldenthread manage chase_returns``: reminds agencies of late and queried figures. Run it every working day."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.evidence.measures.actions.chasing import remind_of_returns
from goldenthread.partnership.today import today


class Command(BaseCommand):
    """Reminders of returns."""

    help = (
        "Queues one email to each person whose agency's figures are late or queried, in every partnership. "
        "Whoever had one within a week gets none, so it may run every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` for other programs."""
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Says how many were reminded; each email is on the partnership's messages page."""
        reminded = remind_of_returns(on=today())
        if options["json"]:
            self.stdout.write(json.dumps({"reminded": reminded}))
            return
        self.stdout.write(f"Reminded {sum(reminded.values()):,} people of {len(reminded):,} partnerships.")

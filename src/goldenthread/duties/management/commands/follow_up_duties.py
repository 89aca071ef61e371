"""``goldenthread manage follow_up_duties``: what follows from breaches of duties. Run it every working day."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.duties.actions.following import follow_up_everywhere
from goldenthread.partnership.today import today


class Command(BaseCommand):
    """What follows from breaches."""

    help = (
        "Does what the rules say of every duty that was breached: a reminder, an item for an agenda, the draft of a "
        "letter. Each follows once, so it may run as often as one likes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` for other programs."""
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Says what followed in each partnership."""
        done = {slug: asdict(outcome) for slug, outcome in follow_up_everywhere(on=today()).items()}
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        for slug, each in done.items():
            self.stdout.write(
                f"{slug}: {each['reminders']} people reminded, {each['agenda']} items for agendas, "
                f"{each['letters']} letters drafted."
            )

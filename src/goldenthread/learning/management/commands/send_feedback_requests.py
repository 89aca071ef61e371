"""``goldenthread manage send_feedback_requests``: asks what people say of courses. Run it every day."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldenthread.design.words import plural
from goldenthread.learning.actions.feedback import send_feedback_requests
from goldenthread.partnership.viewer import SystemActor


class Command(BaseCommand):
    """Requests for feedback."""

    help = (
        "Asks for feedback before a course, on the day, and three months after it, of the line manager too, in every "
        "partnership; reminds once after a week. Nobody is asked twice, so it may run every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` for other programs."""
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Says how many were asked and reminded."""
        done = send_feedback_requests(by=SystemActor(label="Training"))
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        self.stdout.write(
            f"Asked {plural(done['asked'], 'person', 'people')}, reminded {done['reminded']:,}."
        )

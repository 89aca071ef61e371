"""What the rules in force say of time limits, for the rooms that show one beside what it is about."""

from __future__ import annotations

import datetime as dt

from goldenthread.duties.derivation import rulebook
from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.partnership.models import Partnership


class Limits:
    """The time limits of a partnership's rules, read once. Two queries."""

    def __init__(self, partnership: Partnership) -> None:
        """Reads the rules and the closed days."""
        self.book, self.closures = rulebook(partnership), closures_of(partnership)
        self.first_month = partnership.business_year_month

    def due(
        self, trigger: Happening, met_by: Happening, event: dt.date, known: dt.date | None = None
    ) -> dt.date | None:
        """The last day of the limit between two happenings, for an event that became known on a day.

        ``None`` where no rule of that day has such a limit.
        """
        for rule in self.book.in_force(known or event):
            if rule.trigger == trigger and met_by in rule.met_by and rule.limit is not None:
                return rule.limit.due(event, self.closures, (), self.first_month)
        return None

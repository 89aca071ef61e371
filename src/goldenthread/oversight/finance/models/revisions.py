"""What a set budget became: each change with what it was, what it is, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.oversight.finance.models.contributions import Contribution
from goldenthread.oversight.finance.models.fields import money
from goldenthread.oversight.finance.models.years import BudgetLine, BudgetYear
from goldenthread.partnership.models.history import HistoryRow


class Revision(HistoryRow):
    """One line of a set budget, or one agreed contribution, was changed."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="revisions")
    line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions"
    )
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions"
    )
    was = money()
    now = money()
    due_on = models.DateField("to be paid by another day", null=True, blank=True)
    on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(line=None, contribution__isnull=False) | Q(line__isnull=False, contribution=None),
                name="revision_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(was__gte=0, now__gte=0), name="revision_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="revision_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def what(self) -> str:
        """What was revised. Reads the line’s heading or the contribution’s agency."""
        if self.line is not None:
            return str(self.line.heading)
        return f"Contribution of {self.contribution.agency}" if self.contribution else ""

"""A partnership's own limits of the stages of disagreements."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.partnership.models import Partnership
from goldenthread.partnership.models.history import HistoryRow


class StageLimit(HistoryRow):
    """From a day on, the partnership's policy allows a stage so many working days. A later row takes its place."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="stage_limits")
    stage = models.PositiveSmallIntegerField()
    working_days = models.PositiveSmallIntegerField()
    holds_from = models.DateField()
    policy = models.CharField("where the policy says so", max_length=200)

    class Meta:
        ordering = ["holds_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days__gte=1) & Q(working_days__lte=60), name="stage_limit_of_days"
            ),
            models.CheckConstraint(condition=~Q(policy=""), name="stage_limit_says_where"),
        ]

    def __str__(self) -> str:
        return f"Stage {self.stage}: {self.working_days} working days from {self.holds_from:%-d %B %Y}"

"""What a meeting decided, from when it holds, and who objected before that day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.oversight.meetings.models.meetings import AgendaItem
from goldenthread.partnership.models import Agency
from goldenthread.partnership.models.history import HistoryRow


class Decision(HistoryRow):
    """One decision. It is never changed: a later decision takes its place."""

    class Outcome(models.TextChoices):
        """How it came about, or what became of the matter."""

        CONSENSUS = "consensus", "Decided by consensus"
        DEFERRED = "deferred", "Deferred to a later meeting"
        REFERRED = "referred", "Referred to the Strategic Group"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField("what was decided")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.CONSENSUS)
    decided_on = models.DateField()
    implement_on = models.DateField("takes effect on", null=True, blank=True)
    short_notice = models.CharField("why it takes effect so soon", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="consensus", implement_on__isnull=False)
                | (~Q(outcome="consensus") & Q(implement_on=None)),
                name="decision_takes_effect",
            )
        ]

    def __str__(self) -> str:
        return self.text[:100]


class Objection(HistoryRow):
    """An agency's objection in writing, with reasons, before the decision takes effect: it stops it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="objections")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="objections")
    on = models.DateField()
    reasons = models.TextField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "agency"], name="objection_once_an_agency")
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.on:%-d %B %Y}"

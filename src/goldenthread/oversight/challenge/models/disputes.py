"""Disputes between members of the partnership, on the way that its constitution sets out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.oversight.challenge.querysets import DisagreementQuerySet
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.models.history import HistoryRow


class Dispute(models.Model):
    """What two members cannot settle between them: not about a child’s care, which is a disagreement.

    Open to the two agencies, and to those who see restricted matter.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="disputes")
    number = models.PositiveIntegerField()
    title = models.CharField("what it is about", max_length=200)
    raised_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    raised_with = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="dispute_number_once"),
            models.CheckConstraint(condition=~Q(raised_by=F("raised_with")), name="dispute_of_two"),
        ]

    def __str__(self) -> str:
        return f"Dispute {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("challenge:dispute", args=[self.partnership.slug, self.number])


class DisputeStep(HistoryRow):
    """A dispute came to a step of its way. The steps are those of the constitution (001, Dispute Resolution)."""

    class Step(models.TextChoices):
        """How far it is, in the order of the constitution."""

        BETWEEN = "between", "Between the agencies, under the shared procedures"
        MEETING = "meeting", "Discussed at a meeting of the partnership"
        MECHANISM = "mechanism", "Referred to the procedures’ own resolution"
        ADVISER = "adviser", "Referred to an independent professional adviser"
        SETTLED = "settled", "Settled"

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    on = models.DateField()
    note = models.TextField("what was said, or agreed")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "step"], name="dispute_step_once"),
            models.CheckConstraint(condition=~Q(note=""), name="dispute_step_says_what"),
        ]

    def __str__(self) -> str:
        return self.get_step_display()

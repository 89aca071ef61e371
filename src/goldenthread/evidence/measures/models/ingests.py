"""What came of reading an Annex A workbook: counts, faults by place, and nothing about any child."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.partnership.models import Agency, Partnership, Person


class AnnexAIngest(models.Model):
    """One reading of a workbook. The workbook itself and its rows are let go; ``faults`` say where, never what."""

    class Status(models.TextChoices):
        """How far it is."""

        RUNNING = "running", "Being read"
        DONE = "done", "Read"
        FAILED = "failed", "Could not be read"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="annex_a_ingests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="annex_a_ingests")
    period_start = models.DateField()
    period_end = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    stage = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    rows = models.JSONField(default=dict)
    fault_counts = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    indicators = models.JSONField(default=dict)
    not_computed = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="running", finished_at=None)
                | (~Q(status="running") & Q(finished_at__isnull=False)),
                name="ingest_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Annex A, {self.period_end:%B %Y}"

    def get_absolute_url(self) -> str:
        """What came of it."""
        return reverse("measures:annex_a_result", args=[self.partnership.slug, self.pk])

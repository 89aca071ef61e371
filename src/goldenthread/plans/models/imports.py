"""Plans that came in from a spreadsheet: what was uploaded, how its columns were read, what it changed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldenthread.partnership.models import Person
from goldenthread.plans.models.plan import Plan


def upload_path(upload: PlanImport, filename: str) -> str:  # noqa: ARG001
    """Where an uploaded plan is kept, under a random name."""
    return f"plan-imports/{uuid4().hex}"


class PlanImport(models.Model):
    """One file on its way into a plan: uploaded, mapped, previewed, and then imported whole or not at all."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imports")
    file = models.FileField(upload_to=upload_path)
    file_name = models.CharField(max_length=200)
    checksum = models.CharField("SHA-256 of the file", max_length=64)
    sheet = models.CharField(max_length=200, blank=True)
    mapping: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    as_at = models.DateField("ratings called current are as at")
    uploaded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)
    imported_at = models.DateTimeField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(file_name=""), name="import_has_file_name")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def name_on_record(self) -> str:
        """How the audit trail names the file: the name can tell what a restricted plan is about."""
        return f"file no. {self.pk}" if self.plan.restricted else self.file_name

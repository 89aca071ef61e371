"""Keys with which an agency's own system sends its figures."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone

from goldenthread.partnership.models import Agency


class ApiToken(models.Model):
    """A key that acts for one agency. Only its digest is kept; the key itself is shown once, when it is made."""

    class Scope(models.TextChoices):
        """What it may do."""

        READ = "read", "Read what is due, and the agency's own figures"
        SUBMIT = "submit", "Read, and submit the agency's figures"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="api_tokens")
    label = models.CharField("what is it for?", max_length=100)
    scope = models.CharField("what may it do?", max_length=10, choices=Scope, default=Scope.READ)
    start = models.CharField("how it begins", max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=300)
    expires_on = models.DateField("until")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.label} ({self.start}…)"

    def holds(self, on: dt.date) -> bool:
        """Whether it may still be used on ``on``."""
        return self.revoked_at is None and on <= self.expires_on

"""Private addresses at which a calendar programme finds what is due."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone

from goldenthread.partnership.models import Person


class CalendarFeed(models.Model):
    """One private address of one person. Of the address a digest is kept; it can be revoked at any time."""

    class Scope(models.TextChoices):
        """Whose duties stand in it."""

        MINE = "mine", "What I owe, with my agency and the groups I chair"
        EVERYONE = "everyone", "What everybody owes"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    scope = models.CharField("what stands in it", max_length=10, choices=Scope, default=Scope.MINE)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"

    def was_used(self, on: dt.date) -> bool:
        """Whether it was asked for on a day already."""
        return self.last_used_on == on

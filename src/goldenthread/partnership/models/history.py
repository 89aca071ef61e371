"""Rows that say who stated what and when: written once and never changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from goldenthread.partnership.models.people import Person


class HistoryIsFixedError(Exception):
    """Somebody tried to change what had been recorded; a correction is a new row."""


class HistoryRow(models.Model):
    """A dated statement by somebody, kept as it was made."""

    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; raises :class:`HistoryIsFixedError` for one that is already there."""
        if not self._state.adding:
            raise HistoryIsFixedError("What was recorded is not changed. Record a correction instead.")
        super().save(*args, **kwargs)

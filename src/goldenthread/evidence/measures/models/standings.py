"""How each indicator stands, worked out when its figures change and read by every page that lists indicators."""

from __future__ import annotations

from django.db import models

from goldenthread.evidence.measures.models.indicators import Indicator


class Standing(models.Model):
    """What one indicator's published figures show, as the scorecard reads it.

    It holds nothing that the figures do not: ``measures.standing.refresh`` makes it anew in the transaction that
    changed them. Small numbers are hidden before anything is worked out, so none can be read back from it.
    """

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="standing")
    latest_start = models.DateField(null=True)
    latest_end = models.DateField(null=True)
    moved_on = models.DateField("when the latest figure was accepted", null=True)
    signal = models.CharField("special cause at the latest period", max_length=20, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["indicator"]

    def __str__(self) -> str:
        return f"How {self.indicator} stands"

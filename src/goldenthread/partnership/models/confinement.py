"""What a confined space keeps of everybody who looked into it."""

from __future__ import annotations

from django.db import models

from goldenthread.partnership.models.history import HistoryRow


class OpeningRow(HistoryRow):
    """Somebody opened a page of a confined space. With a reason, the glass was broken: they had no place in it."""

    page = models.CharField(max_length=60)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.by_label}: {self.page}"

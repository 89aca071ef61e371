"""Packs: everything of a meeting in one PDF, and who has opened it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone

from goldenthread.oversight.meetings.models.meetings import Meeting
from goldenthread.partnership.models import Person
from goldenthread.partnership.models.history import HistoryRow


def pack_path(_pack: Pack, _name: str) -> str:
    """Where a pack is kept: under a name that says nothing."""
    return f"packs/{uuid4().hex}.pdf"


class Pack(HistoryRow):
    """One edition of a meeting's pack: the open one, or the one with what is confidential."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField("edition")
    confidential = models.BooleanField()
    file = models.FileField(upload_to=pack_path)
    first_page = models.PositiveIntegerField("number of its first page", default=1)
    pages = models.PositiveIntegerField("how many pages")
    checksum = models.CharField("SHA-256 of the file", max_length=64)
    contents = models.JSONField("what stands on which page", default=list)

    class Meta:
        ordering = ["-number", "confidential"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number", "confidential"], name="pack_once")
        ]

    def __str__(self) -> str:
        kind = "Confidential papers" if self.confidential else "Papers"
        return kind if self.number == 1 else f"Supplement {self.number - 1}: {kind.lower()}"

    @property
    def last_page(self) -> int:
        """The number of its last page."""
        return int(self.first_page) + int(self.pages) - 1


class PackOpening(models.Model):
    """Somebody opened a pack: when for the first time, when last, and how often."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["first_at"]
        constraints = [models.UniqueConstraint(fields=["pack", "person"], name="pack_opening_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.first_at:%-d %B %Y}"

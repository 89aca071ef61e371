"""A meeting from its call to its end, with its agenda and papers."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.oversight.meetings.querysets import AgendaItemQuerySet, MeetingQuerySet
from goldenthread.partnership.models import Group, Partnership
from goldenthread.partnership.models.history import HistoryRow


class Meeting(models.Model):
    """One meeting of one group. What has happened to it is told by its dates."""

    class Kind(models.TextChoices):
        """Why it was called."""

        ORDINARY = "ordinary", "Ordinary meeting"
        EXTRAORDINARY = "extraordinary", "Extraordinary meeting"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.ORDINARY)
    starts_at = models.DateTimeField("begins")
    minutes_long = models.PositiveSmallIntegerField("how many minutes it takes", default=120)
    place = models.CharField("where", max_length=200, blank=True)
    request = models.OneToOneField(
        "ExtraordinaryRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="meeting"
    )
    why = models.CharField("why it is extraordinary", max_length=300, blank=True)
    called_on = models.DateField()
    circulated_on = models.DateField("papers circulated on", null=True, blank=True)
    held_on = models.DateField("held on", null=True, blank=True)
    cancelled_on = models.DateField("cancelled on", null=True, blank=True)
    reason = models.CharField("why it was cancelled", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "starts_at"], condition=Q(cancelled_on=None), name="meeting_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | (Q(held_on=None) & ~Q(reason="")),
                name="meeting_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="ordinary", request=None) | (Q(kind="extraordinary") & ~Q(why="")),
                name="meeting_extraordinary_says_why",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "starts_at"], name="meeting_when")]

    def __str__(self) -> str:
        return f"{self.group}, {self.day.day} {self.day:%B %Y}"

    @property
    def day(self) -> dt.date:
        """The day in England on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.held_on is None and self.cancelled_on is None

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("meetings:meeting", args=[self.partnership.slug, self.pk])


class StandingItem(models.Model):
    """What stands on every agenda of a group, or on those of some months (finance in October and March)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="standing_items")
    title = models.CharField(max_length=200)
    months = models.JSONField("months in which it stands; empty for every meeting", default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "title"], name="standing_item_once")]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One item of an agenda, in its place."""

    class Kind(models.TextChoices):
        """How it came on."""

        STANDING = "standing", "Standing item"
        ADDED = "added", "Added by the Business Team"
        PROPOSED = "proposed", "Proposed by a member"
        BREACH = "breach", "Put there by a breach"
        ABSENCE = "absence", "Put there by two absences running"
        OBJECTION = "objection", "Called for by an objection"
        PROGRAMME = "programme", "From the forward plan"
        URGENT = "urgent", "An urgent matter to report"

    class Purpose(models.TextChoices):
        """What the group is to do with it."""

        DECISION = "decision", "For decision"
        DISCUSSION = "discussion", "For discussion"
        INFORMATION = "information", "For information"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=15, choices=Purpose, default=Purpose.DISCUSSION)
    presenter = models.CharField("who presents it", max_length=200, blank=True)
    minutes_long = models.PositiveSmallIntegerField("how many minutes it takes", null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ADDED)
    confidential = models.BooleanField(
        "confidential: only the group and the Business Team read it", default=False
    )
    proposed_by = models.CharField(max_length=300, blank=True)
    followed = models.BigIntegerField("what followed from a breach", null=True, blank=True)
    about = models.CharField("what else waited for the agenda, as duties name it", max_length=200, blank=True)
    reconsiders = models.ForeignKey(
        "Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="reconsidered_under"
    )
    urgent = models.ForeignKey(
        "UrgentMatter", null=True, blank=True, on_delete=models.PROTECT, related_name="reported_under"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "followed"], condition=Q(followed__isnull=False), name="agenda_breach_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


def paper_path(_paper: Paper, name: str) -> str:
    """Where a paper is kept: under a name that says nothing."""
    return f"papers/{uuid4().hex}{PurePath(name).suffix.lower()}"


class Paper(HistoryRow):
    """A file that goes with an item. A newer version is another paper; an old one is withdrawn, never changed."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField("what it is", max_length=200)
    file = models.FileField(upload_to=paper_path)
    file_name = models.CharField(max_length=200)
    file_type = models.CharField(max_length=100)
    file_size = models.PositiveBigIntegerField()
    checksum = models.CharField("SHA-256 of the file", max_length=64)
    added_on = models.DateField()
    made = models.CharField("what the product made it from", max_length=100, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title

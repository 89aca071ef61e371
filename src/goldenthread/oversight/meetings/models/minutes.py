"""The minutes of a meeting: written item by item, sent to the chair, agreed, circulated; then they never change."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.oversight.meetings.models.meetings import AgendaItem, Meeting
from goldenthread.partnership.models.history import HistoryRow


class Minutes(models.Model):
    """How far the minutes of one meeting are."""

    class Status(models.TextChoices):
        """Where they are in their life."""

        DRAFT = "draft", "Draft"
        WITH_CHAIR = "with_chair", "With the chair"
        APPROVED = "approved", "Agreed by the chair"
        CIRCULATED = "circulated", "Circulated"
        AGREED = "agreed", "Agreed by the group"

    TRANSITIONS = {
        Status.DRAFT: {Status.WITH_CHAIR},
        Status.WITH_CHAIR: {Status.DRAFT, Status.APPROVED},
        Status.APPROVED: {Status.CIRCULATED},
        Status.CIRCULATED: {Status.AGREED},
        Status.AGREED: set[Status](),
    }

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    to_chair_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=300, blank=True)
    circulated_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="agreed_minutes"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["meeting"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(agreed_on__gte=F("circulated_on")), name="minutes_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    @property
    def is_fixed(self) -> bool:
        """Whether their text can no longer change: the chair has agreed it."""
        return self.status in (self.Status.APPROVED, self.Status.CIRCULATED, self.Status.AGREED)


class MinuteEntry(models.Model):
    """What is written under one item, and which version of it somebody saw. Fixed once the chair has agreed it."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="minute")
    text = models.TextField(blank=True)
    fixed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["item"]

    def __str__(self) -> str:
        return f"Minute of {self.item}"


class MinutesVersion(HistoryRow):
    """The minutes as they stood when they went to the chair, came back, or were agreed."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=100)
    note = models.TextField("what was said about it", blank=True)
    texts = models.JSONField("what is written under each item, by its number in the database", default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"Version {self.number}: {self.why}"


class IssuedMinutes(HistoryRow):
    """What the minutes said when the chair agreed them, with and without what is confidential: files are made of this.

    A post that is renamed or a due date that is moved later changes nothing in what was issued.
    """

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="issued")
    open_html = models.TextField()
    full_html = models.TextField()

    class Meta:
        verbose_name_plural = "issued minutes"

    def __str__(self) -> str:
        return f"As agreed: {self.minutes}"

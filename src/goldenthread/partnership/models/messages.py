"""Every message that was sent, or that still waits to be."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldenthread.partnership.models.people import Person
from goldenthread.partnership.models.structure import Partnership


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """Messages."""

    def waiting(self) -> Self:
        """Those not yet sent."""
        return self.exclude(status=OutgoingMessage.Status.SENT)


class OutgoingMessage(models.Model):
    """One email to one person, kept with what became of it."""

    class Status(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed; will be tried again"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="outgoing_messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outgoing_messages")
    to = models.EmailField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=300)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["partnership", "-created_at"], name="message_partnership_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.subject

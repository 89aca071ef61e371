"""Every message that was sent, or that still waits to be."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.partnership.models.people import Person
from goldenthread.partnership.models.structure import Partnership

MOST_ATTEMPTS = 5
INVITATION = "invitation"
DIGEST = "digest"
ABANDONED_AFTER = dt.timedelta(minutes=30)


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """Messages."""

    def waiting(self) -> Self:
        """Those not yet sent."""
        return self.exclude(status=OutgoingMessage.Status.SENT)

    def due(self, now: dt.datetime) -> Self:
        """Those to be tried now: never tried, due for another attempt, or left over by a worker that stopped."""
        status = OutgoingMessage.Status
        return self.exclude(to="").filter(
            Q(status=status.QUEUED)
            | Q(status=status.FAILED, attempts__lt=MOST_ATTEMPTS, next_attempt_at__lte=now)
            | Q(status=status.SENDING, last_attempt_at__lte=now - ABANDONED_AFTER)
        )

    def held(self) -> Self:
        """Those that wait for their reader's one email of the day, and are not yet in one."""
        return self.filter(status=OutgoingMessage.Status.HELD, digest__isnull=True)


class OutgoingMessage(models.Model):
    """One email to one person, kept with what became of it."""

    class Status(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", "Waiting"
        HELD = "held", "Waiting for the daily email"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="outgoing_messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outgoing_messages")
    to = models.EmailField(blank=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    because = models.CharField("why the person receives it", max_length=300, blank=True)
    link = models.CharField("address within the site that it leads to", max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    digest = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name="sent within",
    )
    created_at = models.DateTimeField(default=timezone.now)
    last_attempt_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=300)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["partnership", "-created_at"], name="message_partnership_at"),
            models.Index(fields=["next_attempt_at"], name="message_waiting", condition=~Q(status="sent")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The message's page."""
        return reverse("partnership:message", args=[self.partnership.slug, self.pk])

    @property
    def is_given_up(self) -> bool:
        """Whether nobody will try it again unless asked to."""
        return self.status == self.Status.FAILED and (self.attempts >= MOST_ATTEMPTS or not self.to)

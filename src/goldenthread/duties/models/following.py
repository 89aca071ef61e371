"""What followed from a breach: each reminder, agenda item and letter once, and the letters themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.duties.rules import Follow
from goldenthread.partnership.models import Agency, Group, Partnership


class Followed(models.Model):
    """That something followed from the breach of one duty: it does not follow twice."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="followed")
    rule_key = models.CharField(max_length=80)
    about = models.CharField(max_length=200)
    arose_on = models.DateField()
    follow = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Follow])
    on = models.DateField()
    text = models.CharField(max_length=300)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    restricted = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "rule_key", "about", "arose_on", "follow"], name="followed_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Letter(models.Model):
    """A letter to an agency's executive member, drafted from the record for the Business Manager to sign.

    ``record`` are the breaches that it is about, each as plain values. Once signed, its text is fixed (migration 0002).
    """

    class Status(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", "To be signed"
        SIGNED = "signed", "Signed"
        DROPPED = "dropped", "Not sent"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letters")
    rule_key = models.CharField(max_length=80)
    addressee = models.CharField("addressed to", max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    record = models.JSONField(default=list)
    told = models.JSONField("who is told", default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=300, blank=True)
    reason = models.CharField("why it is not sent", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-drafted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="signed", signed_on__isnull=False) & ~Q(signed_by=""))
                | (~Q(status="signed") & Q(signed_on=None)),
                name="letter_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(reason=""), name="letter_dropped_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["agency", "rule_key"], condition=Q(status="draft"), name="letter_drafted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.agency}"

    def get_absolute_url(self) -> str:
        """The letter's page."""
        return reverse("duties:letter", args=[self.partnership.slug, self.pk])

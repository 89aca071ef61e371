"""What was said about an action: each row is written once and never changed."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q

from goldenthread.partnership.models.history import HistoryRow
from goldenthread.plans.models.precision import DuePrecision


class RatingUpdate(HistoryRow):
    """A rating, with the words that went with it. The current rating is the latest."""

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="ratings")
    rated_on = models.DateField()
    value = models.PositiveSmallIntegerField()
    text = models.TextField("progress", blank=True)
    opening = models.BooleanField("the opening position of the plan", default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-rated_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="rating_within_any_scale"),
            models.UniqueConstraint(fields=["action"], condition=Q(opening=True), name="rating_opening_once"),
        ]
        indexes = [models.Index(fields=["action", "-rated_on", "-id", "value"], name="rating_latest")]

    def __str__(self) -> str:
        return f"{self.value} on {self.rated_on}"


class DueDateChange(HistoryRow):
    """A due date that was moved, the one before it, and why."""

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="due_date_changes")
    old_due_on = models.DateField(null=True)
    old_precision = models.CharField(max_length=10, choices=DuePrecision, default=DuePrecision.DAY)
    new_due_on = models.DateField(null=True)
    new_precision = models.CharField(max_length=10, choices=DuePrecision, default=DuePrecision.DAY)
    reason = models.TextField()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="due_change_says_why"),
            models.CheckConstraint(
                condition=~Q(old_due_on=F("new_due_on"))
                | Q(old_due_on__isnull=True)
                | Q(new_due_on__isnull=True),
                name="due_change_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} to {self.new_due_on}"


class Explanation(HistoryRow):
    """Why an action is late or badly rated, as its lead puts it."""

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="explanations")
    given_on = models.DateField()
    text = models.TextField("explanation")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-given_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="explanation_says_something")]
        indexes = [models.Index(fields=["action", "-given_on", "-id"], name="explanation_latest")]

    def __str__(self) -> str:
        return self.text[:80]


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Where a file is kept: by action, under a random name; what the person called it is kept in the row."""
    return f"evidence/{evidence.action_id}/{uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"


class Evidence(HistoryRow):
    """Proof that an action was done, or that it changed something: a file or a link."""

    class Kind(models.TextChoices):
        """What it proves."""

        DONE = "done", "Evidence that it was done"
        IMPACT = "impact", "Evidence of impact: that something changed"

    action = models.ForeignKey("plans.Action", on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField("what it shows", max_length=10, choices=Kind, default=Kind.DONE)
    title = models.CharField("what it is", max_length=200)
    description = models.TextField("what it shows", blank=True)
    link = models.URLField(max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    file = models.FileField(upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    dated = models.DateField("date of the evidence")

    class Meta:
        ordering = ["-dated", "-id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(link="")) | (~Q(file="") & Q(link="")),
                name="evidence_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.title

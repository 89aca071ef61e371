"""What a review gathers and writes: agencies' accounts, one timeline, its report, comments, signatures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.evidence.reviews.models.reviews import AgencyReport, Review
from goldenthread.partnership.models import Agency
from goldenthread.partnership.models.history import HistoryRow
from goldenthread.plans.kept_files import KeptFile, path_of


class Account(KeptFile, HistoryRow):
    """An agency's account as it came in. A newer one comes beside it."""

    folder = "reviews"

    report = models.ForeignKey(AgencyReport, on_delete=models.PROTECT, related_name="accounts")
    on = models.DateField()
    file = models.FileField(upload_to=path_of)

    class Meta:
        ordering = ["-id"]


class ChronologyEntry(models.Model):
    """One thing that an agency knows to have happened on a day."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="chronology")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    event = models.TextField("what happened")
    comment = models.TextField("what the agency did, or thinks of it", blank=True)
    significant = models.BooleanField("matters for the review", default=False)

    class Meta:
        ordering = ["on", "at", "id"]
        verbose_name_plural = "chronology entries"

    def __str__(self) -> str:
        return f"{self.on:%-d %B %Y}, {self.agency}"


class Draft(HistoryRow):
    """The report of a review as it stood when it was saved."""

    class Stage(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "Draft"
        ACCURACY = "accuracy", "With the agencies, for factual accuracy"
        FINAL = "final", "Final: to be signed by the safeguarding partners"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    text = models.TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="review_draft_number_once")]

    def __str__(self) -> str:
        return f"Version {self.number}, {self.get_stage_display().lower()}"


class Comment(HistoryRow):
    """What an agency says of a draft's accuracy."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.agency}"


class Dismissal(HistoryRow):
    """Why words that the check of a text found may stand in it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="dismissals")
    mark = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "mark"], name="dismissal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_says_why"),
        ]

    def __str__(self) -> str:
        return self.mark


class Signature(HistoryRow):
    """A safeguarding partner signed the final text."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["draft", "agency"], name="review_signed_once")]

    def __str__(self) -> str:
        return f"{self.agency}"

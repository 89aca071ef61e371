"""A review, who may enter its space, the days of its steps, and who opened what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.duties.happenings import Happening
from goldenthread.evidence.reviews.querysets import ReviewQuerySet
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.partnership.models.confinement import OpeningRow
from goldenthread.partnership.models.history import HistoryRow

H = Happening


class Review(models.Model):
    """One review in a space of its own. Its reference is a year and a number: no name can stand in it."""

    class Kind(models.TextChoices):
        """What is reviewed, and how."""

        INCIDENT = "incident", "Serious incident: rapid review, and a practice review if it is decided"
        THEMATIC = "thematic", "Thematic review"
        LEARNING = "learning", "Learning review"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField("what it is about", max_length=200)
    scope = models.TextField("the questions it asks, and the time it looks at", blank=True)
    started_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "year", "number"], name="review_reference_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(closed_because=""), name="review_closed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.reference}"

    @property
    def reference(self) -> str:
        """``2019-01``: all that anybody outside its space may know."""
        return f"{self.year}-{self.number:02}"

    def get_absolute_url(self) -> str:
        """Its space."""
        return reverse("reviews:review", args=[self.partnership.slug, self.reference])


class PanelSeat(models.Model):
    """Somebody's place in a review's space, from a day until a day. Without a declaration it opens one page alone."""

    class Part(models.TextChoices):
        """What they do there."""

        COORDINATOR = "coordinator", "Coordinator"
        CHAIR = "chair", "Chair of the panel"
        MEMBER = "member", "Member of the panel"
        REVIEWER = "reviewer", "Lead reviewer"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="review_seats")
    part = models.CharField(max_length=12, choices=Part, default=Part.MEMBER)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    declared_on = models.DateField("declared to have had no part in the case on", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"], condition=Q(ends_on=None), name="review_seat_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_part_display().lower()}"

    @property
    def is_open(self) -> bool:
        """Whether it opens the space today."""
        return self.ends_on is None and self.declared_on is not None


class Step(HistoryRow):
    """The day on which a step was taken. A wrong one is taken back by another row."""

    STEPS = (
        H.INCIDENT_KNOWN, H.PARTNERS_TOLD, H.INCIDENT_NOTIFIED, H.SUMMARIES_RETURNED, H.RAPID_REVIEW_MET,
        H.RAPID_REVIEW_SENT, H.REVIEW_DECIDED, H.REVIEW_PLANNED, H.REVIEW_COPIED, H.REVIEW_PUBLISHED, H.REVIEW_SENT_ON,
        H.REVIEW_TAKEN_DOWN,
    )  # fmt: skip

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    happening = models.CharField(max_length=40, choices=[(h.value, h.label) for h in STEPS])
    on = models.DateField()
    note = models.CharField("where it is on record, or why it came late", max_length=300, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return Happening(self.happening).label  # type: ignore[call-arg]


class Decision(HistoryRow):
    """What the partners decided after the rapid review, against each criterion, with reasons."""

    class Outcome(models.TextChoices):
        """What is to follow."""

        REVIEW = "review", "Hold a local child safeguarding practice review"
        LEARNING = "learning", "Learn from it in another way: no practice review"
        NONE = "none", "No further review"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    on = models.DateField()
    met = models.JSONField("the criteria that are met", default=list)
    reasons = models.TextField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="review_decision_says_why")]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Opening(OpeningRow):
    """Somebody opened a page of the space, or broke its glass."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="openings")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["review", "-recorded_at"], name="review_openings")]


class Delivery(HistoryRow):
    """The published review was sent to a body that must receive it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="deliveries")
    body = models.CharField("to whom", max_length=200)
    on = models.DateField()
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.body


class AgencyReport(models.Model):
    """What an agency was asked to tell of its work, and by when."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="agency_reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["review", "agency"], name="agency_report_once")]

    def __str__(self) -> str:
        return f"{self.agency}"

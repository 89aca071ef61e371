"""Statutory requests for information, and protocols with other boards."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.oversight.challenge.querysets import OfPartnershipQuerySet
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.models.history import HistoryRow


class InformationRequest(models.Model):
    """What the partnership asked somebody to tell, under which power, and by when."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="information_requests"
    )
    number = models.PositiveIntegerField()
    to = models.CharField("of whom", max_length=200)
    power = models.CharField("under which power", max_length=200)
    what = models.TextField("what is asked for")
    on = models.DateField()
    due_on = models.DateField()
    restricted = models.BooleanField(default=False)

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="information_request_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("on")), name="information_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"Request {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("challenge:request", args=[self.partnership.slug, self.number])


class InformationAnswer(HistoryRow):
    """What came of a request. A refusal stands on record with its reasons."""

    class Outcome(models.TextChoices):
        """How it was met."""

        GIVEN = "given", "Given"
        IN_PART = "in_part", "Given in part"
        REFUSED = "refused", "Refused"

    request = models.ForeignKey(InformationRequest, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.TextField(blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="given") | ~Q(reasons=""), name="information_refused_why"
            )
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Protocol(models.Model):
    """How the partnership works with another board, looked at anew each year."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="protocols")
    number = models.PositiveIntegerField()
    board = models.CharField("with which board", max_length=200)
    about = models.TextField("what it says")
    link = models.URLField(
        "where it can be read", max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    agreed_on = models.DateField()
    review_on = models.DateField("next review")
    restricted = models.BooleanField(default=False, editable=False)

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["board"]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="protocol_once")]

    def __str__(self) -> str:
        return f"Protocol with {self.board}"

    def get_absolute_url(self) -> str:
        """The list in which it stands."""
        return reverse("challenge:protocols", args=[self.partnership.slug])


class ProtocolReview(HistoryRow):
    """A protocol was looked at anew."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    note = models.TextField("what came of it")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="protocol_review_says_what")]

    def __str__(self) -> str:
        return self.note[:100]

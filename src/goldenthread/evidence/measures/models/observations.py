"""The figures that agencies send: each is a row that, once sent, is never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from goldenthread.evidence.measures.analysis.periods import Period, period_of
from goldenthread.evidence.measures.models.indicators import Definition, Indicator
from goldenthread.evidence.measures.querysets import ObservationQuerySet
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.models.history import HistoryRow

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Observation(models.Model):
    """One figure of one agency for one period.

    A draft may be changed and thrown away. From the moment it is sent its figures stand as they are: the database
    refuses to change them (migration 0002). A correction is a new row that supersedes it when it is accepted.
    """

    class Status(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        QUERIED = "queried", "Queried"
        ACCEPTED = "accepted", "Accepted"
        SUPERSEDED = "superseded", "Superseded"

    class Route(models.TextChoices):
        """How it came in."""

        FORM = "form", "On the site"
        FILE = "file", "In a spreadsheet"
        API = "api", "Through the API"
        ANNEX_A = "annex_a", "Computed from Annex A"
        PUBLISHED = "published", "From a published paper"

    TRANSITIONS = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.QUERIED, Status.ACCEPTED, Status.SUPERSEDED},
        Status.QUERIED: {Status.SUBMITTED, Status.ACCEPTED, Status.SUPERSEDED},
        Status.ACCEPTED: {Status.SUPERSEDED},
        Status.SUPERSEDED: set[Status](),
    }
    OPEN = (Status.DRAFT, Status.SUBMITTED, Status.QUERIED)
    SENT = (Status.SUBMITTED, Status.QUERIED, Status.ACCEPTED)

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="observations")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    commentary = models.TextField("comment", blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    route = models.CharField(max_length=10, choices=Route, default=Route.FORM)
    source = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ObservationQuerySet.as_manager()

    if TYPE_CHECKING:
        history: RelatedManager[ObservationEvent]

    class Meta:
        ordering = ["indicator", "period_start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "agency", "period_start"],
                condition=Q(status="accepted"),
                name="observation_accepted_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "agency", "period_start"],
                condition=Q(status__in=("draft", "submitted", "queried")),
                name="observation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(value__isnull=False), name="observation_sent_has_value"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", submitted_at=None)
                | (~Q(status="draft") & Q(submitted_at__isnull=False)),
                name="observation_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="observation_period_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "status", "period_start"], name="observation_series"),
            models.Index(fields=["agency", "status", "period_start"], name="observation_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"

    @property
    def period(self) -> Period:
        """The period it is about."""
        return period_of(self.period_start, self.indicator.often)


class ObservationEvent(HistoryRow):
    """One step in a figure's life: who sent, queried, answered, accepted or superseded it, and in which words."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="history")
    status = models.CharField(max_length=12, choices=Observation.Status)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} on {self.recorded_at:%-d %B %Y}"

"""The catalogue: what is measured, by what definition from which day, and the events drawn on its chart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.evidence.measures.analysis.periods import Frequency, Period, period_of
from goldenthread.evidence.measures.querysets import IndicatorQuerySet
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.models.history import HistoryRow

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from goldenthread.evidence.measures.models.comparators import Comparator
    from goldenthread.evidence.measures.models.observations import Observation

RESERVED_KEYS = frozenset(
    {
        "new",
        "returns",
        "changes",
        "quality",
        "catalogue",
        "annex-a",
        "tokens",
        "comparators",
        "figures",
        "keys",
    }
)


class Indicator(models.Model):
    """One thing that is measured again and again, in one unit, for periods of one frequency."""

    class HowOften(models.TextChoices):
        """How often it is collected: see :class:`Frequency`, of which these are the choices."""

        MONTHLY = Frequency.MONTHLY.value, Frequency.MONTHLY.label
        QUARTERLY = Frequency.QUARTERLY.value, Frequency.QUARTERLY.label
        TERMLY = Frequency.TERMLY.value, Frequency.TERMLY.label
        ANNUAL = Frequency.ANNUAL.value, Frequency.ANNUAL.label
        ACADEMIC_YEAR = Frequency.ACADEMIC_YEAR.value, Frequency.ACADEMIC_YEAR.label

    class Unit(models.TextChoices):
        """What its values are."""

        COUNT = "count", "Count"
        PERCENT = "percent", "Percentage"
        RATE = "rate", "Rate per 10,000 children"
        DAYS = "days", "Days"
        HOURS = "hours", "Hours"
        CURRENCY = "currency", "Pounds"
        SCORE = "score", "Score"

    class Commentary(models.TextChoices):
        """When whoever sends a figure must say something about it."""

        NEVER = "never", "Never"
        SIGNAL = "signal", "When the figure lies outside its control limits"
        OFF_TARGET = "off_target", "When the target is missed"
        ALWAYS = "always", "Always"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="indicators")
    key = models.SlugField("address", max_length=80)
    title = models.CharField(max_length=200)
    priority = models.CharField("priority or theme", max_length=100, blank=True)
    sector = models.CharField(max_length=30, choices=Agency.Sector, default=Agency.Sector.OTHER)
    agencies = models.ManyToManyField(
        Agency, related_name="indicators", blank=True, verbose_name="agencies that send it"
    )
    group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
        verbose_name="overseen by",
    )
    frequency = models.CharField("how often", max_length=20, choices=HowOften, default=HowOften.MONTHLY)
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.COUNT)
    commentary = models.CharField(
        "when a comment is required", max_length=12, choices=Commentary, default=Commentary.SIGNAL
    )
    due_working_days = models.PositiveSmallIntegerField(
        "due so many working days after the period ends", default=10
    )
    lowest = models.DecimalField(
        "lowest possible value", max_digits=18, decimal_places=6, null=True, blank=True
    )
    highest = models.DecimalField(
        "highest possible value", max_digits=18, decimal_places=6, null=True, blank=True
    )
    parts = models.ManyToManyField(
        "self", symmetrical=False, related_name="wholes", blank=True, verbose_name="parts that add up to it"
    )
    annex_a = models.CharField("what of Annex A it is computed from", max_length=60, blank=True)
    collected_from = models.DateField("collected from", null=True, blank=True)
    collected_until = models.DateField("collected until", null=True, blank=True)
    on_scorecard = models.BooleanField("stands on the scorecard", default=True)
    source = models.CharField("source of the definition", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = IndicatorQuerySet.as_manager()

    if TYPE_CHECKING:
        definitions: RelatedManager[Definition]
        observations: RelatedManager[Observation]
        comparators: RelatedManager[Comparator]
        events: RelatedManager[AnnotatedEvent]

    class Meta:
        ordering = ["priority", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="indicator_key_once"),
            models.CheckConstraint(
                condition=Q(collected_from=None)
                | Q(collected_until=None)
                | Q(collected_until__gte=F("collected_from")),
                name="indicator_collected_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(highest=None) | Q(highest__gte=F("lowest")),
                name="indicator_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def often(self) -> Frequency:
        """How often it is collected."""
        return Frequency(self.frequency)

    @property
    def has_denominator(self) -> bool:
        """Whether its values are of a numerator over a denominator."""
        return self.unit in (self.Unit.PERCENT, self.Unit.RATE)

    def period_at(self, day: dt.date) -> Period:
        """Its period in which ``day`` lies."""
        return period_of(day, self.often)

    def get_absolute_url(self) -> str:
        """The indicator's page."""
        return reverse("measures:indicator", args=[self.partnership.slug, self.key])


class Definition(HistoryRow):
    """What an indicator counts and how it is read, from a day on. Never changed: a new one takes over on its day."""

    class Polarity(models.TextChoices):
        """Which way is better."""

        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        CONTEXT = "context", "Neither: for context"

    class YearToDate(models.TextChoices):
        """How the periods of a year so far are put together."""

        SUM = "sum", "Sum"
        LATEST = "latest", "Latest"
        WEIGHTED_MEAN = "weighted_mean", "Weighted mean"
        NONE = "none", "Not put together"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    holds_from = models.DateField("holds from")
    definition = models.TextField("what it counts")
    numerator = models.TextField(blank=True)
    denominator = models.TextField(blank=True)
    polarity = models.CharField(max_length=10, choices=Polarity, default=Polarity.CONTEXT)
    target = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    tolerance = models.DecimalField(
        "how far from the target still counts as near", max_digits=18, decimal_places=6, null=True, blank=True
    )
    year_to_date = models.CharField(
        "year to date", max_length=15, choices=YearToDate, default=YearToDate.LATEST
    )
    statutory_basis = models.CharField(max_length=300, blank=True)
    threshold = models.PositiveSmallIntegerField("hide counts from 1 to below", default=6)
    round_to = models.PositiveSmallIntegerField("round counts to the nearest", default=1)
    why = models.CharField("why it changed", max_length=300, blank=True)

    class Meta:
        ordering = ["-holds_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "holds_from"], name="definition_day_once"),
            models.CheckConstraint(condition=Q(round_to__in=(1, 5, 10)), name="definition_rounds_by_1_5_10"),
            models.CheckConstraint(
                condition=Q(tolerance=None) | Q(tolerance__gte=0), name="definition_tolerance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} from {self.holds_from}"


class AnnotatedEvent(HistoryRow):
    """Something that happened on a day and is marked on an indicator's chart. ``rebases``: new limits begin there.

    Limits are never moved by the product: only a person does so, for a reason that stays on record.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="events")
    on = models.DateField("when")
    text = models.CharField("what happened", max_length=200)
    rebases = models.BooleanField("start new limits from here", default=False)
    reason = models.TextField("why the limits start anew", blank=True)
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(rebases=False) | ~Q(reason=""), name="event_rebase_says_why"),
        ]

    def __str__(self) -> str:
        return self.text

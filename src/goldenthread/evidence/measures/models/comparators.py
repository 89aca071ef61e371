"""What figures are held against: other areas' series, and how many children live here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from goldenthread.evidence.measures.models.indicators import Indicator
from goldenthread.partnership.models import Partnership

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Comparator(models.Model):
    """One area's published series for one indicator, with where it was published."""

    class Kind(models.TextChoices):
        """What the area is to ours."""

        STATISTICAL_NEIGHBOURS = "statistical_neighbours", "Statistical neighbours"
        REGION = "region", "Region"
        ENGLAND = "england", "England"
        AUTHORITY = "authority", "Another authority"
        OTHER = "other", "Other"

    # Those whose lines stand on every chart; single authorities stand only in the funnel.
    ON_CHARTS = (Kind.STATISTICAL_NEIGHBOURS, Kind.REGION, Kind.ENGLAND, Kind.OTHER)

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="comparators")
    kind = models.CharField(max_length=25, choices=Kind)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.CharField(max_length=300)

    if TYPE_CHECKING:
        values: RelatedManager[ComparatorValue]

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "kind", "name"], name="comparator_once"),
            models.CheckConstraint(condition=~Q(source=""), name="comparator_has_source"),
        ]

    def __str__(self) -> str:
        return self.name


class ComparatorValue(models.Model):
    """A comparator's value for one period."""

    comparator = models.ForeignKey(Comparator, on_delete=models.CASCADE, related_name="values")
    period_start = models.DateField()
    period_end = models.DateField()
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        ordering = ["period_start"]
        constraints = [
            models.UniqueConstraint(fields=["comparator", "period_start"], name="comparator_value_once"),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="comparator_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comparator} from {self.period_start}"


class Population(models.Model):
    """How many children aged 0 to 17 lived here in the middle of a year, for rates of that year."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField("middle of which year")
    children = models.PositiveIntegerField("children aged 0 to 17")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "year"], name="population_year_once"),
            models.CheckConstraint(condition=Q(children__gt=0), name="population_has_children"),
        ]

    def __str__(self) -> str:
        return f"{self.children:,} children in the middle of {self.year}"

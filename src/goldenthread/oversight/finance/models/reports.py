"""Finance reports as they were issued: frozen, with the figures that they show."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.oversight.finance.models.fields import money
from goldenthread.oversight.finance.models.years import BudgetYear
from goldenthread.partnership.models.history import HistoryRow


class FinanceReport(HistoryRow):
    """A finance report as it was issued. A later one of the same half year takes its place; both stay on record."""

    class Half(models.TextChoices):
        """The two of a year: finance stands on the Board's agenda in October and March (001)."""

        OCTOBER = "october", "October"
        MARCH = "march", "March"

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    half = models.CharField(max_length=10, choices=Half)
    as_at = models.DateField()
    on = models.DateField("issued on")
    words = models.TextField("what the figures mean")
    ledger = money("spent by that day, as the council’s ledger says", null=True, blank=True)
    difference = models.CharField("why the two differ", max_length=300, blank=True)
    figures = models.JSONField()
    body = models.TextField("as it was issued")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="finance_report_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="finance_report_says_something"),
        ]

    def __str__(self) -> str:
        return f"Finance report {self.year}, {self.get_half_display()}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("finance:report", args=[self.year.partnership.slug, self.year.key, self.number])

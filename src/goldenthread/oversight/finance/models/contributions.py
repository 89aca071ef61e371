"""The formula by which agencies contribute, what each agreed to pay, and what came in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.oversight.finance.formula import Split
from goldenthread.oversight.finance.models.fields import money
from goldenthread.oversight.finance.models.years import BudgetYear
from goldenthread.oversight.finance.querysets import ContributionQuerySet
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.models.history import HistoryRow


class Formula(HistoryRow):
    """A formula as it was agreed. A later one takes its place; what was agreed under it stays."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="formulas")
    number = models.PositiveSmallIntegerField()
    on = models.DateField("agreed on")
    note = models.CharField("where and why it was agreed", max_length=300)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="formula_number_once"),
            models.CheckConstraint(condition=~Q(note=""), name="formula_says_where"),
        ]

    def __str__(self) -> str:
        return f"Formula {self.number}"

    def split(self) -> Split:
        """What it says, as arithmetic by agency. Reads ``lines``."""
        rows = list(self.lines.all())
        return Split(
            {row.agency_id: row.fixed for row in rows if row.fixed is not None},
            {row.agency_id: row.share for row in rows if row.fixed is None},
        )


class FormulaLine(HistoryRow):
    """What one agency pays under a formula: a fixed sum, or an exact share of what the fixed sums leave."""

    formula = models.ForeignKey(Formula, on_delete=models.PROTECT, related_name="lines")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    fixed = money("fixed sum", null=True, blank=True)
    over = models.PositiveIntegerField("share, above the line", null=True, blank=True)
    under = models.PositiveIntegerField("share, below the line", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["formula", "agency"], name="formula_line_once"),
            models.CheckConstraint(
                condition=Q(fixed__gt=0, over=None, under=None)
                | Q(fixed=None, over__gt=0, under__gt=0, over__lte=F("under")),
                name="formula_line_share_or_sum",
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)

    @property
    def share(self) -> Fraction:
        """The share of the rest; nothing where a sum is fixed."""
        return Fraction(self.over, self.under) if self.over and self.under else Fraction()


class Contribution(models.Model):
    """What an agency pays for a year. Once the budget is set, what was agreed stands; revisions say what it became."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contributions")
    by_formula = money("by the formula", null=True, blank=True)
    agreed = money("agreed")
    due_on = models.DateField("to be paid by")
    fixed = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "agency"], name="contribution_once"),
            models.CheckConstraint(condition=Q(agreed__gte=0), name="contribution_not_negative"),
            models.CheckConstraint(
                condition=Q(by_formula=None) | Q(by_formula__gte=0), name="formula_sum_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.year}"

    @property
    def partnership_id(self) -> int:
        """Whose it is, for :meth:`~goldenthread.partnership.viewer.Actor.may`. Reads ``year``."""
        return self.year.partnership_id

    @property
    def now(self) -> Decimal:
        """What is agreed after every revision. Reads ``revisions``."""
        latest: Decimal = next((row.now for row in reversed(self.revisions.all())), self.agreed)
        return latest

    @property
    def due_now(self) -> dt.date:
        """The day by which it is to be paid, after every revision. Reads ``revisions``."""
        days = [row.due_on for row in self.revisions.all() if row.due_on]
        return days[-1] if days else self.due_on

    @property
    def received(self) -> Decimal:
        """What came in, less what was reversed. Reads ``receipts``."""
        return sum((row.amount for row in self.receipts.all()), Decimal("0.00"))

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(
            "finance:contribution", args=[self.year.partnership.slug, self.year.key, self.agency.key]
        )


class Receipt(HistoryRow):
    """What an agency paid; or the row that reverses one, with the reason."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="receipts")
    on = models.DateField()
    amount = money()
    reference = models.CharField("the payer’s reference", max_length=100)
    note = models.CharField(
        "why it is reversed, or stands under a reference again", max_length=300, blank=True
    )
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0)
                | (Q(reverses__isnull=False, amount__lt=0) & ~Q(note="")),
                name="receipt_reversed_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="receipt_has_a_reference"),
            models.UniqueConstraint(
                fields=["contribution", "reference"], condition=Q(note=""), name="receipt_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

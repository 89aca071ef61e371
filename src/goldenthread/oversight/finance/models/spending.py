"""What is spent, what is committed and not spent yet, and files of the council's ledger that wait to be kept."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.oversight.finance.models.fields import money
from goldenthread.oversight.finance.models.years import BudgetYear, Heading
from goldenthread.partnership.models.history import HistoryRow


class Commitment(HistoryRow):
    """What the partnership will have to pay: for a review, told by its reference alone, or something else."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField()
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="commitments")
    review = models.CharField("reference of the review", max_length=20, blank=True)
    what = models.CharField("for what", max_length=200)
    amount = money()
    on = models.DateField("committed on")
    expected_on = models.DateField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="commitment_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="commitment_of_something"),
            models.CheckConstraint(condition=~Q(what=""), name="commitment_says_what"),
        ]

    def __str__(self) -> str:
        return f"Commitment {self.number}"

    @property
    def spent(self) -> Decimal:
        """What was paid of it, less what was reversed. Reads ``spending``."""
        return sum((row.amount for row in self.spending.all()), Decimal("0.00"))

    @property
    def ended(self) -> CommitmentEnd | None:
        """What ended it before it was paid in full. Reads ``end``."""
        return getattr(self, "end", None)

    @property
    def open(self) -> Decimal:
        """What is still to be paid: nothing once it has ended. Reads ``spending`` and ``end``."""
        return Decimal("0.00") if self.ended else max(Decimal("0.00"), self.amount - self.spent)

    def get_absolute_url(self) -> str:
        """The list in which it stands."""
        return reverse("finance:commitments", args=[self.year.partnership.slug, self.year.key])


class CommitmentEnd(HistoryRow):
    """A commitment, or what was left of it, is not needed any more."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="end")
    on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="commitment_end_says_why")]

    def __str__(self) -> str:
        return self.reason


class SpendingImport(models.Model):
    """A file of the council's ledger: its rows as read, shown before they are kept, then kept or let go whole."""

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waits to be looked at"
        KEPT = "kept", "Kept"
        DROPPED = "dropped", "Let go"

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="spending_imports")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    rows = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    on = models.DateField()
    by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="spending_import_number_once"),
            models.UniqueConstraint(
                fields=["year", "checksum"], condition=Q(status="kept"), name="spending_file_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("finance:import", args=[self.year.partnership.slug, self.year.key, self.number])


class Spending(HistoryRow):
    """What was paid; or the row that reverses one, with the reason."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="spending")
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="spending")
    on = models.DateField()
    amount = money()
    description = models.CharField("for what", max_length=200)
    reference = models.CharField("reference in the council’s ledger", max_length=100)
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="spending"
    )
    upload = models.ForeignKey(
        SpendingImport, null=True, blank=True, on_delete=models.PROTECT, related_name="spending"
    )
    note = models.CharField(
        "why it is reversed, or stands under a reference again", max_length=300, blank=True
    )
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        ordering = ["on", "id"]
        verbose_name_plural = "spending"
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0)
                | (Q(reverses__isnull=False, amount__lt=0) & ~Q(note="")),
                name="spending_reversed_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(description=""), name="spending_says_what"),
            models.CheckConstraint(condition=~Q(reference=""), name="spending_has_a_reference"),
            models.UniqueConstraint(
                fields=["year", "reference"], condition=Q(note=""), name="spending_reference_once"
            ),
        ]
        indexes = [models.Index(fields=["year", "on"], name="spending_by_day")]

    def __str__(self) -> str:
        return self.description

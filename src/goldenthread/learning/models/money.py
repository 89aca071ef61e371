"""What a place costs whom, what was charged, and what was paid. Exact pounds and pence; nothing is ever changed, only
countered by another row.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.learning.models.bookings import Booking
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.models.history import HistoryRow

SHARE = [MinValueValidator(0), MaxValueValidator(100)]


class Terms(models.Model):
    """The terms of charging from a day on: how early one gives up a place without a charge, and who pays how much."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="training_terms")
    starts_on = models.DateField("in force from")
    notice = models.PositiveSmallIntegerField("working days before the session to cancel without a charge")
    note = models.TextField("in words", blank=True)

    class Meta:
        verbose_name_plural = "terms"
        ordering = ["-starts_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["partnership", "starts_on"], name="terms_once_a_day")]

    def __str__(self) -> str:
        return f"Terms from {self.starts_on}"


class Rate(models.Model):
    """What one kind of agency pays, in per cent of the price: for coming, for cancelling late, for staying away."""

    terms = models.ForeignKey(Terms, on_delete=models.CASCADE, related_name="rates")
    sector = models.CharField(max_length=30, choices=Agency.Sector)
    coming = models.PositiveSmallIntegerField("for coming", default=0, validators=SHARE)
    late = models.PositiveSmallIntegerField("for cancelling late", default=0, validators=SHARE)
    absent = models.PositiveSmallIntegerField("for not coming", default=0, validators=SHARE)

    class Meta:
        ordering = ["sector"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "sector"], name="rate_once"),
            models.CheckConstraint(
                condition=Q(coming__lte=100, late__lte=100, absent__lte=100), name="rate_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_sector_display())


class Charge(HistoryRow):
    """What an agency owes for one booking, or, countering an earlier charge, no longer owes, with the reason."""

    class Kind(models.TextChoices):
        """What it is for."""

        COMING = "coming", "Attendance"
        LATE = "late", "Late cancellation"
        ABSENT = "absent", "Did not come"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="charges")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="training_charges")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    on = models.DateField()
    counters = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="countered_by"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counters=None, amount__gt=0) | Q(counters__isnull=False, amount__lt=0),
                name="charge_or_counter",
            ),
            models.CheckConstraint(condition=Q(counters=None) | ~Q(reason=""), name="waived_why"),
            models.CheckConstraint(condition=~Q(counters=F("id")), name="charge_not_its_own_counter"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class Invoice(HistoryRow):
    """One invoice to an agency: data for the council's finance system, and a PDF. Its lines are charges."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="training_invoices")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="training_invoices")
    number = models.PositiveIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField()
    to = models.CharField("invoiced to", max_length=300)
    order_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="invoice_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"Invoice {self.number:05}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("learning:invoice", args=[self.partnership.slug, self.number])


class InvoiceLine(models.Model):
    """A charge, or its counter, on an invoice: once."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="line")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.charge)


class Payment(HistoryRow):
    """Money that came for an invoice, or, countering an earlier row, did not."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    on = models.DateField()
    reference = models.CharField(max_length=60)
    counters = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="countered_by"
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counters=None, amount__gt=0) | Q(counters__isnull=False, amount__lt=0),
                name="payment_or_counter",
            ),
            models.CheckConstraint(condition=Q(counters=None) | ~Q(reason=""), name="payment_countered_why"),
            models.UniqueConstraint(
                fields=["invoice", "reference"], condition=Q(counters=None), name="payment_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount}"

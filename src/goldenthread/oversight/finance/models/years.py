"""Budget years with their lines and reserves, and the headings under which money is spent."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.oversight.finance.forecast import Pattern
from goldenthread.oversight.finance.models.fields import money
from goldenthread.oversight.finance.querysets import YearQuerySet
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.models.history import HistoryRow


class BudgetYear(models.Model):
    """One business year of a partnership's money: drafted, set by the safeguarding partners, closed when it is over."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "Draft"
        SET = "set", "Set"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="budget_years")
    key = models.SlugField("year", max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opening_reserve = money("reserve at the beginning", default=0)
    note = models.TextField("what is to be known of it", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = YearQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="budget_year_once"),
            models.UniqueConstraint(fields=["partnership", "starts_on"], name="budget_year_begins_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="budget_year_in_order"),
            models.CheckConstraint(condition=Q(opening_reserve__gte=0), name="opening_reserve_not_negative"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_draft(self) -> bool:
        """Whether the partners have not set it yet."""
        return self.status == self.Status.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether money can be recorded in it."""
        return self.status == self.Status.SET

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("finance:year", args=[self.partnership.slug, self.key])


class YearStep(HistoryRow):
    """A year was set, closed, or opened again: on which day, where it was decided or why."""

    class Step(models.TextChoices):
        """What happened."""

        SET = "set", "Set by the safeguarding partners"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    on = models.DateField()
    note = models.CharField("where it was decided, or why", max_length=300)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="year_step_says_why")]

    def __str__(self) -> str:
        return self.get_step_display()


class Heading(models.Model):
    """What money is spent on, the same from year to year."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="budget_headings")
    key = models.SlugField(max_length=60)
    title = models.CharField("heading", max_length=100)
    pattern = models.CharField(
        "how it is spent",
        max_length=10,
        default=Pattern.UNEVEN,
        choices=[(each.value, each.label) for each in Pattern],
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="budget_heading_once"),
            models.CheckConstraint(condition=~Q(title=""), name="budget_heading_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """How much is planned under a heading. Once the budget is set, the amount stands; revisions say what it became."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="lines")
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="lines")
    amount = money("planned")
    fixed = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["heading_id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "heading"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}, {self.year}"

    @property
    def now(self) -> Decimal:
        """What is planned after every revision. Reads ``revisions``."""
        latest: Decimal = next((row.now for row in reversed(self.revisions.all())), self.amount)
        return latest


class Movement(HistoryRow):
    """Money that went into the reserves, or out of them, otherwise than by contributions, training and spending."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="movements")
    on = models.DateField()
    amount = money("into the reserves, or negative out of them")
    reason = models.CharField(max_length=300)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="movement_of_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="movement_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason

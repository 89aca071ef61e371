"""Plan → objective → action: the one action register of a partnership."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.plans.models.precision import DuePrecision
from goldenthread.plans.querysets import ActionQuerySet, PlanQuerySet
from goldenthread.plans.rag import SCALES, Scale

NUMBERS = re.compile(r"\d+")
# A reference is a part of its action's address, beside pages whose names are words: it needs a figure, and no slash.
REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]*")
REFERENCE_LENGTH = 30
RESERVED_KEYS = frozenset({"new", "exceptions", "summary", "actions"})


def check_ref(ref: str) -> str:
    """``ref`` without the spaces around it; raises :class:`ValueError` with a sentence for one that cannot be used."""
    text = ref.strip()
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if not REFERENCE.fullmatch(text):
        raise ValueError(
            f"“{shown}” cannot be a reference. Use letters, figures, full stops and hyphens, "
            "with at least one figure and no spaces, such as 1.4 or R7."
        )
    if len(text) > REFERENCE_LENGTH:
        raise ValueError(f"“{shown}” is longer than {REFERENCE_LENGTH} characters. Shorten it.")
    return text


def sort_key(ref: str) -> str:
    """``ref`` so that text order is natural order: 1.4 before 1.10, 2.1 after both."""
    return NUMBERS.sub(lambda match: match.group().zfill(6), ref.strip().casefold())[:80]


class Plan(models.Model):
    """A set of objectives and the actions under them, all rated on one scale."""

    class Kind(models.TextChoices):
        """What the plan is for."""

        DELIVERY = "delivery", "Delivery plan"
        DEVELOPMENT = "development", "Development plan"
        ACTION = "action", "Action plan"
        REVIEW = "review", "Action plan of a review"

    class RatingScale(models.TextChoices):
        """The scale on which its actions are rated."""

        FIVE_POINT = "five_point", "Five-point RAG"
        RAGC = "ragc", "Red, amber, green, complete"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="plans")
    key = models.SlugField("address", max_length=80)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ACTION)
    scale_key = models.CharField(
        "rating scale", max_length=20, choices=RatingScale, default=RatingScale.FIVE_POINT
    )
    purpose = models.TextField(blank=True)
    lead_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    overseeing_group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name="overseen by",
    )
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)
    closed_on = models.DateField("closed on", null=True, blank=True)
    restricted = models.BooleanField("restricted: only roles that may see restricted material", default=False)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="plan_key_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("starts_on")),
                name="plan_closed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scale(self) -> Scale:
        """The levels of its scale."""
        return SCALES[self.scale_key]

    @property
    def name_on_record(self) -> str:
        """How the audit trail names it: not every reader of that may see what is restricted."""
        return f"no. {self.pk} (restricted)" if self.restricted else self.title

    def position_date(self, today: dt.date) -> dt.date:
        """The day as at which its position is shown unless another is asked for: today, or the day it closed."""
        return min(today, self.closed_on) if self.closed_on else today

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("plans:plan", args=[self.partnership.slug, self.key])


class Objective(models.Model):
    """A priority of a plan and what it should change."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    ref = models.CharField("number", max_length=20)
    title = models.CharField(max_length=500, blank=True)
    intended_outcome = models.TextField(blank=True)
    order = models.CharField(max_length=80, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="objective_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref}. {self.title}" if self.title else f"Objective {self.ref}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the order that goes with the number."""
        self.order = sort_key(self.ref)
        super().save(*args, **kwargs)


class Action(models.Model):
    """Something that somebody agreed to do by a date."""

    DuePrecision = DuePrecision

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="actions")
    ref = models.CharField("reference", max_length=REFERENCE_LENGTH)
    order = models.CharField(max_length=80, editable=False)
    title = models.TextField("action", blank=True)
    success_measures = models.TextField(blank=True)
    recommendation = models.TextField("recommendation it answers", blank=True)
    lead_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    overseeing_group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name="overseen by",
    )
    officers = models.ManyToManyField(Person, through="Officer", related_name="actions")
    lead_as_printed = models.CharField("lead, as printed", max_length=200, blank=True)
    responsible_as_printed = models.CharField("responsible officer, as printed", max_length=200, blank=True)
    started_on = models.DateField("started on", null=True, blank=True)
    due_on = models.DateField("due on", null=True, blank=True)
    due_precision = models.CharField(max_length=10, choices=DuePrecision, default=DuePrecision.DAY)
    due_as_printed = models.CharField("due, as printed", max_length=80, blank=True)
    next_steps = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True)
    withdrawn_reason = models.TextField("why it was withdrawn", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="action_ref_once"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(due_on__gte=F("started_on")),
                name="action_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                name="action_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="action_due_on")]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the order that goes with the reference."""
        self.order = sort_key(self.ref)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("plans:action", args=[self.plan.partnership.slug, self.plan.key, self.ref])


class Officer(models.Model):
    """A person who leads an action or is responsible for it."""

    class Part(models.TextChoices):
        """The part they play."""

        LEAD = "lead", "Lead officer"
        RESPONSIBLE = "responsible", "Responsible officer"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="officer_parts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="officer_parts")
    part = models.CharField(max_length=15, choices=Part)

    class Meta:
        ordering = ["part", "id"]
        constraints = [models.UniqueConstraint(fields=["action", "person", "part"], name="officer_once")]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.person}"

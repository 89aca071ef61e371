"""Who challenged whom about what, what came back, and what became of it; and disagreements, stage by stage."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.oversight.challenge.querysets import DisagreementQuerySet, OfPartnershipQuerySet
from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.partnership.models.history import HistoryRow
from goldenthread.thread.models import Theme


class Challenge(models.Model):
    """One challenge: by a person, to an agency, a group, or the partnership where neither is named."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="challenges")
    number = models.PositiveIntegerField()
    title = models.CharField("what it is about", max_length=200)
    text = models.TextField("what is asked")
    challenger = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="challenges")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    on = models.DateField()
    due_on = models.DateField()
    restricted = models.BooleanField(default=False)

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="challenge_number_once"),
            models.CheckConstraint(condition=Q(agency=None) | Q(group=None), name="challenge_to_one"),
            models.CheckConstraint(condition=Q(due_on__gte=F("on")), name="challenge_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"Challenge {self.number}"

    @property
    def to(self) -> str:
        """Whom it is put to."""
        return str(self.agency or self.group or "The partnership")

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("challenge:challenge", args=[self.partnership.slug, self.number])


class Reply(HistoryRow):
    """What came back."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    on = models.DateField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.text[:100]


class Outcome(HistoryRow):
    """What became of a challenge, as whoever made it says. A later one takes its place."""

    class Value(models.TextChoices):
        """How it ended."""

        CHANGED = "changed", "Something changed"
        EXPLAINED = "explained", "Explained"
        NOT_ACCEPTED = "not_accepted", "Not accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="outcomes")
    value = models.CharField(max_length=15, choices=Value)
    reasons = models.TextField()
    on = models.DateField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="challenge_outcome_says_why")]

    def __str__(self) -> str:
        return self.get_value_display()


class Disagreement(models.Model):
    """A professional disagreement about a child's care. Its reference is a year and a number, never a name."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="disagreements")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    raised_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    raised_with = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField("what it is about")

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "year", "number"], name="disagreement_once"),
            models.CheckConstraint(condition=~Q(raised_by=F("raised_with")), name="disagreement_of_two"),
        ]

    def __str__(self) -> str:
        return f"Disagreement {self.reference}"

    @property
    def reference(self) -> str:
        """``2019-01``."""
        return f"{self.year}-{self.number:02}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("challenge:disagreement", args=[self.partnership.slug, self.reference])


class StageStep(HistoryRow):
    """A disagreement came to a stage."""

    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, related_name="steps")
    stage = models.PositiveSmallIntegerField()
    on = models.DateField()
    why = models.TextField("why it was not settled before", blank=True)

    class Meta:
        ordering = ["stage"]
        constraints = [
            models.UniqueConstraint(fields=["disagreement", "stage"], name="disagreement_stage_once")
        ]

    def __str__(self) -> str:
        return f"Stage {self.stage}"


class Settlement(HistoryRow):
    """What was agreed, and with what it ended."""

    disagreement = models.OneToOneField(Disagreement, on_delete=models.PROTECT, related_name="settlement")
    on = models.DateField()
    agreed = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(agreed=""), name="settlement_says_what")]

    def __str__(self) -> str:
        return self.agreed[:100]

"""What a source asks for, who answered it, the actions that follow, the proof, and who judged it."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.partnership.models import Agency
from goldenthread.partnership.models.history import HistoryRow
from goldenthread.plans.models import Action
from goldenthread.thread.models.sources import Finding, Source
from goldenthread.thread.querysets import RecommendationQuerySet, TakenBackQuerySet
from goldenthread.thread.standing import Judged


class Recommendation(models.Model):
    """One thing that is asked for. It closes by what happens: actions done, proof linked and judged."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="recommendations")
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    ref = models.CharField("number", max_length=20)
    text = models.TextField("what is recommended")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations",
        verbose_name="the agency it is for",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    order = models.PositiveIntegerField(default=0)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="recommendation_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"[:200]

    def get_absolute_url(self) -> str:
        """Its own page."""
        slug = self.source.partnership.slug
        return reverse("thread:recommendation", args=[slug, self.source.key, self.pk])

    @property
    def name_on_record(self) -> str:
        """As the audit trail may name it."""
        return f"recommendation {self.ref} of {self.source.name_on_record}"


class Answer(HistoryRow):
    """The partnership's answer: accepted, or rejected with the reason. A later answer takes its place."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(accepted=True) | ~Q(reason=""), name="rejection_says_why")
        ]

    def __str__(self) -> str:
        return "Accepted" if self.accepted else "Rejected"


class ActionLink(HistoryRow):
    """An action of the register that answers a recommendation. One action may answer several."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="action_links")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="recommendation_links")
    on = models.DateField("linked on")

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        ordering = ["action__order", "id"]

    def __str__(self) -> str:
        return f"{self.recommendation.ref}: {self.action}"


class Proof(HistoryRow):
    """Evidence that something changed for children, or for those who work with them."""

    class Kind(models.TextChoices):
        """What it is."""

        MEASURE = "measure", "A measure’s change on its control chart"
        AUDIT = "audit", "A repeat audit"
        TRAINING = "training", "Training evaluated after three months"
        VOICE = "voice", "What children, families or practitioners said"
        INSPECTION = "inspection", "An inspection"
        OTHER = "other", "Something else"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField("what it shows")
    link = models.URLField(
        "where it can be read", max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    dated = models.DateField("from which day it is")
    reference = models.CharField("what the product knows of it", max_length=120, blank=True)

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="proof_says_what_it_shows")]

    def __str__(self) -> str:
        return self.text[:100]


class TakenBack(HistoryRow):
    """A link or a piece of evidence that was put on record by mistake. Both stay there; neither counts."""

    link = models.OneToOneField(
        ActionLink, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )
    proof = models.OneToOneField(
        Proof, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "taken back"
        constraints = [
            models.CheckConstraint(
                condition=Q(link__isnull=False, proof=None) | Q(link=None, proof__isnull=False),
                name="taken_back_is_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="taken_back_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason


class Judgement(HistoryRow):
    """What somebody who leads none of its actions says of a recommendation's impact, with reasons."""

    VALUES = [(each.value, each.label) for each in Judged]

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="judgements")
    value = models.CharField(max_length=20, choices=VALUES)
    reasons = models.TextField()
    on = models.DateField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="judgement_says_why")]

    def __str__(self) -> str:
        return Judged(self.value).label

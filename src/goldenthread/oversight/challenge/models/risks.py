"""The risk register: what could happen, what stands against it, and how each risk was scored over time."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.oversight.challenge.querysets import OfPartnershipQuerySet
from goldenthread.oversight.challenge.scoring import IMPACT, LIKELIHOOD, score
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.models.history import HistoryRow

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Risk(models.Model):
    """One risk to the partnership's work for children."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="risks")
    number = models.PositiveIntegerField()
    title = models.CharField("what could happen", max_length=200)
    cause = models.TextField("why it could")
    effect = models.TextField("what it would mean for children")
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    post = models.CharField("who looks after it", max_length=200)
    controls = models.TextField("what stands against it", blank=True)
    appetite = models.PositiveSmallIntegerField(
        "the highest score that is acceptable",
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(25)],
    )
    review_on = models.DateField("next review")
    restricted = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfPartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="risk_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(closed_because=""), name="risk_closed_why"
            ),
            models.CheckConstraint(condition=Q(appetite__gte=1, appetite__lte=25), name="risk_appetite"),
        ]

    def __str__(self) -> str:
        return f"Risk {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("challenge:risk", args=[self.partnership.slug, self.number])


class Scoring(HistoryRow):
    """How likely and how grave a risk was on a day: as it would be without controls, and as it is with them."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="scorings")
    on = models.DateField()
    likelihood = models.PositiveSmallIntegerField(choices=list(LIKELIHOOD.items()), validators=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(choices=list(IMPACT.items()), validators=ONE_TO_FIVE)
    likelihood_after = models.PositiveSmallIntegerField(
        choices=list(LIKELIHOOD.items()), validators=ONE_TO_FIVE
    )
    impact_after = models.PositiveSmallIntegerField(choices=list(IMPACT.items()), validators=ONE_TO_FIVE)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5))
                & Q(likelihood_after__range=(1, 5), impact_after__range=(1, 5)),
                name="risk_scores_from_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} before controls, {self.after} after"

    @property
    def before(self) -> int:
        """The score without controls."""
        return score(self.likelihood, self.impact)

    @property
    def after(self) -> int:
        """The score with them."""
        return score(self.likelihood_after, self.impact_after)

"""A cycle: one question set asked of many agencies, within a window."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.evidence.assurance.querysets import CycleQuerySet
from goldenthread.evidence.assurance.questions import QuestionSet, all_sets
from goldenthread.evidence.voice.models import Survey
from goldenthread.partnership.models import Partnership


class Cycle(models.Model):
    """A question set, asked from one day to another."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="assurance_cycles")
    key = models.SlugField("address", max_length=80)
    title = models.CharField(max_length=200)
    set_ref = models.CharField("question set", max_length=80)
    opens_on = models.DateField("first day")
    closes_on = models.DateField("last day")
    survey = models.ForeignKey(
        Survey, null=True, blank=True, on_delete=models.PROTECT, related_name="assurance_cycles",
        verbose_name="the survey of practitioners that stands beside what agencies say",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="cycle_key_once"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="cycle_ends_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Who was asked, and how far they are."""
        return reverse("assurance:cycle", args=[self.partnership.slug, self.key])

    @property
    def questions(self) -> QuestionSet:
        """The set in the version that was asked."""
        return all_sets()[self.set_ref]

    @property
    def set_key(self) -> str:
        """The set in whatever version."""
        return self.set_ref.partition("@")[0]

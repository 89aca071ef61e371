"""What is owed, derived from what happened and kept so that pages need not derive it again."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.duties.engine import State, state_on
from goldenthread.duties.querysets import DutyQuerySet
from goldenthread.duties.rules import Party
from goldenthread.partnership.models import Agency, Group, Partnership, Person


class Duty(models.Model):
    """One duty. It holds nothing that the facts and the rules do not: :mod:`duties.derivation` makes it anew.

    ``due_on`` is empty while it is paused. It is told from the others by its rule, what it is about and since when.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="duties")
    rule_key = models.CharField(max_length=80)
    pack = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    limit_words = models.CharField(max_length=200)
    owed_by = models.CharField(max_length=30, choices=[(p.value, p.label) for p in Party])
    about = models.CharField(max_length=200)
    what = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    arose_on = models.DateField()
    due_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    lapsed_on = models.DateField(null=True)
    times = models.PositiveSmallIntegerField(default=1)
    done = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="duties")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="duties")
    restricted = models.BooleanField(default=False)
    can_pause = models.BooleanField(default=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "rule_key", "about", "arose_on"], name="duty_derived_once"
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "due_on"], name="duty_due"),
            models.Index(
                fields=["partnership", "due_on"], name="duty_open", condition=Q(met_on=None, lapsed_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.what}" if self.what else self.title

    def get_absolute_url(self) -> str:
        """The duty's own page."""
        return reverse("duties:duty", args=[self.partnership.slug, self.pk])

    @property
    def identity(self) -> tuple[str, str, dt.date]:
        """By what it is told from the partnership's others."""
        return self.rule_key, self.about, self.arose_on

    @property
    def was_missed(self) -> bool:
        """Whether its day had passed when nothing was owed any more."""
        if self.met_on is not None or self.due_on is None or self.lapsed_on is None:
            return False
        return self.lapsed_on > self.due_on

    def state(self, day: dt.date) -> State | None:
        """How it stands on a day; ``None`` before it arose."""
        return state_on(day, arose=self.arose_on, due=self.due_on, met=self.met_on, lapsed=self.lapsed_on)


class Derivation(models.Model):
    """Up to which entry of the audit trail, and for which day, a partnership's duties were derived."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="derivation")
    entry = models.BigIntegerField(default=0)
    on = models.DateField()

    def __str__(self) -> str:
        return f"Duties of {self.partnership} as of {self.on:%-d %B %Y}"

"""The forward plan: what is to come before which meeting, and what was put off."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from goldenthread.oversight.meetings.models.meetings import AgendaItem
from goldenthread.partnership.models import Group, Partnership
from goldenthread.partnership.models.history import HistoryRow


class Topic(models.Model):
    """A topic that is to come before a meeting of a group, or of a body outside the partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="topics")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="topics")
    body = models.CharField("a body outside the partnership", max_length=200, blank=True)
    title = models.CharField(max_length=200)
    lead = models.CharField("who brings it", max_length=200, blank=True)
    planned_on = models.DateField("planned for")
    item = models.OneToOneField(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="topic"
    )
    confidential = models.BooleanField(
        "only the group and the Business Team read it, as its item was made confidential", default=False
    )
    dropped_on = models.DateField("taken out on", null=True, blank=True)
    dropped_because = models.CharField("why it was taken out", max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, body="") | (Q(group=None) & ~Q(body="")),
                name="topic_comes_before_one_body",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None) | ~Q(dropped_because=""), name="topic_dropped_says_why"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "planned_on"], name="topic_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def comes_before(self) -> str:
        """The group or body that it comes before."""
        return str(self.group) if self.group else self.body

    @property
    def waits_for_a_day(self) -> bool:
        """Whether it was put off without a day. Reads ``deferrals``."""
        deferrals = sorted(self.deferrals.all(), key=lambda row: row.pk)
        return bool(deferrals) and deferrals[-1].to is None


class Deferral(HistoryRow):
    """A topic put off from one day to another."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="deferrals")
    was_on = models.DateField()
    to = models.DateField("put off until", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(to=None) | ~Q(to=F("was_on")), name="deferral_to_another_day")
        ]

    def __str__(self) -> str:
        until = f" to {self.to:%-d %B %Y}" if isinstance(self.to, dt.date) else ""
        return f"Deferred from {self.was_on:%-d %B %Y}{until}"

"""The action matrix: what a meeting gave somebody to do, and their answer."""

from __future__ import annotations

from django.db import models

from goldenthread.oversight.meetings.models.meetings import AgendaItem
from goldenthread.partnership.models.history import HistoryRow
from goldenthread.plans.models import Action


class GivenAction(models.Model):
    """An action of the register that a meeting gave, under one of its items."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="given")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="given_at")
    sent_on = models.DateField("action matrix sent on", null=True, blank=True)

    class Meta:
        ordering = ["action__order", "id"]

    def __str__(self) -> str:
        return str(self.action)


class ActionAnswer(HistoryRow):
    """What a lead answered the Business Team about an action that was given."""

    given = models.ForeignKey(GivenAction, on_delete=models.PROTECT, related_name="answers")
    on = models.DateField()
    text = models.TextField("the answer")

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.given}: answered on {self.on:%-d %B %Y}"

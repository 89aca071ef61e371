"""What people enter: which packs are worked by, on which days the office is closed, what happened, what is held up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from goldenthread.duties.happenings import Happening
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.models.history import HistoryRow

if TYPE_CHECKING:
    import datetime as dt


class AdoptedPack(HistoryRow):
    """A pack of rules by which a partnership works since a day: a national one by its key, or its own as text."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="adopted_packs")
    since = models.DateField("worked by from")
    key = models.CharField(max_length=40)
    text = models.TextField("the pack, where it is the partnership's own", blank=True)
    why = models.CharField("why it was adopted", max_length=300, blank=True)

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.key}, from {self.since:%-d %B %Y}"

    @property
    def is_local(self) -> bool:
        """Whether it is the partnership's own."""
        return bool(self.text)


class LocalClosure(models.Model):
    """A day on which the partnership's office is closed: no working day there."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="closures")
    on = models.DateField("closed on")
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["partnership", "on"], name="closure_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%-d %B %Y}: {self.reason}"


class Occurrence(HistoryRow):
    """Something that happened outside the product's other rooms, such as a serious incident's becoming known.

    ``reference`` is what it happened to, without a child's name. A mistake is taken back by another row.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="occurrences")
    happening = models.CharField(
        "what happened", max_length=40, choices=[(h.value, h.label) for h in Happening]
    )
    on = models.DateField("when")
    reference = models.CharField(max_length=80, blank=True)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("where it is on record", blank=True)
    restricted = models.BooleanField(default=False)
    recorded_on = models.DateField()
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{Happening(self.happening).label}, {self.on:%-d %B %Y}"  # type: ignore[call-arg]


class DutyPause(models.Model):
    """Days that do not count for one duty, and why. It is ended, never deleted."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="duty_pauses")
    rule_key = models.CharField(max_length=80)
    about = models.CharField(max_length=200)
    arose_on = models.DateField()
    begins_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)
    reason = models.CharField(max_length=300)
    by_label = models.CharField(max_length=300)
    ended_by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["begins_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="duty_pause_in_order"
            ),
            models.UniqueConstraint(
                fields=["partnership", "rule_key", "about", "arose_on"],
                condition=Q(ends_on=None),
                name="duty_paused_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}, from {self.begins_on:%-d %B %Y}"

    @property
    def identity(self) -> tuple[str, str, dt.date]:
        """The duty that it holds up."""
        return self.rule_key, self.about, self.arose_on

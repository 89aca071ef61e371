"""How a group meets: its usual day and hour, its quorum; and meetings that members ask for."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.design.words import uk_time
from goldenthread.oversight.meetings.models.attendance import Level
from goldenthread.partnership.models import Group, Person
from goldenthread.partnership.models.history import HistoryRow

SUPPORTERS_NEEDED = 2


class Week(models.IntegerChoices):
    """Which week of a month."""

    FIRST = 1, "first"
    SECOND = 2, "second"
    THIRD = 3, "third"
    FOURTH = 4, "fourth"
    LAST = 5, "last"


class Weekday(models.IntegerChoices):
    """A working day of the week, as Python counts them."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"


class Arrangements(models.Model):
    """How a group meets: how often and when, how many make a quorum, and how senior its members should be."""

    EVERY = ((1, "month"), (2, "two months"), (3, "three months"), (4, "four months"), (6, "six months"))

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="arrangements")
    every_months = models.PositiveSmallIntegerField(
        "every how many months", choices=EVERY, null=True, blank=True
    )
    first_month = models.PositiveSmallIntegerField(
        "one of the months in which it meets",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    week = models.PositiveSmallIntegerField(choices=Week, default=Week.SECOND)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.TUESDAY)
    at = models.TimeField("at", default=dt.time(10))
    minutes_long = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    quorum_seats = models.PositiveSmallIntegerField("how many members make a quorum", default=0)
    quorum_partners = models.PositiveSmallIntegerField(
        "how many of the safeguarding partners must be there", default=0, validators=[MaxValueValidator(3)]
    )
    notice_days = models.PositiveSmallIntegerField(
        "working days between a decision and the day from which it holds", default=5
    )
    level = models.PositiveSmallIntegerField(
        "how senior members should be", choices=Level, null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name_plural = "arrangements"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__gte=1, first_month__lte=12), name="arrangements_month"
            ),
            models.CheckConstraint(condition=Q(quorum_partners__lte=3), name="arrangements_three_partners"),
        ]

    def __str__(self) -> str:
        return f"How the {self.group} meets"

    @property
    def rhythm(self) -> str:
        """How often and when, in words: “Every two months, on the third Tuesday, at 2pm”."""
        if self.every_months is None:
            return f"When it is called, at {uk_time(self.at)}"
        day = f"{self.get_week_display()} {self.get_weekday_display()}"
        return f"Every {self.get_every_months_display()}, on the {day}, at {uk_time(self.at)}"


class ExtraordinaryRequest(HistoryRow):
    """A member's request in writing for an extraordinary meeting. It is valid once two others support it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="extraordinary_requests")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("asked on")
    reasons = models.TextField("what it is about")

    class Meta:
        ordering = ["-asked_on", "-id"]

    def __str__(self) -> str:
        return f"Extraordinary meeting of the {self.group}, asked for by {self.asked_by}"

    def get_absolute_url(self) -> str:
        """Where requests stand, at this one."""
        return f"{reverse('meetings:requests', args=[self.group.partnership.slug])}#request-{self.pk}"

    @property
    def valid_on(self) -> dt.date | None:
        """The day on which it had the support it needs; ``None`` before. Reads ``supporters``."""
        days = sorted(row.on for row in self.supporters.all())
        return max(days[SUPPORTERS_NEEDED - 1], self.asked_on) if len(days) >= SUPPORTERS_NEEDED else None


class Supporter(HistoryRow):
    """Somebody who supports a request."""

    request = models.ForeignKey(ExtraordinaryRequest, on_delete=models.PROTECT, related_name="supporters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="supporter_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.on:%-d %B %Y}"


class UrgentMatter(HistoryRow):
    """What could not wait for a meeting: what was said or done, and with whom it was agreed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="urgent_matters")
    arose_on = models.DateField("arose on")
    matter = models.CharField("what it was", max_length=300)
    done = models.TextField("what was said or done")
    consulted = models.ManyToManyField(Person, related_name="+", verbose_name="agreed with")
    restricted = models.BooleanField("only the group and the Business Team read it", default=False)

    class Meta:
        ordering = ["-arose_on", "-id"]

    def __str__(self) -> str:
        return self.matter

"""What the partnership did that its reports tell of: events, and how much its website was used."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.partnership.models import Partnership
from goldenthread.publishing.querysets import EventQuerySet, WebsiteMonthQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

MOST_PEOPLE = 100_000
MOST_ITEMS = 1_000_000
MOST_HITS = 1_000_000_000


class WebsiteMonth(models.Model):
    """How often the website was opened in one month, and what was read and booked most."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="website_months")
    month = models.DateField("month", help_text="The first day of the month.")
    hits = models.PositiveIntegerField("hits")
    top_page_1 = models.CharField("most visited page", max_length=200, blank=True)
    top_page_2 = models.CharField("second most visited page", max_length=200, blank=True)
    top_page_3 = models.CharField("third most visited page", max_length=200, blank=True)
    top_course = models.CharField("most visited training course", max_length=200, blank=True)
    source = models.CharField("where the figures come from", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WebsiteMonthQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "month"], name="website_month_once"),
            models.CheckConstraint(condition=Q(hits__lte=MOST_HITS), name="website_hits_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"

    @property
    def key(self) -> str:
        """The month in addresses and figures: ``2019-05``."""
        return f"{self.month:%Y-%m}"

    @property
    def top_pages(self) -> list[str]:
        """The three most visited pages, most visited first."""
        return [self.top_page_1, self.top_page_2, self.top_page_3]

    def get_absolute_url(self) -> str:
        """Where it is edited."""
        return reverse("publishing:website_month", args=[self.partnership.slug, self.key])


class Event(models.Model):
    """Something the partnership held or took part in, on one day or several that share one count.

    What was not counted is empty, which is not nought.
    """

    class Kind(models.TextChoices):
        """What it was."""

        WORKSHOP = "workshop", "Workshop"
        ROADSHOW = "roadshow", "Roadshow"
        TRAINING = "training", "Training course"
        AWARENESS = "awareness", "Awareness event"
        COMMUNITY = "community", "Community event"
        CONFERENCE = "conference", "Conference"
        OTHER = "other", "Other"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="events")
    name = models.CharField("name of the event", max_length=200)
    kind = models.CharField("kind of event", max_length=20, choices=Kind)
    purpose = models.CharField("what it was about", max_length=300, blank=True)
    is_learning = models.BooleanField("part of learning and improvement", default=False)
    venue = models.CharField(max_length=300, blank=True)
    attendance = models.PositiveIntegerField("people who attended", null=True, blank=True)
    attendance_detail = models.CharField("about the attendance", max_length=300, blank=True)
    capacity = models.PositiveIntegerField("places", null=True, blank=True)
    packs = models.PositiveIntegerField("packs given out", null=True, blank=True)
    items = models.PositiveIntegerField("items given out", null=True, blank=True)
    outcome = models.TextField("outcome and impact", blank=True)
    source = models.CharField("where the figures come from", max_length=300, blank=True)
    removed_on = models.DateField("removed on", null=True, blank=True, editable=False)
    removed_reason = models.CharField("why it was removed", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EventQuerySet.as_manager()

    if TYPE_CHECKING:
        dates: RelatedManager[EventDate]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_has_name"),
            models.CheckConstraint(
                condition=Q(attendance__isnull=True) | Q(attendance__lte=MOST_PEOPLE),
                name="event_attendance_plausible",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__lte=MOST_PEOPLE),
                name="event_capacity_plausible",
            ),
            models.CheckConstraint(
                condition=Q(packs__isnull=True) | Q(packs__lte=MOST_ITEMS), name="event_packs_plausible"
            ),
            models.CheckConstraint(
                condition=Q(items__isnull=True) | Q(items__lte=MOST_ITEMS), name="event_items_plausible"
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_reason="")
                | (Q(removed_on__isnull=False) & ~Q(removed_reason="")),
                name="event_removed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is edited."""
        return reverse("publishing:event", args=[self.partnership.slug, self.pk])

    @property
    def days(self) -> list[dt.date]:
        """The days on which it was held, in order."""
        return sorted(date.held_on for date in self.dates.all())


class EventDate(models.Model):
    """One day of an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="dates")
    held_on = models.DateField("held on")

    class Meta:
        ordering = ["held_on"]
        constraints = [models.UniqueConstraint(fields=["event", "held_on"], name="event_date_once")]

    def __str__(self) -> str:
        return f"{self.held_on:%-d %B %Y}"

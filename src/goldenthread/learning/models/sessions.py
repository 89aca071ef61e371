"""When and where a course is held, and its places: one row for each, so that no more people come than fit."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.learning.models.courses import Course
from goldenthread.learning.querysets import SessionQuerySet
from goldenthread.partnership.models import Partnership, Person

MOST_PLACES = 2000
NOT_NEGATIVE = [MinValueValidator(0)]


class Session(models.Model):
    """One time that a course is held. A conference's parallel sessions are sessions with their own places, of which a
    person chooses one in each slot.
    """

    class Mode(models.TextChoices):
        """How people take part."""

        IN_PERSON = "in_person", "In person"
        ONLINE = "online", "Online"
        HYBRID = "hybrid", "In person or online"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="training_sessions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    title = models.CharField("name of the session", max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField("how people take part", max_length=10, choices=Mode, default=Mode.IN_PERSON)
    venue = models.CharField(max_length=300, blank=True)
    joining_link = models.URLField(
        "link for joining online", max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    joining = models.TextField("joining instructions", blank=True)
    trainer = models.CharField("who trains", max_length=200, blank=True)
    trainers = models.ManyToManyField(Person, blank=True, related_name="trains")
    minimum = models.PositiveIntegerField("fewest people", default=0)
    price = models.DecimalField(
        "price of a place", max_digits=8, decimal_places=2, default=0, validators=NOT_NEGATIVE
    )
    cost = models.DecimalField(
        "what it costs the partnership", max_digits=10, decimal_places=2, default=0, validators=NOT_NEGATIVE
    )
    opens_on = models.DateField("booking opens on")
    closes_on = models.DateField("booking closes on")
    takes_waiting = models.BooleanField("keeps a waiting list when it is full", default=True)
    offer_hours = models.PositiveSmallIntegerField(
        "hours for which an offered place is kept", default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )  # fmt: skip
    conference = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parallel"
    )
    slot = models.CharField("slot of the conference", max_length=60, blank=True)
    code = models.CharField("code of the register", max_length=6)
    published_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField("register closed at", null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="session_booking_in_order"
            ),
            models.CheckConstraint(condition=Q(price__gte=0, cost__gte=0), name="session_money_not_negative"),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | ~Q(cancelled_because=""), name="session_cancelled_why"
            ),
            models.CheckConstraint(
                condition=Q(conference=None) | ~Q(slot=""), name="session_parallel_has_slot"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "starts_at"], name="session_by_day")]

    def __str__(self) -> str:
        return self.title or self.course.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("learning:session", args=[self.partnership.slug, self.number])

    @property
    def day(self) -> dt.date:
        """The day on which it begins, in England."""
        return timezone.localtime(self.starts_at).date()

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.cancelled_on is not None

    @property
    def is_published(self) -> bool:
        """Whether it stands in the programme."""
        return self.published_on is not None


class Place(models.Model):
    """One place of a session. A booking holds it by itself; the database lets no two hold the same."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="place_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST_PLACES), name="place_number"),
        ]

    def __str__(self) -> str:
        return f"Place {self.number}"

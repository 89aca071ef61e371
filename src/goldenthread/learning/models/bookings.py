"""Who booked what, how far it is, and how it came there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.learning.models.sessions import Place, Session
from goldenthread.learning.querysets import BookingQuerySet
from goldenthread.learning.states import HELD, LABELS, LIVE, State
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.models.history import HistoryRow

STATES = [(state.value, label) for state, label in LABELS.items()]


class Booking(models.Model):
    """One person's booking of one session. Its agency is that of the day on which it was made: the one that pays."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bookings")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="training_bookings"
    )
    place = models.OneToOneField(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="booking"
    )
    state = models.CharField(max_length=10, choices=STATES)
    made_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False)
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    moved_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to"
    )
    arrived_at = models.DateTimeField("came in at", null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(state__in=sorted(LIVE)), name="booking_live_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(HELD), place__isnull=False)
                | (~Q(state__in=sorted(HELD)) & Q(place=None)),
                name="booking_place_while_held",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OFFERED.value) | Q(offered_until__isnull=False), name="offer_ends"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state", "made_at"], name="booking_of_session"),
            models.Index(fields=["person", "state"], name="booking_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"

    @property
    def stands(self) -> State:
        """Where it stands."""
        return State(self.state)


class BookingStep(HistoryRow):
    """A booking came to a state."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=STATES)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.get_state_display())


class Needs(models.Model):
    """What somebody needs in order to take part, and what they eat: kept until the session is over, then deleted."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="needs")
    access = models.CharField("what would help you take part", max_length=500, blank=True)
    food = models.CharField("what you cannot eat", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "needs"
        constraints = [models.CheckConstraint(condition=~Q(access="", food=""), name="needs_say_something")]

    def __str__(self) -> str:
        return "Needs"

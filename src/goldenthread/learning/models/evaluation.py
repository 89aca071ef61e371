"""What people say of a course: before it, on the day, three months after, and their managers."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.learning.asking import QuestionSet, all_sets
from goldenthread.learning.models.bookings import Booking
from goldenthread.learning.querysets import FeedbackAnswerQuerySet, FeedbackQuerySet
from goldenthread.learning.states import State
from goldenthread.thread.models import Theme

# Whoever has not answered by then has forgotten the course, and the link should not stay alive for ever.
OPEN_FOR = dt.timedelta(days=92)
# Of whom each form is asked: before the course of whoever has a place, afterwards of whoever came.
ANSWERED_IN = {"before": frozenset({State.ASKED, State.BOOKED, State.ATTENDED})}


class Feedback(models.Model):
    """One form that somebody is asked to fill in about one booking, by a version of the questions. ``secret`` opens it
    without signing in, which a line manager needs.
    """

    class Stage(models.TextChoices):
        """When it is asked, and of whom."""

        BEFORE = "before", "Before"
        ON_THE_DAY = "day", "On the day"
        AFTER = "after", "Three months after"
        MANAGER = "manager", "Three months after, line manager"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="feedback")
    stage = models.CharField(max_length=8, choices=Stage)
    questions = models.CharField("set of questions and its version", max_length=60)
    secret = models.CharField(max_length=43, unique=True)
    due_on = models.DateField()
    asked_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["booking", "stage"], name="feedback_once")]
        indexes = [models.Index(fields=["stage", "answered_on"], name="feedback_by_stage")]

    def __str__(self) -> str:
        return str(self.get_stage_display())

    def get_absolute_url(self) -> str:
        """Where it is filled in, by whoever has the link."""
        return reverse("training_feedback", args=[self.secret])

    @property
    def asks(self) -> QuestionSet:
        """The questions as they were asked. Raises :class:`KeyError` where their file is gone."""
        return all_sets()[self.questions]

    @property
    def closes_on(self) -> dt.date:
        """The last day on which it is taken: before a course, the day of the course itself."""
        return self.due_on if self.stage == self.Stage.BEFORE else self.due_on + OPEN_FOR

    def is_open(self, on: dt.date) -> bool:
        """Whether it can be answered on a day: not before what it asks about has happened, and not too late."""
        states = ANSWERED_IN.get(self.stage, frozenset({State.ATTENDED}))
        begun = self.stage == self.Stage.BEFORE or on >= self.due_on
        return self.answered_on is None and begun and on <= self.closes_on and self.booking.stands in states


class FeedbackAnswer(models.Model):
    """The answer to one question: a number, or words, under themes that whoever reads them gives."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="given")
    question = models.SlugField(max_length=60)
    number = models.SmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="training_words")
    read_on = models.DateField("read by the Business Team on", null=True, blank=True)

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "question"], name="feedback_answer_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, words="") | (Q(number=None) & ~Q(words="")),
                name="feedback_number_or_words",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class ReportEdition(models.Model):
    """A twice-yearly training report as it was issued: its text and figures, never changed."""

    partnership = models.ForeignKey(
        "partnership.Partnership", on_delete=models.PROTECT, related_name="training_reports"
    )
    first = models.DateField("from")
    last = models.DateField("until")
    on = models.DateField("issued on")
    number = models.PositiveIntegerField("version")
    body = models.TextField()
    figures = models.JSONField()
    by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["-first", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "first", "last", "number"], name="training_report_once"
            ),
            models.CheckConstraint(condition=Q(last__gt=models.F("first")), name="training_report_in_order"),
        ]

    def __str__(self) -> str:
        return f"Training report, version {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("learning:report_edition", args=[self.partnership.slug, self.pk])

"""Surveys with a private link, their questions, and answers of which nobody is told whose they are."""

from __future__ import annotations

import datetime as dt
import secrets
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.evidence.voice.querysets import SurveyQuerySet
from goldenthread.partnership.models import Partnership

MINIMUM, LEAST_MINIMUM, MOST_MINIMUM = 5, 5, 50


def new_secret() -> str:
    """The part of a survey's public address that nobody can guess: 128 bits, easy to type."""
    return secrets.token_hex(16)


class Survey(models.Model):
    """One survey: for whom, from when to when, and the number below which counts are withheld."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="surveys")
    key = models.SlugField("address")
    title = models.CharField(max_length=200)
    audience = models.CharField("for whom it is", max_length=200)
    intro = models.TextField("what people read before the questions", blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField("last day")
    minimum = models.PositiveSmallIntegerField("smallest number that is shown", default=MINIMUM)
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    closed_on = models.DateField("closed before its last day on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="survey_key_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_days_in_order"),
            models.CheckConstraint(
                condition=Q(minimum__gte=LEAST_MINIMUM) & Q(minimum__lte=MOST_MINIMUM),
                name="survey_minimum_protects",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_over(self, on: dt.date) -> bool:
        """Whether it takes no answers any more: it never opens again, so its counts can be shown."""
        return self.closed_on is not None or on > self.closes_on

    def is_open(self, on: dt.date) -> bool:
        """Whether it takes answers on a day."""
        return self.opens_on <= on and not self.is_over(on)

    def get_absolute_url(self) -> str:
        """Its page inside."""
        return reverse("voice:survey", args=[self.partnership.slug, self.key])

    def public_path(self) -> str:
        """Where anybody who has the link answers it."""
        return reverse("survey_form", args=[self.secret])


class Question(models.Model):
    """One question. Nobody must answer it."""

    class Kind(models.TextChoices):
        """How it is answered."""

        ONE = "one", "Choose one"
        SEVERAL = "several", "Choose several"
        SCALE = "scale", "A scale from 1 to 5"
        WORDS = "words", "In their own words"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=300)
    low = models.CharField("what 1 means", max_length=60, blank=True)
    high = models.CharField("what 5 means", max_length=60, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def takes_words(self) -> bool:
        """Whether it is answered in people's own words."""
        return self.kind == self.Kind.WORDS


class Option(models.Model):
    """One thing that can be chosen; of a scale, one of its five numbers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "text"], name="survey_option_once")]

    def __str__(self) -> str:
        return self.text


class Submission(models.Model):
    """One form that somebody sent: its day, and nothing of who or where they are. Never changed.

    ``token`` stands in the form that was opened, so that a form that is sent twice counts once.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="submissions")
    on = models.DateField()
    token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.survey}, {self.on:%-d %B %Y}"


class Answer(models.Model):
    """One thing that was chosen in one form. Never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="answers")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "option"], name="survey_answer_once"),
        ]

    def __str__(self) -> str:
        return str(self.option)


class Words(models.Model):
    """What somebody wrote. It hangs on no form and is numbered at random, so that it cannot be laid beside the same
    person's other answers.

    Nobody but the Business Team reads it until it is let through, as it then stands in ``shown``.
    """

    class Status(models.TextChoices):
        """What the Business Team did with it."""

        WAITING = "waiting", "Waiting to be read"
        SHOWN = "shown", "Let through"
        WITHHELD = "withheld", "Withheld"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="words")
    text = models.TextField("what was written; empty once it was deleted", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    shown = models.TextField("as others read it", blank=True)
    reason = models.CharField("why it is withheld", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "words"
        constraints = [
            models.CheckConstraint(condition=~Q(status="shown") | ~Q(shown=""), name="survey_words_shown")
        ]

    def __str__(self) -> str:
        return f"Answer to: {self.question}"

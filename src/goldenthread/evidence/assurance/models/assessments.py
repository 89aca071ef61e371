"""What one agency answers in a cycle: a working copy, and beside it what was signed and graded, which never changes."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.evidence.assurance.models.cycles import Cycle
from goldenthread.evidence.assurance.querysets import AssessmentQuerySet
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.models.history import HistoryRow
from goldenthread.plans.kept_files import KeptFile, path_of


class Assessment(models.Model):
    """One agency’s self-assessment in a cycle. ``standing`` is the turn whose scores count today."""

    class Status(models.TextChoices):
        """How far it is."""

        ASKED = "asked", "Not begun"
        DRAFT = "draft", "Being answered"
        SIGNED = "signed", "Signed, to be moderated"
        MODERATED = "moderated", "Moderated"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="assessments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_on = models.DateField()
    signed_on = models.DateField("first signed on", null=True, blank=True)
    standing = models.ForeignKey("Turn", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "agency"], name="assessment_once_an_agency"),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "moderated"]) | Q(signed_on__isnull=False),
                name="assessment_signed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.cycle}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(
            "assurance:assessment", args=[self.cycle.partnership.slug, self.cycle.key, self.agency.key]
        )

    @property
    def partnership_id(self) -> int:
        """Whose it is: what a permission is asked over."""
        return self.cycle.partnership_id

    @property
    def is_open(self) -> bool:
        """Whether the agency may still change its answers."""
        return self.status in (self.Status.ASKED, self.Status.DRAFT)


class AnswerFields(models.Model):
    """What is said to one question: a level of the scale, or why it does not apply; and the evidence."""

    question = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True)
    not_applicable_because = models.CharField("why it does not apply", max_length=500, blank=True)
    text = models.TextField("what shows it", blank=True)
    link = models.URLField(
        "where it can be read", max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.question}: {self.level or 'does not apply'}"


class Answer(AnswerFields):
    """The working copy. ``carried`` until somebody has confirmed what an earlier year said."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    carried = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    by_label = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="answer_once")]


class EvidenceFile(KeptFile):
    """A file that shows what an answer says. It can be taken away until it was signed with the answer."""

    folder = "assurance"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="files")
    question = models.CharField(max_length=20)
    file = models.FileField(upload_to=path_of)
    added_at = models.DateTimeField(default=timezone.now)
    by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["question", "id"]

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        row = self.assessment
        at = [row.cycle.partnership.slug, row.cycle.key, row.agency.key, self.pk]
        return reverse("assurance:file", args=at)


class Delegation(models.Model):
    """Somebody of the agency who answers part of it, or all."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    standard = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "person", "standard"], name="delegated_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.standard or 'all of it'}"


class Turn(HistoryRow):
    """What happened to an assessment on a day: signed, sent back with the reason, or moderated with feedback."""

    class Kind(models.TextChoices):
        """What happened."""

        SIGNED = "signed", "Signed"
        SENT_BACK = "sent_back", "Sent back"
        MODERATED = "moderated", "Moderated"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    officer = models.CharField("the accountable officer’s post", max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="signed") & ~Q(officer="") | ~Q(kind="signed") & ~Q(note=""),
                name="turn_says_who_or_why",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class SignedAnswer(AnswerFields, HistoryRow):
    """An answer as it was signed."""

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="signed_answers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["turn", "question"], name="signed_answer_once")]


class Grade(HistoryRow):
    """The panel’s level for an answer. One that differs says why; a later one takes its place."""

    answer = models.ForeignKey(SignedAnswer, on_delete=models.PROTECT, related_name="grades")
    level = models.CharField(max_length=20)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.level


class StandardScore(HistoryRow):
    """What a standard came to when it was signed or moderated: its points, of the most that were possible."""

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="scores")
    standard = models.CharField(max_length=60)
    points = models.PositiveIntegerField()
    most = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn", "standard"], name="score_once"),
            models.CheckConstraint(condition=Q(points__lte=models.F("most")), name="score_not_above_most"),
        ]

    def __str__(self) -> str:
        return f"{self.standard}: {self.points} of {self.most}"

"""What comes of an audit: immediate concerns, what is learned, its results, and the booklet that tells others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.evidence.audits.models.audits import Audit
from goldenthread.evidence.audits.models.cases import Case
from goldenthread.evidence.audits.querysets import ConcernQuerySet
from goldenthread.partnership.models import Agency
from goldenthread.partnership.models.history import HistoryRow


class Concern(HistoryRow):
    """A child may not be safe now. The agency that can act is told at once; this row says what it was told."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="concerns_raised")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="audit_concerns")
    text = models.TextField("what the record shows")
    on = models.DateField()

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="concern_says_what")]

    def __str__(self) -> str:
        return f"Immediate concern {self.pk}"

    @property
    def partnership_id(self) -> int:
        """Whose it is: what a permission is asked over."""
        return self.case.audit.partnership_id

    @property
    def is_closed(self) -> bool:
        """Whether the child is known to be safe."""
        return any(each.safe for each in self.answers.all())

    def get_absolute_url(self) -> str:
        """Its page."""
        audit = self.case.audit
        return reverse("audits:concern", args=[audit.partnership.slug, audit.key, self.pk])


class ConcernAnswer(HistoryRow):
    """What the agency did about it. It is closed by one that says that the child is safe, with what shows it."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("what was done")
    safe = models.BooleanField("the child has been seen, or is known to be safe", default=False)
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="concern_answer_says_what")]

    def __str__(self) -> str:
        return f"{self.concern}, {self.on:%-d %B %Y}"


class Learning(models.Model):
    """One thing that the audit learned across its cases: good practice, or what should be otherwise."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="learning")
    number = models.PositiveSmallIntegerField()
    good = models.BooleanField("good practice", default=False)
    domain = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    priority = models.CharField(max_length=10, blank=True)
    text = models.TextField("what was learned")
    asks = models.TextField("what is recommended", blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "learning"
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="learning_number_once"),
            models.CheckConstraint(condition=Q(good=False) | Q(asks=""), name="good_practice_asks_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"[:200]


class DomainResult(HistoryRow):
    """How many cases had a grade when the audit ended: results over time are read from these alone."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="results")
    domain = models.CharField(max_length=40)
    grade = models.CharField(max_length=20)
    cases = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "domain", "grade"], name="audit_result_once")]

    def __str__(self) -> str:
        return f"{self.domain}, {self.grade}: {self.cases}"


class Booklet(HistoryRow):
    """The learning booklet as it was published. A later one takes its place."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="booklets")
    number = models.PositiveSmallIntegerField()
    headline = models.CharField(max_length=300)
    told = models.TextField("what practitioners and families told us", blank=True)
    discuss = models.TextField("questions for a team")
    body = models.TextField("as it was published")
    on = models.DateField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["audit", "number"], name="booklet_number_once")]

    def __str__(self) -> str:
        return f"{self.audit}: learning booklet {self.number}"


class BookletTakenDown(HistoryRow):
    """A booklet that is no longer shown, and why."""

    booklet = models.OneToOneField(Booklet, on_delete=models.PROTECT, related_name="taken_down")
    reason = models.CharField(max_length=300)
    on = models.DateField()

    class Meta:
        verbose_name_plural = "booklets taken down"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="booklet_down_says_why")]

    def __str__(self) -> str:
        return self.reason

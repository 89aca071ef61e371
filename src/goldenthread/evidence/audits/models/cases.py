"""Cases under a reference alone, how they were chosen, what each agency found in its record, and what was agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.evidence.audits.models.audits import Audit
from goldenthread.evidence.voice.models import Speaker
from goldenthread.partnership.models import Agency
from goldenthread.partnership.models.history import HistoryRow


class Draw(HistoryRow):
    """Cases drawn at random. The list itself is not kept: its length and its fingerprint are, and the seed."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=40)
    size = models.PositiveIntegerField("cases on the list")
    wanted = models.PositiveSmallIntegerField("cases drawn")
    reserve = models.PositiveSmallIntegerField("cases in reserve", default=0)
    fingerprint = models.CharField("SHA-256 of the list", max_length=64)
    by_number = models.BooleanField("whether only the length of the list was known", default=False)
    letter = models.CharField("letter of the list, where an audit has several", max_length=1, blank=True)
    frame = models.CharField("what the list holds", max_length=300)
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wanted__gte=1) & Q(size__gte=models.F("wanted")), name="case_draw_within_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wanted} of {self.size}"


class Case(models.Model):
    """One case. Its reference was made for this audit; who the child is, only the agencies know."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=20)
    draw = models.ForeignKey(Draw, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    chosen_because = models.CharField("why it was chosen, where it was not drawn", max_length=300, blank=True)
    reserve = models.BooleanField("in reserve", default=False)
    set_aside_because = models.CharField("why it is not audited", max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="case_number_once"),
            models.UniqueConstraint(fields=["audit", "reference"], name="case_reference_once"),
            models.CheckConstraint(
                condition=Q(draw__isnull=False) | ~Q(chosen_because=""), name="case_chosen_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.number} ({self.reference})"

    def get_absolute_url(self) -> str:
        """Its page, in the space of the audit."""
        return reverse("audits:case", args=[self.audit.partnership.slug, self.audit.key, self.number])

    @property
    def is_audited(self) -> bool:
        """Whether agencies audit it: neither in reserve nor set aside."""
        return not self.reserve and not self.set_aside_because


class Return(models.Model):
    """What one agency found in its own record of one case. It can be changed until it is sent."""

    class Status(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "Being audited"
        SENT = "sent", "Sent"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="returns")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=6, choices=Status, default=Status.DRAFT)
    unknown = models.BooleanField("the agency does not know this child or family", default=False)
    independent = models.BooleanField("the auditor had no part in the case", default=False)
    good = models.TextField("what was done well", blank=True)
    concerns = models.TextField("what should have been otherwise", blank=True)
    sent_on = models.DateField(null=True, blank=True)
    opened_again_at = models.DateTimeField(null=True, blank=True)
    opened_again_because = models.CharField("why it was opened again", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["case", "agency"], name="case_return_once"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_on__isnull=False) | Q(status="draft", sent_on=None),
                name="case_return_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(unknown=True) | Q(independent=True),
                name="case_return_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.case}"

    @property
    def is_sent(self) -> bool:
        """Whether it counts."""
        return self.status == self.Status.SENT


class DomainGrade(models.Model):
    """What an agency says of one side of its own work on a case: a grade, or why there is none; and what shows it."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="grades")
    domain = models.CharField(max_length=40)
    grade = models.CharField(max_length=20, blank=True)
    shows = models.TextField("what the record shows", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "domain"], name="case_domain_once")]

    def __str__(self) -> str:
        return f"{self.domain}: {self.grade or 'no grade'}"


class SentGrade(HistoryRow):
    """What an agency said of one side of a case as it was sent: it stays when the part is opened again."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="sent")
    domain = models.CharField(max_length=40)
    grade = models.CharField(max_length=20, blank=True)
    shows = models.TextField("what the record shows", blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.domain}: {self.grade or 'no grade'}"


class Told(HistoryRow):
    """What somebody who works with the family, or somebody of the family, said of the help."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="told")
    speaker = models.CharField("kind of speaker", max_length=15, choices=Speaker)
    words = models.TextField()
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "told"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="case_told_something")]

    def __str__(self) -> str:
        return self.get_speaker_display()


class Moderated(HistoryRow):
    """The grade that the moderation agreed for one side of a case, and why. A later one takes its place."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moderated")
    domain = models.CharField(max_length=40)
    grade = models.CharField(max_length=20)
    reason = models.TextField("why", blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "moderated"

    def __str__(self) -> str:
        return f"{self.domain}: {self.grade}"

"""Reports while they are written: their cover, their sections, and who has signed them off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.plans.models import Plan
from goldenthread.publishing.models.edition import EditionIsFixedError
from goldenthread.publishing.performance.outline import PARTS, Part
from goldenthread.publishing.periods import period_in_words
from goldenthread.publishing.querysets import ReportQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from goldenthread.publishing.models.edition import Edition


class Report(models.Model):
    """A report of a period to a committee, in the committee's fixed form.

    ``version`` is raised by every change of its cover or its text.
    """

    class Kind(models.TextChoices):
        """What it reports on."""

        PERFORMANCE = "performance", "Performance report"

    class Status(models.TextChoices):
        """Where it is in its life. An edition that another has replaced is superseded; the report is not."""

        DRAFT = "draft", "Draft"
        SIGNED_OFF = "signed_off", "Signed off"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class KeyDecision(models.TextChoices):
        """What the committee's cover says of it."""

        KEY = "key", "Key"
        NON_KEY = "non_key", "Non-Key"
        NOT_APPLICABLE = "not_applicable", "Not applicable"

    class Publicity(models.TextChoices):
        """Whether the public may read it."""

        PUBLIC = "public", "Public"
        EXEMPT = "exempt", "Exempt"

    TRANSITIONS = {
        Status.DRAFT: {Status.SIGNED_OFF, Status.WITHDRAWN},
        Status.SIGNED_OFF: {Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN},
        Status.PUBLISHED: {Status.DRAFT, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.DRAFT},
    }

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERFORMANCE)
    key = models.SlugField("address", max_length=80)
    title = models.CharField(max_length=200)
    period_from = models.DateField("period from")
    period_to = models.DateField("period to")
    as_at = models.DateField("plan positions as at")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    committee = models.CharField(max_length=200, blank=True)
    meeting_on = models.DateField("date of the meeting", null=True, blank=True)
    item_number = models.CharField("item number", max_length=20, blank=True)
    wards = models.CharField("wards and communities affected", max_length=200, blank=True)
    key_decision = models.CharField(
        "key decision", max_length=15, choices=KeyDecision, default=KeyDecision.NOT_APPLICABLE
    )
    report_of = models.CharField("report of", max_length=200, blank=True)
    accountable_assistant_director = models.CharField(max_length=200, blank=True)
    accountable_director = models.CharField(max_length=200, blank=True)
    publicity = models.CharField("this report is", max_length=10, choices=Publicity, default=Publicity.PUBLIC)
    exemption = models.CharField("why it is exempt", max_length=300, blank=True)
    author = models.CharField("report author", max_length=200, blank=True)
    signatures_needed = models.PositiveSmallIntegerField("safeguarding partners who must sign off", default=1)
    correction = models.TextField("what the next version corrects", blank=True, editable=False)
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField("why it was withdrawn", blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    if TYPE_CHECKING:
        sections: RelatedManager[ReportSection]
        sign_offs: RelatedManager[SignOff]
        editions: RelatedManager[Edition]

    class Meta:
        ordering = ["-period_to", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="report_key_once"),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="report_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(as_at__gte=F("period_from")), name="report_as_at_after_start"),
            models.CheckConstraint(
                condition=Q(signatures_needed__range=(1, 9)), name="report_needs_a_signature"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="report_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("publishing:report", args=[self.partnership.slug, self.key])

    @property
    def period(self) -> str:
        """The period in words: ``May to August 2019``."""
        return period_in_words(self.period_from, self.period_to)

    @property
    def is_open(self) -> bool:
        """Whether it may be changed."""
        return self.status in (self.Status.DRAFT, self.Status.SIGNED_OFF)

    @property
    def is_exempt(self) -> bool:
        """Whether only those who may see restricted material may read it."""
        return self.publicity == self.Publicity.EXEMPT

    @property
    def name_on_record(self) -> str:
        """How the audit trail names it: not every reader of that may see what is exempt."""
        return f"no. {self.pk} (exempt)" if self.is_exempt else self.title

    def may_become(self, status: str) -> bool:
        """Whether its life goes on to ``status``."""
        return status in self.TRANSITIONS[self.Status(self.status)]


class ReportSection(models.Model):
    """What an author wrote under one heading of the form, in Markdown."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=40)
    number = models.CharField(max_length=10, blank=True)
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    verified_by = models.CharField("implications verified by", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip() if self.part.heading_may_change else self.part.name

    @property
    def part(self) -> Part:
        """The part of the form that it fills in."""
        return PARTS[self.key]


class SignOff(models.Model):
    """One person's signature, for their agency, under one text of a report. A later text needs another."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sign_offs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)
    role = models.CharField("on behalf of", max_length=200)
    signed_on = models.DateField("signed on")
    recorded_at = models.DateTimeField(default=timezone.now)
    edition_number = models.PositiveSmallIntegerField("for version")
    report_version = models.PositiveIntegerField()
    checksum = models.CharField("SHA-256 of the text signed", max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person", "edition_number", "report_version", "checksum"],
                name="sign_off_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_label}, {self.role}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the signature; raises :class:`EditionIsFixedError` for one that is already there."""
        if not self._state.adding:
            raise EditionIsFixedError("A signature is never changed.")
        super().save(*args, **kwargs)

"""Where findings come from, what was found, and the themes that tie findings of different sources together."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.thread.querysets import SourceQuerySet


class Theme(models.Model):
    """What findings are about, across sources: a finding that recurs is seen by its theme."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=120)
    priority = models.BooleanField("one of the partnership’s priorities", default=False)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint("partnership", Lower("title"), name="theme_once")]

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """One piece of work that found something: a review, an audit, a self-assessment, what children said."""

    class Kind(models.TextChoices):
        """What it is."""

        REVIEW = "review", "Review of practice"
        PEER_REVIEW = "peer_review", "Peer or independent review"
        AUDIT = "audit", "Multi-agency audit"
        ASSESSMENT = "assessment", "Self-assessment"
        MEASURE = "measure", "A change in a measure"
        SCRUTINY = "scrutiny", "Independent scrutiny"
        VOICE = "voice", "What children, families or practitioners said"
        INSPECTION = "inspection", "Inspection"
        NATIONAL = "national", "National review"
        OTHER = "other", "Something else"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sources")
    key = models.SlugField("address", max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    dated = models.DateField("date of the report")
    summary = models.TextField(blank=True)
    link = models.URLField(
        "where it is published", max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="sources",
        verbose_name="the group that oversees what comes of it",
    )  # fmt: skip
    about = models.CharField("what the product knows of it", max_length=120, blank=True)
    restricted = models.BooleanField("only those who may see restricted matter read it", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [models.UniqueConstraint(fields=["partnership", "key"], name="source_key_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its thread: what was found and what came of it."""
        return reverse("thread:source", args=[self.partnership.slug, self.key])

    @property
    def name_on_record(self) -> str:
        """As the audit trail may name it."""
        return f"restricted source no. {self.pk}" if self.restricted else f"“{self.title}”"


class Finding(models.Model):
    """One thing that a source found: a concern, or good practice worth keeping."""

    class Priority(models.TextChoices):
        """How much it matters."""

        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="findings")
    ref = models.CharField("number", max_length=20)
    text = models.TextField("what was found")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="findings",
        verbose_name="the agency it is about",
    )  # fmt: skip
    priority = models.CharField("how much it matters", max_length=10, choices=Priority, blank=True)
    good = models.BooleanField("good practice", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="finding_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"[:200]

    @property
    def name_on_record(self) -> str:
        """As the audit trail may name it."""
        return f"finding {self.ref} of {self.source.name_on_record}"

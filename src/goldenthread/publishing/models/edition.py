"""Published editions of a report. Nothing here is ever changed: a correction is a further edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.partnership.models import Person

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class EditionIsFixedError(Exception):
    """Somebody tried to change what had been signed or published."""


class _Fixed(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; raises :class:`EditionIsFixedError` for one that is already there."""
        if not self._state.adding:
            raise EditionIsFixedError("What was published is never changed. Publish a correction instead.")
        super().save(*args, **kwargs)


class Edition(_Fixed):
    """A report as it was published: its text, its figures with their sources, and who stood by it.

    ``body`` is the web edition with its pictures; ``figures`` lists every computed figure that it shows, with key,
    label, period, value and source.
    """

    report = models.ForeignKey("publishing.Report", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField(max_length=200)
    body = models.TextField()
    checksum = models.CharField("SHA-256 of the text signed", max_length=64)
    figures: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        encoder=DjangoJSONEncoder
    )
    signatures: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    as_at = models.DateField("plan positions as at")
    correction = models.TextField("what it corrects", blank=True)
    published_on = models.DateField("published on")
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)

    if TYPE_CHECKING:
        files: RelatedManager[EditionFile]

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(correction=""), name="edition_says_what_it_corrects"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        """The edition's page."""
        return reverse(
            "publishing:edition", args=[self.report.partnership.slug, self.report.key, self.number]
        )


class EditionFile(_Fixed):
    """One of an edition's three files, kept in the database so that its triggers guard the content too."""

    class Format(models.TextChoices):
        """What can be downloaded."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        HTML = "html", "Web page"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=5, choices=Format)
    content = models.BinaryField()
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "format"], name="edition_file_once")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_format_display()}"

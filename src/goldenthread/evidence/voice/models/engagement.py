"""Events and conversations in which people were heard, the themes of what they said, and their words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.evidence.voice.querysets import EngagementQuerySet, OfPartnershipQuerySet, VoiceQuerySet
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.thread import models as thread


class Speaker(models.TextChoices):
    """What somebody who spoke is to children's safeguarding: never who they are."""

    CHILD = "child", "Child under 11"
    YOUNG_PERSON = "young_person", "Young person aged 11 to 17"
    CARE_LEAVER = "care_leaver", "Young adult or care leaver"
    PARENT = "parent", "Parent or carer"
    RELATIVE = "relative", "Other member of a family"
    PRACTITIONER = "practitioner", "Practitioner"


class Theme(thread.Theme):
    """What several people spoke of: the themes are those of the thread, so that what was said is seen beside what
    audits and reviews found.
    """

    objects: ClassVar[Any] = OfPartnershipQuerySet.as_manager()

    class Meta:
        proxy = True

    def get_absolute_url(self) -> str:
        """What was said on it."""
        return reverse("voice:theme", args=[self.partnership.slug, self.pk])


class Engagement(models.Model):
    """One event or conversation: when, how, with how many, by which agency, and what came of it in short."""

    class Kind(models.TextChoices):
        """Who was heard, and how."""

        CHILDREN = "children", "Children and young people"
        FAMILIES = "families", "Families"
        PRACTITIONERS = "practitioners", "Practitioners"
        QUALITY = "quality", "Practitioners’ quality conversation"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="engagements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=15, choices=Kind)
    title = models.CharField(max_length=200)
    on = models.DateField("day")
    means = models.CharField("place or means", max_length=200, blank=True)
    took_part = models.PositiveIntegerField("how many took part", null=True, blank=True)
    summary = models.TextField(blank=True)
    restricted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["partnership", "on"], name="voice_engagement_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def known_as(self) -> str:
        """What it is called where anybody may read: a restricted one by its kind alone."""
        return "a restricted conversation" if self.restricted else self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("voice:engagement", args=[self.partnership.slug, self.pk])


class Voice(models.Model):
    """What one person said, as anonymous text. It can be taken out, and then nothing of it is kept."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="voices")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="voices")
    speaker = models.CharField("kind of speaker", max_length=15, choices=Speaker)
    words = models.TextField()

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-engagement__on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="voice_says_something")]

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}, {self.theme}"

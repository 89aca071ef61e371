"""“You said, we did”: what was heard, what was done, what is still to do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from goldenthread.evidence.voice.models.engagement import Engagement, Theme
from goldenthread.evidence.voice.querysets import ResponseQuerySet
from goldenthread.partnership.models import Partnership


class Response(models.Model):
    """An answer to a theme, or to one event or conversation. Once published its text never changes."""

    class Status(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        TAKEN_DOWN = "taken_down", "Taken down"

    TRANSITIONS = {
        Status.DRAFT: {Status.PUBLISHED},
        Status.PUBLISHED: {Status.TAKEN_DOWN},
        Status.TAKEN_DOWN: set[Status](),
    }

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="voice_responses")
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    title = models.CharField("what it is about, as it was called when this was published", max_length=200)
    heard = models.TextField("what we heard")
    did = models.TextField("what we did")
    still = models.TextField("what is still to do", blank=True)
    on = models.DateField("day")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    taken_down_on = models.DateField(null=True, blank=True)
    taken_down_because = models.CharField("why it was taken down", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=False, engagement=None) | Q(theme=None, engagement__isnull=False),
                name="voice_response_to_one",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_on=None)
                | (~Q(status="draft") & Q(published_on__isnull=False)),
                name="voice_response_published_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="taken_down")
                | (Q(taken_down_on__isnull=False) & ~Q(taken_down_because="")),
                name="voice_response_down_with_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it stands on the page inside."""
        return f"{reverse('voice:responses', args=[self.partnership.slug])}#response-{self.pk}"

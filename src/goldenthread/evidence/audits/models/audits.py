"""An audit in the programme, the agencies that take part, and who may enter the space of its cases."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.evidence.audits.querysets import AuditQuerySet
from goldenthread.evidence.audits.tools import Tool, all_tools
from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.partnership.models.confinement import OpeningRow
from goldenthread.thread.models import Theme


class Audit(models.Model):
    """One multi-agency case audit: its theme and question, its days, and the one that it repeats.

    What stands here is open to everybody who sees the programme. Its cases are not (docs/decisions/0018).
    """

    class Status(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", "Planned"
        OPEN = "open", "Cases are being audited"
        ENDED = "ended", "Ended"
        CANCELLED = "cancelled", "Cancelled"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="case_audits")
    key = models.SlugField("address", max_length=80)
    title = models.CharField(max_length=200)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="case_audits")
    question = models.TextField("what it asks")
    tool_ref = models.CharField("tool", max_length=80)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="case_audits",
        verbose_name="the group that holds it",
    )  # fmt: skip
    starts_on = models.DateField("first day")
    returns_due_on = models.DateField("day by which agencies finish")
    moderated_on = models.DateField("day of the moderation meeting")
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_by",
        verbose_name="the audit that it repeats",
    )  # fmt: skip
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    ended_on = models.DateField(null=True, blank=True)
    repeat_on = models.DateField("day by which it is to be repeated", null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="case_audit_key_once"),
            models.CheckConstraint(
                condition=Q(returns_due_on__gte=F("starts_on")) & Q(moderated_on__gte=F("returns_due_on")),
                name="case_audit_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_on__isnull=False) | (~Q(status="ended") & Q(ended_on=None)),
                name="case_audit_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""), name="case_audit_cancelled_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its open page."""
        return reverse("audits:audit", args=[self.partnership.slug, self.key])

    def get_cases_url(self) -> str:
        """The space of its cases."""
        return reverse("audits:cases", args=[self.partnership.slug, self.key])

    @property
    def tool(self) -> Tool:
        """The tool in the version with which it was begun."""
        return all_tools()[self.tool_ref]

    @property
    def is_open(self) -> bool:
        """Whether its cases are audited now."""
        return self.status == self.Status.OPEN

    def is_late(self, on: dt.date) -> bool:
        """Whether its moderation should have been by a day, and it has not ended."""
        return self.status in (self.Status.PLANNED, self.Status.OPEN) and on > self.moderated_on


class Participation(models.Model):
    """An agency that audits its own part of every case, and when it had sent all of it."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="participations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="case_audit_parts")
    asked_on = models.DateField()
    returned_on = models.DateField("sent everything on", null=True, blank=True)

    class Meta:
        ordering = ["agency__name"]
        constraints = [models.UniqueConstraint(fields=["audit", "agency"], name="case_audit_agency_once")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.audit}"


class Seat(models.Model):
    """Somebody’s place in the space of the cases, from a day until a day."""

    class Part(models.TextChoices):
        """What they do there."""

        COORDINATOR = "coordinator", "Coordinator"
        CHAIR = "chair", "Chair of the moderation"
        AUDITOR = "auditor", "Auditor of their agency’s record"
        READER = "reader", "Reads and moderates"

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_audit_seats")
    part = models.CharField(max_length=12, choices=Part, default=Part.AUDITOR)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "person"], condition=Q(ends_on=None), name="case_audit_seat_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | ~Q(ended_because=""), name="case_audit_seat_ended_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_part_display().lower()}"


class Opening(OpeningRow):
    """Somebody opened a page of the space, or broke its glass."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="openings")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["audit", "-recorded_at"], name="case_audit_openings")]

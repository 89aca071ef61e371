"""Who sits on which group, as what, and for how long."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.partnership.models.people import Person
from goldenthread.partnership.models.structure import Group
from goldenthread.partnership.querysets import GroupMembershipQuerySet


class GroupMembership(models.Model):
    """One person's seat on a group, in one capacity, for a time."""

    class Capacity(models.TextChoices):
        """What the person is there as."""

        CHAIR = "chair", "Chair"
        MEMBER = "member", "Member"
        DEPUTY = "deputy", "Designated deputy"
        OBSERVER = "observer", "Participating observer"
        LAY_MEMBER = "lay_member", "Lay member"
        SCRUTINEER = "scrutineer", "Independent scrutineer"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.MEMBER)
    deputy_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputies",
        verbose_name="deputy for",
    )
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["group", "capacity", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(capacity="deputy", deputy_for__isnull=False)
                | (~Q(capacity="deputy") & Q(deputy_for__isnull=True)),
                name="membership_deputy_names_member",
            ),
            models.CheckConstraint(
                condition=~Q(capacity="chair") | Q(ends_on__isnull=False), name="membership_chair_has_tenure"
            ),
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(ends_on__isnull=True), name="membership_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_capacity_display().lower()} of {self.group}"

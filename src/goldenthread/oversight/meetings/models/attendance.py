"""Who came to a meeting, at what level, and what interests they declared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.oversight.meetings.models.meetings import AgendaItem, Meeting
from goldenthread.partnership.models import GroupMembership, Person
from goldenthread.partnership.models.history import HistoryRow


class Level(models.IntegerChoices):
    """How senior somebody is in their agency; the higher, the more they can decide for it."""

    PRACTITIONER = 1, "Practitioner"
    MANAGER = 2, "Team or service manager"
    HEAD = 3, "Head of service"
    DIRECTOR = 4, "Director or assistant director"
    CHIEF = 5, "Chief officer"


class Attendance(models.Model):
    """Whether the holder of a seat came to a meeting, was excused or was away; and who came in their place."""

    class State(models.TextChoices):
        """How a seat was filled."""

        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Designated deputy present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    FILLED = (State.PRESENT, State.DEPUTY)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(GroupMembership, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=10, choices=State)
    deputy = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("level of who came", choices=Level, null=True, blank=True)

    class Meta:
        ordering = ["meeting", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once_a_seat"),
            models.CheckConstraint(
                condition=Q(state="deputy", deputy__isnull=False) | (~Q(state="deputy") & Q(deputy=None)),
                name="attendance_deputy_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person}: {self.get_state_display()}"


class Interest(HistoryRow):
    """An interest that somebody declared in an item, and what was done about it."""

    class Handling(models.TextChoices):
        """What was done."""

        NOTED = "noted", "Noted; took part"
        SILENT = "silent", "Stayed and took no part"
        LEFT = "left", "Left the room"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    nature = models.CharField("what the interest is", max_length=500)
    handling = models.CharField(max_length=10, choices=Handling)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.person}: {self.nature}"

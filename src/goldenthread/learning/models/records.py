"""What somebody has completed, its certificate, and the proof of what was learned elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.learning.models.bookings import Booking
from goldenthread.learning.models.courses import Course
from goldenthread.learning.querysets import CompletionQuerySet
from goldenthread.partnership.models import Person
from goldenthread.partnership.models.history import HistoryRow
from goldenthread.plans.kept_files import KeptFile, path_of


class Completion(HistoryRow):
    """Somebody completed a course on a day, and until when that counts."""

    class How(models.TextChoices):
        """How it is known."""

        ATTENDED = "attended", "Attended a session"
        ELEARNING = "elearning", "Took the e-learning"
        ELSEWHERE = "elsewhere", "Learned elsewhere"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    how = models.CharField(max_length=10, choices=How)
    on = models.DateField("completed on")
    valid_until = models.DateField("counts until", null=True, blank=True)
    # A register put right twice leaves one that was withdrawn beside the one that counts.
    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="completions"
    )
    where = models.CharField("where it was learned", max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("on")), name="completion_counts_after"
            ),
            models.CheckConstraint(
                condition=Q(how="attended", booking__isnull=False) | (~Q(how="attended") & Q(booking=None)),
                name="completion_of_a_booking",
            ),
        ]
        indexes = [models.Index(fields=["person", "course", "on"], name="completion_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"


class CompletionFile(KeptFile):
    """The proof that somebody uploaded."""

    folder = "training"

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="proof")
    file = models.FileField(upload_to=path_of)


class Checked(HistoryRow):
    """Somebody who answers for the agency, or the Business Team, looked at an uploaded proof: it counts or does not."""

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="checked")
    counts = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "checked"
        constraints = [
            models.CheckConstraint(condition=Q(counts=True) | ~Q(reason=""), name="not_counted_why")
        ]

    def __str__(self) -> str:
        return "Counts" if self.counts else "Does not count"


class Certificate(HistoryRow):
    """What was certified, as it was printed. Anybody who has the code can ask whether it is genuine."""

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=14, unique=True)
    holder = models.CharField(max_length=300)
    course_title = models.CharField(max_length=200)
    completed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1)

    def __str__(self) -> str:
        return self.code


class Withdrawal(HistoryRow):
    """A completion, and its certificate, that no longer counts, with the reason: the register had been wrong."""

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawn_why")]

    def __str__(self) -> str:
        return self.reason

"""What is taught, to whom, why, and who needs it."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from goldenthread.learning.querysets import CourseQuerySet
from goldenthread.partnership.models import Partnership, Person
from goldenthread.plans.models import Objective
from goldenthread.thread.models import Recommendation, Theme


class JobRole(models.Model):
    """A kind of work that decides which courses somebody needs, such as designated safeguarding lead."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="job_roles")
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint("partnership", Lower("title"), name="job_role_once")]

    def __str__(self) -> str:
        return self.title


class Course(models.Model):
    """One course of the programme. Its dates are sessions; an e-learning course has a link in their place."""

    class Level(models.TextChoices):
        """The competency level that it is written for."""

        AWARENESS = "awareness", "1. Awareness: everybody"
        FOUNDATION = "foundation", "2. Foundation: regular contact with children or families"
        CORE = "core", "3. Core: work with children at risk"
        SPECIALIST = "specialist", "4. Specialist: particular duties"
        LEADERSHIP = "leadership", "5. Leadership: answer for others’ practice"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="courses")
    key = models.SlugField("address", max_length=80)
    title = models.CharField(max_length=200)
    level = models.CharField("competency level", max_length=12, choices=Level)
    summary = models.TextField("what it is about")
    audience = models.TextField("who it is for")
    competencies = models.TextField(
        "what people can do afterwards", blank=True, help_text="One on each line."
    )
    hours = models.DecimalField("how long it takes, in hours", max_digits=4, decimal_places=1)
    valid_months = models.PositiveSmallIntegerField(
        "for how many months it counts",
        null=True,
        blank=True,
        help_text="Leave it empty if it does not run out.",
    )
    elearning_link = models.URLField(
        "link of the e-learning", max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="leads_to")
    themes = models.ManyToManyField(Theme, blank=True, related_name="courses")
    objectives = models.ManyToManyField(Objective, blank=True, related_name="courses")
    answers = models.ManyToManyField(Recommendation, blank=True, related_name="courses")
    withdrawn_on = models.DateField("no longer offered from", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="course_key_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="course_takes_time"),
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gt=0), name="course_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("learning:course", args=[self.partnership.slug, self.key])

    @property
    def is_elearning(self) -> bool:
        """Whether people take it by themselves at a link."""
        return bool(self.elearning_link)


class Requirement(models.Model):
    """Whoever does this work needs this course."""

    job_role = models.ForeignKey(JobRole, on_delete=models.CASCADE, related_name="requirements")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="requirements")

    class Meta:
        ordering = ["job_role__title", "course__title"]
        constraints = [models.UniqueConstraint(fields=["job_role", "course"], name="requirement_once")]

    def __str__(self) -> str:
        return f"{self.job_role}: {self.course}"


class Learner(models.Model):
    """What training needs to know of a person, beside what the partnership knows of them anyway."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="learner")
    job_role = models.ForeignKey(
        JobRole, null=True, blank=True, on_delete=models.PROTECT, related_name="learners", verbose_name="work"
    )
    manager = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="manages",
        verbose_name="line manager",
    )
    manager_email = models.EmailField("line manager’s email", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(manager=F("person")), name="nobody_manages_themselves")
        ]

    def __str__(self) -> str:
        return str(self.person)


class AgencyTraining(models.Model):
    """How one agency wants its bookings handled."""

    agency = models.OneToOneField("partnership.Agency", on_delete=models.CASCADE, related_name="training")
    approves = models.BooleanField(
        "its own bookings wait for approval", default=False,
        help_text="Somebody who answers for the agency says yes or no before a place is fixed.",
    )  # fmt: skip
    invoice_to = models.CharField("invoices go to", max_length=300, blank=True)
    order_reference = models.CharField("its order number", max_length=60, blank=True)

    def __str__(self) -> str:
        return str(self.agency)

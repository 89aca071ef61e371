"""Regions, partnerships, agencies and groups."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from goldenthread.partnership.querysets import AgencyQuerySet, GroupQuerySet

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give the colour as # and six digits, for example #17365d.")


class Region(models.Model):
    """Neighbouring partnerships that share what each chooses to, such as procedures and one Section 11 return."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A local safeguarding children partnership. Every root record belongs to one."""

    class RulePack(models.TextChoices):
        """The edition of the statutory guidance whose time limits hold."""

        WORKING_TOGETHER_2018 = "wt2018", "Working Together 2018"
        WORKING_TOGETHER_2023 = "wt2023", "Working Together 2023"

    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    slug = models.SlugField("address", unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    area = models.CharField(max_length=200, blank=True)
    vision = models.TextField(blank=True)
    effective_from = models.DateField("arrangements in force from", null=True, blank=True)
    rule_pack = models.CharField(
        "rule pack", max_length=10, choices=RulePack, default=RulePack.WORKING_TOGETHER_2023
    )
    business_year_month = models.PositiveSmallIntegerField(
        "first month of the business year",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    accent = models.CharField("accent colour", max_length=7, default="#17365d", validators=[colour])
    support_email = models.EmailField("email of the business team", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(business_year_month__gte=1, business_year_month__lte=12),
                name="partnership_year_month",
            )
        ]

    @property
    def partnership_id(self) -> int:
        """Its own number, so that it is asked where it belongs as its records are."""
        return int(self.pk)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The partnership's front page."""
        return reverse("home:home", args=[self.slug])


class Agency(models.Model):
    """An organisation that must work with the others to keep children safe."""

    class Kind(models.TextChoices):
        """Its standing under the arrangements."""

        SAFEGUARDING_PARTNER = "safeguarding_partner", "Safeguarding partner"
        RELEVANT_AGENCY = "relevant_agency", "Relevant agency"
        SCHOOL = "school", "School or college"
        EARLY_YEARS = "early_years", "Early years setting"
        OTHER = "other", "Other"

    class Sector(models.TextChoices):
        """What kind of service it is."""

        LOCAL_AUTHORITY = "local_authority", "Local authority"
        HEALTH = "health", "Health"
        POLICE = "police", "Police"
        EDUCATION = "education", "Education"
        PROBATION = "probation", "Probation and youth justice"
        HOUSING = "housing", "Housing"
        FIRE = "fire", "Fire and rescue"
        COURTS = "courts", "Courts and family justice"
        VOLUNTARY = "voluntary", "Voluntary and community"
        PARTNERSHIP = "partnership", "The partnership itself"
        OTHER = "other", "Other"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="agencies")
    key = models.SlugField("address")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.RELEVANT_AGENCY)
    sector = models.CharField(max_length=30, choices=Sector, default=Sector.OTHER)
    lead_representative = models.CharField("post of the lead representative", max_length=200, blank=True)
    note = models.TextField(blank=True)
    ended_on = models.DateField("left the arrangements on", null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="agency_key_once"),
            models.UniqueConstraint(fields=["partnership", "name"], name="agency_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The agency's page."""
        return reverse("partnership:agency", args=[self.partnership.slug, self.key])


class Group(models.Model):
    """A standing or time-limited body of the partnership."""

    class Kind(models.TextChoices):
        """Where it stands in the structure."""

        STRATEGIC = "strategic", "Strategic group"
        EXECUTIVE = "executive", "Executive"
        SUB_GROUP = "sub_group", "Sub-group"
        TASK_AND_FINISH = "task_and_finish", "Task and finish group"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="groups")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="reports to",
    )
    key = models.SlugField("address")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SUB_GROUP)
    purpose = models.TextField(blank=True)
    chairing = models.CharField("how it is chaired", max_length=200, blank=True)
    meeting_frequency = models.CharField(max_length=200, blank=True)
    started_on = models.DateField("set up on", null=True, blank=True)
    ends_on = models.DateField("ends on", null=True, blank=True)
    terms_of_reference = models.TextField("terms of reference", blank=True)
    terms_approved_on = models.DateField("terms of reference approved on", null=True, blank=True)
    terms_review_on = models.DateField("terms of reference to be reviewed by", null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "key"], name="group_key_once"),
            models.UniqueConstraint(fields=["partnership", "name"], name="group_name_once"),
            models.CheckConstraint(
                condition=~Q(kind="task_and_finish") | Q(ends_on__isnull=False),
                name="group_task_and_finish_ends",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="group_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("started_on")),
                name="group_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The group's page."""
        return reverse("partnership:group", args=[self.partnership.slug, self.key])

    def has_ended(self, on: dt.date) -> bool:
        """Whether its work was over before ``on``."""
        return self.ends_on is not None and self.ends_on < on

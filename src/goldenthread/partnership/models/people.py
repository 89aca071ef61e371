"""Accounts, the people of a partnership, and the roles they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.partnership.models.structure import Agency, Partnership
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.querysets import PersonQuerySet, RoleAssignmentQuerySet


class UserManager(BaseUserManager["User"]):
    """Accounts are found by email address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None) -> User:
        """A new account; without a password nobody can sign in to it until one is set through the emailed link."""
        user = self.model(email=self.normalise(email))
        user.set_password(password)
        user.save(using=self._db)
        return user

    @staticmethod
    def normalise(email: str) -> str:
        """The one way in which an address is kept."""
        return email.strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this address."""
        return self.get(email=self.normalise(username or ""))


class User(AbstractBaseUser):
    """An account: who signs in. What the person may do is said by their posts in each partnership."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField("may sign in", default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    @property
    def has_signed_in(self) -> bool:
        """Whether the owner has taken the account up: chose a password, or came in through their directory."""
        return self.last_login is not None or self.has_usable_password()

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002
        """Never: what a person may do depends on the partnership (see ``Viewer.may``)."""
        return False


class Person(models.Model):
    """A person as one partnership knows them: a post first, then a name.

    People without an account (a lead named in an imported plan, say) have no ``user``.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    post = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=20, blank=True)
    email = models.EmailField("email for messages", blank=True)
    wants_digest = models.BooleanField("one email a day instead of one for each message", default=False)
    left_on = models.DateField("left on", null=True, blank=True)
    blocked_at = models.DateTimeField("sign-in blocked at", null=True, blank=True, editable=False)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["post", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "user"], name="person_account_once"),
            models.CheckConstraint(condition=~Q(post=""), name="person_has_post"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The post, with the name after it where one is kept."""
        return f"{self.post} ({self.name})" if self.name else self.post

    @property
    def message_address(self) -> str:
        """Where messages go; empty where nothing is known."""
        return self.email or (self.user.email if self.user else "")

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("partnership:person", args=[self.partnership.slug, self.pk])


class RoleAssignment(models.Model):
    """A role that a person holds for a time, and who gave it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)
    granted_by = models.CharField(max_length=200, blank=True, editable=False)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ends_on__isnull=True), name="role_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"

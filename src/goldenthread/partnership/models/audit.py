"""The audit trail: who did what, when and from where. Rows are only ever added."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from goldenthread.partnership.models.structure import Partnership


class AuditIsAppendOnlyError(Exception):
    """Somebody tried to change or remove an entry of the audit trail."""


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """Entries can be added and read, nothing else. The database's own triggers say the same (migration 0002)."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:  # noqa: ARG002
        raise AuditIsAppendOnlyError("The audit trail can be added to, never changed.")

    update = delete = bulk_update = update_or_create = _refuse

    def for_partnership(self, partnership: Partnership) -> Self:
        """The entries of one partnership."""
        return self.filter(partnership=partnership)


class AuditEvent(models.Model):
    """One thing that somebody did.

    Actor and object are kept by number and label without a database link, so that the entry outlives both.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    partnership = models.ForeignKey(
        Partnership, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=300)
    verb = models.CharField(max_length=60)
    summary = models.CharField(max_length=500)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    address = models.CharField(max_length=60, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["partnership", "-at"], name="audit_partnership_at"),
            models.Index(fields=["partnership", "verb"], name="audit_partnership_verb"),
            models.Index(fields=["partnership", "actor_id"], name="audit_partnership_actor"),
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return self.summary

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry; raises :class:`AuditIsAppendOnlyError` for one that is already there."""
        if not self._state.adding:
            raise AuditIsAppendOnlyError("The audit trail can be added to, never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Never."""
        raise AuditIsAppendOnlyError("The audit trail can be added to, never changed.")

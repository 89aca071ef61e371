"""A database of many partnerships, kept in the data folder for the next run.

The first partnership is made through the models; every other is a copy of it that the database makes itself, with
the numbers of its rows moved on. Six million ratings take a minute so, instead of twenty.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Min, Model

from benchmarks.example import FULL, SEED, Size, make_partnership
from goldenthread.duties.models import AdoptedPack
from goldenthread.evidence.assurance.models import Assessment, Cycle, SignedAnswer, StandardScore, Turn
from goldenthread.evidence.audits.models import (
    Audit,
    Case,
    DomainGrade,
    DomainResult,
    Moderated,
    Participation,
    Return,
    Seat,
)
from goldenthread.evidence.measures.models import (
    Comparator,
    ComparatorValue,
    Definition,
    Indicator,
    Observation,
    Standing,
)
from goldenthread.evidence.voice.models import Engagement, Voice
from goldenthread.oversight.challenge.models import Challenge, Reply
from goldenthread.oversight.finance.models import (
    BudgetLine,
    BudgetYear,
    Commitment,
    Contribution,
    Heading,
    Receipt,
    Spending,
)
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Arrangements,
    Attendance,
    Decision,
    GivenAction,
    Meeting,
    MinuteEntry,
    Minutes,
    Topic,
)
from goldenthread.partnership.models import (
    Agency,
    AuditEvent,
    Group,
    GroupMembership,
    Partnership,
    Person,
    RoleAssignment,
    User,
)
from goldenthread.plans.models import (
    Action,
    DueDateChange,
    Evidence,
    Explanation,
    Objective,
    Officer,
    Plan,
    RatingUpdate,
)
from goldenthread.thread.models import (
    ActionLink,
    Answer,
    Finding,
    Judgement,
    Proof,
    Recommendation,
    Source,
    Theme,
)

COPIED: tuple[type[Model], ...] = (
    Partnership,
    User,
    Agency,
    Group,
    Person,
    RoleAssignment,
    GroupMembership,
    Plan,
    Objective,
    Action,
    Officer,
    RatingUpdate,
    Explanation,
    DueDateChange,
    Evidence,
    AdoptedPack,
    Indicator,
    Indicator.agencies.through,
    Definition,
    Observation,
    Comparator,
    ComparatorValue,
    Standing,
    Arrangements,
    Meeting,
    AgendaItem,
    Minutes,
    MinuteEntry,
    Attendance,
    Decision,
    GivenAction,
    Topic,
    Theme,
    Source,
    Finding,
    Recommendation,
    Answer,
    ActionLink,
    Proof,
    Judgement,
    Heading,
    BudgetYear,
    BudgetLine,
    Contribution,
    Receipt,
    Commitment,
    Spending,
    Cycle,
    Assessment,
    Turn,
    SignedAnswer,
    StandardScore,
    Audit,
    Participation,
    Seat,
    Case,
    Return,
    DomainGrade,
    Moderated,
    DomainResult,
    Engagement,
    Voice,
    Challenge,
    Reply,
    AuditEvent,
)
# What may not be the same in two partnerships.
NUMBERED = {(Partnership, "slug"), (Partnership, "name"), (User, "email")}
MADE_WITH = f"seed {SEED}, pattern 9"


def seed(partnerships: int, size: Size = FULL, stamp: Path | None = None) -> float | None:
    """Brings the database to ``partnerships``; answers the seconds it took, or ``None`` where it stood ready.

    ``stamp`` is a file that says what the database holds. A database that holds something else is made again.
    """
    wanted = f"{MADE_WITH}, {partnerships} of {size}"
    if stamp and stamp.exists() and stamp.read_text() == wanted:
        call_command("migrate", verbosity=0, interactive=False)
        return None
    _empty()
    began = time.monotonic()
    make_partnership(size)
    add_copies(partnerships - 1)
    _settle()
    seconds = time.monotonic() - began
    if stamp:
        stamp.write_text(wanted)
    return seconds


@transaction.atomic
def add_copies(count: int) -> None:
    """Copies the only partnership of the database ``count`` times, with everything of it."""
    copier = _Copier()
    for number in range(1, count + 1):
        copier.copy(number)


def _empty() -> None:
    """Tables without rows. An SQLite file is begun again; other databases are given empty."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]
        name = Path(connection.settings_dict["NAME"])
        connection.close()
        for file in (name, *(name.with_name(f"{name.name}{end}") for end in ("-wal", "-shm"))):
            file.unlink(missing_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if Partnership.objects.exists():
        raise RuntimeError("This database holds partnerships already. Give an empty one.")


class _Copier:
    """Makes the statements that copy the only partnership there is."""

    def __init__(self) -> None:
        # The first and last number of each table's rows, before there is any copy.
        self.spans = {
            model: model._default_manager.aggregate(first=Min("pk"), last=Max("pk")) for model in COPIED
        }

    def copy(self, number: int) -> None:
        """Adds the ``number``-th copy."""
        with connection.cursor() as cursor:
            for model in COPIED:
                cursor.execute(self._statement(model, number))

    def _statement(self, model: type[Model], number: int) -> str:
        fields: list[Any] = list(model._meta.concrete_fields)
        columns = ", ".join(_quoted(field.column) for field in fields)
        values = ", ".join(self._value(model, field, number) for field in fields)
        table, span = _quoted(model._meta.db_table), self.spans[model]
        return (
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} "
            f"WHERE id BETWEEN {span['first']} AND {span['last']} ORDER BY id"
        )

    def _value(self, model: type[Model], field: Any, number: int) -> str:
        column = _quoted(field.column)
        if (model, field.name) in NUMBERED:
            return f"replace(replace({column}, '-1', '-{number + 1}'), ' Safe', ' {number + 1} Safe')"
        counted = model if field.primary_key else field.related_model
        if counted in self.spans:
            span = self.spans[counted]
            return f"{column} + {number * (span['last'] - span['first'] + 1)}"
        return column


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _settle() -> None:
    """What a server does by itself in time: PostgreSQL collects its figures, SQLite writes its log back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""Every table that a migration made append-only is so at the end of all migrations, on both databases."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from goldenthread.partnership.append_only import FixColumns, ForbidChanges, KeepRows


def kept():
    """Each step's table with the trigger that it adds."""
    for (label, _), migration in MigrationLoader(None).disk_migrations.items():
        for step in migration.operations:
            if isinstance(step, KeepRows):
                yield step.table, f"{step.table}_stays"
            elif isinstance(step, ForbidChanges | FixColumns):
                table = apps.get_model(label, step.model_name)._meta.db_table
                yield table, f"{table}_fixed" if isinstance(step, FixColumns) else f"{table}_no_update"


@pytest.mark.django_db
def test_every_trigger_is_still_there():
    query = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    wanted = dict(kept())
    assert len(wanted) > 20
    assert {table: name for table, name in wanted.items() if name not in there} == {}

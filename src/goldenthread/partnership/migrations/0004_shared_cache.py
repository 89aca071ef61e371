"""The table of the cache that all workers share (see ``CACHES`` in the settings)."""

from django.core.management import call_command
from django.db import migrations

TABLE = "partnership_cache"


def create(apps, editor):  # noqa: ARG001
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


def drop(apps, editor):  # noqa: ARG001
    editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("partnership", "0003_accounts_versions_and_delivery")]
    operations = [migrations.RunPython(create, drop)]

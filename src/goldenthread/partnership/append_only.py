"""Tables whose rows the database itself refuses to change, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

EVENTS = {"update": "UPDATE", "delete": "DELETE"}


class ForbidChanges(Operation):
    """A migration step that makes a table refuse UPDATE and, where asked, DELETE and TRUNCATE."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, *, delete: bool) -> None:
        """``delete`` says whether removing rows is refused too."""
        self.model_name = model_name
        self.delete = delete

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Django's own protocol."""
        return (type(self).__name__, [self.model_name], {"delete": self.delete})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        old: Any,  # noqa: ARG002
        new: Any,
    ) -> None:
        """Adds the triggers, also where they are there: a table that SQLite has built anew has lost them."""
        table = new.apps.get_model(app_label, self.model_name)._meta.db_table
        self.database_backwards(app_label, editor, new, new)
        verbs = [verb for name, verb in EVENTS.items() if name == "update" or self.delete]
        if editor.connection.vendor == "postgresql":
            for statement in _postgresql(table, [*verbs, *(["TRUNCATE"] if self.delete else [])]):
                editor.execute(statement)
        else:
            for verb in verbs:
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} can be added to, never changed'); END"
                )

    def database_backwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        old: Any,
        new: Any,  # noqa: ARG002
    ) -> None:
        """Takes them away."""
        table = old.apps.get_model(app_label, self.model_name)._meta.db_table
        for verb in ("update", "delete", "truncate"):
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")

    def describe(self) -> str:
        """For ``showmigrations`` and its kind."""
        return f"Make {self.model_name} refuse changes"


def _postgresql(table: str, verbs: list[str]) -> list[str]:
    function = (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"'BEGIN RAISE EXCEPTION ''{table} can be added to, never changed''; END'"
    )
    triggers = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {table}_refuse()"
        for verb in verbs
    ]
    return [function, *triggers]


class FixColumns(Operation):
    """A migration step that makes a table refuse a change of some columns, except in rows that are still drafts."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, *, columns: list[str], unless: str) -> None:
        """``unless`` is the SQL condition on the row as it was (``status = 'draft'``) under which it may change."""
        self.model_name = model_name
        self.columns = columns
        self.unless = unless

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Django's own protocol."""
        return (type(self).__name__, [self.model_name], {"columns": self.columns, "unless": self.unless})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        old: Any,  # noqa: ARG002
        new: Any,
    ) -> None:
        """Adds the trigger."""
        table = new.apps.get_model(app_label, self.model_name)._meta.db_table
        postgresql = editor.connection.vendor == "postgresql"
        differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
        changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in self.columns)
        when = f"NOT (OLD.{self.unless}) AND ({changed})"
        said = f"{table}: what was sent is never overwritten"
        if postgresql:
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS "
                f"'BEGIN RAISE EXCEPTION ''{said}''; END'"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} "
                f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_keep()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )

    def database_backwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        old: Any,
        new: Any,  # noqa: ARG002
    ) -> None:
        """Takes it away."""
        table = old.apps.get_model(app_label, self.model_name)._meta.db_table
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_fixed{on}")

    def describe(self) -> str:
        """For ``showmigrations`` and its kind."""
        return f"Make {self.model_name} keep what was sent"


class KeepRows(Operation):
    """A migration step that makes a table refuse to lose a row, except one that is still a draft."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, *, unless: str = "") -> None:
        """``unless`` is the SQL condition on the row, under the name ``OLD``, under which it may go; empty for none."""
        self.table = table
        self.unless = unless

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Django's own protocol."""
        return (type(self).__name__, [self.table], {"unless": self.unless})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002
        editor: BaseDatabaseSchemaEditor,
        old: Any,  # noqa: ARG002
        new: Any,  # noqa: ARG002
    ) -> None:
        """Adds the trigger."""
        said = f"{self.table}: what is on record stays there"
        if editor.connection.vendor == "postgresql":
            going = f"IF {self.unless} THEN RETURN OLD; END IF; " if self.unless else ""
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {self.table}_stay() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN {going}RAISE EXCEPTION '{said}'; END$$"
            )
            editor.execute(
                f"CREATE TRIGGER {self.table}_stays BEFORE DELETE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.table}_stay()"
            )
        else:
            when = f"WHEN NOT ({self.unless}) " if self.unless else ""
            editor.execute(
                f"CREATE TRIGGER {self.table}_stays BEFORE DELETE ON {self.table} "
                f"{when}BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002
        editor: BaseDatabaseSchemaEditor,
        old: Any,  # noqa: ARG002
        new: Any,  # noqa: ARG002
    ) -> None:
        """Takes it away."""
        on = f" ON {self.table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_stays{on}")

    def describe(self) -> str:
        """For ``showmigrations`` and its kind."""
        return f"Make {self.table} keep its rows"

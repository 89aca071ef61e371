import pytest
from django.db import DatabaseError, connection, transaction

from goldenthread.partnership.audit import record
from goldenthread.partnership.models import AuditEvent
from goldenthread.partnership.models.audit import AuditIsAppendOnlyError


@pytest.fixture
def entry(system, partnership):
    return record("plan.created", "Made a plan", by=system, about=partnership)


def test_an_entry_says_who_did_what_to_which_thing(entry, partnership):
    assert (entry.actor, entry.verb, entry.partnership, entry.object_id) == (
        "command line",
        "plan.created",
        partnership,
        str(partnership.pk),
    )


def test_no_path_of_the_application_changes_or_removes_an_entry(entry):
    entry.summary = "Something else"
    events = AuditEvent.objects.all()
    for attempt in (
        entry.save,
        entry.delete,
        lambda: events.update(summary="x"),
        events.delete,
        lambda: AuditEvent.objects.bulk_update([entry], ["summary"]),
        lambda: AuditEvent.objects.update_or_create(pk=entry.pk, defaults={"summary": "x"}),
    ):
        with pytest.raises(AuditIsAppendOnlyError):
            attempt()
    assert AuditEvent.objects.get().summary == "Made a plan"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnership_auditevent SET summary = 'x'",
        "DELETE FROM partnership_auditevent",
    ],
)
def test_the_database_itself_refuses(entry, statement):
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get().summary == "Made a plan"

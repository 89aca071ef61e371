"""A thousand people want twenty-five places at the same moment, and a process is killed while it books."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

# SQLite lets nobody wait in line: on a machine with much else to do, somebody may wait for longer than its 20 seconds.
# They have no answer and no booking, and ask again. PostgreSQL serves whoever asked first.
BUSY = {"OperationalError: database is locked"} if connection.vendor == "sqlite" else set()
ROOT = Path(__file__).parents[4]


@contextmanager
def copied_database(folder):
    """The address of a database with every table and no row, in a file or on the server, for other processes."""
    if connection.vendor == "sqlite":
        path = folder / "crowd.sqlite3"
        connection.ensure_connection()
        path.write_bytes(connection.connection.serialize())
        yield f"sqlite:///{path}"
        return
    made, name = f"{connection.settings_dict['NAME']}_crowd", connection.settings_dict["NAME"]
    connection.close()  # a database with a connection is no pattern for another
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{made}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{made}" TEMPLATE "{name}"')
    known = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    try:
        yield f"postgresql://{known['USER']}{secret}@{known['HOST']}:{known['PORT']}/{made}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{made}" WITH (FORCE)')


@pytest.fixture
def let_book(db, tmp_path):
    """Lets a crowd book in other processes; answers what it came to."""

    def run(**asked):
        with copied_database(tmp_path) as address:
            done = subprocess.run(
                [sys.executable, "-m", "goldenthread.learning.tests.crowd", json.dumps(asked)],
                env=os.environ
                | {
                    "DJANGO_SETTINGS_MODULE": "tests.settings", "GOLDENTHREAD_DATABASE_URL": address,
                    "GOLDENTHREAD_DATA_DIR": str(tmp_path),
                },
                capture_output=True, text=True, cwd=ROOT, check=False, timeout=240,
            )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def assert_in_order(rows, places):
    """The first come hold the places, each its own; everybody else waits; nobody twice, and nothing half there."""
    held = [row for row in rows if row["place"] is not None]
    assert [row["place"] for row in held] == list(range(1, places + 1))
    assert held == rows[:places]
    assert {row["state"] for row in held} == {"booked"}
    assert {row["state"] for row in rows[places:]} == {"waiting"}
    assert len({row["person"] for row in rows}) == len(rows)
    assert all(row["steps"] == [row["state"]] and row["recorded"] and row["told"] for row in rows)
    assert [row["booking"] for row in rows] == sorted(row["booking"] for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("through", "people", "places", "processes", "threads"),
    [("action", 1000, 25, 8, 2), ("page", 40, 5, 4, 2)],
)
def test_no_place_is_given_twice_and_no_booking_is_lost_though_a_process_dies(
    let_book, through, people, places, processes, threads
):
    found = let_book(people=people, places=places, processes=processes, threads=threads, through=through)
    ends = next(line[1] for line in found["lines"] if line[0] == "ended")
    assert ends == [-signal.SIGKILL, *[0] * (processes - 1)]
    failed = {line[1]: line[2] for line in found["lines"] if line[0] == "failed"}
    assert set(failed.values()) <= BUSY
    acknowledged = {tuple(line[1:]) for line in found["lines"] if line[0] == "booked"}
    rows = {(row["person"], row["booking"], row["state"]) for row in found["rows"]}
    assert acknowledged <= rows
    assert not {row["person"] for row in found["rows"]} & set(failed)
    assert people - people // processes <= len(rows) + len(failed) < people
    assert_in_order(found["rows"], places)
    assert_in_order(found["in_the_end"], places)
    assert found["in_the_end"][: len(found["rows"])] == found["rows"]
    assert len(found["in_the_end"]) == people

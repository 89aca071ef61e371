"""What runs in a process of its own, with Django and one database: ``python -m benchmarks.child TASK …``.

The last line that it prints is its answer, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.places import ROOT


def run(environment: Mapping[str, str], task: str, *arguments: str) -> Any:
    """The answer of a task; raises :class:`subprocess.CalledProcessError` where it fails."""
    command = [sys.executable, "-m", "benchmarks.child", task, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def seed(partnerships: str, stamp: str = "") -> object:
    """Fills the database; answers the seconds that it took, or nothing where it was full."""
    from benchmarks.seeding import seed as fill

    return fill(int(partnerships), stamp=Path(stamp) if stamp else None)


def pages(*only: str) -> object:
    """Opens every page, or those named, once; answers their addresses, their queries and a cookie."""
    from benchmarks.pages import prepare
    from benchmarks.static import collect

    collect()
    return prepare(only).as_json()


def duties() -> object:
    """Derives the duties of one partnership anew; answers how many there are, the seconds, and the queries."""
    from benchmarks.duties import measure

    return measure()


def report() -> object:
    """Builds the example's report."""
    from benchmarks.report import measure

    return measure()


def imports() -> object:
    """Imports a plan of 10,000 rows."""
    from benchmarks.imports import measure

    return measure()


def learning(people: str, staff: str) -> object:
    """Books a session full, opens the programme and a matrix, and makes certificates, in an empty database."""
    from benchmarks.learning import measure
    from benchmarks.static import collect

    collect()
    return measure(int(people), int(staff))


TASKS = {task.__name__: task for task in (seed, pages, duties, report, imports, learning)}


def main() -> None:
    """Does one task."""
    import django

    django.setup()
    answer = TASKS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(answer))


if __name__ == "__main__":
    main()

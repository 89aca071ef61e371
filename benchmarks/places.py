"""Where the benchmarks keep what they make, and the settings under which everything is measured."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "benchmarks"
BARE_QUERIES = 5


def database_file(partnerships: int) -> Path:
    """The SQLite file of a database of so many partnerships."""
    return FOLDER / f"partnerships-{partnerships}.sqlite3"


def environment(database_url: str) -> dict[str, str]:
    """The example's settings with what production asks for where it costs time: a second factor is required."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GOLDENTHREAD_")},
        "GOLDENTHREAD_MODE": "demo",
        "GOLDENTHREAD_SECOND_FACTOR": "required",
        "GOLDENTHREAD_TODAY": "2019-09-09",
        "GOLDENTHREAD_DATA_DIR": str(FOLDER),
        "GOLDENTHREAD_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "goldenthread.settings",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }

"""Builds the example, writes its reports, and serves it."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from goldenthread import __version__
from goldenthread.demo.load import PASSWORD, accounts, load
from goldenthread.publishing.build import build_files
from goldenthread.publishing.models import Report


def build() -> list[Path]:
    """Brings the example up to date and answers its report files. Running it again changes nothing."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    print("Preparing the database", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static()
    print("Loading the example partnership", flush=True)
    partnership = load()
    folder = settings.DATA_DIR / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    print("Writing its report", flush=True)
    return [
        path
        for report in Report.objects.filter(partnership=partnership)
        for path in build_files(report, folder)
    ]


def _collect_static() -> None:
    """Styles, scripts and fonts, compressed once: again only where one of them has changed."""
    stamp_file = settings.STATIC_ROOT / ".collected"
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name))
            digest.update(f"{name} {file.stat().st_size} {file.stat().st_mtime_ns}".encode())
    if stamp_file.exists() and stamp_file.read_text() == digest.hexdigest():
        return
    print("Preparing the pages", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    stamp_file.write_text(digest.hexdigest())


def introduce(files: list[Path], address: str) -> None:
    """Says where everything is, and one sign-in for each role."""
    print("\nThe report, in three forms:")
    for path in files:
        print(f"  {path}")
    print(f"\nOne sign-in for each role; every password is {PASSWORD}")
    for account in accounts():
        print(f"  {account.role:<24}{account.email}")
    if address:
        print(f"\nOpen {address} in a browser. Stop with Ctrl+C.", flush=True)


def serve(host: str, port: int) -> NoReturn:
    """Serves the example until it is stopped, as a new programme in this one's place.

    The charts' engine has threads of its own since the report was drawn. Workers forked from this process would
    inherit it without them, and wait for ever at their first chart.
    """
    sys.stdout.flush()
    arguments = [
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    arguments += ["--blocking-threads", "1", "--no-ws", "--no-log", "goldenthread.wsgi:application"]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606  # our own interpreter, no shell

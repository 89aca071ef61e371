"""The example, built already, on a server that asks for a second factor as a real installation does."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from goldenthread.demo.environment import CALENDAR
from tests.provision.demo_site import DemoSite
from tests.provision.ports import free_port

GRANIAN = Path(sys.executable).parent / "granian"
DATABASE = "goldenthread.sqlite3"
PATIENCE = 60  # seconds for the server to answer its first request


@contextmanager
def serve_strictly(built: DemoSite, folder: Path) -> Iterator[DemoSite]:
    """Serve a copy of what was built, from the folder, until the ``with`` block ends."""
    data = folder / "demo"
    shutil.copytree(built.data, data, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        closing(sqlite3.connect(built.data / DATABASE)) as old,
        closing(sqlite3.connect(data / DATABASE)) as new,
    ):
        old.backup(new)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [GRANIAN, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "goldenthread.wsgi:application"],
            env=_environment(folder, url), stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_for(f"{url}/healthz", server)
            yield DemoSite(url=url, data=data)
        finally:
            server.terminate()
            server.wait(10)


def _environment(folder: Path, url: str) -> dict[str, str]:
    ours = ("GOLDENTHREAD_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {
        "GOLDENTHREAD_MODE": "demo",
        "GOLDENTHREAD_SECOND_FACTOR": "required",
        "GOLDENTHREAD_TODAY": CALENDAR,
        "GOLDENTHREAD_SITE_URL": url,
        "GOLDENTHREAD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "goldenthread.settings",
    }


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=PATIENCE).close()
        except urllib.error.HTTPError as answer:  # any answer at all is an answer
            answer.close()
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise AssertionError("The server that asks for a second factor did not start")

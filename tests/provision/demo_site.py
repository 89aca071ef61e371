"""The example partnership on a real server, for the browser journeys."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.provision.ports import free_port

COMMAND = Path(sys.executable).parent / "goldenthread"
PATIENCE = 240  # seconds until the example is built and its server answers
SIGNS_OF_A_CRASH = ("Traceback (most recent call last)", "Internal Server Error")


@dataclass(frozen=True)
class DemoSite:
    """A served example: its address, and the folder that holds its data."""

    url: str
    data: Path


@contextmanager
def serve_demo(folder: Path) -> Iterator[DemoSite]:
    """Build the example in the folder and serve it, as `make demo` does, until the ``with`` block ends.

    One command does both: a server that inherits what drawing the report left behind would hang at its first chart.

    Raises :class:`AssertionError` where the server did not start, or where its log tells of a crash.
    """
    environment = _environment(folder)
    port = free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [COMMAND, "demo", "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/", server, log)
            yield DemoSite(url=f"http://127.0.0.1:{port}", data=folder / "var" / "demo")
        finally:
            _stop(server)
    said = log.read_text(errors="replace")
    assert not any(sign in said for sign in SIGNS_OF_A_CRASH), f"The server's log tells of a crash:\n{said}"


def _environment(folder: Path) -> dict[str, str]:
    """This process's environment without what makes it a test run: the demo is to run as anybody's."""
    ours = ("GOLDENTHREAD_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"GOLDENTHREAD_DATA_DIR": str(folder / "var")}


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=20).close()
        except urllib.error.HTTPError as answer:  # any answer at all is an answer
            answer.close()
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise AssertionError(f"The demo's server did not answer:\n{log.read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and the worker processes that it started, and only those."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()

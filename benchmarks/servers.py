"""Web servers for the length of a measurement, on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import ROOT

HOST = "127.0.0.1"
# As ``goldenthread demo`` serves.
SERVER = (
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--blocking-threads",
    "1",
    "--no-ws",
    "--no-log",
)
STARTING = 30.0


@dataclass(frozen=True)
class Server:
    """A web server that runs: where it answers, and its process."""

    port: int
    process: int

    def cpu_seconds(self) -> float:
        """The processor time that its workers have used so far; nought where the system does not tell."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        if not children.exists():
            return 0.0
        return sum(_cpu_of(int(child)) for child in children.read_text().split())


def _cpu_of(process: int) -> float:
    """Seconds in nanoseconds' detail, over all the threads of a process."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """``application`` on a free port of this machine until the ``with`` block ends."""
    port = _free_port()
    command = [sys.executable, *SERVER, "--host", HOST, "--port", str(port), application]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environment))
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("The web server ended before it answered.")
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The web server did not answer within {STARTING:.0f} seconds.")

"""A private PostgreSQL for the tests: in a temporary folder, on a free loopback port, removed afterwards.

It never touches a server that already runs. ``GOLDENTHREAD_TEST_POSTGRES_URL`` names one to use
instead.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.provision import UnavailableError, library_path, provide_package, unpacked
from tests.provision.ports import free_port

GIVEN = "GOLDENTHREAD_TEST_POSTGRES_URL"
PROGRAMMES = ("initdb", "pg_ctl", "postgres")
REMEDY = (
    f"install PostgreSQL (on Debian: apt-get install postgresql), or set {GIVEN} to a server that may be used"
)
ATTEMPTS = 3

# Nothing in it outlives the test run, so nothing need reach the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "50",
    "listen_addresses": "127.0.0.1",
}


# Waits until whoever started it closes the pipe between them or ends, however it ends; then leaves nothing behind.
CARETAKER = 'read -r _; "$1" stop --pgdata="$2/data" --mode=immediate --wait; rm -rf "$2"'


@dataclass(frozen=True)
class Owner:
    """The unprivileged user that runs the server: PostgreSQL refuses to run as root."""

    uid: int
    gid: int


def find_binaries() -> Path | None:
    """The folder of PostgreSQL's server programmes: on the path, where Debian keeps them, or by pg_config."""
    candidates = []
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    for root in (Path("/"), unpacked("postgresql")):
        installed = root.glob("usr/lib/postgresql/*/bin")
        candidates += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    if pg_config := shutil.which("pg_config"):
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(told.stdout.strip()))
    return next(
        (folder for folder in candidates if all((folder / name).exists() for name in PROGRAMMES)), None
    )


def provide_binaries() -> Path:
    """The folder of PostgreSQL's server programmes, installed first where this machine has none.

    Raises :class:`UnavailableError` where that needs a person.
    """
    if folder := find_binaries():
        return folder
    provide_package("postgresql")
    if folder := find_binaries():
        return folder
    raise UnavailableError("there is no PostgreSQL here and it could not be installed", remedy=REMEDY)


@contextmanager
def throwaway_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database that ends with the ``with`` block.

    Raises :class:`UnavailableError` where no server can be had.
    """
    if given := os.environ.get(GIVEN):
        yield given
        return
    binaries = provide_binaries()
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="goldenthread-pg-"))
    if owner:
        os.chown(folder, owner.uid, owner.gid)
    cluster = Cluster(binaries, folder, owner)
    with cluster.cleared_away():
        cluster.create()
        yield cluster.start()


@contextmanager
def postgres_environment() -> Iterator[dict[str, str]]:
    """The environment variables that point a test run at a throwaway database."""
    with throwaway_database() as url:
        yield {"GOLDENTHREAD_DATABASE_URL": url}


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data folder and its server."""

    binaries: Path
    folder: Path
    owner: Owner | None

    def create(self) -> None:
        """Make the data folder: UTF-8, and the same order of letters on every machine."""
        self._run(
            "initdb",
            "--username=goldenthread",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )

    def start(self) -> str:
        """Serve on a free port, and answer the database's address."""
        for attempt in range(1, ATTEMPTS + 1):
            port = free_port()
            settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(self.folder)}
            options = " ".join(f"-c {name}={value}" for name, value in settings.items())
            try:
                self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"--options={options}")
            except UnavailableError:
                if attempt == ATTEMPTS:  # somebody took the port in between: another will do
                    raise
            else:
                return f"postgresql://goldenthread@127.0.0.1:{port}/postgres"
        raise AssertionError("unreachable")

    @contextmanager
    def cleared_away(self) -> Iterator[None]:
        """Stop the server and remove its folder when the block ends, or this process does, killed or not."""
        caretaker = subprocess.Popen(
            ["sh", "-c", CARETAKER, "caretaker", self.binaries / "pg_ctl", self.folder],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, cwd="/", env=self._environment(), **self._as_owner(),
        )  # fmt: skip
        with caretaker:  # its end closes the pipe, and waits
            yield

    def _run(self, programme: str, *arguments: str) -> None:
        log = self.folder / "provision.log"
        with log.open("ab") as output:
            done = subprocess.run(
                [self.binaries / programme, f"--pgdata={self.folder / 'data'}", *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.folder, check=False,
                env=self._environment(), **self._as_owner(),
            )  # fmt: skip
        if done.returncode:
            said = log.read_text(errors="replace").strip().splitlines()
            raise UnavailableError(
                f"{programme} failed: {said[-1] if said else 'it gave no reason'}", remedy=REMEDY
            )

    def _as_owner(self) -> dict[str, Any]:
        return {"user": self.owner.uid, "group": self.owner.gid, "extra_groups": []} if self.owner else {}

    def _environment(self) -> dict[str, str]:
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        if self.binaries.is_relative_to(unpacked("postgresql")):
            environment["LD_LIBRARY_PATH"] = library_path(unpacked("postgresql"))
        return environment


def _owner() -> Owner | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid)
    raise UnavailableError(
        "PostgreSQL does not run as root, and there is no user nobody", remedy="run as another user"
    )

"""What the tests need beside Python: a PostgreSQL and a browser, found, installed, or explained."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".venv" / "debian"


class UnavailableError(Exception):
    """Something that the tests need is neither here nor could be installed."""

    def __init__(self, why: str, *, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


def provide_package(name: str) -> None:
    """Install a Debian package, or where that needs a password, unpack it for this repository alone.

    Where neither can be done, it does nothing: whoever asked looks whether what they wanted is there now.
    """
    if unpacked(name).exists():
        return
    installed = _script("system-package", name)
    if not installed and os.geteuid() != 0:  # as root, another user could not read what is unpacked here
        _script("unpack-package", str(unpacked(name)), name)


def unpacked(name: str) -> Path:
    """Where a Debian package of this name is unpacked, if it is."""
    return UNPACKED / name


def library_path(package: Path) -> str:
    """The ``LD_LIBRARY_PATH`` with which the programmes of an unpacked package find their libraries."""
    libraries = [*package.glob("usr/lib/*-linux-gnu"), *package.glob("lib/*-linux-gnu")]
    return os.pathsep.join(
        str(folder) for library in libraries for folder in (library, library / "pulseaudio")
    )


def _script(name: str, *arguments: str) -> bool:
    done = subprocess.run([ROOT / "scripts" / name, *arguments], stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0

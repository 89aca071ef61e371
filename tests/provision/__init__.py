"""What the tests need beside Python: a PostgreSQL and a browser, found, installed, or explained."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class UnavailableError(Exception):
    """Something that the tests need is neither here nor could be installed."""

    def __init__(self, why: str, *, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


def install_system_package(*names: str) -> bool:
    """Whether Debian's packages of these names could be installed without asking anybody for a password."""
    done = subprocess.run([ROOT / "scripts" / "system-package", *names], check=False)
    return done.returncode == 0

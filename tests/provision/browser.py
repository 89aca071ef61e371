"""Finds a Chromium for the browser journeys, or installs Debian's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.provision import UnavailableError, install_system_package

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHOSEN = "GOLDENTHREAD_TEST_BROWSER"
REMEDY = f"install Chromium (on Debian: apt-get install chromium), or set {CHOSEN} to one"

# A test's browser talks to the server under test and to nobody else. Without its sandbox it also starts as
# root and inside a container; it opens no page but ours.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> Path | None:
    """The Chromium that ``GOLDENTHREAD_TEST_BROWSER`` names, or else the first on the path."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path), None)


def provide_browser() -> Path:
    """A Chromium, installed first where this machine has none.

    Raises :class:`UnavailableError` where that needs a person.
    """
    if browser := find_browser():
        return browser
    if chosen := os.environ.get(CHOSEN):
        raise UnavailableError(f"{CHOSEN} names {chosen}, which is not a programme", remedy=REMEDY)
    install_system_package("chromium")
    if browser := find_browser():
        return browser
    raise UnavailableError("there is no Chromium here and it could not be installed", remedy=REMEDY)


@contextmanager
def browser_environment() -> Iterator[dict[str, str]]:
    """The environment variables that show a test run its browser."""
    yield {CHOSEN: str(provide_browser())}

"""Finds a Chromium for the browser journeys, or installs Debian's."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.provision import UnavailableError, library_path, provide_package, unpacked

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHOSEN = "GOLDENTHREAD_TEST_BROWSER"
REMEDY = f"install Chromium (on Debian: apt-get install chromium), or set {CHOSEN} to one"

DRIVER_LIBRARY = "libatomic.so.1"
DRIVER_PACKAGE = "libatomic1"

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
    """The Chromium that ``GOLDENTHREAD_TEST_BROWSER`` names, the first on the path, or the unpacked one."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    found = [shutil.which(name) for name in NAMES]
    return next((Path(path) for path in found if path), _unpacked_browser())


def provide_browser() -> Path:
    """A Chromium, installed first where this machine has none.

    Raises :class:`UnavailableError` where that needs a person.
    """
    if browser := find_browser():
        return browser
    if chosen := os.environ.get(CHOSEN):
        raise UnavailableError(f"{CHOSEN} names {chosen}, which is not a programme", remedy=REMEDY)
    provide_package("chromium")
    if browser := find_browser():
        return browser
    raise UnavailableError("there is no Chromium here and it could not be installed", remedy=REMEDY)


@contextmanager
def browser_environment() -> Iterator[dict[str, str]]:
    """The environment variables that show a test run its browser, and Playwright its libraries."""
    yield {CHOSEN: str(provide_browser()), **_driver_environment()}


def _driver_environment() -> dict[str, str]:
    """Playwright's driver asks for a library that the smallest Debian systems lack."""
    if _loads(DRIVER_LIBRARY):
        return {}
    provide_package(DRIVER_PACKAGE)
    libraries = library_path(unpacked(DRIVER_PACKAGE))
    if not libraries and not _loads(DRIVER_LIBRARY):
        raise UnavailableError(
            f"Playwright needs {DRIVER_LIBRARY}, which is not here and could not be installed",
            remedy=f"install it (on Debian: apt-get install {DRIVER_PACKAGE})",
        )
    return {"LD_LIBRARY_PATH": libraries} if libraries else {}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _unpacked_browser() -> Path | None:
    """A command that starts the unpacked Chromium with its own libraries and fonts."""
    package = unpacked("chromium")
    programme = package / "usr/lib/chromium/chromium"
    if not programme.exists():
        return None
    fonts = package / "fonts.conf"
    folders = f"<dir>{package}/usr/share/fonts</dir><cachedir>{package}/cache</cachedir>"
    fonts.write_text(f"<fontconfig>{folders}</fontconfig>")
    command = package / "chromium"
    command.write_text(
        f"#!/bin/sh\nexport LD_LIBRARY_PATH='{library_path(package)}' FONTCONFIG_FILE='{fonts}'\n"
        f"exec '{programme}' \"$@\"\n"
    )
    command.chmod(0o755)
    return command

"""Strangers' pictures, made fit for a page by `picture_worker`."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from PIL import Image

FORMATS: Final = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
_WORKER = Path(__file__).with_name("picture_worker.py")
_MOST_DOTS: Final = 60_000_000
# What a page needs at 200 dots to the inch.
_LONGEST_SIDE: Final = 2_300
_MOST_MEMORY: Final = 1_500_000_000
_SECONDS: Final = 20


def fit_pictures(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Fits every `picture-*` of a folder; answers by name what became of each, and how wide and high it is.

    In the place of one that is damaged, too large, or ended the process stands nothing: a single white dot.
    """
    limits = map(str, (_MOST_DOTS, _LONGEST_SIDE, _MOST_MEMORY, _SECONDS))
    found: dict[str, tuple[str, int, int]] = {}
    for line in _run([str(folder), ",".join(FORMATS), *limits]):
        name, became, width, height = line.split()
        found[name] = became, int(width), int(height)
    for file in folder.glob("picture-*"):
        if found.setdefault(file.name, ("damaged", 0, 0))[0] != "fitted":
            Image.new("RGB", (1, 1), "white").save(
                file, "JPEG" if file.suffix in (".jpg", ".jpeg") else "PNG"
            )
    return found


def _run(arguments: list[str]) -> list[str]:
    try:
        done = subprocess.run(  # noqa: S603  # our own script, by its path
            [sys.executable, "-I", str(_WORKER), *arguments],
            capture_output=True,
            env={"LC_ALL": "C.UTF-8"},
            timeout=2 * _SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode().splitlines()
    return done.stdout.decode().splitlines()

"""Where the example's data files are: in the package where it is installed from a wheel, beside it in a checkout."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (PACKAGE / "examples", PACKAGE.parent.parent / "examples")


class ExampleMissingError(Exception):
    """The example's files are not where they should be."""


def example_folder(name: str = "thurrock") -> Path:
    """The folder of an example; raises :class:`ExampleMissingError` where there is none."""
    for place in PLACES:
        if (place / name / "partnership.toml").exists():
            return place / name
    raise ExampleMissingError(
        f"The example “{name}” is not in this installation. Install Golden Thread again."
    )


def read_example(name: str = "thurrock") -> dict[str, Any]:
    """What ``partnership.toml`` of the example says."""
    return tomllib.loads((example_folder(name) / "partnership.toml").read_text(encoding="utf-8"))

"""The settings under which the example runs, unless others are given. Needs no Django."""

from __future__ import annotations

import os

CALENDAR = "2019-09-09"


def set_demo_environment(*, port: int = 8000) -> None:
    """Sets what is not set: example mode, no second factor, a calendar that stands in September 2019."""
    for name, value in {
        "GOLDENTHREAD_MODE": "demo",
        "GOLDENTHREAD_SECOND_FACTOR": "optional",
        "GOLDENTHREAD_TODAY": CALENDAR,
        "GOLDENTHREAD_SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "goldenthread.settings",
    }.items():
        os.environ.setdefault(name, value)

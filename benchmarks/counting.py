"""Counting what is sent to the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Counter:
    """Counts statements; to be used with ``connection.execute_wrapper``."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Django's own protocol."""
        self.queries += 1
        return execute(*arguments)

"""Names and addresses that a partnership uses once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import slugify

from goldenthread.partnership.errors import RuleError

LONGEST_KEY = 50


def check_name_is_free(
    rows: models.QuerySet[Any], name: str, *, what: str, besides: int | None = None
) -> None:
    """Raises :class:`RuleError` where another of ``rows`` has this name, whatever its capitals."""
    if rows.filter(name__iexact=name).exclude(pk=besides).exists():
        raise RuleError(
            {"name": f"There is already {what} called “{name}”. Give this one another name."},
            code="duplicate",
        )


def free_key(rows: models.QuerySet[Any], *wanted: str, what: str, key: str = "") -> str:
    """The word that names a new row in addresses: ``key`` where one is asked for, or made of the first of ``wanted``.

    Raises :class:`RuleError` where the asked one is taken; a made one gets a number instead.
    """
    if key:
        if rows.filter(key=key).exists():
            message = f"There is already {what} at the address “{key}”. Choose another."
            raise RuleError({"key": message}, code="duplicate")
        return key
    stem = next(filter(None, (slugify(text)[: LONGEST_KEY - 5].strip("-") for text in wanted)), "x")
    taken = set(rows.filter(key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (candidate := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return candidate

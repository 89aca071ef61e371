"""Changing what the partnership says about itself."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import transaction

from goldenthread.design.tones import contrast
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, text of ordinary size
FIELDS = [
    "name",
    "short_name",
    "area",
    "vision",
    "effective_from",
    "region",
    "rule_pack",
    "business_year_month",
    "accent",
    "support_email",
]


@transaction.atomic
def change_partnership(*, by: Actor, partnership: Partnership, version: int, **fields: Any) -> Partnership:
    """Changes the partnership's own details.

    Raises :class:`RuleError` for an accent colour too pale to read on white (WCAG 2.2, 1.4.3), and
    :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PARTNERSHIP)
    current = lock_version(partnership, version)
    if by.partnership is not None and by.partnership != current:
        raise RuleError("This is another partnership.", code="elsewhere")
    check_accent(fields.get("accent", current.accent))
    before = copy(current)
    for name in FIELDS:
        if name in fields:
            setattr(current, name, fields[name])
    current.version += 1
    current.save()
    record(
        "partnership.changed",
        "Changed the partnership's details",
        by=by,
        about=current,
        partnership=current,
        changes=differences(before, current, FIELDS),
    )
    return current


def check_accent(accent: str) -> None:
    """Raises :class:`RuleError` for a colour that cannot be told from white at 4.5 to 1."""
    ratio = contrast(accent, "#ffffff")
    if ratio < LEAST_CONTRAST:
        raise RuleError(
            {
                "accent": f"{accent} is too pale to read against white: its contrast is {ratio:.1f} to 1, and at least "
                f"{LEAST_CONTRAST} to 1 is needed. Choose a darker colour."
            },
            code="faint",
        )

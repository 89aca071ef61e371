"""Lists as files: what a page shows, for a spreadsheet programme."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldenthread.design.tables import Table
from goldenthread.partnership.today import today
from goldenthread.spreadsheets.writing import FORMATS


def export(table: Table[Any], *, kind: str, name: str) -> HttpResponse:
    """The table as a CSV, XLSX or ODS file called after ``name`` and the day; 404 for any other ``kind``."""
    if kind not in FORMATS:
        raise Http404(f"no such format: {kind}")
    file = FORMATS[kind]
    headings, rows = table.plain()
    body = file.write(
        headings, [[_cell(value) for value in row] for row in rows], title=table.caption, sheet_name=name
    )
    response = HttpResponse(body, content_type=file.content_type)
    filename = f"{name}-{today().isoformat()}.{file.extension}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _cell(value: Any) -> Any:
    """A value as a cell holds it: moments in England's time, everything that is not plain as its text."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, str | int | float | Decimal | dt.date):
        return value
    return str(value)

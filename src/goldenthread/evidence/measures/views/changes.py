"""What changed this period: what a board should talk about first."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.urls import path

from goldenthread.design.filters import read_day
from goldenthread.evidence.measures.selectors.changes import changes_since
from goldenthread.evidence.measures.tables.scorecard import changes_table
from goldenthread.evidence.measures.views.page import show
from goldenthread.partnership.access import requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

LATELY = dt.timedelta(days=31)


@requires(Permission.VIEW_MEASURES)
@remembered
def changes(request: PartnershipRequest) -> HttpResponse:
    """Signals of new figures, corrections, new definitions and events since a day."""
    since = read_day(request.GET.get("since", "")) or today() - LATELY
    found = changes_since(request.viewer.partnership, since)
    tables = [
        changes_table("Signals of concern", found.concern),
        changes_table("Signals of improvement", found.improvement),
        changes_table("Changes that are neither better nor worse", found.neither),
        changes_table("New figures without a signal", found.others),
    ]
    signals = len(found.concern) + len(found.improvement) + len(found.neither)
    new = signals + len(found.others)
    return show(
        request,
        "changes",
        "changes",
        title="What changed",
        since=since,
        found=found,
        state=_state(new, signals),
        tables=[
            table
            for table, rows in zip(
                tables, (found.concern, found.improvement, found.neither, found.others), strict=True
            )
            if rows
        ],
    )


def _state(new: int, signals: int) -> str:
    if not new:
        return "No new figure has been accepted."
    figures = f"{new} indicator{'' if new == 1 else 's'} {'has' if new == 1 else 'have'} a new figure"
    if not signals:
        return f"{figures}; none signals more than the ups and downs of chance."
    return f"{figures}; {signals} signal{'s' if signals == 1 else ''} that something has really changed."


routes = [path("changes/", changes, name="changes")]

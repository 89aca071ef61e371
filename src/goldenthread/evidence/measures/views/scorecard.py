"""The scorecard: every indicator as it stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from goldenthread.design.verdicts import ASSURANCE, VARIATION, assurance_icon, variation_icon
from goldenthread.evidence.measures.filters import Filters, filter_choices
from goldenthread.evidence.measures.selectors.scorecard import in_words, scorecard_rows
from goldenthread.evidence.measures.tables.scorecard import scorecard_table
from goldenthread.evidence.measures.views.page import show
from goldenthread.partnership.access import requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

SECTORS = {str(value): str(label) for value, label in Agency.Sector.choices}


@requires(Permission.VIEW_MEASURES)
@remembered
def scorecard(request: PartnershipRequest) -> HttpResponse:
    """Every indicator: its latest figure, its trend, whether it signals a change, and how it compares."""
    every = scorecard_rows(request.viewer.partnership)
    filters = Filters.read(request.GET)
    rows = filters.apply(every)
    return show(
        request,
        "scorecard",
        "scorecard",
        title="Scorecard",
        filters=filters,
        total=len(every),
        state=in_words(rows),
        table=scorecard_table(rows),
        said=f"{len(rows)} of {len(every)} indicators."
        if filters.is_narrowed
        else f"{len(every)} indicators.",
        may_manage=request.viewer.may(Permission.MANAGE_MEASURES),
        today=today(),
        later=sum(1 for row in rows if row.latest_end and row.latest_end > today()),
        variation_key=[
            (variation_icon(kind, hide_word=True), words) for kind, (_, _, words) in VARIATION.items()
        ],
        assurance_key=[
            (assurance_icon(kind, hide_word=True), ASSURANCE[kind][2])
            for kind in ("meets", "fails", "hit_or_miss")
        ],
        **filter_choices(filters, every, SECTORS),
    )


@requires(Permission.VIEW_MEASURES)
def scorecard_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The scorecard as shown, as a file."""
    rows = Filters.read(request.GET).apply(scorecard_rows(request.viewer.partnership))
    return export(scorecard_table(rows), kind=kind, name="scorecard")


routes = [
    path("", scorecard, name="scorecard"),
    path("scorecard.<slug:kind>", scorecard_export, name="scorecard_export"),
]

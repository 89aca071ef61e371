"""One indicator: its chart and table, what it signals, what it is compared with, where its figures came from."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from goldenthread.design.verdicts import assurance_icon, variation_icon
from goldenthread.evidence.measures.charts import funnel_of, trend_of
from goldenthread.evidence.measures.selectors.indicators import indicator_page
from goldenthread.evidence.measures.tables.indicators import (
    chart_table,
    comparators_table,
    definitions_table,
    series_table,
)
from goldenthread.evidence.measures.views.page import address, indicator_or_404, show
from goldenthread.evidence.measures.words import (
    forecast_in_words,
    latest_in_words,
    state_of,
    state_tone,
    suppression_in_words,
    target_of,
    to_date_in_words,
)
from goldenthread.partnership.access import requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.thread.selectors.references import mentions_of


@requires(Permission.VIEW_MEASURES)
@remembered
def indicator(request: PartnershipRequest, key: str) -> HttpResponse:
    """The control chart, its verdicts in words, the figures with their origins, comparators and definitions."""
    shown = indicator_or_404(request.viewer, key)
    page = indicator_page(shown)
    reading, funnel = page.reading, funnel_of(page)
    definition = reading.series.definition
    return show(
        request,
        "indicator",
        title=shown.title,
        trail=[("Measures", address(request, "scorecard")), (shown.title, "")],
        indicator=shown,
        page=page,
        reading=reading,
        definition=definition,
        state=state_of(reading),
        state_tone=state_tone(reading),
        latest=latest_in_words(reading),
        target=target_of(reading),
        to_date=to_date_in_words(reading),
        forecast=forecast_in_words(reading),
        suppression=suppression_in_words(definition),
        variation_icon=variation_icon(str(reading.variation.kind), reading.variation.short),
        assurance_icon=assurance_icon(str(reading.assurance.kind), reading.assurance.short),
        chart=trend_of(page) if any(point.value is not None for point in reading.series.points) else None,
        table=series_table(page),
        comparators=comparators_table(page) if page.comparators else None,
        funnel=funnel,
        funnel_table=chart_table(funnel) if funnel else None,
        definitions=definitions_table(page),
        may_manage=request.viewer.may(Permission.MANAGE_MEASURES),
        mentions=mentions_of(request.viewer, f"measure:{shown.key}"),
        may_take_up=request.viewer.may(Permission.MANAGE_THREAD),
    )


@requires(Permission.VIEW_MEASURES)
def indicator_export(request: PartnershipRequest, key: str, kind: str) -> HttpResponse:
    """The series as published, as a file."""
    shown = indicator_or_404(request.viewer, key)
    return export(series_table(indicator_page(shown)), kind=kind, name=shown.key)


routes = [
    path("<slug:key>/", indicator, name="indicator"),
    path("<slug:key>/figures.<slug:kind>", indicator_export, name="indicator_export"),
]

"""The room's first page: who was heard, what was said by theme over time, and what waits for an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.voice.selectors import overview as read
from goldenthread.evidence.voice.tables.pictures import themes_chart
from goldenthread.evidence.voice.tables.voice import speakers_table, themes_table
from goldenthread.evidence.voice.views.page import show
from goldenthread.partnership.access import requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_VOICE)
def overview(request: PartnershipRequest) -> HttpResponse:
    """Everything that was said, as at today."""
    page = read.overview(request.viewer, today())
    return show(
        request,
        "overview",
        "overview",
        title="Voice",
        state=_in_a_sentence(page),
        page=page,
        chart=themes_chart(page),
        themes=themes_table(page),
        speakers=speakers_table(page),
        records=request.viewer.may(P.RECORD_VOICE),
    )


def _in_a_sentence(page: read.Overview) -> str:
    if not page.said:
        return "Nothing that anybody said is recorded yet."
    waits = len(page.unanswered)
    answered = (
        "What was said on every theme is answered."
        if not waits
        else f"{plural(waits, 'theme')} {'waits' if waits == 1 else 'wait'} for an answer."
    )
    return f"{plural(page.said, 'voice')} on {plural(len(page.themes), 'theme')}. {answered}"


@requires(P.VIEW_VOICE)
def overview_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """What was said by theme and quarter, as a file."""
    return export(themes_table(read.overview(request.viewer, today())), kind=kind, name="voice-themes")


routes = [
    path("", overview, name="overview"),
    path("themes.<slug:kind>", overview_export, name="overview_export"),
]

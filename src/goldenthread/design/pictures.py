"""Charts as pictures of a page: drawn once for the same figures, then kept."""

from __future__ import annotations

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from goldenthread.design.charts import Chart, draw_svg


def svg_of(chart: Chart) -> str:
    """The chart's SVG, from the cache where the same picture was drawn before."""
    kept = caches["charts"]
    drawn: str | None = kept.get(chart.key)
    if drawn is None:
        drawn = draw_svg(chart)
        kept.set(chart.key, drawn)
    return drawn


def svg_response(request: HttpRequest, chart: Chart) -> HttpResponse:
    """The chart as the answer to an ``<img>``; a browser that has the same picture is told so."""
    tag = f'"{chart.key[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(svg_of(chart), content_type="image/svg+xml")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response

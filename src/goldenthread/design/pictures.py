"""Charts as pictures of a page: drawn once for the same figures, then kept."""

from __future__ import annotations

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.design.charts import Chart, draw_svg


def svg_of(chart: Chart) -> str:
    """The chart's SVG, from the cache where the same picture was drawn before."""
    kept = caches["charts"]
    drawn: str | None = kept.get(chart.key)
    if drawn is None:
        drawn = draw_svg(chart)
        kept.set(chart.key, drawn)
    return drawn


def figure(chart: Chart) -> SafeString:
    """The chart under its title, in the page itself: only there does its text have the page's typeface.

    The SVG is an image to assistive technology, named and described; where it is too wide it scrolls.
    """
    return format_html(
        '<figure class="gt-figure{}"><figcaption class="gt-figure__title">{}</figcaption>'
        '<div class="gt-scroll" role="region" aria-label="{}" tabindex="0">{}</div></figure>',
        " gt-figure--scrolls" if chart.scrolls else "",
        chart.title,
        chart.title,
        SafeString(svg_of(chart)),
    )


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

"""Save as you go: a long form is kept while it is typed, by the script of ``static/design/saving.js``.

A form with ``data-autosave`` sends itself now and then in the background. Its view does what its button "save" does and
answers :func:`saved`; without the script the button does the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, JsonResponse

HEADER = "X-Save-As-You-Go"


def is_saving_as_you_go(request: HttpRequest) -> bool:
    """Whether the form was sent by the script, so that nobody waits for a page."""
    return request.method == "POST" and HEADER in request.headers


def saved(words: str, *, whole: bool = True, values: Mapping[str, str] | None = None) -> JsonResponse:
    """What was kept, in words. ``whole`` is false where something could not be; ``values`` are fields to set by name,
    such as the version that the next save must name.
    """
    return JsonResponse({"words": words, "whole": whole, "values": dict(values or {})})

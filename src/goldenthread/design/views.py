"""The gallery of components, for developers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.design.gallery import examples


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Answer every component of the house in every state; 404 where the setting GALLERY is not true."""
    if not getattr(settings, "GALLERY", False):
        raise Http404
    return render(request, "design/gallery.html", examples())

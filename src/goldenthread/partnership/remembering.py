"""Pages that are remembered until something in their partnership changes (docs/decisions/0008).

Every write leaves an entry in the audit trail in its own transaction. So a page that a person opened is still true for
as long as the partnership has no new entry, the person has the same roles, and it is the same day.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token

from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import AuditEvent
from goldenthread.partnership.today import today

# Entries are numbered before they are saved, so a lower number can appear after a higher one: the last few are asked.
LATEST_ENTRIES = 20
SECONDS = 15 * 60
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+(")')
PLACE = b"the-token-of-this-session"

View = Callable[..., HttpResponse]


def remembered(view: View) -> View:
    """Answers a page from memory where nothing has changed since this person opened it. One query.

    Only whole HTML pages are kept, each for one session, without its token and never with a message on it.
    """

    @functools.wraps(view)
    def answer(request: PartnershipRequest, **kwargs: Any) -> HttpResponse:
        pages = caches["pages"]
        if request.method != "GET" or len(get_messages(request)):
            return view(request, **kwargs)
        key = _key(request)
        kept: bytes | None = pages.get(key)
        if kept is not None:
            return HttpResponse(kept.replace(PLACE, get_token(request).encode()))
        response = view(request, **kwargs)
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            pages.set(key, TOKEN.sub(rb"\g<1>" + PLACE + rb"\g<2>", response.content), SECONDS)
        return response

    return answer


def _key(request: PartnershipRequest) -> str:
    """What a page depends on: whose session it is, what they may, which page, which day, and the latest entries."""
    viewer = request.viewer
    entries = AuditEvent.objects.filter(partnership=viewer.partnership).exclude(
        verb__startswith="account.sign"
    )
    parts = (
        request.session.session_key,
        sorted(viewer.roles),
        sorted(viewer.group_ids),
        sorted(viewer.chaired_group_ids),
        request.get_full_path(),
        today(),
        list(entries.order_by("-at", "-id").values_list("pk", flat=True)[:LATEST_ENTRIES]),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()

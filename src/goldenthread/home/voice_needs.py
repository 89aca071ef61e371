"""What people said that waits for the Business Team: free text of surveys, which nobody else reads before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from goldenthread.design.words import plural
from goldenthread.evidence.voice.models import Words
from goldenthread.home.needs import Need, since_badge
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

WORDS = "words-to-read"


def voice_needs(viewer: Viewer, today: dt.date) -> Iterator[Need]:
    """Free text that nobody has read yet, as one thing to do. One query, none for those who do not read it first."""
    if not viewer.may(Permission.MANAGE_VOICE):
        return
    waiting = Words.objects.filter(
        status=Words.Status.WAITING, question__survey__partnership=viewer.partnership
    )
    found = waiting.aggregate(count=Count("pk"), since=Min("question__survey__opens_on"))
    if not found["count"]:
        return
    yield Need(
        kind=WORDS,
        on=found["since"],
        is_late=False,
        badge=since_badge(found["since"], today),
        before="Free text of surveys to read: ",
        link=plural(found["count"], "answer"),
        href=reverse("voice:surveys", args=[viewer.partnership.slug]),
        after=".",
    )

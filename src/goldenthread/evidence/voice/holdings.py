"""What people said, for the thread: events and conversations, surveys that are over, and what was done about them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.voice.models import Engagement, Response, Survey
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.withholding import is_small
from goldenthread.thread.evidence import Holdings, Shown


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal() and len(key) < 19]


def engagements(viewer: Actor) -> list[tuple[str, str]]:
    """Events and conversations that are not restricted, the latest first. One query."""
    rows = Engagement.objects.visible_to(viewer).filter(restricted=False)
    return [(str(row.pk), f"{row.title}, {uk_date(row.on)}") for row in rows]


def show_engagements(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """What was heard there, in short. One query."""
    rows = Engagement.objects.visible_to(viewer).filter(pk__in=_numbers(keys)).select_related("partnership")
    return {str(row.pk): Shown(row.title, _heard(row), row.get_absolute_url()) for row in rows}


def _heard(row: Engagement) -> str:
    took_part = f", {plural(row.took_part, 'person', 'people')} took part" if row.took_part else ""
    summary = f" {row.summary}" if row.summary else ""
    return f"{uk_date(row.on)}{took_part}.{summary}"


def surveys(viewer: Actor) -> list[tuple[str, str]]:
    """Surveys that are over: only their results can be seen. One query."""
    return [(row.key, row.title) for row in Survey.objects.visible_to(viewer) if row.is_over(today())]


def show_surveys(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """How many answered, and when; what they answered stands on its page. One query."""
    rows = Survey.objects.visible_to(viewer).filter(key__in=keys).select_related("partnership")
    return {
        row.key: Shown(row.title, _answered(row, row.forms), row.get_absolute_url())
        for row in rows.annotate(forms=Count("submissions"))
    }


def _answered(row: Survey, count: int) -> str:
    shown = f"fewer than {row.minimum} answers" if is_small(count, row.minimum) else plural(count, "answer")
    return f"From {uk_date(row.opens_on)} to {uk_date(row.closed_on or row.closes_on)}: {shown}."


def responses(viewer: Actor) -> list[tuple[str, str]]:
    """What was published of what was done. One query."""
    return [(str(row.pk), str(row)) for row in Response.objects.visible_to(viewer).published()]


def show_responses(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """What was done. One query."""
    rows = Response.objects.visible_to(viewer).published().filter(pk__in=_numbers(keys))
    return {
        str(row.pk): Shown(str(row), row.did, row.get_absolute_url())
        for row in rows.select_related("partnership")
    }


HOLDINGS = (
    Holdings("voice", "Events and conversations", engagements, show_engagements, kind="voice"),
    Holdings("survey", "Surveys", surveys, show_surveys, kind="voice"),
    Holdings("done", "You said, we did", responses, show_responses, kind="voice"),
)

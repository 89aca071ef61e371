"""Case audits, for the thread: what one came to, and how that changed since the audit that it repeats."""

from __future__ import annotations

from collections.abc import Collection

from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.audits.models import Audit
from goldenthread.evidence.audits.selectors.results import Result, may_see_results, results_for
from goldenthread.evidence.audits.tools import OVERALL
from goldenthread.evidence.audits.words import points, share_words
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.evidence import Holdings, Shown


def options(viewer: Actor) -> list[tuple[str, str]]:
    """Every audit that has ended, the latest first. One query."""
    rows = Audit.objects.visible_to(viewer).filter(status=Audit.Status.ENDED).order_by("-ended_on", "-pk")
    return [(str(row.pk), f"{row}, {uk_date(row.ended_on)}") for row in rows]


def show(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """How far each is, and what it came to. Two queries."""
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    rows = Audit.objects.visible_to(viewer).filter(pk__in=numbers).select_related("partnership", "repeats")
    found = results_for(viewer, list(rows))
    return {
        str(each.audit.pk): Shown(str(each.audit), _said(viewer, each), each.audit.get_absolute_url())
        for each in found
    }


def _said(viewer: Actor, result: Result) -> str:
    audit = result.audit
    if audit.status != Audit.Status.ENDED:
        return str(audit.get_status_display())
    ended = f"Ended on {uk_date(audit.ended_on)}, {plural(result.cases, 'case')}"
    share, change = result.share(OVERALL), result.change(OVERALL)
    if share is None or not may_see_results(viewer, result):
        return f"{ended}."
    moved = f", {points(change)} since “{audit.repeats}”" if change is not None else ""
    return f"{ended}: {share_words(share)} of them good or better overall{moved}."


CASE_AUDITS = Holdings("case_audit", "Case audits", options, show, kind="audit")

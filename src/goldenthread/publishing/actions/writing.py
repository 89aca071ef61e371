"""Writing the sections of a report."""

from __future__ import annotations

from django.db import transaction

from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.actions.reports import refuse_closed, touch
from goldenthread.publishing.authored_text import MOST_CHARACTERS, tidy
from goldenthread.publishing.models import Report, ReportSection
from goldenthread.publishing.performance.outline import PARTS

SECTION_FIELDS = ["heading", "text", "verified_by"]


@transaction.atomic
def edit_section(
    *,
    by: Actor,
    section: ReportSection,
    seen_version: int,
    text: str,
    verified_by: str | None = None,
    heading: str | None = None,
) -> ReportSection:
    """Replaces what an author wrote under one heading; saving the same text again changes nothing.

    Signatures given before no longer hold. Raises :class:`StaleVersionError` where the section was changed meanwhile,
    and :class:`RuleError` for a text that is too long or a report that is published.
    """
    by.require(Permission.WRITE_REPORTS, section.report)
    report: Report = Report.objects.select_for_update().get(pk=section.report_id)
    refuse_closed(report)
    current = lock_version(section, seen_version)
    before = ReportSection.objects.get(pk=section.pk)
    current.text = tidy(text)
    _refuse_too_long(current.text)
    part = PARTS[current.key]
    if verified_by is not None and part.asks_who_verified:
        current.verified_by = tidy(verified_by)
    if heading is not None and part.heading_may_change:
        current.heading = tidy(heading) or part.heading
    changes = differences(before, current, SECTION_FIELDS)
    if not changes:
        return current
    current.version += 1
    current.save()
    touch(report)
    record(
        "report.section_changed",
        f"Changed “{current}” of {report.name_on_record}",
        by=by,
        about=current,
        partnership=report.partnership,
        changes=changes,
    )
    return current


def _refuse_too_long(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise RuleError(
            {
                "text": f"This is {len(text):,} characters long; the most is {MOST_CHARACTERS:,}. "
                "Shorten it, or attach the long version as an appendix. Nothing you typed is lost."
            },
            code="too_long",
        )

"""Beginning a report, filling in its cover, correcting it after publication, and withdrawing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Plan
from goldenthread.publishing.authored_text import tidy
from goldenthread.publishing.models import Report, ReportSection
from goldenthread.publishing.performance.outline import OUTLINE
from goldenthread.publishing.periods import period_in_words, period_key

COVER_FIELDS = [
    "title",
    "plan",
    "as_at",
    "committee",
    "meeting_on",
    "item_number",
    "wards",
    "key_decision",
    "report_of",
    "accountable_assistant_director",
    "accountable_director",
    "publicity",
    "exemption",
    "author",
    "signatures_needed",
]
# What a report of the same kind usually has in common with the one before it.
CARRIED_OVER = [
    "committee",
    "wards",
    "key_decision",
    "report_of",
    "accountable_assistant_director",
    "accountable_director",
    "author",
    "signatures_needed",
]
# What those who may see restricted material wrote stays theirs when a new report starts from it.
KEPT_EXEMPT = ["publicity", "exemption"]
LONGEST_PERIOD = dt.timedelta(days=3 * 366)


@transaction.atomic
def create_report(
    *,
    by: Actor,
    partnership: Partnership,
    title: str,
    period_from: dt.date,
    period_to: dt.date,
    as_at: dt.date,
    plan: Plan | None = None,
    previous: Report | None = None,
    **cover: Any,
) -> Report:
    """Begins a performance report with every section of the form; with ``previous``, with that report's text in them.

    Raises :class:`RuleError` for a period that ends before it starts or that has its report already, for a day in
    the future, and for a plan or a report of another partnership.
    """
    by.require(Permission.WRITE_REPORTS, partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # a period has one report
    _check_period(period_from, period_to)
    carried = _carried_over(plan, previous)
    report = Report(
        partnership=partnership,
        key=f"{Report.Kind.PERFORMANCE}-{period_key(period_from, period_to)}",
        title=tidy(title),
        period_from=period_from,
        period_to=period_to,
        as_at=as_at,
        plan=plan,
        **carried | cover,
    )
    _check_cover(report)
    _check_new(report, previous)
    report.save()
    _add_sections(report, previous)
    record(
        "report.created",
        f"Began the report {report.name_on_record}",
        by=by,
        about=report,
        partnership=partnership,
        changes={"text taken from": [None, previous.title]} if previous else {},
    )
    return report


def _carried_over(plan: Plan | None, previous: Report | None) -> dict[str, Any]:
    """What a new report has from the one before; exempt where that is, or where the plan is restricted."""
    carried: dict[str, Any] = {}
    if plan is not None and plan.restricted:
        carried = {"publicity": Report.Publicity.EXEMPT, "exemption": "It tells of a restricted plan."}
    if previous is not None:
        names = [*CARRIED_OVER, *(KEPT_EXEMPT if previous.is_exempt else ())]
        carried |= {name: getattr(previous, name) for name in names}
    return carried


def _add_sections(report: Report, previous: Report | None) -> None:
    texts = {section.key: section for section in previous.sections.all()} if previous else {}
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report,
            key=part.key,
            number=part.number,
            heading=texts[part.key].heading
            if part.key in texts and part.heading_may_change
            else part.heading,
            text=texts[part.key].text if part.key in texts else "",
            verified_by=texts[part.key].verified_by if part.key in texts else "",
            order=order,
        )
        for order, part in enumerate(OUTLINE, 1)
    )


@transaction.atomic
def edit_cover(*, by: Actor, report: Report, seen_version: int, **fields: Any) -> Report:
    """Changes the cover and the plan behind the report; ``fields`` are of :data:`COVER_FIELDS`.

    Signatures given before no longer hold. Raises :class:`StaleVersionError` where the report was changed meanwhile,
    and :class:`RuleError` where it is published, or as :func:`create_report`.
    """
    by.require(Permission.WRITE_REPORTS, report)
    current = lock_version(report, seen_version)
    refuse_closed(current)
    before = Report.objects.get(pk=report.pk)
    for name, value in fields.items():
        setattr(current, name, tidy(value) if isinstance(value, str) else value)
    _check_cover(current)
    _refuse_opening_what_was_exempt(before, current)
    changes = differences(before, current, COVER_FIELDS)
    if not changes:
        return before
    touch(current)
    record(
        "report.cover_changed",
        f"Changed the cover of {current.name_on_record}",
        by=by,
        about=current,
        changes=changes,
    )
    return current


@transaction.atomic
def start_correction(*, by: Actor, report: Report, reason: str) -> Report:
    """Opens a published or withdrawn report for its next version; ``reason`` will stand in it.

    What was published stays as it was, and readable. Raises :class:`RuleError` where the report is open already.
    """
    by.require(Permission.WRITE_REPORTS, report)
    current: Report = Report.objects.select_for_update().get(pk=report.pk)
    if not current.may_become(Report.Status.DRAFT) or current.is_open:
        raise RuleError("This report is open for changes already.", code="open")
    published = current.editions.exists()
    if published and not tidy(reason):
        raise RuleError({"reason": "Say what the next version corrects."}, code="no_reason")
    before, current.status = current.status, Report.Status.DRAFT
    current.correction = tidy(reason) if published else ""
    current.version += 1
    current.save()
    record(
        "report.correction_started",
        f"Opened {current.name_on_record} for a new version",
        by=by,
        about=current,
        changes={"status": [before, current.status], "reason": [None, tidy(reason)]},
    )
    return current


@transaction.atomic
def withdraw(*, by: Actor, report: Report, reason: str) -> Report:
    """Takes a report out of circulation: readers see that it was withdrawn and why, not its text.

    Raises :class:`RuleError` without a reason, or where it is withdrawn already.
    """
    by.require(Permission.PUBLISH_REPORTS, report)
    current: Report = Report.objects.select_for_update().get(pk=report.pk)
    if not current.may_become(Report.Status.WITHDRAWN):
        raise RuleError("This report is withdrawn already.", code="withdrawn")
    if not tidy(reason):
        raise RuleError({"reason": "Say why it is withdrawn. Readers will see this."}, code="no_reason")
    before, current.status = current.status, Report.Status.WITHDRAWN
    current.withdrawn_on, current.withdrawn_reason = today(), tidy(reason)
    current.version += 1
    current.save()
    record(
        "report.withdrawn",
        f"Withdrew the report {current.name_on_record}",
        by=by,
        about=current,
        changes={"status": [before, current.status], "reason": [None, current.withdrawn_reason]},
    )
    return current


def refuse_closed(report: Report) -> None:
    """Raises :class:`RuleError` where the report is published or withdrawn: what was published is never changed."""
    if not report.is_open:
        raise RuleError(
            f"This report is {report.get_status_display().lower()}, so it cannot be changed. "
            "Start a new version to correct it.",
            code="closed",
        )


def touch(report: Report) -> None:
    """Saves a changed report as a draft of its next version, so that earlier signatures no longer hold."""
    report.status = Report.Status.DRAFT
    report.version += 1
    report.save()


def _refuse_opening_what_was_exempt(before: Report, after: Report) -> None:
    if before.is_exempt and not after.is_exempt and before.editions.exists():
        raise RuleError(
            {
                "publicity": "It was published as exempt, and everybody could read that version if it became public. "
                "Begin a new report for the public."
            },
            code="published_exempt",
        )


def _check_period(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise RuleError(
            {"period_to": f"The period ends before it starts ({uk_date(first)}). Change one of the two."},
            code="period_backwards",
        )
    if last - first > LONGEST_PERIOD:
        raise RuleError(
            {"period_to": f"{period_in_words(first, last)} is longer than three years. Shorten the period."},
            code="period_absurd",
        )


def _check_new(report: Report, previous: Report | None) -> None:
    if previous and previous.partnership_id != report.partnership_id:
        raise RuleError("The earlier report belongs to another partnership.", code="other_partnership")
    if Report.objects.filter(partnership=report.partnership_id, key=report.key).exists():
        raise RuleError(
            {"period_from": f"There is already a report on {report.period}. Open that one instead."},
            code="duplicate",
        )


def _check_cover(report: Report) -> None:
    if not report.title:
        raise RuleError({"title": "Enter the title of the report."}, code="no_title")
    if report.as_at > today():
        raise RuleError({"as_at": "The plan’s position on a day still to come is not known."}, code="future")
    if report.as_at < report.period_from:
        raise RuleError(
            {"as_at": f"Take the plan’s position on {uk_date(report.period_from)} or later."},
            code="too_early",
        )
    if report.plan is not None and report.plan.partnership_id != report.partnership_id:
        raise RuleError({"plan": "Choose a plan of this partnership."}, code="other_partnership")
    if report.is_exempt and not report.exemption:
        raise RuleError(
            {"exemption": "Say why the report is exempt; the cover names the reason."}, code="no_exemption"
        )
    if not 1 <= report.signatures_needed <= 9:
        raise RuleError({"signatures_needed": "Enter a number from 1 to 9."}, code="signatures")

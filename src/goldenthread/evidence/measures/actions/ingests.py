"""Reading an Annex A workbook: what is kept of it, and taking its figures into the return."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.evidence.measures.actions.returns import Figure, save_drafts
from goldenthread.evidence.measures.analysis.periods import Frequency, Period, period_of
from goldenthread.evidence.measures.models import AnnexAIngest, Indicator, Observation
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

Status = AnnexAIngest.Status
SILENT_FOR = dt.timedelta(minutes=2)
MOST_FAULTS_KEPT = 20_000
LOST = (
    "The reading stopped before it was done, because the site was restarted. Nothing of the workbook was kept. "
    "Choose it again."
)


@transaction.atomic
def start_ingest(*, by: Actor, agency: Agency, period: Period) -> AnnexAIngest:
    """Opens the record of a reading. Raises :class:`RuleError` while another of the same agency is being read."""
    by.require(Permission.SUBMIT_RETURNS, agency)
    Agency.objects.select_for_update().get(pk=agency.pk)
    running = AnnexAIngest.objects.filter(agency=agency, status=Status.RUNNING)
    for row in running:
        if row.heard_at > timezone.now() - SILENT_FOR:
            raise RuleError("A workbook is being read at the moment. Wait until it is done.", code="running")
        _end(row, Status.FAILED, problem=LOST)
    return AnnexAIngest.objects.create(
        partnership=agency.partnership,
        agency=agency,
        period_start=period.start,
        period_end=period.end,
        stage="Waiting to begin",
        by=by.person,
        by_label=by.label,
    )


def note_progress(ingest: AnnexAIngest, stage: str, done: int, total: int) -> None:
    """How far the reading is, for the page that waits for it."""
    AnnexAIngest.objects.filter(pk=ingest.pk, status=Status.RUNNING).update(
        stage=stage[:200], done=done, total=total, heard_at=timezone.now()
    )


@transaction.atomic
def finish_ingest(*, by: Actor, ingest: AnnexAIngest, result: Mapping[str, Any]) -> AnnexAIngest:
    """Keeps what was counted and where the faults are. ``result`` is the answer of :mod:`annex_a.ingest` as JSON.

    A fault is kept by list, row, column and rule: no message or value of the workbook.
    """
    row = AnnexAIngest.objects.select_for_update().select_related("partnership", "agency").get(pk=ingest.pk)
    faults = result["faults"]
    counted = Counter((each["list"], each["rule"]) for each in faults)
    row.rows = result["rows"]
    row.fault_counts = [[place, rule, count] for (place, rule), count in sorted(counted.items())]
    row.faults = [
        [each["list"], each["row"], each["column"], each["rule"], each["message"]]
        for each in faults[:MOST_FAULTS_KEPT]
    ]
    row.indicators, row.not_computed = result["indicators"], result.get("not_computed", {})
    _end(row, Status.DONE)
    record(
        "annex_a.read",
        f"Read Annex A of {row.agency}, {period_of(row.period_start, Frequency.MONTHLY)}: "
        f"{sum(row.rows.values()):,} rows, {len(faults):,} faults",
        by=by,
        about=row,
        partnership=row.partnership,
    )
    return row


@transaction.atomic
def fail_ingest(*, ingest: AnnexAIngest, problem: str) -> None:
    """Keeps why a workbook could not be read."""
    row = AnnexAIngest.objects.select_for_update().get(pk=ingest.pk)
    if row.status == Status.RUNNING:
        _end(row, Status.FAILED, problem=problem)


@transaction.atomic
def use_figures(*, by: Actor, ingest: AnnexAIngest) -> Sequence[Observation]:
    """Takes the counted figures into the agency's return as drafts, for its people to look at and send.

    Raises :class:`RuleError` where no indicator that the agency sends is computed from Annex A.
    """
    by.require(Permission.SUBMIT_RETURNS, ingest.agency)
    if ingest.status != Status.DONE:
        raise RuleError("Only a workbook that was read gives figures.", code="not_done")
    indicators = Indicator.objects.filter(
        partnership=ingest.partnership, agencies=ingest.agency, annex_a__in=list(ingest.indicators)
    )
    figures = [
        _figure(indicator, ingest.indicators[indicator.annex_a], ingest.period_end)
        for indicator in indicators
        if period_of(ingest.period_end, indicator.often).end == ingest.period_end
    ]
    if not figures:
        raise RuleError(
            "None of the indicators that this agency sends is computed from Annex A for a period that ends then. "
            "The catalogue says which are.",
            code="none",
        )
    return save_drafts(by=by, agency=ingest.agency, figures=figures, route=Observation.Route.ANNEX_A)


def _figure(indicator: Indicator, computed: Mapping[str, Any], on: dt.date) -> Figure:
    return Figure(
        indicator,
        period_of(on, indicator.often),
        numerator=_decimal(computed["numerator"]) if indicator.has_denominator else None,
        denominator=_decimal(computed["denominator"]) if indicator.has_denominator else None,
        value=_decimal(computed["value"]),
        source="Annex A",
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _end(row: AnnexAIngest, status: Status, *, problem: str = "") -> None:
    row.status, row.problem, row.finished_at = status, problem, timezone.now()
    row.save()

"""Importing a plan: propose what a file would change, show it, then do it whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.design.words import uk_date
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.importing.applying import Writer
from goldenthread.plans.importing.columns import check_mapping
from goldenthread.plans.importing.comparing import Comparer
from goldenthread.plans.importing.memory import mapping_for
from goldenthread.plans.importing.notices import notices_of
from goldenthread.plans.importing.placing import place
from goldenthread.plans.importing.proposal import Proposal
from goldenthread.plans.importing.refusal import ImportRefused
from goldenthread.plans.importing.rows import RowReader
from goldenthread.plans.importing.saved import SavedPlan, read_plan
from goldenthread.plans.models import Plan, PlanImport
from goldenthread.spreadsheets.errors import Problem, SpreadsheetError
from goldenthread.spreadsheets.limits import DEFAULT_LIMITS
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tables import Sheet
from goldenthread.spreadsheets.text import plain_filename

Mapped = Mapping[str, str | None]


class PreviewOutOfDate(Exception):  # noqa: N818
    """The plan changed since a person saw what an import would do. ``proposal`` is what it would do now."""

    def __init__(self, proposal: Proposal) -> None:
        """Keeps the proposal, to be shown instead."""
        super().__init__("The plan has changed since the import was previewed.")
        self.proposal = proposal


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do in a dry run: numbers of actions, and what a person should know."""

    added: int
    changed: int
    unchanged: int
    notices: tuple[str, ...]
    proposal: Proposal

    def as_json(self) -> dict[str, Any]:
        """``{"added": 97, "changed": 0, "unchanged": 0, "notices": […]}``."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "notices": list(self.notices),
        }


def propose(plan: Plan, sheet: Sheet, mapping: Mapped, *, as_at: dt.date) -> Proposal:
    """What importing ``sheet`` into ``plan`` would do, or the errors for which it cannot. Nine queries, no writes."""
    return _propose(read_plan(plan, as_at), sheet, mapping)


def _propose(saved: SavedPlan, sheet: Sheet, mapping: Mapped) -> Proposal:
    plan, as_at = saved.plan, saved.as_at
    columns, problems = check_mapping(mapping, sheet.headings, plan, as_at)
    problems = [*_whole_file_problems(sheet, as_at), *problems]
    if problems:
        return Proposal(as_at, errors=tuple(problems))
    reader = RowReader(columns, saved)
    rows = [reader.read(row) for row in sheet.rows]
    refused = {(problem.row, problem.column) for problem in reader.problems}
    placed = place(rows, columns, saved)
    misplaced = [problem for problem in placed.problems if (problem.row, problem.column) not in refused]
    comparer = Comparer(saved, columns)
    found = [(row, comparer.compare(row)) for row in placed.rows]
    changes = [change for _, change in found if change is not None]
    mentioned = {row.ref.casefold() for row, _ in found}
    in_force = [ref for ref, action in saved.actions.items() if action.withdrawn_on is None]
    proposal = Proposal(
        as_at,
        objectives=tuple(comparer.objective_changes(placed.objectives.values())),
        added=tuple(change for change in changes if change.existing is None),
        changed=tuple(change for change in changes if change.existing is not None),
        unchanged=sum(change is None for _, change in found),
        absent=sum(ref not in mentioned for ref in in_force),
        errors=(*reader.problems, *misplaced, *comparer.problems),
    )
    return _unless_closed(notices_of(proposal, saved, comparer.unknown_names), plan)


def _unless_closed(proposal: Proposal, plan: Plan) -> Proposal:
    """The proposal; into a closed plan, one that would change something is an error."""
    if plan.closed_on is None or (proposal.does_nothing and not proposal.errors):
        return proposal
    closed = f"This plan closed on {uk_date(plan.closed_on)}. Open it again before you import into it."
    return replace(proposal, errors=(Problem(None, None, closed), *proposal.errors))


def _whole_file_problems(sheet: Sheet, as_at: dt.date) -> list[Problem]:
    found = []
    if as_at > today():
        found.append(f"{uk_date(as_at)} is in the future. Give today's date or an earlier one.")
    if not sheet.rows:
        found.append(
            "There are headings, but no rows under them. Choose the file or the sheet with the plan in it."
        )
    return [Problem(None, None, message) for message in found]


LONGEST_SHEET_NAME: int = PlanImport._meta.get_field("sheet").max_length or 0


def open_sheet(content: bytes, filename: str, sheet: str | None = None) -> Sheet:
    """The table in a file; raises :class:`ImportRefused` where it holds none that can be read."""
    limits = replace(DEFAULT_LIMITS, file_bytes=settings.MAX_UPLOAD_BYTES)
    try:
        table = read_sheet(content, filename, sheet=sheet or None, limits=limits)
    except SpreadsheetError as error:
        raise ImportRefused(error.problems) from None
    if len(table.name or "") > LONGEST_SHEET_NAME:
        said = (
            f"The name of the sheet is longer than {LONGEST_SHEET_NAME} characters. "
            "Shorten it and choose the file again."
        )
        raise ImportRefused([Problem(None, None, said)])
    return table


def import_plan(
    *,
    by: Actor,
    plan: Plan,
    content: bytes,
    filename: str,
    mapping: Mapped | None = None,
    as_at: dt.date | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    upload: PlanImport | None = None,
    expected: str | None = None,
) -> ImportResult:
    """Imports a spreadsheet into a plan, whole or not at all; a file that says what the plan says changes nothing.

    ``mapping`` says what each heading is read as (a key of :data:`~goldenthread.plans.importing.fields.FIELDS` or a
    rating's), ``None`` for one to leave out; a heading that it does not mention is read as last time, else as best
    guessed. Ratings called current are dated ``as_at``, today unless given. ``dry_run`` answers the same and writes
    nothing. ``upload`` is the row that keeps the file already; ``expected`` is the fingerprint of the proposal that a
    person saw.

    Raises :class:`ImportRefused` with every error, and :class:`PreviewOutOfDate` where the import would no longer do
    what ``expected`` says.
    """
    by.require(Permission.MANAGE_PLANS)
    if by.partnership != plan.partnership:
        raise PermissionDenied("the plan belongs to another partnership")
    table = open_sheet(content, filename, sheet)
    day = as_at or today()
    chosen = mapping_for(plan, table.headings, mapping or {})
    if dry_run:
        return _result(_accepted(propose(plan, table, chosen, as_at=day), expected))
    file = _File(content, plain_filename(filename) or "file", table, chosen, day, upload)
    try:
        proposal = _import(by, plan, file, expected)
    except IntegrityError:
        # Somebody added the same action meanwhile: what they added is there to compare with now.
        proposal = _import(by, plan, file, expected)
    return _result(proposal)


@dataclass(frozen=True)
class _File:
    """A file that has been opened, and how it is read."""

    content: bytes
    name: str
    table: Sheet
    mapping: Mapped
    as_at: dt.date
    upload: PlanImport | None


def _import(by: Actor, plan: Plan, file: _File, expected: str | None) -> Proposal:
    """Proposes again with the plan held, and applies that."""
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=plan.pk)
        kept = _held_upload(file.upload) if file.upload else None
        saved = read_plan(held, file.as_at, lock=True)
        proposal = _accepted(_propose(saved, file.table, file.mapping), expected)
        Writer(by, held, saved, file.name).apply(proposal)
        if kept or not proposal.does_nothing:
            _keep(kept or PlanImport(plan=held), by, file, proposal)
    return proposal


def _held_upload(upload: PlanImport) -> PlanImport:
    """The upload, so that a second click does not import it twice. Raises :class:`RuleError` where one has."""
    kept = PlanImport.objects.select_for_update().get(pk=upload.pk)
    if kept.imported_at:
        raise RuleError("This file has been imported already.", code="imported")
    return kept


def _keep(kept: PlanImport, by: Actor, file: _File, proposal: Proposal) -> None:
    """Remembers what was imported, how its columns were read, and what it changed."""
    kept.file_name, kept.sheet, kept.as_at = file.name, file.table.name or "", file.as_at
    kept.checksum = hashlib.sha256(file.content).hexdigest()
    kept.mapping = {heading: file.mapping.get(heading) for heading in file.table.headings}
    kept.by, kept.by_label, kept.imported_at = by.person, by.label[:300], timezone.now()
    kept.added, kept.changed, kept.unchanged = len(proposal.added), len(proposal.changed), proposal.unchanged
    if not kept.file:
        kept.file.save(file.name, ContentFile(file.content), save=False)
    kept.save()


def _accepted(proposal: Proposal, expected: str | None) -> Proposal:
    if expected is not None and proposal.fingerprint != expected:
        raise PreviewOutOfDate(proposal)
    if proposal.errors:
        raise ImportRefused(proposal.errors)
    return proposal


def _result(proposal: Proposal) -> ImportResult:
    return ImportResult(
        len(proposal.added), len(proposal.changed), proposal.unchanged, proposal.notices, proposal
    )

"""What stands in the space of an audit's cases, as far as its reader's place shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.evidence.audits.actions.auditing import audits_for
from goldenthread.evidence.audits.actions.moderating import agreed_of, what_is_left
from goldenthread.evidence.audits.actions.space import LEADS, READS_ALL
from goldenthread.evidence.audits.models import (
    Audit,
    Case,
    Concern,
    Draw,
    Learning,
    Moderated,
    Participation,
    Return,
    Seat,
)
from goldenthread.evidence.audits.tools import Domain
from goldenthread.partnership.models import Agency


def reads_all(seat: Seat | None) -> bool:
    """Whether a place reads every agency’s part at once; who broke the glass has none and reads all."""
    return seat is None or seat.part in READS_ALL


@dataclass(frozen=True)
class CaseRow:
    """One case: how far each agency is with it, how many sides of it are moderated, and its grade as a whole."""

    case: Case
    states: Mapping[int, Return]
    moderated: int
    overall: str
    concerns: int

    def state_of(self, part: Participation) -> str:
        """``sent``, ``draft``, or ``none``; ``aside`` for a case that is not audited."""
        if not self.case.is_audited:
            return "aside"
        row = self.states.get(part.agency_id)
        return row.status if row else "none"


@dataclass(frozen=True)
class Space:
    """Everything on the page of the cases, and what its reader does there."""

    audit: Audit
    seat: Seat | None
    parts: list[Participation]
    rows: list[CaseRow]
    seats: list[Seat]
    draws: list[Draw]
    learning: list[Learning]
    concerns: list[Concern]

    @property
    def leads(self) -> bool:
        """Whether the reader leads the audit."""
        return self.seat is not None and self.seat.part in LEADS

    @property
    def works(self) -> bool:
        """Whether anything can be added now."""
        return self.seat is not None and self.audit.is_open

    def left(self) -> list[str]:
        """What keeps the audit from ending, for whoever leads it."""
        if not self.leads or not self.audit.is_open:
            return []
        cases = [row.case for row in self.rows]
        return what_is_left(self.audit, cases, self.concerns, learned=bool(self.learning))

    def mine(self) -> list[tuple[Case, Agency]]:
        """What the reader is still to audit: cases of agencies for which their place audits, and theirs first."""
        if self.seat is None or self.seat.part != Seat.Part.AUDITOR or not self.audit.is_open:
            return []
        own = [part.agency for part in self.parts if audits_for(self.seat, part.agency)]
        return [
            (row.case, agency)
            for row in self.rows
            if row.case.is_audited
            for agency in own
            if (found := row.states.get(agency.pk)) is None or not found.is_sent
        ]


def space_of(audit: Audit, seat: Seat | None) -> Space:
    """The space as a place sees it. Eight queries, however many cases and agencies."""
    cases = list(audit.cases.select_related("audit__partnership").prefetch_related("returns", "moderated"))
    concerns = list(
        Concern.objects.filter(case__audit=audit)
        .select_related("agency", "case__audit__partnership")
        .prefetch_related("answers")
    )
    rows = []
    for case in cases:
        agreed = agreed_of(case)
        overall = agreed["overall"].grade if "overall" in agreed and reads_all(seat) else ""
        about = sum(each.case_id == case.pk for each in concerns)
        states = {row.agency_id: row for row in case.returns.all()}
        rows.append(CaseRow(case, states, len(agreed), overall, about))
    return Space(
        audit=audit,
        seat=seat,
        parts=list(audit.participations.select_related("agency")),
        rows=rows,
        seats=list(audit.seats.filter(ends_on=None).select_related("person__agency")),
        draws=list(audit.draws.all()),
        learning=list(audit.learning.select_related("agency")),
        concerns=concerns,
    )


@dataclass(frozen=True)
class Side:
    """One side of a case: each agency’s grade and what it says, beside what was agreed."""

    key: str
    title: str
    domain: Domain | None
    said: list[tuple[Agency, str, str]]
    agreed: Moderated | None


@dataclass(frozen=True)
class CasePage:
    """A case as a place sees it: the parts that it shows, those that it does not yet, and what was agreed."""

    case: Case
    shown: list[Return]
    hidden: list[Agency]
    sides: list[Side]
    ready: bool


def case_page(case: Case, seat: Seat | None) -> CasePage:
    """One case. An auditor reads what other agencies sent once their own agency’s part is sent: nobody grades after
    others. Four queries.
    """
    returns = list(
        case.returns.select_related("agency", "case__audit__partnership").prefetch_related("grades")
    )
    own = seat.person.agency_id if seat is not None else None
    ready = reads_all(seat) or any(row.agency_id == own and row.is_sent for row in returns)
    shown = [row for row in returns if row.agency_id == own or (ready and row.is_sent)]
    hidden = [row.agency for row in returns if row.is_sent and row not in shown]
    agreed = agreed_of(case) if ready else {}
    domains = {domain.key: domain for domain in case.audit.tool.domains}
    sides = [
        Side(key, title, domains.get(key), _said(shown, key), agreed.get(key))
        for key, title in case.audit.tool.titles().items()
    ]
    return CasePage(case, shown, hidden, sides, ready)


def _said(shown: list[Return], domain: str) -> list[tuple[Agency, str, str]]:
    return [
        (row.agency, grade.grade, grade.shows)
        for row in shown
        if not row.unknown
        for grade in row.grades.all()
        if grade.domain == domain and (grade.grade or grade.shows)
    ]

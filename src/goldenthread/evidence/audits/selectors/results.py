"""What audits came to, one beside the other: how many cases were good or better, by domain and over time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from goldenthread.evidence.audits.actions.moderating import agreed_of
from goldenthread.evidence.audits.models import Audit, Case, DomainResult, Return
from goldenthread.evidence.audits.tools import OVERALL
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

# Of fewer cases than this, whoever knows of one would know its grades.
FEWEST = 5
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Result:
    """What one audit came to: for each domain, how many cases had each grade; and the same of the one it repeats."""

    audit: Audit
    counts: Mapping[str, Counts]
    before: Mapping[str, Counts]

    @property
    def cases(self) -> int:
        """How many cases were moderated."""
        return sum(self.counts.get(OVERALL, {}).values())

    def of(self, domain: str) -> Counts:
        """How many cases had each grade in a domain."""
        return self.counts.get(domain, {})

    def share(self, domain: str) -> Fraction | None:
        """The part of cases that were good or better, from 0 to 1."""
        return self._share(self.counts, domain)

    def change(self, domain: str) -> Fraction | None:
        """By how much that part changed since the audit that it repeats; ``None`` where it repeats none."""
        now, then = self.share(domain), self._share(self.before, domain)
        return None if now is None or then is None else now - then

    def _share(self, counts: Mapping[str, Counts], domain: str) -> Fraction | None:
        found = counts.get(domain, {})
        every = sum(found.values())
        good = sum(number for grade, number in found.items() if self.audit.tool.is_good(grade))
        return Fraction(good, every) if every else None


def _counted(audits: Iterable[int | None]) -> dict[int, dict[str, dict[str, int]]]:
    """The counts of audits by domain and grade. One query."""
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in DomainResult.objects.filter(audit__in=[each for each in audits if each]):
        found[row.audit_id][row.domain][row.grade] = row.cases
    return found


def results_of(audit: Audit, viewer: Actor | None = None) -> Result:
    """What one audit came to; the change since the one before for whoever sees its grades as well. One query."""
    counts = _counted([audit.pk, audit.repeats_id])
    return _with_before(viewer, audit, counts)


def _with_before(viewer: Actor | None, audit: Audit, counts: Mapping[int, Mapping[str, Counts]]) -> Result:
    before = counts.get(audit.repeats_id or 0, {})
    few = sum(before.get(OVERALL, {}).values()) < FEWEST
    if few and (viewer is None or not viewer.may(Permission.VIEW_RESTRICTED)):
        before = {}
    return Result(audit, counts.get(audit.pk, {}), before)


def grades_of_agency(agency: Agency, first: dt.date, last: dt.date) -> tuple[int, int]:
    """How many grades that moderations agreed were good or better, and how many there were, in the cases on which an
    agency worked, of audits that ended between two days. Two queries.
    """
    known = Return.objects.filter(agency=agency, status=Return.Status.SENT, unknown=False)
    cases = Case.objects.filter(
        returns__in=known, audit__ended_on__range=(first, last), reserve=False, set_aside_because=""
    )
    rows = cases.select_related("audit").prefetch_related("moderated", "returns")
    grades = [(case.audit.tool, row.grade) for case in rows for row in agreed_of(case).values()]
    return sum(tool.is_good(grade) for tool, grade in grades), len(grades)


def may_see_results(viewer: Actor, result: Result, *, in_it: bool = False) -> bool:
    """Whether somebody sees the grades of an audit: of a few cases, only who reads restricted matter or was in it."""
    return result.cases >= FEWEST or in_it or viewer.may(Permission.VIEW_RESTRICTED)


def results_for(viewer: Actor, audits: Sequence[Audit]) -> list[Result]:
    """What several audits came to, in their order. One query, however many they are."""
    counts = _counted([*(row.pk for row in audits), *(row.repeats_id for row in audits)])
    return [_with_before(viewer, row, counts) for row in audits]


def results_over_time(viewer: Actor) -> list[Result]:
    """What every audit that ended came to, the first first, as far as the viewer sees its grades. Two queries."""
    rows = list(
        Audit.objects.visible_to(viewer)
        .filter(status=Audit.Status.ENDED)
        .select_related("partnership", "theme", "repeats")
        .order_by("ended_on", "pk")
    )
    found = results_for(viewer, rows)
    return [each for each in found if may_see_results(viewer, each)]

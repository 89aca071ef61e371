"""What audits ask of agencies, and when it was done, as duties need to know it. No fact says anything of a case."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.evidence.audits.models import Audit, Concern, Participation
from goldenthread.partnership.models import Partnership

H = Happening


def audit_facts(partnership: Partnership) -> Iterator[Fact]:
    """Facts of agencies’ parts, of repeats, and of immediate concerns. Four queries."""
    yield from _parts(partnership)
    yield from _repeats(partnership)
    yield from _concerns(partnership)


def _parts(partnership: Partnership) -> Iterator[Fact]:
    rows = Participation.objects.filter(audit__partnership=partnership)
    kept = rows.exclude(audit__status=Audit.Status.CANCELLED)
    for row in kept.select_related("audit__partnership", "agency"):
        about, title = f"case_audit_part:{row.pk}", str(row)
        yield Fact(
            H.AUDIT_ASKED, on=row.asked_on, about=about, title=title, url=row.audit.get_absolute_url(),
            due=row.audit.returns_due_on, agency=row.agency_id, lapsed=row.audit.ended_on,
        )  # fmt: skip
        if row.returned_on is not None:
            yield Fact(H.AUDIT_RETURNED, on=row.returned_on, about=about, title=title)


def _repeats(partnership: Partnership) -> Iterator[Fact]:
    ended = Audit.objects.filter(partnership=partnership, status=Audit.Status.ENDED)
    rows = list(ended.select_related("partnership").order_by("ended_on"))
    again = {row.repeats_id: row for row in reversed(rows) if row.repeats_id}
    for row in rows:
        if row.repeat_on is None or row.ended_on is None:
            continue
        about, title = f"case_audit:{row.pk}", str(row)
        yield Fact(
            H.AUDIT_ENDED, on=row.ended_on, about=about, title=title, url=row.get_absolute_url(),
            due=row.repeat_on,
        )  # fmt: skip
        if row.pk in again:
            yield Fact(H.AUDIT_REPEATED, on=again[row.pk].ended_on, about=about, title=title)


def _concerns(partnership: Partnership) -> Iterator[Fact]:
    rows = Concern.objects.filter(case__audit__partnership=partnership)
    for row in rows.select_related("case__audit__partnership").prefetch_related("answers"):
        about = f"concern:{row.pk}"
        yield Fact(
            H.CONCERN_RAISED, on=row.on, about=about, title=str(row), url=row.get_absolute_url(),
            agency=row.agency_id,
        )  # fmt: skip
        answers = list(row.answers.all())
        if answers:
            yield Fact(H.CONCERN_ANSWERED, on=answers[0].on, about=about, title=str(row))

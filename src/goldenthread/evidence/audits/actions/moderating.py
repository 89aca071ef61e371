"""The moderation: one grade for each side of a case, what is learned across cases, and how the audit ends."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from goldenthread.evidence.audits.actions.space import LEADS, locked, require_open, require_seat
from goldenthread.evidence.audits.models import (
    Audit,
    Case,
    Concern,
    DomainGrade,
    DomainResult,
    Learning,
    Moderated,
    Return,
)
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text, check_open_text
from goldenthread.thread.actions.sources import add_finding, add_recommendation, add_source
from goldenthread.thread.models import Finding, Source


@dataclass(frozen=True)
class Agreed:
    """What the moderation agreed for one side of a case, and why."""

    grade: str
    reason: str = ""


def agencies_said(case: Case) -> dict[str, set[str]]:
    """The grades that agencies sent for each domain of a case. One query."""
    said: dict[str, set[str]] = {}
    rows = DomainGrade.objects.filter(of__case=case, of__status=Return.Status.SENT, of__unknown=False)
    for domain, grade in rows.exclude(grade="").values_list("domain", "grade"):
        said.setdefault(domain, set()).add(grade)
    return said


def agreed_of(case: Case) -> dict[str, Moderated]:
    """The latest agreed grade of each side of a case; none that was agreed before an agency's part was opened again.
    Two queries, none where they were read with the case.
    """
    opened = max((row.opened_again_at for row in case.returns.all() if row.opened_again_at), default=None)
    return {row.domain: row for row in case.moderated.all() if opened is None or row.recorded_at > opened}


@transaction.atomic
def moderate_case(*, by: Actor, case: Case, agreed: Mapping[str, Agreed]) -> int:
    """Keeps what was agreed for a case, and says how many grades are new.

    Raises :class:`RuleError` before an agency has sent its part, for an unknown grade or domain, and for a grade that
    no agency gave without the reason.
    """
    audit = locked(case.audit)
    require_seat(by, audit, LEADS)
    require_open(audit)
    rows = Case.objects.select_for_update(of=("self",)).prefetch_related("returns", "moderated")
    case = rows.get(pk=case.pk)
    if not case.is_audited:
        raise RuleError("This case is not audited: it is in reserve or set aside.", code="aside")
    said, titles, before = agencies_said(case), audit.tool.titles(), agreed_of(case)
    if not said:
        raise RuleError("No agency has sent its part of this case yet.", code="none")
    made = 0
    for key, each in agreed.items():
        if key not in titles or audit.tool.level(each.grade) is None:
            raise RuleError({f"grade_{key}": "Choose one of the grades."}, code="grade")
        if key in said and each.grade not in said[key] and not each.reason.strip():
            raise RuleError(
                {f"reason_{key}": f"{titles[key]}: no agency gave this grade, so say why it is right."},
                code="no_reason",
            )
        check_confined_text(f"reason_{key}", each.reason)
        last = before.get(key)
        if last and (last.grade, last.reason) == (each.grade, each.reason.strip()):
            continue
        Moderated.objects.create(
            case=case, domain=key, grade=each.grade, reason=each.reason.strip(), on=today(), by=by.person,
            by_label=by.label,
        )  # fmt: skip
        made += 1
    if made:
        said_of = f"Moderated case {case.number} of the audit “{audit}”"
        record("case_audit.moderated", said_of, by=by, about=audit)
    return made


@transaction.atomic
def add_learning(
    *, by: Actor, audit: Audit, text: str, good: bool, domain: str = "", agency: Agency | None = None,
    priority: str = "", asks: str = "", looked: bool = False,
) -> Learning:  # fmt: skip
    """Adds what was learned. It joins the thread, where many read it, when the audit ends.

    Raises :class:`RuleError` for words that could tell who somebody is, and for good practice that asks for something.
    """
    row = locked(audit)
    require_seat(by, row, LEADS)
    require_open(row)
    values = _checked(row, text, good=good, domain=domain, asks=asks, looked=looked)
    last: int | None = row.learning.aggregate(last=Max("number"))["last"]
    made = Learning.objects.create(
        audit=row, number=(last or 0) + 1, agency=agency, priority="" if good else priority, **values
    )
    record("case_audit.learned", f"Added what the audit “{row}” learned", by=by, about=row)
    return made


def _checked(
    audit: Audit, text: str, *, good: bool, domain: str, asks: str, looked: bool
) -> dict[str, object]:
    if not text.strip():
        raise RuleError({"text": "Say what was learned."}, code="empty")
    if good and asks.strip():
        raise RuleError({"asks": "Good practice asks for nothing. Leave this empty."}, code="good")
    if domain and domain not in audit.tool.titles():
        raise RuleError({"domain": "Choose one of the domains."}, code="domain")
    check_open_text("text", text, looked=looked)
    check_open_text("asks", asks, looked=looked)
    return {"text": text.strip(), "good": good, "domain": domain, "asks": asks.strip()}


@transaction.atomic
def remove_learning(*, by: Actor, learning: Learning) -> None:
    """Takes away what was written down as learned, while the audit is open."""
    row = locked(learning.audit)
    require_seat(by, row, LEADS)
    require_open(row)
    Learning.objects.filter(pk=learning.pk).delete()
    record(
        "case_audit.unlearned", f"Took away something that the audit “{row}” had learned", by=by, about=row
    )


def left_to_end(audit: Audit) -> list[str]:
    """What keeps an audit from ending, in sentences. Six queries."""
    cases = list(audit.cases.prefetch_related("returns", "moderated", "concerns_raised__answers"))
    concerns = [each for case in cases for each in case.concerns_raised.all()]
    return what_is_left(audit, cases, concerns, learned=audit.learning.exists())


def what_is_left(
    audit: Audit, every: Iterable[Case], concerns: Iterable[Concern], *, learned: bool
) -> list[str]:
    """The same of what is read already. No query."""
    titles, cases = audit.tool.titles(), [case for case in every if case.is_audited]
    left = [] if cases else ["No cases yet."]
    waiting = [str(case.number) for case in cases if len(agreed_of(case)) < len(titles)]
    if waiting:
        left.append(f"Not moderated yet: {'case' if len(waiting) == 1 else 'cases'} {', '.join(waiting)}.")
    if not learned:
        left.append("No learning recorded yet.")
    unsafe = [str(each.pk) for each in concerns if not each.is_closed]
    if unsafe:
        left.append(
            f"Still open: immediate {'concern' if len(unsafe) == 1 else 'concerns'} {', '.join(sorted(unsafe))}."
        )
    return left


def not_sent(audit: Audit) -> list[str]:
    """The agencies that have not sent their part of every case: “NELFT 1 of 5”. Three queries."""
    audited = [case.pk for case in audit.cases.all() if case.is_audited]
    sent = Counter(
        Return.objects.filter(case__in=audited, status=Return.Status.SENT).values_list("agency", flat=True)
    )
    parts = audit.participations.filter(returned_on=None).select_related("agency")
    return [f"{part.agency} {sent[part.agency_id]} of {len(audited)}" for part in parts]


@transaction.atomic
def end_audit(
    *,
    by: Actor,
    audit: Audit,
    repeat_on: dt.date | None = None,
    no_repeat_because: str = "",
    without: bool = False,
) -> Source:
    """Ends an audit: its results are counted, and what was learned joins the thread as findings, with what is
    recommended. ``without`` says that it ends though agencies have not sent every part.

    Raises :class:`RuleError` where a case has no moderated grades yet or nothing was learned, for a repeat that is not
    ahead, and for none without the reason.
    """
    row = locked(audit)
    require_seat(by, row, LEADS)
    by.require(Permission.MANAGE_THREAD)
    require_open(row)
    left = left_to_end(row)
    if left:
        raise RuleError(" ".join(left), code="left")
    missing = not_sent(row)
    if missing and not without:
        raise RuleError(
            {"without": f"Not sent yet: {'; '.join(missing)}. Tick this to end without it."}, code="without"
        )
    if repeat_on is not None and no_repeat_because.strip():
        raise RuleError({"repeat_on": "Give a day, or a reason why not: not both."}, code="both")
    if repeat_on is None and not no_repeat_because.strip():
        raise RuleError({"repeat_on": "Say when it is repeated, or why it is not."}, code="repeat")
    if repeat_on is not None and repeat_on <= today():
        raise RuleError({"repeat_on": "This day is not ahead."}, code="past")
    _keep_results(by, row)
    row.status, row.ended_on, row.repeat_on = Audit.Status.ENDED, today(), repeat_on
    row.version += 1
    row.save()
    again = f"; not repeated: {no_repeat_because.strip()}" if repeat_on is None else ""
    record("case_audit.ended", f"Ended the audit “{row}”{again}", by=by, about=row)
    return _into_thread(by, row)


def _keep_results(by: Actor, audit: Audit) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for case in audit.cases.prefetch_related("moderated", "returns"):
        if case.is_audited:
            counted.update((key, each.grade) for key, each in agreed_of(case).items())
    DomainResult.objects.bulk_create(
        DomainResult(audit=audit, domain=domain, grade=grade, cases=cases, by=by.person, by_label=by.label)
        for (domain, grade), cases in sorted(counted.items())
    )


def _into_thread(by: Actor, audit: Audit) -> Source:
    """A source about the audit, a finding for everything learned, and what is recommended because of it."""
    source = add_source(
        by=by, key=f"case-audit-{audit.pk}", kind=Source.Kind.AUDIT, title=audit.title, dated=today(),
        group=audit.group, summary=audit.question, about=f"case_audit:{audit.pk}",
    )  # fmt: skip
    for number, each in enumerate(audit.learning.select_related("agency"), 1):
        ref = str(number)
        finding: Finding = add_finding(
            by=by, source=source, ref=ref, text=each.text, theme=audit.theme, agency=each.agency,
            priority=each.priority, good=each.good,
        )  # fmt: skip
        if each.asks:
            add_recommendation(
                by=by, source=source, ref=ref, text=each.asks, finding=finding, agency=each.agency
            )
    return source

"""Cases: drawn at random with the seed on record, or chosen with the reason; set aside, a reserve in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import plural
from goldenthread.evidence.audits.actions.space import LEADS, locked, require_open, require_seat
from goldenthread.evidence.audits.drawing import draw, fingerprint, new_seed, numbered
from goldenthread.evidence.audits.models import Audit, Case, Draw, Return
from goldenthread.evidence.audits.references import (
    ReferenceFault,
    check_reference,
    letters_of,
    read_references,
)
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text

MOST_CASES = 60


def _opened(by: Actor, audit: Audit) -> Audit:
    row = locked(audit)
    require_seat(by, row, LEADS)
    require_open(row)
    return row


@transaction.atomic
def draw_cases(
    *,
    by: Actor,
    audit: Audit,
    frame: str,
    wanted: int,
    reserve: int = 0,
    listed: str = "",
    size: int | None = None,
    seed: str = "",
) -> Draw:
    """Draws cases from a list of references, or from one of which only the length is told.

    ``frame`` says in words what the list holds, ``listed`` is the list, ``size`` its length where it stays with the
    agency. Neither is kept. Raises :class:`RuleError` for both or neither, a list with something that is no reference,
    and more cases than there are.
    """
    row = _opened(by, audit)
    references = _list(row, listed, size)
    check_confined_text("frame", frame)
    _check_draw(row, references, wanted, reserve)
    made = Draw.objects.create(
        audit=row, seed=seed or new_seed(), size=len(references), wanted=wanted, reserve=reserve,
        fingerprint=fingerprint(references), by_number=size is not None, frame=frame.strip(), on=today(),
        letter=_next_letter(row) if size is not None else "",
        by=by.person, by_label=by.label,
    )  # fmt: skip
    first = _next_number(row)
    for place, reference in enumerate(draw(references, made.seed, wanted + reserve)):
        Case.objects.create(
            audit=row, number=first + place, reference=reference, draw=made, reserve=place >= wanted
        )
    note_complete(row)
    drawn = f"Drew {plural(wanted, 'case')} of {made.size} for the audit “{row}”, with the seed {made.seed}"
    record("case_audit.drawn", drawn, by=by, about=row)
    return made


def _check_draw(row: Audit, references: Sequence[str], wanted: int, reserve: int) -> None:
    asked = wanted + reserve
    if wanted < 1 or reserve < 0 or row.cases.count() + asked > MOST_CASES:
        raise RuleError(
            {
                "wanted": f"Draw at least one case. An audit has at most {MOST_CASES}, those in reserve included."
            },
            code="wanted",
        )
    if asked > len(references):
        raise RuleError(
            {"wanted": f"There are {len(references)} cases on the list, and {asked} were asked for."}, code="wanted"
        )  # fmt: skip
    there = set(row.cases.values_list("reference", flat=True))
    both = sorted(there.intersection(references))
    if both:
        raise RuleError(
            {"listed": f"{', '.join(both[:5])} is in this audit already. Leave it out of the list."},
            code="there",
        )


def _list(audit: Audit, listed: str, size: int | None) -> list[str]:
    if listed.strip() and size is not None:
        raise RuleError(
            {"listed": "Give one of the two, not both: clear the list or the number."}, code="both"
        )
    if not listed.strip() and size is None:
        raise RuleError({"listed": "Give the list, or how many cases are on it."}, code="one")
    if size is not None:
        if not 0 < size <= 100_000:
            raise RuleError({"size": "A list has between 1 and 100,000 cases."}, code="size")
        return numbered(size, _next_letter(audit))
    try:
        references = read_references(listed)
    except ReferenceFault as fault:
        raise RuleError({"listed": str(fault)}, code="reference") from fault
    return references


def _next_letter(audit: Audit) -> str:
    """The letter of the next list of which only the length is known: none for the first, then B, C …"""
    before = audit.draws.filter(by_number=True).count()
    return "" if not before else chr(ord("A") + min(before, 25))


def _next_number(audit: Audit) -> int:
    last: int | None = audit.cases.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def choose_case(*, by: Actor, audit: Audit, reference: str, reason: str) -> Case:
    """Adds a case that was chosen, not drawn. Raises :class:`RuleError` for a reference that tells, or is there."""
    row = _opened(by, audit)
    try:
        kept = check_reference(reference)
    except ReferenceFault as fault:
        raise RuleError({"reference": str(fault)}, code="reference") from fault
    check_confined_text("reason", reason)
    chosen = row.cases.filter(draw=None).values_list("reference", flat=True)
    if any(letters_of(each) != letters_of(kept) for each in chosen):
        raise RuleError({"reference": "Give every case that is chosen the same letters."}, code="letters")
    if row.cases.filter(reference=kept).exists():
        raise RuleError({"reference": f"{kept} is in this audit already."}, code="twice")
    if row.cases.count() >= MOST_CASES:
        raise RuleError({"reference": f"An audit has at most {MOST_CASES} cases."}, code="many")
    made = Case.objects.create(
        audit=row, number=_next_number(row), reference=kept, chosen_because=reason.strip()
    )
    note_complete(row)
    record("case_audit.chosen", f"Chose case {made.number} for the audit “{row}”", by=by, about=row)
    return made


@transaction.atomic
def set_aside(*, by: Actor, case: Case, reason: str) -> Case | None:
    """Takes a case out of the audit, with the reason; the first in reserve of its own draw takes its place.

    Raises :class:`RuleError` for one that is out already.
    """
    audit = _opened(by, case.audit)
    row = Case.objects.get(pk=case.pk)
    if row.set_aside_because:
        raise RuleError("This case is set aside already.", code="twice")
    check_confined_text("reason", reason)
    was_reserve = row.reserve
    row.set_aside_because = reason.strip()[:300]
    row.save()
    record("case_audit.set_aside", f"Set aside case {row.number} of the audit “{audit}”", by=by, about=audit)
    of_draw = audit.cases.filter(draw=row.draw_id, draw__isnull=False)
    instead = None if was_reserve else of_draw.filter(reserve=True, set_aside_because="").first()
    if instead is not None:
        instead.reserve = False
        instead.save()
        said = f"Case {instead.number} of the audit “{audit}” takes the place of case {row.number}"
        record("case_audit.reserve_used", said, by=by, about=audit)
    note_complete(audit)
    return instead


def repeats_draw(row: Draw, references: Sequence[str]) -> bool:
    """Whether a list is the one from which cases were drawn, and the same draw of it gives the same cases."""
    if fingerprint(references) != row.fingerprint or len(references) < row.wanted + row.reserve:
        return False
    again = draw(references, row.seed, row.wanted + row.reserve)
    return again == list(row.cases.order_by("number").values_list("reference", flat=True))


def note_complete(audit: Audit) -> None:
    """Keeps, for each agency, the day on which it had sent its part of every case; takes it back where that changed."""
    audited = [case.pk for case in audit.cases.all() if case.is_audited]
    sent = Counter(
        Return.objects.filter(case__in=audited, status=Return.Status.SENT).values_list("agency", flat=True)
    )
    for part in audit.participations.all():
        done = bool(audited) and sent[part.agency_id] == len(audited)
        if done != (part.returned_on is not None):
            part.returned_on = today() if done else None
            part.save(update_fields=["returned_on"])

"""The learning booklet: what an audit found, for those who work with children. Published, replaced, taken down."""

from __future__ import annotations

from django.db import transaction

from goldenthread.evidence.audits.actions.space import LEADS, locked, require_seat
from goldenthread.evidence.audits.booklet import body_of
from goldenthread.evidence.audits.models import Audit, Booklet, BookletTakenDown
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_open_text


@transaction.atomic
def publish_booklet(
    *, by: Actor, audit: Audit, headline: str, discuss: str, told: str = "", looked: bool = False
) -> Booklet:
    """Publishes the booklet of an audit that has ended; what was published before it stays on record.

    Raises :class:`RuleError` before the audit has ended, for words that could tell who somebody is, and for nothing.
    """
    row = locked(audit)
    require_seat(by, row, LEADS)
    if row.status != Audit.Status.ENDED:
        raise RuleError("The booklet is written once the audit has ended.", code="before")
    for field, text in (("headline", headline), ("told", told), ("discuss", discuss)):
        if field != "told" and not text.strip():
            raise RuleError({field: "Write this for those who were not there."}, code="empty")
        check_open_text(field, text, looked=looked)
    words = {"headline": headline.strip(), "told": told.strip(), "discuss": discuss.strip()}
    made = Booklet.objects.create(
        audit=row, number=row.booklets.count() + 1, body=body_of(row, **words), on=today(), by=by.person,
        by_label=by.label, **words,
    )  # fmt: skip
    record("case_audit.booklet", f"Published the learning booklet of “{row}”", by=by, about=row)
    return made


@transaction.atomic
def take_down(*, by: Actor, booklet: Booklet, reason: str) -> BookletTakenDown:
    """Shows a booklet no longer. Raises :class:`RuleError` for one that is down already."""
    row = locked(booklet.audit)
    require_seat(by, row, LEADS)
    if BookletTakenDown.objects.filter(booklet=booklet).exists():
        raise RuleError("It is taken down already.", code="twice")
    made = BookletTakenDown.objects.create(
        booklet=booklet, reason=reason.strip()[:300], on=today(), by=by.person, by_label=by.label
    )
    record("case_audit.booklet_down", f"Took down the learning booklet of “{row}”", by=by, about=row)
    return made

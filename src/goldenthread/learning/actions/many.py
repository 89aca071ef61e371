"""Booking many colleagues at once, from a list of boxes or from a spreadsheet: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from goldenthread.learning.actions.booking import book
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.staff_list import Listed
from goldenthread.partnership.actions.people import add_colleague
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def book_many(
    *, by: Actor, session: Session, people: Iterable[Person], anyway: bool = False
) -> list[Booking]:
    """Books each of them in the order given; where one cannot be booked, none is, and it is said who and why.

    Raises :class:`RuleError` at ``people`` with a sentence for each that cannot be booked.
    """
    chosen = list(people)
    if not chosen:
        raise RuleError({"people": "Choose at least one person."}, code="nobody")
    made, wrong = [], []
    for person in chosen:
        try:
            made.append(book(by=by, session=session, person=person, anyway=anyway))
        except RuleError as refusal:
            wrong.append(f"{person}: {' '.join(refusal.messages)}")
    if wrong:
        raise RuleError({"people": " ".join(wrong)}, code="some")
    return made


@transaction.atomic
def book_list(
    *, by: Actor, session: Session, agency: Agency, listed: Iterable[Listed], anyway: bool = False
) -> list[Booking]:
    """Books everybody on an agency's list, in its order; whoever is not known yet is added to the agency's people.

    Raises :class:`RuleError` as :func:`book_many` does: then nobody is added or booked.
    """
    by.require(Permission.BOOK_FOR_AGENCY, agency)
    rows = list(listed)
    known = {
        each.pk: each for each in agency.people.filter(pk__in=[row.person for row in rows if row.person])
    }
    people = [
        known.get(row.person or 0)
        or add_colleague(by=by, agency=agency, post=row.post, name=row.name, email=row.email)
        for row in rows
    ]
    return book_many(by=by, session=session, people=people, anyway=anyway)

"""Booking many colleagues at once, from a list of boxes or from a spreadsheet: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from goldenthread.learning.actions.booking import book
from goldenthread.learning.models import Booking, Session
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
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

"""Cycles: opened, agencies asked, and the last day moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.assurance.models import Assessment, Cycle
from goldenthread.evidence.assurance.questions import all_sets
from goldenthread.evidence.voice.models import Survey
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.answering import answering_for
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "assurance.asked"


@transaction.atomic
def open_cycle(*, by: Actor, title: str, set_ref: str, opens_on: dt.date, closes_on: dt.date) -> Cycle:
    """Begins a cycle. Raises :class:`RuleError` for a name that is taken, an unknown set, and days out of order."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_ASSURANCE)
    key = slugify(title)[:80]
    if not key:
        raise RuleError({"title": "Give it a name with letters or digits."}, code="empty")
    if Cycle.objects.filter(partnership=partnership, key=key).exists():
        raise RuleError({"title": "There is a cycle of this name. Put its year in the name."}, code="twice")
    if set_ref not in all_sets():
        raise RuleError({"set_ref": "Choose one of the question sets."}, code="set")
    if closes_on < opens_on:
        raise RuleError({"closes_on": "The last day is before the first."}, code="order")
    row = Cycle.objects.create(
        partnership=partnership, key=key, title=title.strip(), set_ref=set_ref, opens_on=opens_on,
        closes_on=closes_on,
    )  # fmt: skip
    record("cycle.opened", f"Began the self-assessment “{row}”", by=by, about=row)
    return row


@transaction.atomic
def ask_agencies(*, by: Actor, cycle: Cycle, agencies: Iterable[Agency]) -> list[Assessment]:
    """Asks agencies for their self-assessment, and tells whoever answers for each. One that was asked stays as it is.

    Raises :class:`RuleError` where every one was asked already, or none is chosen.
    """
    lock_partnership(by)
    by.require(Permission.MANAGE_ASSURANCE, cycle)
    there = set(Assessment.objects.filter(cycle=cycle).values_list("agency", flat=True))
    new = [agency for agency in agencies if agency.pk not in there]
    if not new:
        raise RuleError({"agencies": "Choose at least one agency that was not asked yet."}, code="none")
    made = [Assessment.objects.create(cycle=cycle, agency=agency, asked_on=today()) for agency in new]
    record("cycle.asked", f"Asked {plural(len(made), 'agency', 'agencies')} in “{cycle}”", by=by, about=cycle)
    for person in answering_for(new):
        queue_message(
            by=by,
            person=person,
            kind=KIND,
            subject=f"{cycle}: please answer by {uk_date(cycle.closes_on)}",
            text=f"Dear {person.post},\n\nyour organisation is asked for its self-assessment “{cycle}”. It can be "
            f"answered from {uk_date(cycle.opens_on)} to {uk_date(cycle.closes_on)}, a part at a time.",
            because="you answer for your organisation",
            link=cycle.get_absolute_url(),
        )
    return made


@transaction.atomic
def put_survey_beside(*, by: Actor, cycle: Cycle, survey: Survey | None) -> Cycle:
    """Names the survey of practitioners that a panel reads beside what agencies say of themselves, or none.

    Raises :class:`RuleError` for a survey of another partnership.
    """
    by.require(Permission.MANAGE_ASSURANCE, cycle)
    row: Cycle = Cycle.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=cycle.pk)
    if survey is not None and survey.partnership_id != row.partnership_id:
        raise RuleError({"survey": "Choose a survey of this partnership."}, code="elsewhere")
    row.survey = survey
    row.save(update_fields=["survey"])
    record("cycle.survey", f"Put “{survey or 'no survey'}” beside “{row}”", by=by, about=row)
    return row


@transaction.atomic
def move_close(*, by: Actor, cycle: Cycle, version: int, closes_on: dt.date, reason: str) -> Cycle:
    """Moves the last day of a cycle, with the reason. Raises :class:`StaleVersionError`, and :class:`RuleError` for a
    day before the first.
    """
    by.require(Permission.MANAGE_ASSURANCE, cycle)
    row: Cycle = Cycle.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=cycle.pk)
    if row.version != version:
        raise StaleVersionError(row)
    if closes_on < row.opens_on:
        raise RuleError({"closes_on": "The last day is before the first."}, code="order")
    before, row.closes_on = row.closes_on, closes_on
    row.version += 1
    row.save()
    said = f"Moved the last day of “{row}” from {uk_date(before)} to {uk_date(closes_on)}: {reason.strip()}"
    record("cycle.moved", said, by=by, about=row)
    return row

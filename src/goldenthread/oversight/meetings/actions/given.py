"""The action matrix: actions that a meeting gives, in the partnership's one register; sent to leads, and answered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.oversight.meetings.actions.meetings import before_agreement, lock_meeting
from goldenthread.oversight.meetings.models import ActionAnswer, AgendaItem, GivenAction, Meeting
from goldenthread.oversight.meetings.selectors.given import MATRIX
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.actions.planning import create_plan, save_objective
from goldenthread.plans.actions.register import add_action
from goldenthread.plans.models import Objective, Plan

KIND = "meetings.actions"


def _check(meeting: Meeting, lead_agency: Agency, leads: Collection[Person], due_on: dt.date) -> None:
    if meeting.held_on is None:
        raise RuleError(
            "Record who came first: a meeting that was not held gives no action.", code="not_held"
        )
    before_agreement(meeting)
    if due_on < meeting.held_on:
        raise RuleError(
            {"due_on": f"It cannot be due before the meeting of {uk_date(meeting.held_on)}."}, code="order"
        )
    for person in leads:
        if person.agency_id != lead_agency.pk:
            raise RuleError({"leads": f"{person} does not work for {lead_agency}."}, code="other_agency")


@transaction.atomic
def give_action(
    *,
    by: Actor,
    item: AgendaItem,
    title: str,
    lead_agency: Agency,
    leads: Collection[Person] = (),
    due_on: dt.date,
    success_measures: str = "",
) -> GivenAction:
    """Gives an action under an item of a meeting that was held: it joins the register, in the group's action matrix.

    What a confidential item gives is kept in a restricted plan. Raises :class:`RuleError` before the meeting was held,
    for a due date before it, and for a lead who works for another agency.
    """
    meeting = lock_meeting(item.meeting)
    by.require(Permission.MANAGE_MEETINGS, meeting)
    item = AgendaItem.objects.get(pk=item.pk)  # it may have become confidential meanwhile
    _check(meeting, lead_agency, leads, due_on)
    plan = _matrix_of(by, meeting, restricted=item.confidential)
    objective = _objective_of(by, plan, meeting)
    action = add_action(
        by=by,
        plan=plan,
        ref=f"{objective.ref}.{plan.actions.filter(objective=objective).count() + 1}",
        objective=objective,
        leads=leads,
        title=title.strip(),
        success_measures=success_measures.strip(),
        lead_agency=lead_agency,
        overseeing_group=meeting.group,
        started_on=meeting.day,
        due_on=due_on,
        source="" if item.confidential else f"{meeting}: {item.title}"[:300],
    )
    return GivenAction.objects.create(item=item, action=action)


def _matrix_of(by: Actor, meeting: Meeting, *, restricted: bool) -> Plan:
    """The plan that holds what a group's meetings give, made with its first action."""
    group = meeting.group
    key = f"{MATRIX}{group.key}"[:70] + ("-restricted" if restricted else "")
    plan = Plan.objects.filter(partnership=meeting.partnership, key=key).first()
    return plan or create_plan(
        by=by,
        partnership=meeting.partnership,
        key=key,
        title=f"Action matrix: {group}{' (restricted)' if restricted else ''}"[:200],
        kind=Plan.Kind.ACTION,
        purpose="What the group's meetings gave somebody to do.",
        overseeing_group=group,
        starts_on=meeting.held_on,
        restricted=restricted,
    )


def _objective_of(by: Actor, plan: Plan, meeting: Meeting) -> Objective:
    """The part of the matrix that is of one meeting, named by its day."""
    ref = f"{meeting.day:%Y-%m-%d}"
    there = plan.objectives.filter(ref=ref).first()
    return there or save_objective(by=by, plan=plan, ref=ref, title=f"Meeting of {uk_date(meeting.day)}")


@transaction.atomic
def send_matrix(*, by: Actor, meeting: Meeting, on: dt.date) -> int:
    """Sends every lead the actions that were given and not sent yet; answers how many people. Answers are due from now.

    Raises :class:`RuleError` where nothing is left to send.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    waiting = list(
        GivenAction.objects.select_for_update(of=("self",))
        .filter(item__meeting=row, sent_on=None)
        .select_related("action__plan", "item")
        .prefetch_related("action__officer_parts__person__user")
    )
    if not waiting:
        raise RuleError("Every action of this meeting was sent already.", code="nothing")
    by_person: dict[Person, list[GivenAction]] = defaultdict(list)
    for given in waiting:
        for officer in given.action.officer_parts.all():
            if officer.part == "lead":
                by_person[officer.person].append(given)
    answer_by = Limits(row.partnership).due(Happening.ACTION_GIVEN, Happening.ACTION_ANSWERED, on)
    for person, theirs in by_person.items():
        _send(by, row, person, theirs, answer_by)
    GivenAction.objects.filter(pk__in=[given.pk for given in waiting]).update(sent_on=on)
    record(
        "meeting.matrix", f"Sent the action matrix: {row}, {plural(len(waiting), 'action')}", by=by, about=row
    )
    return len(by_person)


def _send(
    by: Actor, meeting: Meeting, person: Person, theirs: list[GivenAction], answer_by: dt.date | None
) -> None:
    by_when = f" by {uk_date(answer_by)}" if answer_by else ""
    lines = "\n".join(
        f"{given.action.ref}: an action that is for its readers only, due {uk_date(given.action.due_on)}"
        if given.action.plan.restricted
        else f"{given.action}, due {uk_date(given.action.due_on)}"
        for given in theirs
    )
    queue_message(
        by=by,
        person=person,
        kind=KIND,
        subject=f"Action matrix: {meeting}",
        text=f"Dear {person.post},\n\nThe {meeting} gave you {plural(len(theirs), 'action')}:\n\n{lines}\n\n"
        f"Please answer{by_when}: say what you will do, or what stands in the way.",
        because="you lead an action",
        link=meeting.get_absolute_url() + "#actions",
    )


def may_answer(by: Actor, given: GivenAction) -> bool:
    """Whether somebody may answer for an action: its own people, or the Business Team with what it received.

    A lead answers for a confidential item's action too, whose plan and item they may not open.
    """
    if by.may(Permission.MANAGE_MEETINGS, given.item.meeting) or by.may(Permission.RATE_ACTION, given.action):
        return True
    officers = {part.person_id for part in given.action.officer_parts.all()}
    return (
        by.person is not None
        and by.person.pk in officers
        and by.may(Permission.VIEW_MEETINGS, given.item.meeting)
    )


@transaction.atomic
def answer_action(*, by: Actor, given: GivenAction, text: str, on: dt.date | None = None) -> ActionAnswer:
    """Records the lead's answer about an action that was given. Raises :class:`RuleError` for one without words, from
    the future, or before the action was given.
    """
    meeting = lock_meeting(given.item.meeting)
    if not may_answer(by, given):
        by.require(Permission.RATE_ACTION, given.action)
    on = on if on is not None and by.may(Permission.MANAGE_MEETINGS, meeting) else today()
    if not text.strip():
        raise RuleError({"text": "Write the answer."}, code="empty")
    if on > today() or (meeting.held_on and on < meeting.held_on):
        raise RuleError({"on": "Choose a day from the meeting up to today."}, code="order")
    row = ActionAnswer.objects.create(given=given, on=on, text=text.strip(), by=by.person, by_label=by.label)
    name = f"action {given.action.ref} of {given.action.plan.name_on_record}"
    record("action.answered", f"Answered {name}", by=by, about=row, partnership=meeting.partnership)
    return row

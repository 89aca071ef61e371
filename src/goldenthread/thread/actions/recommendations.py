"""The life of a recommendation: answered, given to somebody to do, shown to have changed something, judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.actions.planning import create_plan, save_objective
from goldenthread.plans.actions.register import add_action
from goldenthread.plans.models import Action, Officer, Plan
from goldenthread.thread.actions.sources import plan_key, plan_of
from goldenthread.thread.evidence import is_known
from goldenthread.thread.models import ActionLink, Answer, Judgement, Proof, Recommendation, TakenBack
from goldenthread.thread.selectors.rows import EVERYTHING, row_of
from goldenthread.thread.standing import Judged

# What a judgement says that rests on the actions and the evidence of its day.
RESTS_ON_IT = (Judged.PARTLY, Judged.ACHIEVED)


def _lock(recommendation: Recommendation) -> Recommendation:
    row: Recommendation = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("source__partnership", "source__group")
        .get(pk=recommendation.pk)
    )
    return row


def _check_day(on: dt.date, row: Recommendation, field: str) -> None:
    if on > today():
        raise RuleError({field: "This day is still to come."}, code="future")
    if on < row.source.dated:
        raise RuleError({field: "This day is before the report of its source."}, code="early")


@transaction.atomic
def answer_recommendation(
    *, by: Actor, recommendation: Recommendation, accepted: bool, reason: str = "", on: dt.date
) -> Answer:
    """Accepts a recommendation, or rejects it with the reason.

    Raises :class:`RuleError` for a rejection without a reason, one whose actions are under way, and an impossible day.
    """
    row = _lock(recommendation)
    by.require(Permission.ANSWER_RECOMMENDATIONS, row.source)
    _check_day(on, row, "on")
    if not accepted and not reason.strip():
        raise RuleError({"reason": "Say why it is rejected."}, code="no_reason")
    if not accepted and row.action_links.standing().exists():
        raise RuleError(
            {"accepted": "Actions answer this recommendation already, so it is accepted."}, code="under_way"
        )
    answer = Answer.objects.create(
        recommendation=row, accepted=accepted, reason=reason.strip(), on=on, by=by.person, by_label=by.label
    )
    said = "Accepted" if accepted else "Rejected"
    record("recommendation.answered", f"{said} {row.name_on_record}", by=by, about=row)
    return answer


def _require_accepted(row: Recommendation) -> None:
    answer = row.answers.first()
    if answer is None or not answer.accepted:
        raise RuleError("Accept the recommendation first.", code="not_accepted")


@transaction.atomic
def link_action(
    *, by: Actor, recommendation: Recommendation, action: Action, on: dt.date | None = None
) -> ActionLink:
    """Says that an action of the register answers a recommendation.

    Raises :class:`RuleError` for a recommendation that is not accepted, an action that was linked or withdrawn, and an
    action of a restricted plan under an open source, which would name it.
    """
    row = _lock(recommendation)
    by.require(Permission.MANAGE_THREAD, row.source)
    by.require(Permission.VIEW_PLANS, action.plan)
    _require_accepted(row)
    if action.withdrawn_on is not None:
        raise RuleError({"action": "This action was withdrawn."}, code="withdrawn")
    if action.plan.restricted and not row.source.restricted:
        raise RuleError(
            {"action": "This action is of a restricted plan, and this source is not restricted."},
            code="restricted",
        )
    if row.action_links.standing().filter(action=action).exists():
        raise RuleError({"action": "This action answers it already."}, code="twice")
    link = ActionLink.objects.create(
        recommendation=row, action=action, on=on or today(), by=by.person, by_label=by.label
    )
    said = f"Linked action {action.ref} of {action.plan.name_on_record} to {row.name_on_record}"
    record("recommendation.linked", said, by=by, about=row)
    return link


@transaction.atomic
def give_action(
    *,
    by: Actor,
    recommendation: Recommendation,
    title: str,
    lead_agency: Agency,
    leads: Collection[Person] = (),
    due_on: dt.date,
    success_measures: str = "",
) -> ActionLink:
    """Gives an action that answers a recommendation: it joins the register, in the plan of the source.

    Raises :class:`RuleError` for a lead who works for another agency, and as :func:`link_action` does.
    """
    row = _lock(recommendation)
    by.require(Permission.MANAGE_THREAD, row.source)
    _require_accepted(row)
    for person in leads:
        if person.agency_id != lead_agency.pk:
            raise RuleError({"leads": f"{person} does not work for {lead_agency}."}, code="other_agency")
    plan = _plan_of(by, row)
    objective = plan.objectives.filter(ref=row.ref).first()
    action = add_action(
        by=by,
        plan=plan,
        ref=f"{row.ref}.{plan.actions.filter(objective__ref=row.ref).count() + 1}",
        objective=objective or save_objective(by=by, plan=plan, ref=row.ref, title=row.text[:200]),
        leads=leads,
        title=title.strip(),
        success_measures=success_measures.strip(),
        lead_agency=lead_agency,
        overseeing_group=row.source.group,
        started_on=today(),
        due_on=due_on,
        source=f"{row.source}, recommendation {row.ref}"[:300],
    )
    return link_action(by=by, recommendation=row, action=action)


def _plan_of(by: Actor, row: Recommendation) -> Plan:
    """The plan that holds the actions of a source, made with its first."""
    source = row.source
    plan = plan_of(source)
    if plan is not None and plan.restricted != source.restricted:
        which, other = ("open", "restricted") if source.restricted else ("restricted", "open")
        raise RuleError(
            f"The plan “{plan}” that holds its actions is {which}, and this source is {other}. Make both alike first.",
            code="restricted",
        )
    return plan or create_plan(
        by=by,
        partnership=source.partnership,
        key=plan_key(source),
        title=f"Action plan: {source}"[:200],
        kind=Plan.Kind.REVIEW if source.kind == "review" else Plan.Kind.ACTION,
        purpose="What the recommendations of this source gave somebody to do.",
        overseeing_group=source.group,
        starts_on=source.dated,
        restricted=source.restricted,
    )


def leads_one_of(by: Actor, recommendation: Recommendation) -> bool:
    """Whether somebody leads, or is responsible for, one of the actions that answer a recommendation."""
    return (
        by.person is not None
        and Officer.objects.filter(
            action__recommendation_links__recommendation=recommendation,
            action__recommendation_links__taken_back=None,
            person=by.person,
        ).exists()
    )


@transaction.atomic
def add_proof(
    *,
    by: Actor,
    recommendation: Recommendation,
    kind: str,
    text: str,
    dated: dt.date,
    link: str = "",
    reference: str = "",
) -> Proof:
    """Adds evidence that something changed. Those who lead an action of it may bring evidence too.

    ``reference`` names what another room of the product knows. Raises :class:`RuleError` for a recommendation that is
    not accepted, evidence of a day that cannot be, and a reference that names nothing.
    """
    row = _lock(recommendation)
    if not leads_one_of(by, row):
        by.require(Permission.MANAGE_THREAD, row.source)
    by.require(Permission.VIEW_THREAD, row.source)
    if row.source.restricted:
        by.require(Permission.VIEW_RESTRICTED, row.source)
    _require_accepted(row)
    _check_day(dated, row, "dated")
    if reference and not is_known(by, reference):
        raise RuleError({"reference": "That is no longer on record. Choose again."}, code="reference")
    proof = Proof.objects.create(
        recommendation=row,
        kind=kind,
        text=text.strip(),
        link=link,
        dated=dated,
        reference=reference,
        by=by.person,
        by_label=by.label,
    )
    record(
        "recommendation.proof_added", f"Added evidence of impact to {row.name_on_record}", by=by, about=row
    )
    return proof


@transaction.atomic
def take_back(*, by: Actor, thing: ActionLink | Proof, reason: str) -> TakenBack:
    """Takes back a link to an action, or a piece of evidence, that was put on record by mistake.

    Raises :class:`RuleError` without a reason, for what was taken back already, and once its impact was judged on it.
    """
    row = _lock(thing.recommendation)
    by.require(Permission.MANAGE_THREAD, row.source)
    if not reason.strip():
        raise RuleError({"reason": "Say what was wrong."}, code="no_reason")
    what = "link" if isinstance(thing, ActionLink) else "proof"
    if row.judgements.filter(value__in=RESTS_ON_IT, recorded_at__gte=thing.recorded_at).exists():
        raise RuleError(
            "Its impact was judged with this on record, so it stays. Record a new judgement instead.",
            code="judged",
        )
    try:
        with transaction.atomic():
            made = TakenBack.objects.create(
                **{what: thing}, reason=reason.strip(), by=by.person, by_label=by.label
            )
    except IntegrityError:
        raise RuleError("This was taken back already.", code="twice") from None
    said = "a link to an action" if what == "link" else "evidence"
    record("recommendation.taken_back", f"Took back {said} of {row.name_on_record}", by=by, about=row)
    return made


@transaction.atomic
def judge_impact(
    *, by: Actor, recommendation: Recommendation, value: str, reasons: str, on: dt.date
) -> Judgement:
    """Judges what a recommendation changed. Achieved closes it.

    Raises :class:`RuleError` for somebody who leads one of its actions, a judgement without reasons or without
    evidence, achieved while an action is left to do, and not sustained before it was achieved.
    """
    row = _lock(recommendation)
    by.require(Permission.JUDGE_IMPACT, row.source)
    _check_day(on, row, "on")
    if leads_one_of(by, row):
        raise RuleError(
            "You lead one of its actions, so somebody else judges what it changed.", code="own_work"
        )
    if not reasons.strip():
        raise RuleError({"reasons": "Say why."}, code="no_reasons")
    stands = row_of(row, EVERYTHING)
    judged = Judged(value)
    if judged in (Judged.PARTLY, Judged.ACHIEVED) and not stands.recommendation.proofs_count:
        raise RuleError({"value": "No evidence of impact is linked yet. Link it first."}, code="no_proof")
    if judged is Judged.ACHIEVED and not 0 < len(stands.answering) == stands.done:
        raise RuleError(
            {"value": "Not all of its actions are done, so it cannot have been achieved."}, code="not_done"
        )
    if judged is Judged.NOT_SUSTAINED and not row.judgements.filter(value=Judged.ACHIEVED).exists():
        raise RuleError({"value": "Only what was achieved can fail to last."}, code="never_achieved")
    judgement = Judgement.objects.create(
        recommendation=row, value=judged, reasons=reasons.strip(), on=on, by=by.person, by_label=by.label
    )
    record("recommendation.judged", f"Judged {row.name_on_record}: {judged.label}", by=by, about=row)
    return judgement

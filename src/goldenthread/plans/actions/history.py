"""Rating an action, explaining it, and proving it. Each adds a row; none changes one."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Action, Evidence, Explanation, RatingUpdate
from goldenthread.plans.rag import Need


@transaction.atomic
def rate_action(
    *, by: Actor, action: Action, value: int, text: str, on: dt.date | None = None
) -> RatingUpdate:
    """Records a rating; the same one sent twice is recorded once.

    Raises :class:`RuleError` for a value outside the scale, a date in the future or before the latest rating, or a
    level whose proof is not on record: "completed" asks for evidence, "sustained" for impact.
    """
    action = _in_force(by, action)
    on = on or today()
    scale = action.plan.scale
    if not scale.has(value):
        raise RuleError(
            {"value": f"{value} is not on this plan's scale. Use {scale.range_in_words}."}, code="off_scale"
        )
    if on > today():
        raise RuleError({"rated_on": "A rating cannot be dated in the future."}, code="future")
    latest = action.ratings.first()
    if latest and _is_same(latest, by, rated_on=on, value=value, text=text.strip()):
        return latest
    if latest and on < latest.rated_on:
        raise RuleError(
            {
                "rated_on": f"There is a later rating, of {latest.rated_on:%-d %B %Y}. Date this one on or after it."
            },
            code="out_of_order",
        )
    _require_proof(action, value)
    update = RatingUpdate.objects.create(
        action=action, rated_on=on, value=value, text=text.strip(), by=by.person, by_label=by.label
    )
    record(
        "action.rated",
        f"Rated action {action.ref} of {action.plan.name_on_record} {value}",
        by=by,
        about=action,
        changes={"rating": [latest.value if latest else None, value]},
    )
    return update


def _require_proof(action: Action, value: int) -> None:
    need = action.plan.scale.level(value).needs
    kinds = set(action.evidence.values_list("kind", flat=True))
    if need is Need.IMPACT and Evidence.Kind.IMPACT not in kinds:
        raise RuleError(
            {
                "value": f"A rating of {value} needs evidence of impact: proof that something changed. Add it first."
            },
            code="needs_impact",
        )
    if need is Need.EVIDENCE and not kinds:
        raise RuleError(
            {"value": f"A rating of {value} needs evidence that the action was done. Add it first."},
            code="needs_evidence",
        )


@transaction.atomic
def explain(*, by: Actor, action: Action, text: str, on: dt.date | None = None) -> Explanation:
    """Records why an action is late or badly rated; the same explanation sent twice is recorded once.

    Raises :class:`RuleError` for an empty one.
    """
    action = _in_force(by, action)
    if not text.strip():
        raise RuleError({"text": "Enter an explanation."}, code="empty")
    latest = action.explanations.first()
    if latest and _is_same(latest, by, given_on=on or today(), text=text.strip()):
        return latest
    explanation = Explanation.objects.create(
        action=action, given_on=on or today(), text=text.strip(), by=by.person, by_label=by.label
    )
    record(
        "action.explained",
        f"Explained action {action.ref} of {action.plan.name_on_record}",
        by=by,
        about=action,
    )
    return explanation


@transaction.atomic
def add_evidence(
    *,
    by: Actor,
    action: Action,
    kind: str,
    title: str,
    description: str = "",
    link: str = "",
    file: UploadedFile[bytes] | None = None,
    content_type: str = "",
    dated: dt.date | None = None,
) -> Evidence:
    """Adds a file or a link that proves something; ``content_type`` is what the file was found to be.

    The same evidence sent twice is kept once.

    Raises :class:`RuleError` where there is neither or both.
    """
    action = _in_force(by, action)
    if bool(link) == bool(file):
        raise RuleError("Give either a file or a link.", code="file_or_link")
    evidence = Evidence(
        action=action,
        kind=kind,
        title=title.strip(),
        description=description.strip(),
        link=link,
        dated=dated or today(),
        by=by.person,
        by_label=by.label,
    )
    if file is not None:
        _describe_file(evidence, file, content_type)
    same = {name: getattr(evidence, name) for name in ("kind", "title", "link", "checksum", "dated")}
    if there := action.evidence.filter(by=by.person, by_label=evidence.by_label, **same).first():
        return there
    if file is not None:
        evidence.file.save(evidence.file_name, file, save=False)
    evidence.save()
    said = f"Added evidence to action {action.ref} of {action.plan.name_on_record}"
    changes = {"evidence": [None, evidence.title], "kind": [None, kind]}
    record("action.evidence_added", said, by=by, about=action, changes=changes)
    return evidence


def _describe_file(evidence: Evidence, file: UploadedFile[bytes], content_type: str) -> None:
    """What the person called the file, what it is, how large, and its checksum."""
    content = file.read()
    file.seek(0)
    evidence.file_name = PurePath(file.name or "file").name[:200]
    evidence.file_type, evidence.file_size = content_type, len(content)
    evidence.checksum = hashlib.sha256(content).hexdigest()


def _is_same(row: RatingUpdate | Explanation, by: Actor, **said: object) -> bool:
    """Whether ``by`` said exactly this last time: a form that was sent twice."""
    who = by.person.pk if by.person else None
    return row.by_id == who and all(getattr(row, name) == value for name, value in said.items())


def _in_force(by: Actor, action: Action) -> Action:
    """The action, locked so that two updates cannot cross, if ``by`` may update it and it was not withdrawn."""
    current: Action = (
        Action.objects.select_for_update(of=("self",)).select_related("plan__partnership").get(pk=action.pk)
    )
    by.require(Permission.RATE_ACTION, current)
    if current.withdrawn_on:
        raise RuleError("This action was withdrawn. It is kept as it was.", code="withdrawn")
    return current

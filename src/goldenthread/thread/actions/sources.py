"""Sources, what they found, and the themes that tie findings together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Plan, check_ref
from goldenthread.thread.evidence import is_known
from goldenthread.thread.models import ActionLink, Finding, Recommendation, Source, Theme

FIELDS = ["kind", "title", "dated", "summary", "link", "group", "restricted"]
FINDING = ["ref", "text", "theme", "agency", "priority", "good"]
RECOMMENDATION = ["ref", "text", "finding", "agency"]


@transaction.atomic
def add_source(*, by: Actor, key: str, **values: Any) -> Source:
    """Adds a source; ``about`` is a reference to what another room knows of it.

    Raises :class:`RuleError` for a day ahead, an address that is taken, and a reference that names nothing.
    """
    by.require(Permission.MANAGE_THREAD)
    _not_ahead(values)
    if values.get("about") and not is_known(by, values["about"]):
        raise RuleError(
            "What this source is to be about is not on record. Open its page again.", code="about"
        )
    row = Source(partnership=by.partnership, key=key, **values)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise RuleError(
            {"title": "There is a source of this name already. Name it otherwise."}, code="twice"
        ) from None
    record("source.added", f"Added {row.name_on_record}", by=by, about=row)
    return row


@transaction.atomic
def change_source(*, by: Actor, source: Source, version: int, **values: Any) -> Source:
    """Changes what is said of a source.

    Raises :class:`StaleVersionError` where somebody changed it meanwhile, and :class:`RuleError` for opening one whose
    actions are of a restricted plan, which it would name, or restricting one whose own plan is open.
    """
    by.require(Permission.MANAGE_THREAD, source)
    row: Source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if row.version != version:
        raise StaleVersionError(row)
    _not_ahead(values)
    before = Source.objects.get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    plan = plan_of(row)
    if row.restricted and not before.restricted and plan is not None and not plan.restricted:
        raise RuleError(
            {"restricted": f"The plan “{plan}” holds its actions and names it. Restrict that plan first."},
            code="open_plan",
        )
    if before.restricted and not row.restricted and _has_restricted_actions(row):
        raise RuleError(
            {"restricted": "Actions of a restricted plan answer it, so it stays restricted."},
            code="restricted",
        )
    row.version += 1
    row.save()
    changes = {} if row.restricted or before.restricted else differences(before, row, FIELDS)
    record("source.changed", f"Changed {row.name_on_record}", by=by, about=row, changes=changes)
    return row


def plan_key(source: Source) -> str:
    """The address of the plan that holds the actions given because of a source."""
    return f"from-{source.key}"[:80]


def plan_of(source: Source) -> Plan | None:
    """The plan that holds the actions given because of a source, where there is one yet."""
    return Plan.objects.filter(partnership=source.partnership, key=plan_key(source)).first()


def _has_restricted_actions(source: Source) -> bool:
    links = ActionLink.objects.standing().filter(recommendation__source=source)
    return links.filter(action__plan__restricted=True).exists()


def _not_ahead(values: dict[str, Any]) -> None:
    if values["dated"] > today():
        raise RuleError({"dated": "This day is still to come."}, code="future")


@transaction.atomic
def add_theme(*, by: Actor, title: str, priority: bool = False) -> Theme:
    """Adds a theme. Raises :class:`RuleError` for one that is there already, however it is spelled."""
    by.require(Permission.MANAGE_THREAD)
    partnership = lock_partnership(by)
    title = " ".join(title.split())
    if Theme.objects.filter(partnership=partnership, title__iexact=title).exists():
        raise RuleError({"title": "This theme is there already."}, code="twice")
    row = Theme.objects.create(partnership=partnership, title=title, priority=priority)
    record("theme.added", f"Added the theme “{row}”", by=by, about=row)
    return row


@transaction.atomic
def add_finding(
    *,
    by: Actor,
    source: Source,
    ref: str,
    text: str,
    theme: Theme | None = None,
    agency: Agency | None = None,
    priority: str = "",
    good: bool = False,
) -> Finding:
    """Adds something that a source found. Raises :class:`RuleError` for a number that is taken."""
    by.require(Permission.MANAGE_THREAD, source)
    try:
        with transaction.atomic():
            row = Finding.objects.create(
                source=source,
                ref=ref.strip(),
                text=text.strip(),
                theme=theme,
                agency=agency,
                priority=priority,
                good=good,
                order=_next(source.findings),
            )
    except IntegrityError:
        raise RuleError({"ref": f"There is a finding {ref} already."}, code="twice") from None
    record("finding.added", f"Added {row.name_on_record}", by=by, about=row)
    return row


@transaction.atomic
def change_finding(*, by: Actor, finding: Finding, version: int, **values: Any) -> Finding:
    """Corrects a finding. Raises :class:`StaleVersionError`, and :class:`RuleError` for a number that is taken, or
    where good practice is to be said of something that led to a recommendation.
    """
    by.require(Permission.MANAGE_THREAD, finding.source)
    if values["good"] and finding.recommendations.exists():
        raise RuleError(
            {"good": "Something is recommended because of it, so it is no good practice."}, code="good"
        )
    row: Finding = _changed(by, finding, version, values, FINDING)
    return row


@transaction.atomic
def change_recommendation(
    *, by: Actor, recommendation: Recommendation, version: int, **values: Any
) -> Recommendation:
    """Corrects what a recommendation says. Raises as :func:`add_recommendation` does, and
    :class:`StaleVersionError`.
    """
    by.require(Permission.MANAGE_THREAD, recommendation.source)
    values["ref"] = _checked(recommendation.source, values["ref"], values["finding"])
    row: Recommendation = _changed(by, recommendation, version, values, RECOMMENDATION)
    return row


def _changed(by: Actor, old: Any, version: int, values: dict[str, Any], fields: list[str]) -> Any:
    """A finding or recommendation with other values, kept on the audit trail."""
    rows = type(old).objects.select_for_update(of=("self",)).select_related("source__partnership")
    row, before = rows.get(pk=old.pk), rows.get(pk=old.pk)
    if row.version != version:
        raise StaleVersionError(row)
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise RuleError({"ref": f"The number {row.ref} is taken in this source."}, code="twice") from None
    changes = {} if row.source.restricted else differences(before, row, fields)
    what = row._meta.model_name
    record(f"{what}.changed", f"Changed {before.name_on_record}", by=by, about=row, changes=changes)
    return row


@transaction.atomic
def add_recommendation(
    *,
    by: Actor,
    source: Source,
    ref: str,
    text: str,
    finding: Finding | None = None,
    agency: Agency | None = None,
) -> Recommendation:
    """Adds something that a source asks for. Its actions are numbered after it, so its number is as theirs must be.

    Raises :class:`RuleError` for a number that is taken or cannot be one, and for a finding of another source.
    """
    by.require(Permission.MANAGE_THREAD, source)
    ref = _checked(source, ref, finding)
    try:
        with transaction.atomic():
            row = Recommendation.objects.create(
                source=source,
                finding=finding,
                ref=ref,
                text=text.strip(),
                agency=agency,
                order=_next(source.recommendations),
            )
    except IntegrityError:
        raise RuleError({"ref": f"There is a recommendation {ref} already."}, code="twice") from None
    record("recommendation.added", f"Added {row.name_on_record}", by=by, about=row)
    return row


@transaction.atomic
def add_recommendations(
    *, by: Actor, source: Source, lines: Sequence[tuple[str, str]], finding: Finding | None = None
) -> list[Recommendation]:
    """Adds several at once, all or none. Raises as :func:`add_recommendation` does, naming the number."""
    if not lines:
        raise RuleError({"lines": "Write at least one recommendation."}, code="none")
    added = []
    for ref, text in lines:
        try:
            added.append(add_recommendation(by=by, source=source, ref=ref, text=text, finding=finding))
        except RuleError as error:
            raise RuleError({"lines": f"{ref}: {' '.join(error.messages)}"}, code="line") from error
    return added


def _checked(source: Source, ref: str, finding: Finding | None) -> str:
    """The number as it can be kept. Raises :class:`RuleError` for one that cannot, or another source's finding."""
    if finding is not None and finding.source_id != source.pk:
        raise RuleError({"finding": "This finding is of another source."}, code="other_source")
    try:
        return check_ref(ref)
    except ValueError as error:
        raise RuleError({"ref": str(error)}, code="ref") from error


def _next(rows: Any) -> int:
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1

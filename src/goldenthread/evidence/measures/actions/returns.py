"""The life of a figure: drafted, submitted, queried, answered, accepted, and superseded by a correction.

Every step leaves a row in the figure's history and an entry in the audit trail. No step changes a figure once sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.checking import Problem, check, value_from
from goldenthread.evidence.measures.models import Definition, Indicator, Observation, ObservationEvent
from goldenthread.evidence.measures.standing import refresh
from goldenthread.partnership.audit import Entry, record_each
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

Status = Observation.Status


@dataclass(frozen=True)
class Figure:
    """What somebody enters for one indicator and period: a numerator and denominator, or a value alone."""

    indicator: Indicator
    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    commentary: str = ""
    source: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no number was entered."""
        return self.numerator is None and self.denominator is None and self.value is None


class FiguresRefusedError(RuleError):
    """Some figures cannot be sent. ``problems`` says which and why, by indicator key."""

    def __init__(self, problems: dict[str, list[Problem]]) -> None:
        """The first problem stands for all in the message."""
        self.problems = problems
        first = next(iter(problems.values()))[0]
        super().__init__(first.message, code=first.rule)


@transaction.atomic
def save_drafts(
    *, by: Actor, agency: Agency, figures: Sequence[Figure], route: str = Observation.Route.FORM
) -> list[Observation]:
    """Keeps figures as drafts, replacing the drafts that stand; an empty one removes its draft.

    A figure that was sent and waits, or was accepted, is left: what differs from it becomes a draft correction.
    Drafts may be incomplete and wrong: they are checked when they are sent.
    """
    by.require(Permission.SUBMIT_RETURNS, agency)
    _lock(agency)
    standing = _standing(agency, figures)
    definitions = definitions_for([figure.indicator.pk for figure in figures])
    kept = []
    for figure in figures:
        rows = standing.get((figure.indicator.pk, figure.period.start), {})
        draft = rows.get(Status.DRAFT)
        sent = rows.get(Status.SUBMITTED) or rows.get(Status.QUERIED) or rows.get(Status.ACCEPTED)
        if figure.is_empty and not figure.commentary.strip():
            if draft is not None:
                draft.delete()
            continue
        if sent is not None and _says(sent, figure):
            if draft is not None:
                draft.delete()
            continue
        if sent is not None and sent.status != Status.ACCEPTED:
            raise RuleError(
                f"{figure.indicator}, {figure.period}: this figure has been sent and waits to be accepted. "
                "Take it back first, or wait for the answer.",
                code="waiting",
            )
        kept.append(_write(draft, sent, figure, agency, definitions, by, route))
    return kept


def _write(
    draft: Observation | None,
    accepted: Observation | None,
    figure: Figure,
    agency: Agency,
    definitions: dict[int, list[Definition]],
    by: Actor,
    route: str,
) -> Observation:
    row = draft or Observation(indicator=figure.indicator, agency=agency)
    row.period_start, row.period_end = figure.period.start, figure.period.end
    row.definition = definition_at(definitions[figure.indicator.pk], figure.period)
    row.numerator, row.denominator = figure.numerator, figure.denominator
    row.value = value_from(figure.indicator.unit, figure.numerator, figure.denominator, figure.value)
    row.commentary, row.route, row.source = figure.commentary.strip(), route, figure.source[:300]
    row.corrects, row.by, row.by_label = accepted, by.person, by.label
    row.version += 1 if draft else 0
    row.save()
    return row


@transaction.atomic
def submit(*, by: Actor, agency: Agency, drafts: Sequence[Observation]) -> list[Observation]:
    """Sends drafts to the partnership. All of them or none.

    Raises :class:`FiguresRefusedError` where one breaks a rule: its indicator's possible range, a numerator above its
    denominator, parts that do not add up, or something unusual that no comment explains.
    """
    by.require(Permission.SUBMIT_RETURNS, agency)
    _lock(agency)
    wanted = [row.pk for row in drafts]
    rows = list(
        Observation.objects.filter(pk__in=wanted, agency=agency, status=Status.DRAFT)
        .select_related("indicator__partnership", "definition", "corrects")
        .order_by("indicator__title")
    )
    if not rows:
        raise RuleError("There is nothing to send: enter at least one figure first.", code="nothing")
    problems = check(rows, agency=agency)
    if problems:
        raise FiguresRefusedError(problems)
    now = timezone.now()
    for row in rows:
        row.status, row.submitted_at = Status.SUBMITTED, now
        row.save()
    _tell(rows, by, text="", verb="return.submitted", said="Sent")
    return rows


@transaction.atomic
def take_back(*, by: Actor, observation: Observation) -> Observation:
    """Withdraws a figure that waits or was queried and opens a draft with the same numbers, to be put right."""
    row = _locked(observation, by, Permission.SUBMIT_RETURNS)
    _step(row, Status.SUPERSEDED)
    _tell([row], by, text="Taken back by the sender", verb="return.taken_back", said="Took back")
    return Observation.objects.create(
        indicator=row.indicator,
        agency=row.agency,
        definition=row.definition,
        period_start=row.period_start,
        period_end=row.period_end,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        commentary=row.commentary,
        route=row.route,
        source=row.source,
        corrects=row.corrects,
        by=by.person,
        by_label=by.label,
    )


@transaction.atomic
def query(*, by: Actor, observation: Observation, text: str) -> Observation:
    """Asks the agency about a figure. Raises :class:`RuleError` without a question."""
    row = _locked(observation, by, Permission.MANAGE_MEASURES)
    if not text.strip():
        raise RuleError({"text": "Write the question that the agency is to answer."}, code="empty")
    _step(row, Status.QUERIED)
    _tell([row], by, text=text.strip(), verb="return.queried", said="Queried")
    return row


@transaction.atomic
def answer(*, by: Actor, observation: Observation, text: str) -> Observation:
    """Answers a query without changing the figure, which waits again to be accepted."""
    row = _locked(observation, by, Permission.SUBMIT_RETURNS)
    if not text.strip():
        raise RuleError({"text": "Write the answer, or take the figure back and correct it."}, code="empty")
    _step(row, Status.SUBMITTED)
    _tell([row], by, text=text.strip(), verb="return.answered", said="Answered the query about")
    return row


@transaction.atomic
def accept(*, by: Actor, observations: Sequence[Observation]) -> list[Observation]:
    """Accepts figures: they stand on the scorecard from now on. What one corrects is superseded with it."""
    rows = list(
        Observation.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in observations])
        .select_related("indicator__partnership", "agency", "corrects")
        .order_by("pk")
    )
    for row in rows:
        by.require(Permission.MANAGE_MEASURES, row.indicator)
    before = Observation.objects.filter(_same_place(rows), status=Status.ACCEPTED)
    replaced = list(before.select_related("indicator__partnership", "agency"))
    for row in replaced:
        _step(row, Status.SUPERSEDED)
    for row in rows:
        _step(row, Status.ACCEPTED)
    if replaced:
        _tell(replaced, by, text="Superseded by a correction", verb="return.superseded", said="Superseded")
    _tell(rows, by, text="", verb="return.accepted", said="Accepted")
    refresh({row.indicator_id for row in rows})
    return rows


def definitions_for(indicators: Sequence[int]) -> dict[int, list[Definition]]:
    """The definitions of each indicator, the latest first. One query."""
    found: dict[int, list[Definition]] = {pk: [] for pk in indicators}
    for row in Definition.objects.filter(indicator__in=indicators).order_by("-holds_from"):
        found[row.indicator_id].append(row)
    return found


def definition_at(definitions: Sequence[Definition], period: Period) -> Definition:
    """The definition in force when a period ends; of one before the first definition, the first."""
    return next((each for each in definitions if each.holds_from <= period.end), definitions[-1])


def _lock(agency: Agency) -> None:
    Agency.objects.select_for_update().get(pk=agency.pk)  # one draft a figure, whoever types at once


def _standing(agency: Agency, figures: Sequence[Figure]) -> dict[tuple[int, object], dict[str, Observation]]:
    rows = Observation.objects.filter(
        agency=agency,
        indicator__in={figure.indicator.pk for figure in figures},
        period_start__in={figure.period.start for figure in figures},
    ).exclude(status=Status.SUPERSEDED)
    found: dict[tuple[int, object], dict[str, Observation]] = {}
    for row in rows:
        found.setdefault((row.indicator_id, row.period_start), {})[row.status] = row
    return found


def _says(row: Observation, figure: Figure) -> bool:
    value = value_from(figure.indicator.unit, figure.numerator, figure.denominator, figure.value)
    return (row.numerator, row.denominator, row.value, row.commentary) == (
        figure.numerator,
        figure.denominator,
        value,
        figure.commentary.strip(),
    )


def _same_place(rows: Sequence[Observation]) -> Q:
    """Figures of the same indicators, agencies and periods."""
    places = Q(pk__in=[])
    for row in rows:
        places |= Q(indicator=row.indicator_id, agency=row.agency_id, period_start=row.period_start)
    return places


def _locked(observation: Observation, by: Actor, permission: Permission) -> Observation:
    row: Observation = (
        Observation.objects.select_for_update(of=("self",))
        .select_related("indicator__partnership", "agency")
        .get(pk=observation.pk)
    )
    by.require(permission, row.agency)
    return row


def _step(row: Observation, to: Status) -> None:
    """Moves a figure on. Raises :class:`RuleError` for a step that its life does not have."""
    if to not in Observation.TRANSITIONS[Status(row.status)]:
        raise RuleError(
            f"{row.indicator}, {row.period}: this figure is {row.get_status_display().lower()}, so it cannot become "
            f"{to.label.lower()}. Open the page again to see how it stands.",
            code="wrong_state",
        )
    row.status = to
    row.save(update_fields=["status"])


def _tell(rows: Sequence[Observation], by: Actor, *, text: str, verb: str, said: str) -> None:
    ObservationEvent.objects.bulk_create(
        ObservationEvent(observation=row, status=row.status, text=text, by=by.person, by_label=by.label)
        for row in rows
    )
    record_each(
        verb,
        [Entry(f"{said} {row.indicator}, {row.period}, of {row.agency}", about=row) for row in rows],
        by=by,
        partnership=rows[0].indicator.partnership,
    )

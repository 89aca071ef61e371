"""Entering figures that were published before the partnership collected them here: accepted as they were printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldenthread.evidence.measures.actions.returns import Figure, definition_at, definitions_for
from goldenthread.evidence.measures.checking import shape, value_from
from goldenthread.evidence.measures.models import Observation, ObservationEvent
from goldenthread.evidence.measures.standing import refresh
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

Status = Observation.Status
SAID = "Entered from a published paper"


@dataclass(frozen=True)
class PublishedFigure:
    """A figure as a paper printed it, and whose it is."""

    agency: Agency
    figure: Figure


@transaction.atomic
def load_published(*, by: Actor, partnership: Partnership, figures: Iterable[PublishedFigure]) -> int:
    """Enters published figures as accepted; answers how many are new.

    One that stands already with the same numbers is left; one that differs is superseded by what is entered now.
    Raises :class:`RuleError` for a figure without a source, or whose numbers do not fit together.
    """
    by.require(Permission.MANAGE_MEASURES, partnership)
    given = list(figures)
    definitions = definitions_for(list({each.figure.indicator.pk for each in given}))
    standing = {
        (row.indicator_id, row.agency_id, row.period_start): row
        for row in Observation.objects.accepted().filter(indicator__in=definitions)
    }
    new, replaced = [], []
    for each in given:
        row = _row(each, by)
        row.definition = definition_at(definitions[row.indicator_id], each.figure.period)
        there = standing.get((row.indicator_id, row.agency_id, row.period_start))
        if there is not None:
            if _numbers(there) == _numbers(row):
                continue
            row.corrects = there
            replaced.append(there.pk)
        new.append(row)
    if not new:
        return 0
    Observation.objects.filter(pk__in=replaced).update(status=Status.SUPERSEDED)
    made = Observation.objects.bulk_create(new, batch_size=1000)
    ObservationEvent.objects.bulk_create(
        (
            ObservationEvent(observation=row, status=row.status, text=SAID, by=by.person, by_label=by.label)
            for row in made
        ),
        batch_size=1000,
    )
    record(
        "return.published_loaded",
        f"Entered {len(made):,} figures from published papers",
        by=by,
        partnership=partnership,
        changes={"sources": [None, sorted({row.source for row in made})]},
    )
    refresh({row.indicator_id for row in made})
    return len(made)


def _numbers(row: Observation) -> tuple[object, ...]:
    return row.numerator, row.denominator, row.value


def _row(each: PublishedFigure, by: Actor) -> Observation:
    figure = each.figure
    if not figure.source.strip():
        raise RuleError(
            f"{figure.indicator}, {figure.period}: say where the figure was published.", code="no_source"
        )
    row = Observation(
        indicator=figure.indicator,
        agency=each.agency,
        period_start=figure.period.start,
        period_end=figure.period.end,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=value_from(figure.indicator.unit, figure.numerator, figure.denominator, figure.value),
        commentary=figure.commentary.strip(),
        source=figure.source[:300],
        route=Observation.Route.PUBLISHED,
        status=Status.ACCEPTED,
        submitted_at=timezone.now(),
        by=by.person,
        by_label=by.label,
    )
    if problems := shape(row):
        raise RuleError(problems[0].message, code=problems[0].rule)
    return row

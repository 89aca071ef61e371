"""The thread of one synthetic partnership: a source of a hundred findings, and five thousand actions that answer."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from itertools import islice, product

from goldenthread.partnership.models import Agency, Partnership
from goldenthread.plans.models import Action
from goldenthread.thread.models import (
    ActionLink,
    Answer,
    Finding,
    Judgement,
    Proof,
    Recommendation,
    Source,
    Theme,
)
from goldenthread.thread.standing import Judged

THEMES = 12
ACTIONS_EACH = 3
LARGE = "source-1"


def fill_thread(
    partnership: Partnership,
    agencies: Sequence[Agency],
    chance: random.Random,
    *,
    recommendations: int,
    last: dt.date,
    by_label: str,
) -> None:
    """Sources of a hundred recommendations or fewer, each with a finding and three actions. As models, in bulk."""
    themes = Theme.objects.bulk_create(
        Theme(partnership=partnership, title=f"Theme {n}") for n in range(1, THEMES + 1)
    )
    sources = Source.objects.bulk_create(
        _source(partnership, number, last - dt.timedelta(days=60 * number))
        for number in range(1, max(1, recommendations // 100) + 1)
    )
    places = list(islice(product(sources, range(1, 101)), recommendations))
    findings = Finding.objects.bulk_create(
        Finding(
            source=source, ref=str(n), text="Something was found. " * 4, theme=themes[n % THEMES], order=n
        )
        for source, n in places
    )
    asked = Recommendation.objects.bulk_create(
        Recommendation(
            source=finding.source,
            finding=finding,
            ref=finding.ref,
            text="Something is asked for. " * 3,
            agency=agencies[finding.order % len(agencies)],
            order=finding.order,
        )
        for finding in findings
    )
    _answer(partnership, asked, chance, by_label)


def _source(partnership: Partnership, number: int, day: dt.date) -> Source:
    return Source(
        partnership=partnership,
        key=f"source-{number}",
        title=f"Synthetic source {number}",
        kind="audit",
        dated=day,
    )


def _answer(
    partnership: Partnership, asked: Sequence[Recommendation], chance: random.Random, by_label: str
) -> None:
    """Nine in ten are accepted with their actions; half of those have evidence; a quarter are judged."""
    accepted = [row for row in asked if chance.random() < 0.9]
    actions = list(
        Action.objects.filter(plan__partnership=partnership, plan__restricted=False).order_by("pk")
    )
    Answer.objects.bulk_create(
        Answer(recommendation=row, accepted=True, on=row.source.dated, by_label=by_label) for row in accepted
    )
    ActionLink.objects.bulk_create(
        ActionLink(
            recommendation=row,
            action=actions[(at * ACTIONS_EACH + each) % len(actions)],
            on=row.source.dated,
            by_label=by_label,
        )
        for at, row in enumerate(accepted)
        for each in range(ACTIONS_EACH)
    )
    Proof.objects.bulk_create(
        Proof(
            recommendation=row, kind="audit", text="It shows it.", dated=row.source.dated, by_label=by_label
        )
        for row in accepted[::2]
    )
    Judgement.objects.bulk_create(
        Judgement(
            recommendation=row,
            value=Judged.PARTLY,
            reasons="In part.",
            on=row.source.dated,
            by_label=by_label,
        )
        for row in accepted[::4]
    )

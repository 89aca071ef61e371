"""The self-assessments of one synthetic partnership: 150 agencies, five cycles, sixty answers each."""

from __future__ import annotations

import datetime as dt
import random

from goldenthread.duties.clock import add_months
from goldenthread.evidence.assurance.models import Assessment, Cycle, SignedAnswer, StandardScore, Turn
from goldenthread.evidence.assurance.questions import all_sets
from goldenthread.partnership.models import Agency, Partnership

SET = "section-11@2019.1"
CYCLES = 5
ANSWERS = 60
LATEST = "cycle-5"


def fill_assurance(
    partnership: Partnership, chance: random.Random, *, agencies: int, last: dt.date, by_label: str
) -> None:
    """Five yearly cycles in which as many ``agencies`` as are said were asked and all signed. As models, in bulk."""
    asked = Agency.objects.bulk_create(
        Agency(partnership=partnership, key=f"assessed-{n}", name=f"Synthetic setting {n}")
        for n in range(1, agencies + 1)
    )
    for number in range(1, CYCLES + 1):
        opens = add_months(last, -12 * (CYCLES - number) - 2)
        cycle = Cycle.objects.create(
            partnership=partnership,
            key=f"cycle-{number}",
            title=f"Synthetic cycle {number}",
            set_ref=SET,
            opens_on=opens,
            closes_on=add_months(opens, 1),
        )
        _sign(cycle, asked, chance, by_label)


def _sign(cycle: Cycle, asked: list[Agency], chance: random.Random, by_label: str) -> None:
    rows = Assessment.objects.bulk_create(
        Assessment(
            cycle=cycle, agency=agency, status="signed", asked_on=cycle.opens_on, signed_on=cycle.opens_on
        )
        for agency in asked
    )
    turns = Turn.objects.bulk_create(
        Turn(assessment=row, kind="signed", on=cycle.opens_on, officer="Chief Executive", by_label=by_label)
        for row in rows
    )
    for row, turn in zip(rows, turns, strict=True):
        row.standing = turn
    Assessment.objects.bulk_update(rows, ["standing"])
    SignedAnswer.objects.bulk_create(
        SignedAnswer(
            turn=turn, question=f"q{n}", level=chance.choice(("green", "amber", "red")), text="Synthetic.",
            by_label=by_label,
        )
        for turn in turns
        for n in range(ANSWERS)
    )  # fmt: skip
    StandardScore.objects.bulk_create(
        StandardScore(turn=turn, standard=each.key, points=chance.randint(0, 12), most=12, by_label=by_label)
        for turn in turns
        for each in all_sets()[SET].standards
    )

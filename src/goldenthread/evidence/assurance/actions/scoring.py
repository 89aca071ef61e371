"""What each standard came to, kept with the turn that it follows from: the heat map reads nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.evidence.assurance.models import Assessment, StandardScore, Turn
from goldenthread.partnership.viewer import Actor


def keep_scores(by: Actor, assessment: Assessment, turn: Turn, given: Mapping[str, str]) -> None:
    """Keeps the score of every standard, from the level of each question."""
    asked = assessment.cycle.questions
    rows = []
    for standard in asked.standards:
        score = asked.score(standard.questions, given)
        rows.append(
            StandardScore(
                turn=turn, standard=standard.key, points=score.points, most=score.most, by=by.person,
                by_label=by.label,
            )
        )  # fmt: skip
    StandardScore.objects.bulk_create(rows)

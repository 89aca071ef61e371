"""Challenges that ask for an answer, and stages of disagreements, as duties need to know them: by number alone."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.challenge.models import Challenge, Disagreement
from goldenthread.oversight.challenge.selectors.challenges import own_limits
from goldenthread.oversight.challenge.stages import stage_on
from goldenthread.partnership.models import Partnership

H = Happening


def challenge_facts(partnership: Partnership) -> Iterator[Fact]:
    """A fact for each challenge and each first answer, for each stage and its end. Seven queries."""
    yield from _challenges(partnership)
    yield from _disagreements(partnership)


def _challenges(partnership: Partnership) -> Iterator[Fact]:
    rows = Challenge.objects.filter(partnership=partnership).select_related("partnership")
    for row in rows.prefetch_related("replies", "outcomes"):
        replies, outcomes = list(row.replies.all()), list(row.outcomes.all())
        happening = H.CHALLENGE_TO_PARTNERSHIP
        if row.agency_id is not None:
            happening = H.CHALLENGE_TO_AGENCY
        elif row.group_id is not None:
            happening = H.CHALLENGE_TO_GROUP
        about, title = f"challenge:{row.pk}", str(row)
        yield Fact(
            happening, on=row.on, about=about, title=title, url=row.get_absolute_url(), due=row.due_on,
            agency=row.agency_id, group=row.group_id, restricted=row.restricted,
            lapsed=outcomes[0].on if outcomes and not replies else None,
        )  # fmt: skip
        if replies:
            yield Fact(
                H.CHALLENGE_ANSWERED, on=replies[0].on, about=about, title=title, restricted=row.restricted
            )


def _disagreements(partnership: Partnership) -> Iterator[Fact]:
    """Restricted: that two agencies disagree about a child is for them and for those who see restricted matter."""
    closures, own = closures_of(partnership), own_limits(partnership)
    rows = Disagreement.objects.filter(partnership=partnership).select_related("partnership", "settlement")
    for row in rows.prefetch_related("steps"):
        steps = sorted(row.steps.all(), key=lambda step: step.stage)
        settlement = getattr(row, "settlement", None)
        ends = [*(step.on for step in steps[1:]), settlement.on if settlement else None]
        for step, ended in zip(steps, ends, strict=True):
            about, title = f"disagreement:{row.pk}:{step.stage}", f"{row}, stage {step.stage}"
            due = stage_on(step.stage, step.on, own).due(step.on, closures)
            yield Fact(
                H.STAGE_BEGAN, on=step.on, about=about, title=title, url=row.get_absolute_url(),
                due=due, agency=row.raised_with_id, restricted=True,
            )  # fmt: skip
            if ended is not None:
                yield Fact(H.STAGE_ENDED, on=ended, about=about, title=title, restricted=True)

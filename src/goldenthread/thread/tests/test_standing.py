"""Where a recommendation stands: the rule as a table, and what holds for all facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.thread.standing import Facts, Judged, Stage, Standing, standing_of

YES, NO = True, False


@pytest.mark.parametrize(
    ("accepted", "actions", "done", "proofs", "judged", "stands"),
    [
        (None, 0, 0, 0, None, Standing.UNANSWERED),
        (NO, 0, 0, 0, None, Standing.REJECTED),
        (YES, 0, 0, 0, None, Standing.NO_ACTION),
        (YES, 0, 0, 2, Judged.PARTLY, Standing.NO_ACTION),
        (YES, 2, 1, 0, None, Standing.UNDER_WAY),
        (YES, 2, 1, 3, Judged.PARTLY, Standing.UNDER_WAY),
        (YES, 2, 2, 0, None, Standing.NO_PROOF),
        (YES, 2, 2, 0, Judged.NOT_YET, Standing.NO_PROOF),
        (YES, 2, 2, 1, None, Standing.NOT_JUDGED),
        (YES, 2, 2, 1, Judged.NOT_YET, Standing.NOT_YET),
        (YES, 2, 2, 1, Judged.PARTLY, Standing.PARTLY),
        (YES, 2, 2, 1, Judged.ACHIEVED, Standing.CLOSED),
        (YES, 2, 2, 1, Judged.NOT_SUSTAINED, Standing.NOT_SUSTAINED),
        (YES, 3, 2, 1, Judged.NOT_SUSTAINED, Standing.NOT_SUSTAINED),
        (YES, 3, 2, 1, Judged.ACHIEVED, Standing.UNDER_WAY),
    ],
)
def test_where_it_stands(accepted, actions, done, proofs, judged, stands):
    assert standing_of(Facts(accepted, actions, done, proofs, judged)) is stands


FACTS = st.builds(
    Facts,
    accepted=st.sampled_from([None, YES, NO]),
    actions=st.integers(0, 3),
    done=st.integers(0, 3),
    proofs=st.integers(0, 2),
    judged=st.sampled_from([None, *Judged]),
)


@given(FACTS)
def test_nothing_closes_without_actions_done_and_evidence_judged(facts):
    closed = standing_of(facts) is Standing.CLOSED
    assert closed == (
        facts.accepted is True
        and 0 < facts.actions == facts.done
        and facts.proofs > 0
        and facts.judged is Judged.ACHIEVED
    )


def test_every_standing_has_a_stage_and_only_impact_shown_is_green():
    stages = {standing: standing.stage for standing in Standing}
    assert [standing for standing, stage in stages.items() if stage is Stage.SHOWN] == [Standing.CLOSED]
    assert {standing for standing in Standing if standing.is_over} == {Standing.CLOSED, Standing.REJECTED}

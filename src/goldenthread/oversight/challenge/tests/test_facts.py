"""Which answers are owed for challenges and disagreements, by when, and who may know of it."""

import pytest
from tests.cast import viewing

from goldenthread.duties.sources import facts_of
from goldenthread.oversight.challenge.actions.challenges import end_challenge, reply
from goldenthread.oversight.challenge.actions.disagreements import settle, take_further
from goldenthread.oversight.challenge.tests.cases import challenged, day, disagreed


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


def facts(partnership, word):
    return [fact for fact in facts_of(partnership) if fact.about.startswith(f"{word}:")]


def test_an_answer_is_owed_by_whoever_was_challenged(by, partnership, council, lpr):
    challenged(by, agency=council, due_on=day("2019-09-20"))
    challenged(by, group=lpr)
    challenged(by, restricted=True)
    found = facts(partnership, "challenge")
    assert [(str(f.happening), f.agency, f.group, f.restricted) for f in reversed(found)] == [
        ("challenge_to_agency", council.pk, None, False),
        ("challenge_to_group", None, lpr.pk, False),
        ("challenge_to_partnership", None, None, True),
    ]
    assert found[-1].due == day("2019-09-20")


def test_it_is_met_by_the_first_answer_and_lapses_when_it_is_withdrawn(by, partnership, council):
    answered, withdrawn = challenged(by, agency=council), challenged(by, agency=council)
    reply(by=by, challenge=answered, text="Because")
    reply(by=by, challenge=answered, text="And because")
    end_challenge(by=by, challenge=withdrawn, value="withdrawn", reasons="Settled by telephone")
    found = facts(partnership, "challenge")
    assert [str(f.happening) for f in found].count("challenge_answered") == 1
    assert [f.lapsed for f in found if f.title == str(withdrawn)] == [day("2019-09-09")]
    assert [f.lapsed for f in found if f.title == str(answered)] == [None, None]


def test_each_stage_of_a_disagreement_has_its_own_limit_and_end(by, partnership, council, police):
    row = disagreed(by, council, police, on=day("2019-09-02"))
    take_further(by=by, disagreement=row, why="Not settled", on=day("2019-09-04"))
    began = [f for f in facts(partnership, "disagreement") if str(f.happening) == "stage_began"]
    assert [(f.on, f.due, f.agency, f.restricted) for f in began] == [
        (day("2019-09-02"), day("2019-09-04"), police.pk, True),
        (day("2019-09-04"), day("2019-09-11"), police.pk, True),
    ]
    ended = [f.on for f in facts(partnership, "disagreement") if str(f.happening) == "stage_ended"]
    assert ended == [day("2019-09-04")]
    settle(by=by, disagreement=row, agreed="A plan is needed", on=day("2019-09-09"))
    ended = [f.on for f in facts(partnership, "disagreement") if str(f.happening) == "stage_ended"]
    assert ended == [day("2019-09-04"), day("2019-09-09")]

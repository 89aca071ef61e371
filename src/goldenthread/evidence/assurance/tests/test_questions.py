"""Question sets: that each can be read, and how levels become scores."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import viewing

from goldenthread.evidence.assurance.actions.cycles import open_cycle
from goldenthread.evidence.assurance.forms.assurance import AskForm
from goldenthread.evidence.assurance.questions import all_sets, read_set
from goldenthread.evidence.assurance.tests.cases import day
from goldenthread.partnership.models import Agency

LEVELS = [
    {"key": "yes", "words": "Yes", "says": "x", "points": 2, "tone": "green", "symbol": "circle"},
    {"key": "partly", "words": "Partly", "says": "x", "points": 1, "tone": "amber", "symbol": "triangle"},
    {"key": "no", "words": "No", "says": "x", "points": 0, "tone": "red", "symbol": "octagon"},
]
ASKED = {
    "key": "s", "version": "1", "title": "S", "for_whom": "x", "source": "x", "enough": 2, "levels": LEVELS,
    "standards": [
        {"key": "a", "title": "A", "questions": [
            {"key": "1", "text": "?", "weight": 2}, {"key": "2", "text": "?", "may_not_apply": True},
        ]}
    ],
}  # fmt: skip


def test_the_sets_that_the_issue_of_section_11_and_schools_asks_for_are_there():
    found = {ref: len(each.standards) for ref, each in all_sets().items()}
    assert found["section-11@2019.1"] == 10
    assert found["section-11-eight@2019.1"] == 8
    assert found["schools-157-175@2019.1"] == 8
    assert found["early-years@2019.1"] == 6


@pytest.mark.parametrize("asked", all_sets().values(), ids=lambda each: each.ref)
def test_each_level_of_a_set_has_a_descriptor_and_points_of_its_own(asked):
    assert all(level.says for level in asked.levels)
    assert len({level.points for level in asked.levels}) == len(asked.levels)


def test_what_does_not_apply_takes_its_weight_with_it():
    asked = read_set(ASKED)
    questions = asked.standards[0].questions
    both = asked.score(questions, {"1": "yes", "2": "no"})
    assert (both.points, both.most, both.share) == (4, 6, Fraction(2, 3))
    assert asked.score(questions, {"1": "yes", "2": ""}).share == 1
    assert asked.score(questions, {}).share is None


@given(st.fractions(0, 1))
def test_nothing_is_rounded_up_to_a_level(share):
    level = read_set(ASKED).nearest(share)
    assert level.points <= share * 2 < level.points + 1 or level.key == "yes"


def test_a_key_is_used_once_and_something_is_enough():
    twice = ASKED["standards"] * 2
    with pytest.raises(ValueError, match="used twice"):
        read_set(ASKED | {"standards": twice})
    with pytest.raises(ValueError, match="no level is enough"):
        read_set(ASKED | {"enough": 9})


@pytest.mark.parametrize(
    ("ref", "kinds"),
    [
        ("schools-157-175@2019.1", {"school"}),
        ("early-years@2019.1", {"early_years"}),
        ("section-11@2019.1", {"safeguarding_partner", "relevant_agency", "other"}),
        ("section-11-eight@2019.1", {"safeguarding_partner", "relevant_agency", "other"}),
    ],
)
def test_a_set_is_for_the_agencies_whose_duty_it_asks_about(ref, kinds):
    assert {kind for kind in Agency.Kind.values if all_sets()[ref].is_for(kind)} == kinds


@pytest.mark.parametrize(
    ("ref", "ticked"),
    [
        ("schools-157-175@2019.1", ["Primary"]),
        ("early-years@2019.1", ["Nursery"]),
        ("section-11@2019.1", ["Council"]),
    ],
)
def test_those_for_whom_it_is_written_are_ticked_when_agencies_are_asked(
    business_manager, partnership, ref, ticked
):
    for name, kind in (("Council", "relevant_agency"), ("Primary", "school"), ("Nursery", "early_years")):
        Agency.objects.create(partnership=partnership, key=name.lower(), name=name, kind=kind)
    cycle = open_cycle(
        by=viewing(business_manager), set_ref=ref, title="2019", opens_on=day("2019-09-02"),
        closes_on=day("2019-10-31"),
    )  # fmt: skip
    chosen = AskForm(cycle=cycle).initial["agencies"]
    assert list(Agency.objects.filter(pk__in=chosen).values_list("name", flat=True)) == ticked

"""The risk register: scores, their history, reviews, the heat map."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import TODAY, viewing

from goldenthread.oversight.challenge.actions.risks import change_risk, close_risk, score_risk
from goldenthread.oversight.challenge.scoring import band, score
from goldenthread.oversight.challenge.selectors.risks import heat_map, risks_of
from goldenthread.oversight.challenge.tests.cases import SCORES, day, risked
from goldenthread.partnership.errors import RuleError, StaleVersionError


@given(st.integers(1, 5), st.integers(1, 5))
def test_every_score_has_a_band(likelihood, impact):
    value = score(likelihood, impact)
    assert band(value)[0] == (
        "Very high" if value >= 15 else "High" if value >= 10 else "Medium" if value >= 5 else "Low"
    )


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 1), (1, 6)])
def test_what_is_not_from_one_to_five_is_no_score(likelihood, impact):
    with pytest.raises(ValueError, match="from 1 to 5"):
        score(likelihood, impact)


def test_a_risk_is_scored_anew_and_keeps_its_scores(manager):
    row = risked(manager)
    (first,) = risks_of(manager)
    assert (first.now.before, first.now.after, first.is_above_appetite, first.change) == (20, 10, True, 0)
    lower = SCORES | {"likelihood_after": 1}
    with pytest.raises(RuleError, match="Choose a day to come"):
        score_risk(by=manager, risk=row, scores=lower, review_on=TODAY)
    score_risk(by=manager, risk=row, scores=lower, review_on=day("2020-03-02"), note="Posts are filled")
    (now,) = risks_of(manager)
    assert (now.now.after, now.change, now.is_above_appetite) == (5, -5, False)
    assert now.risk.review_on == day("2020-03-02")
    assert row.scorings.count() == 2


def test_controls_make_no_risk_greater(manager):
    with pytest.raises(RuleError, match="do not make a risk greater"):
        risked(manager, scores={"likelihood": 1, "impact": 1, "likelihood_after": 2, "impact_after": 1})


def test_a_review_is_late_from_the_day_after(manager):
    risked(manager)
    (row,) = risks_of(manager)
    assert not row.is_overdue(day("2019-12-02"))
    assert row.is_overdue(day("2019-12-03"))


def test_a_risk_stands_on_the_heat_map_with_its_controls(manager):
    row = risked(manager)
    assert {place: [each.risk for each in rows] for place, rows in heat_map(risks_of(manager)).items()} == {
        (2, 5): [row]
    }


def test_a_risk_is_changed_once_for_each_time_it_was_seen_and_closed_with_a_reason(manager):
    row = risked(manager)
    change_risk(by=manager, risk=row, version=1, title="Too few nurses")
    with pytest.raises(StaleVersionError):
        change_risk(by=manager, risk=row, version=1, title="x")
    with pytest.raises(RuleError, match="Say why"):
        close_risk(by=manager, risk=row, reason=" ")
    close_risk(by=manager, risk=row, reason="Posts are filled")
    assert (risks_of(manager), len(risks_of(manager, closed=True))) == ([], 1)
    with pytest.raises(RuleError, match="is closed"):
        score_risk(by=manager, risk=row, scores=SCORES, review_on=day("2020-03-02"))


@pytest.mark.parametrize("who", ["scrutineer", "member", "safeguarding_partner", "outsider"])
def test_the_business_team_keeps_the_register(manager, who, request):
    row = risked(manager)
    with pytest.raises(PermissionDenied):
        close_risk(by=viewing(request.getfixturevalue(who)), risk=row, reason="x")


def test_a_restricted_risk_is_for_those_who_see_restricted_matter(manager, member, scrutineer):
    risked(manager, restricted=True)
    assert risks_of(viewing(member)) == []
    assert len(risks_of(viewing(scrutineer))) == 1

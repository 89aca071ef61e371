"""What changed, and what is coming up."""

import datetime as dt

import pytest
from tests.cast import START, TODAY, signed_in

from goldenthread.home.tests.cases import (
    days_from_now,
    explain,
    home_of,
    make_action,
    make_plan,
    make_report,
    moment,
    part_of,
    publish,
    rate,
)
from goldenthread.partnership.models import Group
from goldenthread.plans.models import DueDateChange, Evidence

LONG_AGO = dt.date(2019, 5, 7)


@pytest.fixture
def plan(partnership):
    return make_plan(partnership)


@pytest.fixture
def action(plan):
    return make_action(plan, "1.1", ratings=[(LONG_AGO, 2)])


def changes_of(person):
    return part_of(home_of(person), "What changed", "Coming up")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3, "Improved 1.1 Train practitioners from 2 Started, some delay to 3 On track, Delivery plan"),
        (
            1,
            "Worsened 1.1 Train practitioners from 2 Started, some delay to 1 Not started or significant delay",
        ),
    ],
)
def test_a_rating_that_moved_is_told_in_words(action, scrutineer, value, said):
    rate(action, value, on=TODAY)
    assert said in changes_of(scrutineer)


def test_a_rating_given_again_and_a_first_rating_are_no_move(plan, action, scrutineer):
    rate(action, 2, on=TODAY)
    make_action(plan, "1.2", ratings=[(TODAY, 3)])
    assert "Nothing changed in the last 30 days." in changes_of(scrutineer)


def test_a_rating_is_compared_with_the_one_before_it_not_with_the_first(action, scrutineer):
    rate(action, 4, on=dt.date(2019, 6, 1))
    rate(action, 3, on=TODAY)
    assert "from 4 Completed and evidenced to 3 On track" in changes_of(scrutineer)


@pytest.mark.parametrize(("days", "shown"), [(0, True), (-30, True), (-31, False)])
def test_changes_are_told_for_30_days(action, scrutineer, days, shown):
    rate(action, 3, on=days_from_now(days))
    explain(action, on=days_from_now(days))
    said = changes_of(scrutineer)
    assert ("In the last 30 days: 1 rating improved, 1 explanation given." in said) is shown


def test_an_explanation_is_told_with_its_words_and_who_gave_it(action, scrutineer):
    explain(action, on=dt.date(2019, 9, 3))
    assert (
        "3 September 2019, Somebody Explained 1.1 Train practitioners, Delivery plan The trainer is ill."
        in (changes_of(scrutineer))
    )


def test_a_due_date_that_moved_is_told_as_exactly_as_it_was_given(action, scrutineer):
    DueDateChange.objects.create(
        action=action,
        old_due_on=dt.date(2019, 6, 30),
        old_precision="quarter",
        new_due_on=dt.date(2019, 12, 31),
        new_precision="month",
        reason="The panel asked for more.",
        by_label="Somebody",
        recorded_at=moment(dt.date(2019, 9, 4)),
    )
    said = changes_of(scrutineer)
    assert "4 September 2019, Somebody Due date moved 1.1 Train practitioners" in said
    assert "from the quarter to June 2019 to December 2019" in said
    assert "The panel asked for more." in said


@pytest.mark.parametrize(("kind", "shown"), [("impact", True), ("done", False)])
def test_evidence_of_impact_is_told_and_other_evidence_is_not(action, scrutineer, kind, shown):
    Evidence.objects.create(
        action=action,
        kind=kind,
        title="Children were heard",
        link="https://example.org/",
        dated=LONG_AGO,
        by_label="Somebody",
        recorded_at=moment(TODAY),
    )
    assert ("Children were heard" in changes_of(scrutineer)) is shown


def test_a_published_report_is_told_and_a_withdrawn_one_is_not(plan, scrutineer):
    report = make_report(plan.partnership)
    publish(report, on=TODAY)
    assert "9 September 2019 Published Performance report" in changes_of(scrutineer)
    type(report).objects.update(status="withdrawn", withdrawn_on=TODAY, withdrawn_reason="Wrong")
    assert "Performance report" not in changes_of(scrutineer)


def test_many_explanations_of_one_day_are_told_together(plan, scrutineer):
    for number in range(1, 16):
        explain(make_action(plan, f"1.{number}"), on=TODAY)
    said = changes_of(scrutineer)
    assert "Explained 15 actions, Delivery plan 1.1, 1.2, 1.3" in said
    assert "1.12 and 3 more" in said


def test_a_member_is_told_of_their_group_and_their_own_actions_and_of_no_others(plan, member, lpr, strategic):
    for ref, fields in (
        ("1.1", {"overseeing_group": lpr}),
        ("1.2", {"lead": member}),
        ("1.3", {"overseeing_group": strategic}),
    ):
        rate(make_action(plan, ref, ratings=[(START, 2)], **fields), 3, on=TODAY)
    said = changes_of(member)
    assert "1.1 Train" in said
    assert "1.2 Train" in said
    assert "1.3 Train" not in said
    assert "This page speaks of the actions of the groups you sit on and your own." in home_of(member)


def test_a_data_lead_is_told_of_the_agency_whose_figures_they_send(plan, data_lead, council, police):
    for ref, agency in (("1.1", council), ("1.2", police)):
        rate(make_action(plan, ref, ratings=[(START, 2)], lead_agency=agency), 3, on=TODAY)
    said = changes_of(data_lead)
    assert "1.1 Train" in said
    assert "1.2 Train" not in said


def test_the_year_ahead_begins_with_this_month_and_holds_twelve(plan, scrutineer):
    make_action(plan, "1.1", due=TODAY)
    make_action(plan, "1.2", due=TODAY - dt.timedelta(days=1))
    make_action(plan, "1.3", due=dt.date(2020, 8, 31))
    make_action(plan, "1.4", due=dt.date(2020, 9, 1))
    make_action(plan, "1.5", due=dt.date(2019, 12, 1), ratings=[(TODAY, 4)])
    html = signed_in(scrutineer).get("/thurrock/").content.decode()
    assert html.count('class="gt-strip__month') == 12
    said = home_of(scrutineer).partition("Coming up")[2]
    assert "September 2019 9 Action 1.1 due" in said
    assert "August 2020 31 Action 1.3 due" in said
    for ref in ("1.2", "1.4", "1.5"):
        assert f"Action {ref} due" not in said


def test_many_actions_of_a_month_are_counted(plan, scrutineer):
    for number in range(1, 5):
        make_action(plan, f"1.{number}", due=dt.date(2019, 11, 30))
    assert "November 2019 4 actions due" in home_of(scrutineer)


def test_the_year_ahead_tells_when_years_terms_groups_and_plans_end(
    partnership, plan, chair, lpr, scrutineer
):
    type(plan).objects.update(ends_on=dt.date(2020, 3, 31))
    Group.objects.filter(pk=lpr.pk).update(terms_review_on=dt.date(2020, 1, 15))
    Group.objects.create(
        partnership=partnership,
        key="t",
        name="Walk Online",
        kind="task_and_finish",
        ends_on=dt.date(2019, 10, 31),
    )
    said = home_of(scrutineer).partition("Coming up")[2]
    assert "Chair’s year ends: Learning & Practice Review Group" in said
    assert "15 Terms reviewed: Learning & Practice Review Group" in said
    assert "31 Walk Online ends" in said
    assert "31 Delivery plan ends" in said

"""Rows that cannot be, or that leave something open, do not move an indicator the wrong way."""

import pytest

from .cases import numbers, read, row


def test_the_same_referral_twice_makes_no_re_referral():
    # A duplicate is a fault of its own; it is not a child who came back.
    rows = [row("referrals", 1, referral_date="06/11/2017"), row("referrals", 1, referral_date="06/11/2017")]
    assert numbers(read(referrals=rows), "re_referrals") == (0, 2)


def test_two_rows_of_one_day_both_follow_an_earlier_referral():
    days = ("06/09/2017", "06/11/2017", "06/11/2017")
    rows = [row("referrals", 1, referral_date=day) for day in days]
    assert numbers(read(referrals=rows), "re_referrals") == (2, 2)


def test_referrals_without_an_identifier_are_not_taken_for_one_child():
    rows = [row("referrals", 1, referral_date=day, child_id="") for day in ("06/11/2017", "20/11/2017")]
    assert numbers(read(referrals=rows), "re_referrals") == (0, 2)


def test_an_assessment_authorised_before_it_began_is_in_no_band():
    rows = [
        row("assessments", 1, assessment_start="20/11/2017", assessment_authorised="06/11/2017"),
        row("assessments", 2, assessment_start="06/11/2017", assessment_authorised="20/11/2017"),
        row("assessments", 3, assessment_start="", assessment_authorised="20/11/2017"),
    ]
    result = read(assessments=rows)
    assert numbers(result, "assessments_45_days") == (1, 1)
    assert numbers(result, "assessments_completed") == (3, None)


def test_an_open_child_in_need_whose_start_is_blank_is_counted():
    # Ofsted allows the start to be blank; the list holds nobody who was not in need.
    rows = [
        row("children_in_need", 1, need_start=""),
        row("children_in_need", 2, need_start="06/11/2017"),
        row("children_in_need", 3, need_start="", need_end="20/11/2017"),
        row("children_in_need", 4, need_start="", case_status="e) Closed episode"),
        row("children_in_need", 5, need_start="06/12/2017"),
    ]
    assert numbers(read(children_in_need=rows), "children_in_need") == (2, None)


@pytest.mark.parametrize(("key", "day"), [("started_care", "care_start"), ("ceased_care", "care_end")])
def test_short_breaks_neither_start_nor_end_a_time_in_care(key, day):
    statuses = (
        "C2: FCO",
        "V3: Short term breaks, episodes recorded",
        "V4: Short term breaks, agreements recorded",
    )
    usual = {"care_start": "01/06/2014", "legal_status_start": "06/11/2017", "placement_start": "06/11/2017"}
    rows = [
        row("looked_after", at, **(usual | {day: "06/11/2017", "legal_status": status}))
        for at, status in enumerate(statuses)
    ]
    assert numbers(read(looked_after=rows), key) == (1, None)


def test_a_check_dated_after_the_period_is_not_yet_in_time():
    usual = {"care_start": "01/06/2014", "legal_status_start": "01/06/2014", "placement_start": "01/06/2014"}
    late = {"health_assessment": "06/11/2071", "dental_check": "06/11/2071"}
    in_care = read(looked_after=[row("looked_after", 1, **usual, **late)])
    assert numbers(in_care, "health_in_time") == (0, 1)
    assert numbers(in_care, "dental_in_time") == (0, 1)
    plan = row("child_protection", 1, plan_start="01/06/2017", latest_review="06/11/2071")
    assert numbers(read(child_protection=[plan]), "latest_review_in_time") == (0, 1)


def test_an_adopter_who_was_refused_at_the_end_of_stage_2_is_not_approved():
    rows = [
        row("adopters", 1, stage_2_end="06/11/2017"),
        row("adopters", 2, stage_2_end="06/11/2017", leaving_reason="c) Application refused"),
        row("adopters", 3, approved="06/11/2017"),
    ]
    assert numbers(read(adopters=rows), "adopters_approved") == (2, None)

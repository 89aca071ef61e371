"""Each indicator against a handful of rows counted by hand, and each trap that published tools fall into."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from goldenthread.duties.clock import working_days_between
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.annex_a.indicators import MEASURES, NOT_IN_ANNEX_A

from .cases import PERIOD, numbers, read, row


def many(key, *each, **cells):
    return [row(key, at, **(cells | one)) for at, one in enumerate(each, start=1)]


def test_what_happened_in_the_month_is_counted_its_first_and_last_day_included():
    rows = many(
        "contacts",
        *({"contact_date": day} for day in ("31/10/2017", "01/11/2017", "30/11/2017", "01/12/2017")),
    )
    assert numbers(read(contacts=rows), "contacts") == (2, None)


def test_contacts_by_source_are_shares_of_all_contacts():
    rows = many("contacts", {"contact_source": "q) 6: Police"}, {"contact_source": "e) 2A: Schools"}, {}, {})
    assert numbers(read(contacts=rows), "contacts_police") == (3, 4)
    assert numbers(read(contacts=rows), "contacts_schools") == (1, 4)


def test_a_re_referral_follows_another_within_twelve_months_and_the_repeated_column_counts_once():
    # The column tells of the child's latest referral and stands on every row: rows above nought are not the rate.
    rows = [
        row("referrals", 1, referral_date="02/11/2017", referrals_12m=1),
        row("referrals", 1, referral_date="20/11/2017", referrals_12m=1),
        row("referrals", 2, referral_date="20/11/2017", referrals_12m=1),
        row("referrals", 3, referral_date="20/11/2017", referrals_12m=0),
    ]
    # Child 1: the first is none, the second follows it. Child 2: its column says so. Child 3: none.
    assert numbers(read(referrals=rows), "re_referrals") == (2, 4)


@pytest.mark.parametrize(("before", "counted"), [("07/11/2016", 1), ("05/11/2016", 0)])
def test_a_referral_of_more_than_a_year_ago_makes_no_re_referral(before, counted):
    rows = [row("referrals", 1, referral_date=before), row("referrals", 1, referral_date="06/11/2017")]
    assert numbers(read(referrals=rows), "re_referrals") == (counted, 1)


def test_no_further_action_is_a_share_of_those_that_say():
    rows = many("referrals", {"nfa": "a) Yes"}, {"nfa": "b) No"}, {"nfa": ""})
    assert numbers(read(referrals=rows), "referrals_nfa") == (1, 2)


@pytest.mark.parametrize(
    ("start", "end", "within"),
    [
        ("25/09/2017", "27/11/2017", 1),  # 45 working days
        ("25/09/2017", "28/11/2017", 0),  # 46
        ("11/12/2017", "14/02/2018", 1),  # 45, Christmas, Boxing Day and New Year's Day not among them
        ("11/12/2017", "19/02/2018", 0),
    ],
)
def test_assessments_count_working_days_without_bank_holidays_and_the_first_day_is_day_nought(
    start, end, within
):
    rows = [row("assessments", 1, assessment_start=start, assessment_authorised=end)]
    day = dt.datetime.strptime(end, "%d/%m/%Y").date()  # noqa: DTZ007
    result = read(period=read_period(f"{day:%Y-%m}"), assessments=rows)
    assert numbers(result, "assessments_45_days") == (within, 1)


def test_open_assessments_stand_beside_the_percentage_and_not_in_it():
    rows = many(
        "assessments",
        {"assessment_start": "01/06/2017", "assessment_authorised": ""},
        {"assessment_start": "20/11/2017", "assessment_authorised": ""},
        {"assessment_start": "01/11/2017", "assessment_authorised": "20/11/2017"},
    )
    result = read(assessments=rows)
    assert numbers(result, "assessments_45_days") == (1, 1)
    assert numbers(result, "assessments_open_over_45") == (1, None)


def test_a_conference_before_its_strategy_discussion_is_in_no_band():
    rows = many(
        "section_47",
        {"strategy_date": "01/11/2017", "icpc_date": "22/11/2017"},  # 15 working days
        {"strategy_date": "01/11/2017", "icpc_date": "23/11/2017"},  # 16
        {"strategy_date": "20/11/2017", "icpc_date": "17/11/2017"},
    )
    result = read(section_47=rows)
    assert numbers(result, "icpc_15_days") == (1, 2)
    assert numbers(result, "icpc") == (3, None)


def test_a_plan_that_ends_on_the_last_day_is_over():
    plans = ({"plan_end": ""}, {"plan_end": "30/11/2017"}, {"plan_end": "01/12/2017"})
    rows = many("child_protection", *plans, plan_start="01/06/2017")
    assert numbers(read(child_protection=rows), "child_protection_plans") == (2, None)


@pytest.mark.parametrize(("start", "over"), [("01/12/2015", 1), ("02/12/2015", 0)])
def test_two_years_are_more_than_729_days(start, over):
    # From 1 December 2015 to 30 November 2017 are 730 days.
    rows = [row("child_protection", 1, plan_start=start)]
    assert numbers(read(child_protection=rows), "plans_over_2_years") == (over, 1)


def test_second_plans_are_of_the_plans_that_started():
    rows = many(
        "child_protection",
        {"plan_start": "06/11/2017", "previous_plans": 1},
        {"plan_start": "06/11/2017", "previous_plans": 0},
        {"plan_start": "06/06/2017", "previous_plans": 3},
    )
    assert numbers(read(child_protection=rows), "second_plans") == (1, 2)


def care(*each, **cells):
    usual = {"care_start": "01/06/2014", "legal_status_start": "01/06/2014", "placement_start": "01/06/2014"}
    return many("looked_after", *each, **(usual | cells))


def test_children_in_short_breaks_and_those_who_are_18_are_not_looked_after():
    rows = care(
        {},
        {"legal_status": "V3: Short term breaks, episodes recorded"},
        {"legal_status": "V4: Short term breaks, agreements recorded"},
        {"date_of_birth": "30/11/1999"},
        {"date_of_birth": "01/12/1999"},
        {"care_end": "12/11/2017"},
    )
    result = read(looked_after=rows)
    assert numbers(result, "looked_after") == (2, None)
    assert numbers(result, "ceased_care") == (1, None)


def test_three_placements_are_of_those_looked_after_now():
    rows = care({"placements_12m": 3}, {"placements_12m": 2}, {"placements_12m": 9, "care_end": "12/11/2017"})
    assert numbers(read(looked_after=rows), "three_placements") == (1, 2)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, (1, 1)),
        ({"placement_start": "01/12/2015"}, (0, 1)),  # a day short of two years
        ({"placement_start": "30/11/2015"}, (1, 1)),
        (
            {"care_start": "01/06/2015", "legal_status_start": "01/06/2015", "placement_start": "01/06/2015"},
            (0, 0),
        ),
        ({"date_of_birth": "30/11/2001", "age": 16}, (0, 0)),
        ({"date_of_birth": "01/12/2001", "age": 15}, (1, 1)),
    ],
)
def test_long_term_stability_is_of_those_under_16_and_two_and_a_half_years_in_care(cells, expected):
    assert numbers(read(looked_after=care(cells)), "long_term_stability") == expected


def test_health_is_due_twice_a_year_under_five():
    rows = care(
        {"health_assessment": "01/03/2017"},
        {"health_assessment": "01/03/2017", "date_of_birth": "03/05/2014", "age": 3},
        {"health_assessment": ""},
    )
    assert numbers(read(looked_after=rows), "health_in_time") == (1, 3)


def test_a_return_interview_is_accepted_only_where_it_was_offered():
    rows = care(
        {"missing_episodes": 2, "interview_offered": "a) Yes", "interview_accepted": "b) No"},
        {"missing_episodes": 1, "interview_offered": "b) No"},
        {"missing_episodes": 0},
    )
    result = read(looked_after=rows)
    assert numbers(result, "missing_from_care") == (2, 3)
    assert numbers(result, "interviews_offered") == (1, 2)
    assert numbers(result, "interviews_accepted") == (0, 1)


def leavers(*each):
    return many("care_leavers", *each, date_of_birth="01/06/1997", age=20, in_touch="a) Yes")


def test_care_leavers_are_those_of_19_to_21_and_not_everybody():
    rows = leavers(
        {}, {"date_of_birth": "01/12/1998", "age": 18}, {"date_of_birth": "30/11/1998", "age": 19},
        {"date_of_birth": "30/11/1995", "age": 22}, {"date_of_birth": "01/12/1995", "age": 21},
        {"in_touch": "c) Died"}, {"in_touch": "f) Rhom"}, {"in_touch": "d) Refu"},
    )  # fmt: skip
    assert numbers(read(care_leavers=rows), "care_leavers_in_touch") == (3, 4)


def test_accommodation_leaves_out_who_is_abroad_and_keeps_who_is_unknown():
    rows = leavers(
        {"accommodation": "U: Independent living", "suitable": "a) Suitable"},
        {"accommodation": "X: In custody", "suitable": "b) Unsuitable"},
        {"accommodation": "G: Abroad", "suitable": ""},
        {"accommodation": "", "suitable": ""},
    )
    assert numbers(read(care_leavers=rows), "care_leavers_accommodation") == (1, 3)


def test_education_and_employment_are_told_by_the_codes_and_out_of_everybody():
    rows = leavers(
        {"activity": "F2: Full time in education other than higher"},
        {"activity": "G5: Not in education, employment or training - other"},
        {"activity": "", "in_touch": "b) No"},
    )
    assert numbers(read(care_leavers=rows), "care_leavers_eet") == (1, 3)


def test_the_days_to_an_adoptive_placement_stop_at_fostering_for_adoption():
    usual = {"care_start": "01/11/2016", "decision": "01/01/2017", "adoption_order": "10/11/2017"}
    rows = many(
        "adoption",
        {"placed": "01/08/2017", "fostering_for_adoption": ""},  # 273 days
        {"placed": "01/08/2017", "fostering_for_adoption": "01/12/2016"},  # 30 days
        {"placed": "", "fostering_for_adoption": ""},
        **usual,
    )
    result = read(adoption=rows)
    assert numbers(result, "days_to_adoptive_placement") == (303, 2)
    assert numbers(result, "children_adopted") == (3, None)


def test_a_match_before_the_placement_order_counts_as_nought_days():
    usual = {
        "care_start": "01/11/2015",
        "decision": "01/01/2016",
        "adoption_order": "10/11/2017",
        "placed": "01/08/2017",
    }
    rows = many(
        "adoption",
        {"placement_order": "01/03/2017", "matched": "11/03/2017"},
        {"placement_order": "01/03/2017", "matched": "01/02/2017"},
        {"placement_order": "", "matched": "01/02/2017"},
        **usual,
    )
    assert numbers(read(adoption=rows), "days_to_match") == (10, 2)


def test_a_value_is_exact_to_six_decimals():
    result = read(referrals=many("referrals", {"nfa": "a) Yes"}, {}, {}))
    assert result.indicators["referrals_nfa"].value == Decimal("33.333333")


def test_what_nobody_can_count_is_left_out_with_its_reason_and_is_not_nought():
    result = read(contacts=[row("contacts")])
    assert "contacts" in result.indicators
    assert "referrals" not in result.indicators
    assert result.not_computed["referrals"] == "List 3: Referral was not in the files."
    assert set(NOT_IN_ANNEX_A) <= set(result.not_computed)


def test_a_share_of_nothing_has_no_value():
    result = read(assessments=[row("assessments", 1, assessment_authorised="")])
    assert result.indicators["assessments_45_days"].value is None


def test_every_measure_names_its_own_key_once():
    keys = [measure.key for measure in MEASURES]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(NOT_IN_ANNEX_A)


def test_hundreds_of_assessments_agree_with_a_count_one_by_one():
    draw = random.Random(45)
    first = dt.date(2017, 7, 1)
    pairs = [
        (
            first + dt.timedelta(days=draw.randrange(140)),
            dt.date(2017, 11, 1) + dt.timedelta(days=draw.randrange(30)),
        )
        for _ in range(400)
    ]
    pairs = [(start, end) for start, end in pairs if start <= end]
    rows = [
        row("assessments", at, assessment_start=f"{start:%d/%m/%Y}", assessment_authorised=f"{end:%d/%m/%Y}")
        for at, (start, end) in enumerate(pairs)
    ]
    expected = sum(working_days_between(start, end) <= 45 for start, end in pairs)
    assert numbers(read(assessments=rows), "assessments_45_days") == (expected, len(pairs))
    assert PERIOD.key == "2017-11"

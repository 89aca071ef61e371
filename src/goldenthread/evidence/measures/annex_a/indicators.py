"""What the lists add up to: every indicator that they allow, by the Department for Education's and Ofsted's
definitions.

Each indicator is one row of :data:`MEASURES`: a count, or a numerator and a denominator, as expressions over one
list. What happened is counted where its date lies in the period; what stands is counted on the period's last day.
Percentages are of what is known and completed; what is open past its limit has an indicator of its own beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import narwhals as nw

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.annex_a.cleaning import Cleaned, day_number
from goldenthread.evidence.measures.annex_a.definitions import (
    IN_EET,
    MEAN,
    PERCENT,
    TWO_YEARS,
    Measure,
    Moment,
    adopted,
    answered,
    approved,
    assessed,
    both,
    coded,
    conference,
    from_source,
    happened,
    health_in_time,
    housed,
    in_care,
    in_care_a_year,
    in_need,
    leavers,
    on_plan,
    open_over,
    re_referred,
    settled,
    started_or_ceased,
    within,
)
from goldenthread.evidence.measures.annex_a.schema import BY_KEY
from goldenthread.evidence.measures.annex_a.working_days import holidays_before

STORED = Decimal("0.000001")


@dataclass(frozen=True)
class Computed:
    """One indicator's figures: a percentage has both numbers, a count its numerator, a mean the sum and the number."""

    title: str
    unit: str
    numerator: int | None
    denominator: int | None
    value: Decimal | None

    def as_json(self) -> dict[str, Any]:
        """As plain values; exact to six decimals."""
        return {
            "title": self.title,
            "unit": self.unit,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": None if self.value is None else float(self.value),
        }


def compute(lists: Mapping[str, Cleaned], period: Period) -> tuple[dict[str, Computed], dict[str, str]]:
    """Every indicator that the lists allow, and why each of the others is left out. One pass over each list."""
    moment = Moment(day_number(period.start), day_number(period.end), period.end, holidays_before(period.end))
    computed: dict[str, Computed] = {}
    left_out = dict(NOT_IN_ANNEX_A)
    wanted: dict[str, list[Measure]] = defaultdict(list)
    for measure in MEASURES:
        lacking = _lacking(measure, lists)
        if lacking:
            left_out[measure.key] = lacking
        else:
            wanted[measure.of].append(measure)
    for key, measures in wanted.items():
        for measure, numerator, denominator in _sums(lists[key], measures, moment):
            computed[measure.key] = _computed(measure, numerator, denominator)
    return {m.key: computed[m.key] for m in MEASURES if m.key in computed}, left_out


def _lacking(measure: Measure, lists: Mapping[str, Cleaned]) -> str:
    of = BY_KEY[measure.of]
    if measure.of not in lists:
        return f"{of.label} was not in the files."
    present = lists[measure.of].headings
    missing = [
        column.heading for column in of.columns if column.name in measure.needs and column.name not in present
    ]
    return f"{of.label} lacks the column “{missing[0]}”." if missing else ""


def _sums(cleaned: Cleaned, measures: list[Measure], moment: Moment) -> list[tuple[Measure, int, int]]:
    """Each measure's numerator and denominator, all of one list together."""
    frame = cleaned.frame
    if cleaned.of.key == "referrals" and {"child_id", "referral_date"} <= set(cleaned.headings):
        frame = frame.with_columns(
            nw.col("referral_date")
            .shift(1)
            .over("child_id", order_by="referral_date")
            .alias("referral_before"),
            nw.col("referral_date").max().over("child_id").alias("latest_referral"),
        )
        # Of several rows of one day, each follows what the first of them follows, and not one another.
        earlier = nw.when(nw.col("referral_before") < nw.col("referral_date")).then(nw.col("referral_before"))
        frame = frame.with_columns(earlier.alias("referral_before")).with_columns(
            nw.col("referral_before").max().over("child_id", "referral_date").alias("referral_before")
        )
    selected = []
    for at, measure in enumerate(measures):
        selected.append(_sum(measure.counted(moment)).alias(f"n{at}"))
        if measure.out_of is not None:
            selected.append(_sum(measure.out_of(moment)).alias(f"d{at}"))
    answer = frame.select(*selected).collect().to_dict(as_series=False)
    return [
        (measure, int(answer[f"n{at}"][0] or 0), int(answer.get(f"d{at}", [0])[0] or 0))
        for at, measure in enumerate(measures)
    ]


def _sum(expression: nw.Expr) -> nw.Expr:
    return expression.cast(nw.Int64).fill_null(0).sum()


def _computed(measure: Measure, numerator: int, denominator: int) -> Computed:
    if measure.out_of is None:
        return Computed(measure.title, measure.unit, numerator, None, Decimal(numerator))
    value = None
    if denominator:
        scale = 100 if measure.unit == PERCENT else 1
        value = (Decimal(numerator * scale) / denominator).quantize(STORED, ROUND_HALF_UP)
    return Computed(measure.title, measure.unit, numerator, denominator, value)


CIN, CLA, CARE = (
    "DfE children in need statistics",
    "DfE SSDA903 guide",
    ("care_start", "care_end", "legal_status", "date_of_birth"),
)
LEAVER = ("date_of_birth", "in_touch")
MEASURES: tuple[Measure, ...] = (
    Measure("contacts", "Contacts", "contacts", ("contact_date",), happened("contact_date")),
    *(
        Measure(
            f"contacts_{key}",
            f"Contacts from {name}",
            "contacts",
            ("contact_date", "contact_source"),
            from_source(codes),
            happened("contact_date"),
            PERCENT,
        )
        for key, name, codes in (
            ("police", "the police", ("6",)),
            ("schools", "schools", ("2A",)),
            ("health", "health services", ("3A", "3B", "3C", "3D", "3E", "3F")),
        )
    ),
    Measure(
        "early_help_assessments", "Early help assessments completed", "early_help", ("assessment_end",),
        happened("assessment_end"),
    ),
    Measure("referrals", "Referrals", "referrals", ("referral_date",), happened("referral_date"), source=CIN),
    Measure(
        "referrals_nfa", "Referrals without further action", "referrals", ("referral_date", "nfa"),
        lambda m: m.happened("referral_date") & coded("nfa", "yes"),
        lambda m: m.happened("referral_date") & answered("nfa"),
        PERCENT, CIN,
    ),
    Measure(
        "re_referrals", "Re-referrals within 12 months", "referrals", ("child_id", "referral_date", "referrals_12m"),
        re_referred, happened("referral_date"), PERCENT, "DfE LAIT",
    ),
    Measure(
        "assessments_completed", "Assessments completed", "assessments", ("assessment_authorised",),
        happened("assessment_authorised"), source=CIN,
    ),
    Measure(
        "assessments_45_days", "Assessments within 45 working days", "assessments",
        ("assessment_start", "assessment_authorised"),
        both(assessed, within("assessment_start", "assessment_authorised", 45)), assessed, PERCENT, CIN,
    ),
    Measure(
        "assessments_open_over_45", "Open assessments past 45 working days", "assessments",
        ("assessment_start", "assessment_authorised"), open_over(45),
    ),
    Measure(
        "child_seen", "Children seen during their assessment", "assessments", ("assessment_authorised", "child_seen"),
        lambda m: m.happened("assessment_authorised") & coded("child_seen", "yes"),
        lambda m: m.happened("assessment_authorised") & answered("child_seen"),
        PERCENT,
    ),
    Measure(
        "section_47", "Section 47 enquiries", "section_47", ("strategy_date",), happened("strategy_date"), source=CIN
    ),
    Measure("icpc", "Initial conferences", "section_47", ("icpc_date",), happened("icpc_date"), source=CIN),
    Measure(
        "icpc_15_days", "Initial conferences within 15 working days", "section_47", ("strategy_date", "icpc_date"),
        both(conference, within("strategy_date", "icpc_date", 15)), conference, PERCENT, CIN,
    ),
    Measure(
        "icpc_no_plan", "Initial conferences without a plan", "section_47", ("icpc_date", "icpc_led_to_plan"),
        lambda m: m.happened("icpc_date") & coded("icpc_led_to_plan", "no"),
        lambda m: m.happened("icpc_date") & answered("icpc_led_to_plan"),
        PERCENT,
    ),
    Measure(
        "children_in_need", "Children in need", "children_in_need", ("need_start", "need_end", "case_status"),
        in_need, source=CIN,
    ),
    Measure(
        "child_protection_plans", "Children on a child protection plan", "child_protection", ("plan_start", "plan_end"),
        on_plan, source=CIN,
    ),
    Measure(
        "plans_started", "Child protection plans started", "child_protection", ("plan_start",), happened("plan_start"),
        source=CIN,
    ),
    Measure(
        "second_plans", "Second or later plans", "child_protection", ("plan_start", "previous_plans"),
        lambda m: m.happened("plan_start") & (nw.col("previous_plans") > 0), happened("plan_start"), PERCENT, CIN,
    ),
    Measure(
        "plans_over_2_years", "Plans open for 2 years or more", "child_protection", ("plan_start", "plan_end"),
        lambda m: on_plan(m) & (m.last - nw.col("plan_start") > TWO_YEARS), on_plan, PERCENT, CIN,
    ),
    Measure(
        "plans_ended_over_2_years", "Ended plans that lasted 2 years or more", "child_protection",
        ("plan_start", "plan_end"),
        lambda m: m.happened("plan_end") & (nw.col("plan_end") - nw.col("plan_start") > TWO_YEARS),
        happened("plan_end"), PERCENT, CIN,
    ),
    Measure(
        "latest_review_in_time", "Latest child protection review within 6 months", "child_protection",
        ("plan_start", "plan_end", "latest_review"),
        lambda m: on_plan(m) & (nw.col("plan_start") <= m.months_before(3))
        & m.since("latest_review", 6),
        lambda m: on_plan(m) & (nw.col("plan_start") <= m.months_before(3)),
        PERCENT, "Of the latest review alone: the list holds no other",
    ),
    Measure("looked_after", "Looked-after children", "looked_after", CARE, in_care, source=CLA),
    Measure(
        "started_care", "Children who started to be looked after", "looked_after", ("care_start", "legal_status"),
        started_or_ceased("care_start"), source=CLA,
    ),
    Measure(
        "ceased_care", "Children who ceased to be looked after", "looked_after", ("care_end", "legal_status"),
        started_or_ceased("care_end"), source=CLA,
    ),
    Measure(
        "uasc_looked_after", "Unaccompanied children looked after", "looked_after", (*CARE, "uasc"),
        lambda m: in_care(m) & coded("uasc", "yes"),
        source="The column says whether a child was unaccompanied within 12 months, not now",
    ),
    Measure(
        "three_placements", "Three or more placements in 12 months", "looked_after", (*CARE, "placements_12m"),
        lambda m: in_care(m) & (nw.col("placements_12m") >= 3), in_care, PERCENT, CLA,
    ),
    Measure(
        "long_term_stability", "Same placement for 2 years or more", "looked_after", (*CARE, "placement_start"),
        lambda m: settled(m) & (nw.col("placement_start") <= m.months_before(24)), settled, PERCENT,
        f"{CLA}; a placement before one for adoption is not on the list",
    ),
    Measure(
        "placed_out_of_area", "Placed outside the authority", "looked_after", (*CARE, "placement_location"),
        lambda m: in_care(m) & coded("placement_location", "out"),
        lambda m: in_care(m) & ~nw.col("placement_location").is_null(), PERCENT,
    ),
    Measure(
        "missing_from_care", "Looked-after children who went missing", "looked_after", (*CARE, "missing_episodes"),
        lambda m: in_care(m) & (nw.col("missing_episodes") > 0), in_care, PERCENT, CLA,
    ),
    Measure(
        "interviews_offered", "Return interviews offered", "looked_after",
        (*CARE, "missing_episodes", "interview_offered"),
        lambda m: in_care(m) & (nw.col("missing_episodes") > 0) & coded("interview_offered", "yes"),
        lambda m: in_care(m) & (nw.col("missing_episodes") > 0) & answered("interview_offered"), PERCENT,
        "After the last episode of each child",
    ),
    Measure(
        "interviews_accepted", "Return interviews accepted, of those offered", "looked_after",
        (*CARE, "missing_episodes", "interview_offered", "interview_accepted"),
        lambda m: in_care(m) & coded("interview_offered", "yes") & coded("interview_accepted", "yes"),
        lambda m: in_care(m) & coded("interview_offered", "yes") & answered("interview_accepted"), PERCENT,
    ),
    Measure(
        "health_in_time", "Health assessments in time", "looked_after", (*CARE, "health_assessment"), health_in_time,
        in_care_a_year, PERCENT, f"{CLA}: within 12 months, under five within 6",
    ),
    Measure(
        "dental_in_time", "Dental checks in time", "looked_after", (*CARE, "dental_check"),
        lambda m: in_care_a_year(m) & m.since("dental_check", 12), in_care_a_year, PERCENT, CLA,
    ),
    Measure(
        "care_leavers_in_touch", "Care leavers in touch, 19 to 21", "care_leavers", LEAVER,
        lambda m: leavers(m) & coded("in_touch", "yes"), leavers, PERCENT, CLA,
    ),
    Measure(
        "care_leavers_accommodation", "Care leavers in suitable accommodation, 19 to 21", "care_leavers",
        (*LEAVER, "accommodation", "suitable"),
        lambda m: housed(m) & coded("suitable", "yes"), housed, PERCENT, CLA,
    ),
    Measure(
        "care_leavers_eet", "Care leavers in education, employment or training, 19 to 21", "care_leavers",
        (*LEAVER, "activity"),
        lambda m: leavers(m) & coded("activity", *IN_EET), leavers, PERCENT, CLA,
    ),
    Measure(
        "children_adopted", "Children adopted in the 12 months", "adoption", ("adoption_order",), adopted,
    ),
    Measure(
        "days_to_adoptive_placement", "Days from entering care to moving in with adopters", "adoption",
        ("care_start", "placed", "adoption_order", "fostering_for_adoption"),
        lambda m: nw.when(adopted(m)).then(
            nw.coalesce(nw.col("fostering_for_adoption"), nw.col("placed")) - nw.col("care_start")
        ),
        lambda m: adopted(m) & ~nw.coalesce(nw.col("fostering_for_adoption"), nw.col("placed")).is_null()
        & ~nw.col("care_start").is_null(),
        MEAN, "Adoption scorecard A10, of the 12 months that the list holds and not of three years",
    ),
    Measure(
        "days_to_match", "Days from placement order to match", "adoption",
        ("placement_order", "matched", "adoption_order"),
        lambda m: nw.when(adopted(m) & (nw.col("matched") > nw.col("placement_order"))).then(
            nw.col("matched") - nw.col("placement_order")
        ),
        lambda m: adopted(m) & ~nw.col("matched").is_null() & ~nw.col("placement_order").is_null(),
        MEAN, "Adoption scorecard A2: 0 where the match came before the order",
    ),
    Measure(
        "adopters_approved", "Adopters approved", "adopters", ("stage_2_end", "approved", "leaving_reason"), approved,
    ),
)  # fmt: skip
NOT_IN_ANNEX_A = {
    "referral_decisions": "No list of Annex A says when a referral was decided.",
    "placed_20_miles": "Annex A holds the postcode of the placement, not that of the child’s home.",
    "child_protection_visits": "How often a child is visited is the plan’s own rule, which no list holds.",
    "plans_reviewed_in_time": "The list holds the latest review alone; whether every review was in time it cannot say.",
    "referral_rate": "A rate is of a year: enter the yearly count, and the year’s population gives it.",
}

"""What the lists add up to: every indicator that they allow, by the Department for Education's and Ofsted's
definitions.

Each indicator is one row of :data:`MEASURES`: a count, or a numerator and a denominator, as expressions over one
list. What happened is counted where its date lies in the period; what stands is counted on the period's last day.
Percentages are of what is known and completed; what is open past its limit has an indicator of its own beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import narwhals as nw

from goldenthread.duties.clock import add_months
from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.annex_a.cleaning import Cleaned, day_number
from goldenthread.evidence.measures.annex_a.schema import BY_KEY
from goldenthread.evidence.measures.annex_a.working_days import holidays_before, working_days

PERCENT, COUNT, MEAN = "percent", "count", "days"
SHORT_BREAKS = ("V3", "V4")
PLACED_FOR_ADOPTION = ("A3", "A4", "A5", "A6")
IN_EET = ("F1", "F2", "F3", "F4", "F5", "P1", "P2", "P3", "P4", "P5")
TWO_YEARS = 729
STORED = Decimal("0.000001")


@dataclass(frozen=True)
class Moment:
    """The period as the expressions need it: its first and last day as numbers, and the holidays."""

    first: int
    last: int
    end: dt.date
    holidays: list[int]

    def years_before(self, years: int) -> int:
        """The day ``years`` before the last: whoever was born on or before it is at least so old."""
        return day_number(add_months(self.end, -12 * years))

    def months_before(self, months: int) -> int:
        """The day ``months`` before the last."""
        return day_number(add_months(self.end, -months))

    def happened(self, name: str) -> nw.Expr:
        """Dated in the period."""
        return nw.col(name).is_between(self.first, self.last)

    def stands(self, start: str, finish: str) -> nw.Expr:
        """Begun by the last day and not over then; one that ends on the last day is over."""
        return (nw.col(start) <= self.last) & (nw.col(finish).is_null() | (nw.col(finish) > self.last))


Expression = Callable[[Moment], nw.Expr]


@dataclass(frozen=True)
class Measure:
    """One indicator: from which list and columns, what it counts, of what, and where the definition is from."""

    key: str
    title: str
    of: str
    needs: tuple[str, ...]
    counted: Expression
    out_of: Expression | None = None
    unit: str = COUNT
    source: str = ""


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


def _both(one: Expression, other: Expression) -> Expression:
    return lambda moment: one(moment) & other(moment)


def _is(name: str, *values: str) -> nw.Expr:
    return nw.col(name).is_in(list(values))


def _answered(name: str) -> nw.Expr:
    return _is(name, "yes", "no")


# Children in care on the last day: not those in a series of short breaks, and not those who are 18.
def _in_care(moment: Moment) -> nw.Expr:
    young = nw.col("date_of_birth").is_null() | (nw.col("date_of_birth") > moment.years_before(18))
    counted = ~_is("legal_status", *SHORT_BREAKS) | nw.col("legal_status").is_null()
    return moment.stands("care_start", "care_end") & counted & young


def _settled(moment: Moment) -> nw.Expr:
    """Under 16 and looked after for two and a half years or more."""
    under_16 = nw.col("date_of_birth") > moment.years_before(16)
    return _in_care(moment) & under_16 & (nw.col("care_start") <= moment.months_before(30))


def _in_care_a_year(moment: Moment) -> nw.Expr:
    return _in_care(moment) & (nw.col("care_start") <= moment.months_before(12))


def _health_in_time(moment: Moment) -> nw.Expr:
    """Within a year; under five, within six months."""
    under_5 = nw.col("date_of_birth") > moment.years_before(5)
    since = nw.when(under_5).then(nw.lit(moment.months_before(6))).otherwise(nw.lit(moment.months_before(12)))
    return _in_care_a_year(moment) & (nw.col("health_assessment") >= since)


def _leavers(moment: Moment) -> nw.Expr:
    """Care leavers aged 19 to 21 on the last day; the birthday rule needs a list for each day, which Annex A is not."""
    born = nw.col("date_of_birth")
    aged = (born <= moment.years_before(19)) & (born > moment.years_before(22))
    return aged & (~_is("in_touch", "died", "returned home", "exclude") | nw.col("in_touch").is_null())


def _housed(moment: Moment) -> nw.Expr:
    """Those whose accommodation counts: not abroad, deported, or of a residence that is not known."""
    return _leavers(moment) & (~_is("accommodation", "G", "H", "R") | nw.col("accommodation").is_null())


def _adopted(moment: Moment) -> nw.Expr:
    return nw.col("adoption_order").is_between(moment.months_before(12) + 1, moment.last)


def _re_referred(moment: Moment) -> nw.Expr:
    """Another referral of the child within the twelve months before: on the list, or counted by its column.

    The column counts what came before the child's latest referral and is repeated on every row of the child, so it says
    nothing of the earlier rows.
    """
    on_list = (nw.col("referral_date") - nw.col("referral_before")) <= 365
    counted = (nw.col("referral_date") == nw.col("latest_referral")) & (nw.col("referrals_12m") > 0)
    return moment.happened("referral_date") & (
        on_list.fill_null(value=False) | counted.fill_null(value=False)
    )


def _conference(moment: Moment) -> nw.Expr:
    """A conference of the period; one before its strategy discussion is in no band."""
    return moment.happened("icpc_date") & (nw.col("icpc_date") >= nw.col("strategy_date"))


def _within(start: str, finish: str, days: int) -> Expression:
    return lambda moment: working_days(nw.col(start), nw.col(finish), moment.holidays) <= days


def _open_over(days: int) -> Expression:
    def expression(moment: Moment) -> nw.Expr:
        still_open = moment.stands("assessment_start", "assessment_authorised")
        return still_open & (
            working_days(nw.col("assessment_start"), nw.lit(moment.last), moment.holidays) > days
        )

    return expression


def _happened(name: str) -> Expression:
    return lambda moment: moment.happened(name)


def _from_source(codes: tuple[str, ...]) -> Expression:
    return lambda moment: moment.happened("contact_date") & _is("contact_source", *codes)


def _on_plan(moment: Moment) -> nw.Expr:
    return moment.stands("plan_start", "plan_end")


CIN, CLA, CARE = (
    "DfE children in need statistics",
    "DfE SSDA903 guide",
    ("care_start", "care_end", "legal_status", "date_of_birth"),
)
LEAVER = ("date_of_birth", "in_touch")
MEASURES: tuple[Measure, ...] = (
    Measure("contacts", "Contacts", "contacts", ("contact_date",), _happened("contact_date")),
    *(
        Measure(
            f"contacts_{key}",
            f"Contacts from {name}",
            "contacts",
            ("contact_date", "contact_source"),
            _from_source(codes),
            _happened("contact_date"),
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
        _happened("assessment_end"),
    ),
    Measure("referrals", "Referrals", "referrals", ("referral_date",), _happened("referral_date"), source=CIN),
    Measure(
        "referrals_nfa", "Referrals without further action", "referrals", ("referral_date", "nfa"),
        lambda m: m.happened("referral_date") & _is("nfa", "yes"),
        lambda m: m.happened("referral_date") & _answered("nfa"),
        PERCENT, CIN,
    ),
    Measure(
        "re_referrals", "Re-referrals within 12 months", "referrals", ("child_id", "referral_date", "referrals_12m"),
        _re_referred, _happened("referral_date"), PERCENT, "DfE LAIT",
    ),
    Measure(
        "assessments_completed", "Assessments completed", "assessments", ("assessment_authorised",),
        _happened("assessment_authorised"), source=CIN,
    ),
    Measure(
        "assessments_45_days", "Assessments within 45 working days", "assessments",
        ("assessment_start", "assessment_authorised"),
        _both(_happened("assessment_authorised"), _within("assessment_start", "assessment_authorised", 45)),
        _happened("assessment_authorised"), PERCENT, CIN,
    ),
    Measure(
        "assessments_open_over_45", "Open assessments past 45 working days", "assessments",
        ("assessment_start", "assessment_authorised"), _open_over(45),
    ),
    Measure(
        "child_seen", "Children seen during their assessment", "assessments", ("assessment_authorised", "child_seen"),
        lambda m: m.happened("assessment_authorised") & _is("child_seen", "yes"),
        lambda m: m.happened("assessment_authorised") & _answered("child_seen"),
        PERCENT,
    ),
    Measure(
        "section_47", "Section 47 enquiries", "section_47", ("strategy_date",), _happened("strategy_date"), source=CIN
    ),
    Measure("icpc", "Initial conferences", "section_47", ("icpc_date",), _happened("icpc_date"), source=CIN),
    Measure(
        "icpc_15_days", "Initial conferences within 15 working days", "section_47", ("strategy_date", "icpc_date"),
        _both(_conference, _within("strategy_date", "icpc_date", 15)), _conference, PERCENT, CIN,
    ),
    Measure(
        "icpc_no_plan", "Initial conferences without a plan", "section_47", ("icpc_date", "icpc_led_to_plan"),
        lambda m: m.happened("icpc_date") & _is("icpc_led_to_plan", "no"),
        lambda m: m.happened("icpc_date") & _answered("icpc_led_to_plan"),
        PERCENT,
    ),
    Measure(
        "children_in_need", "Children in need", "children_in_need", ("need_start", "need_end"),
        lambda m: m.stands("need_start", "need_end"), source=CIN,
    ),
    Measure(
        "child_protection_plans", "Children on a child protection plan", "child_protection", ("plan_start", "plan_end"),
        _on_plan, source=CIN,
    ),
    Measure(
        "plans_started", "Child protection plans started", "child_protection", ("plan_start",), _happened("plan_start"),
        source=CIN,
    ),
    Measure(
        "second_plans", "Second or later plans", "child_protection", ("plan_start", "previous_plans"),
        lambda m: m.happened("plan_start") & (nw.col("previous_plans") > 0), _happened("plan_start"), PERCENT, CIN,
    ),
    Measure(
        "plans_over_2_years", "Plans open for 2 years or more", "child_protection", ("plan_start", "plan_end"),
        lambda m: _on_plan(m) & (m.last - nw.col("plan_start") > TWO_YEARS), _on_plan, PERCENT, CIN,
    ),
    Measure(
        "plans_ended_over_2_years", "Ended plans that lasted 2 years or more", "child_protection",
        ("plan_start", "plan_end"),
        lambda m: m.happened("plan_end") & (nw.col("plan_end") - nw.col("plan_start") > TWO_YEARS),
        _happened("plan_end"), PERCENT, CIN,
    ),
    Measure(
        "latest_review_in_time", "Latest child protection review within 6 months", "child_protection",
        ("plan_start", "plan_end", "latest_review"),
        lambda m: _on_plan(m) & (nw.col("plan_start") <= m.months_before(3))
        & (nw.col("latest_review") >= m.months_before(6)),
        lambda m: _on_plan(m) & (nw.col("plan_start") <= m.months_before(3)),
        PERCENT, "Of the latest review alone: the list holds no other",
    ),
    Measure("looked_after", "Looked-after children", "looked_after", CARE, _in_care, source=CLA),
    Measure(
        "started_care", "Children who started to be looked after", "looked_after", ("care_start",),
        _happened("care_start"), source=CLA,
    ),
    Measure(
        "ceased_care", "Children who ceased to be looked after", "looked_after", ("care_end",), _happened("care_end"),
        source=CLA,
    ),
    Measure(
        "uasc_looked_after", "Unaccompanied children looked after", "looked_after", (*CARE, "uasc"),
        lambda m: _in_care(m) & _is("uasc", "yes"),
        source="The column says whether a child was unaccompanied within 12 months, not now",
    ),
    Measure(
        "three_placements", "Three or more placements in 12 months", "looked_after", (*CARE, "placements_12m"),
        lambda m: _in_care(m) & (nw.col("placements_12m") >= 3), _in_care, PERCENT, CLA,
    ),
    Measure(
        "long_term_stability", "Same placement for 2 years or more", "looked_after", (*CARE, "placement_start"),
        lambda m: _settled(m) & (nw.col("placement_start") <= m.months_before(24)), _settled, PERCENT,
        f"{CLA}; a placement before one for adoption is not on the list",
    ),
    Measure(
        "placed_out_of_area", "Placed outside the authority", "looked_after", (*CARE, "placement_location"),
        lambda m: _in_care(m) & _is("placement_location", "out"),
        lambda m: _in_care(m) & ~nw.col("placement_location").is_null(), PERCENT,
    ),
    Measure(
        "missing_from_care", "Looked-after children who went missing", "looked_after", (*CARE, "missing_episodes"),
        lambda m: _in_care(m) & (nw.col("missing_episodes") > 0), _in_care, PERCENT, CLA,
    ),
    Measure(
        "interviews_offered", "Return interviews offered", "looked_after",
        (*CARE, "missing_episodes", "interview_offered"),
        lambda m: _in_care(m) & (nw.col("missing_episodes") > 0) & _is("interview_offered", "yes"),
        lambda m: _in_care(m) & (nw.col("missing_episodes") > 0) & _answered("interview_offered"), PERCENT,
        "After the last episode of each child",
    ),
    Measure(
        "interviews_accepted", "Return interviews accepted, of those offered", "looked_after",
        (*CARE, "missing_episodes", "interview_offered", "interview_accepted"),
        lambda m: _in_care(m) & _is("interview_offered", "yes") & _is("interview_accepted", "yes"),
        lambda m: _in_care(m) & _is("interview_offered", "yes") & _answered("interview_accepted"), PERCENT,
    ),
    Measure(
        "health_in_time", "Health assessments in time", "looked_after", (*CARE, "health_assessment"), _health_in_time,
        _in_care_a_year, PERCENT, f"{CLA}: within 12 months, under five within 6",
    ),
    Measure(
        "dental_in_time", "Dental checks in time", "looked_after", (*CARE, "dental_check"),
        lambda m: _in_care_a_year(m) & (nw.col("dental_check") >= m.months_before(12)), _in_care_a_year, PERCENT, CLA,
    ),
    Measure(
        "care_leavers_in_touch", "Care leavers in touch, 19 to 21", "care_leavers", LEAVER,
        lambda m: _leavers(m) & _is("in_touch", "yes"), _leavers, PERCENT, CLA,
    ),
    Measure(
        "care_leavers_accommodation", "Care leavers in suitable accommodation, 19 to 21", "care_leavers",
        (*LEAVER, "accommodation", "suitable"),
        lambda m: _housed(m) & _is("suitable", "yes"), _housed, PERCENT, CLA,
    ),
    Measure(
        "care_leavers_eet", "Care leavers in education, employment or training, 19 to 21", "care_leavers",
        (*LEAVER, "activity"),
        lambda m: _leavers(m) & _is("activity", *IN_EET), _leavers, PERCENT, CLA,
    ),
    Measure(
        "children_adopted", "Children adopted in the 12 months", "adoption", ("adoption_order",), _adopted,
    ),
    Measure(
        "days_to_adoptive_placement", "Days from entering care to moving in with adopters", "adoption",
        ("care_start", "placed", "adoption_order", "fostering_for_adoption"),
        lambda m: nw.when(_adopted(m)).then(
            nw.coalesce(nw.col("fostering_for_adoption"), nw.col("placed")) - nw.col("care_start")
        ),
        lambda m: _adopted(m) & ~nw.coalesce(nw.col("fostering_for_adoption"), nw.col("placed")).is_null()
        & ~nw.col("care_start").is_null(),
        MEAN, "Adoption scorecard A10, of the 12 months that the list holds and not of three years",
    ),
    Measure(
        "days_to_match", "Days from placement order to match", "adoption",
        ("placement_order", "matched", "adoption_order"),
        lambda m: nw.when(_adopted(m) & (nw.col("matched") > nw.col("placement_order"))).then(
            nw.col("matched") - nw.col("placement_order")
        ),
        lambda m: _adopted(m) & ~nw.col("matched").is_null() & ~nw.col("placement_order").is_null(),
        MEAN, "Adoption scorecard A2: 0 where the match came before the order",
    ),
    Measure(
        "adopters_approved", "Adopters approved", "adopters", ("stage_2_end", "approved"),
        lambda m: m.happened("stage_2_end") | m.happened("approved"),
    ),
)  # fmt: skip
NOT_IN_ANNEX_A = {
    "referral_decisions": "No list of Annex A says when a referral was decided.",
    "placed_20_miles": "Annex A holds the postcode of the placement, not that of the child’s home.",
    "child_protection_visits": "How often a child is visited is the plan’s own rule, which no list holds.",
    "plans_reviewed_in_time": "The list holds the latest review alone; whether every review was in time it cannot say.",
    "referral_rate": "A rate is of a year: enter the yearly count, and the year’s population gives it.",
}

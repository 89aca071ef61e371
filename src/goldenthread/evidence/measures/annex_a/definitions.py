"""What the indicators of Annex A are made of: the period in days, one measure, and who or what is counted.

Annex A is one picture of six months (twelve for adoption), so each figure says which moment it is of: what happened is
dated in the period, what stands is of the period's last day, and what looks back (checks, placements, adoption) reaches
back from that day. Where the Department for Education's rule needs more than the lists hold, the docstring says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw

from goldenthread.duties.clock import add_months
from goldenthread.evidence.measures.annex_a.cleaning import day_number
from goldenthread.evidence.measures.annex_a.working_days import working_days

PERCENT, COUNT, MEAN = "percent", "count", "days"
SHORT_BREAKS = ("V3", "V4")
IN_EET = ("F1", "F2", "F3", "F4", "F5", "P1", "P2", "P3", "P4", "P5")
TWO_YEARS = 729


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

    def since(self, name: str, months: int) -> nw.Expr:
        """Dated within so many months before the last day; a date after it proves nothing of that day."""
        return nw.col(name).is_between(self.months_before(months), self.last)

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


def both(one: Expression, other: Expression) -> Expression:
    """What is counted by one and by the other."""
    return lambda moment: one(moment) & other(moment)


def coded(name: str, *values: str) -> nw.Expr:
    """A category that has one of these canonical values."""
    return nw.col(name).is_in(list(values))


def answered(name: str) -> nw.Expr:
    """A question answered yes or no: what nobody knows is in no percentage."""
    return coded(name, "yes", "no")


def no_short_break() -> nw.Expr:
    """Not looked after in a series of short breaks, whom no figure of the Department on care counts."""
    return ~coded("legal_status", *SHORT_BREAKS) | nw.col("legal_status").is_null()


def in_care(moment: Moment) -> nw.Expr:
    """In care on the last day: no short breaks, and nobody who is 18."""
    young = nw.col("date_of_birth").is_null() | (nw.col("date_of_birth") > moment.years_before(18))
    return moment.stands("care_start", "care_end") & no_short_break() & young


def settled(moment: Moment) -> nw.Expr:
    """Under 16 and looked after for two and a half years or more."""
    under_16 = nw.col("date_of_birth") > moment.years_before(16)
    return in_care(moment) & under_16 & (nw.col("care_start") <= moment.months_before(30))


def in_care_a_year(moment: Moment) -> nw.Expr:
    """In care on the last day, and for the twelve months before it."""
    return in_care(moment) & (nw.col("care_start") <= moment.months_before(12))


def health_in_time(moment: Moment) -> nw.Expr:
    """Within a year; under five, within six months."""
    under_5 = nw.col("date_of_birth") > moment.years_before(5)
    due = nw.when(under_5).then(nw.lit(moment.months_before(6))).otherwise(nw.lit(moment.months_before(12)))
    return (
        in_care_a_year(moment) & moment.since("health_assessment", 12) & (nw.col("health_assessment") >= due)
    )


def leavers(moment: Moment) -> nw.Expr:
    """Care leavers aged 19 to 21 on the last day; the birthday rule needs a list for each day, which Annex A is not."""
    born = nw.col("date_of_birth")
    aged = (born <= moment.years_before(19)) & (born > moment.years_before(22))
    return aged & (~coded("in_touch", "died", "returned home", "exclude") | nw.col("in_touch").is_null())


def housed(moment: Moment) -> nw.Expr:
    """Those whose accommodation counts: not abroad, deported, or of a residence that is not known."""
    return leavers(moment) & (~coded("accommodation", "G", "H", "R") | nw.col("accommodation").is_null())


def adopted(moment: Moment) -> nw.Expr:
    """Adopted in the twelve months to the last day, which is what the list holds."""
    return nw.col("adoption_order").is_between(moment.months_before(12) + 1, moment.last)


def re_referred(moment: Moment) -> nw.Expr:
    """Another referral of the child within the twelve months before: on the list, or counted by its column.

    The column counts what came before the child's latest referral and is repeated on every row of the child, so it says
    nothing of the earlier rows.
    """
    on_list = (nw.col("referral_date") - nw.col("referral_before")) <= 365
    counted = (nw.col("referral_date") == nw.col("latest_referral")) & (nw.col("referrals_12m") > 0)
    came_back = on_list.fill_null(value=False) | counted.fill_null(value=False)
    # Rows without an identifier are of nobody in particular, so that none of them follows another.
    return moment.happened("referral_date") & ~nw.col("child_id").is_null() & came_back


def conference(moment: Moment) -> nw.Expr:
    """A conference of the period; one before its strategy discussion is in no band."""
    return moment.happened("icpc_date") & (nw.col("icpc_date") >= nw.col("strategy_date"))


def assessed(moment: Moment) -> nw.Expr:
    """An assessment authorised in the period; one authorised before it began, or of no known start, is in no band."""
    authorised = nw.col("assessment_authorised")
    return moment.happened("assessment_authorised") & (authorised >= nw.col("assessment_start"))


def within(start: str, finish: str, days: int) -> Expression:
    """From one date to the other in so many working days; the day of the first is day 0."""
    return lambda moment: working_days(nw.col(start), nw.col(finish), moment.holidays) <= days


def open_over(days: int) -> Expression:
    """Assessments that are open on the last day, and have been for more than so many working days."""

    def expression(moment: Moment) -> nw.Expr:
        still_open = moment.stands("assessment_start", "assessment_authorised")
        lasted = working_days(nw.col("assessment_start"), nw.lit(moment.last), moment.holidays)
        return still_open & (lasted > days)

    return expression


def happened(name: str) -> Expression:
    """Dated in the period."""
    return lambda moment: moment.happened(name)


def started_or_ceased(name: str) -> Expression:
    """The first or the last day of a time in care, in the period; short breaks are no time in care."""
    return lambda moment: moment.happened(name) & no_short_break()


def from_source(codes: tuple[str, ...]) -> Expression:
    """Contacts of the period from these sources."""
    return lambda moment: moment.happened("contact_date") & coded("contact_source", *codes)


def in_need(moment: Moment) -> nw.Expr:
    """In need on the last day: begun, or of no known start as Ofsted allows, and neither ended nor marked as closed."""
    begun = nw.col("need_start").is_null() | (nw.col("need_start") <= moment.last)
    ended_later = (nw.col("need_end") > moment.last).fill_null(value=False)
    closed = coded("case_status", "closed").fill_null(value=False)
    return begun & (ended_later | (nw.col("need_end").is_null() & ~closed))


def on_plan(moment: Moment) -> nw.Expr:
    """On a child protection plan on the last day."""
    return moment.stands("plan_start", "plan_end")


def approved(moment: Moment) -> nw.Expr:
    """Adopters whom the decision maker approved: at the end of stage 2, or of the original process; none refused."""
    decided = moment.happened("stage_2_end").fill_null(value=False) | moment.happened("approved").fill_null(
        value=False
    )
    return decided & ~coded("leaving_reason", "3").fill_null(value=False)

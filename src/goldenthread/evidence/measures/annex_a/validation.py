"""Row by row: what cannot be, or is not known. A fault says where and what to do, never what stands in the cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.annex_a.cleaning import Cleaned, day_number
from goldenthread.evidence.measures.annex_a.columns import CATEGORY, DATE, WHOLE, AnnexList, Column
from goldenthread.evidence.measures.annex_a.schema import LISTS

ROW = "row"
UNBORN_BY = 300  # an expected date of birth lies at most so many days after what happened
OLDEST = 26
DAYS_IN_YEAR = 365.25

MESSAGES = {
    "unknown_category": "This is not a code of the list. Use one of Ofsted’s codes, with or without its letter.",
    "not_a_date": "This is not a date that exists. Write it as DD/MM/YYYY.",
    "not_a_whole_number": "This is not a whole number. Enter one, such as 0 or 2.",
    "blank": "The cell is empty, and must not be. Fill it in.",
    "future_date": "This date lies after the last day of the period. Correct it, or read the list for a later period.",
    "date_order": "This date lies before {other}. Correct whichever of the two is wrong.",
    "birth_after": "The date of birth lies after this date by more than a pregnancy. Correct whichever is wrong.",
    "negative_age": "An age below 0 is only for an unborn child, as -1. Correct the age.",
    "age_out_of_range": "This age is above 25. Correct the age.",
    "age_mismatch": "The age does not go with the date of birth. Correct whichever is wrong.",
    "negative_number": "A number of events cannot be below 0. Correct it.",
    "below_one": "The lowest value is 1, for the present placement. Correct it.",
    "duplicate": "Another row says the same of the same child. Keep one of them.",
    "orphan": "This child is not on the list of children in need, as every such child must be. Add the child there.",
    "missing_column": "This column is missing, or its heading is another one. Name it as Ofsted’s template does.",
    "missing_list": "This list is missing. What it would count is left out.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which list, row (as a person sees it) and column, by which rule, and what to do."""

    list: str
    row: int | None
    column: str
    rule: str
    message: str


@dataclass(frozen=True)
class _Check:
    rule: str
    column: str
    wrong: nw.Expr
    other: str = ""


def find_faults(lists: Mapping[str, Cleaned], period: Period) -> list[Fault]:
    """Every fault of the lists that were read, in their order; one for each list that is missing."""
    end = day_number(period.end)
    found: list[Fault] = []
    for of in LISTS:
        cleaned = lists.get(of.key)
        if cleaned is None:
            found.append(Fault(of.label, None, "", "missing_list", MESSAGES["missing_list"]))
            continue
        found += [
            Fault(of.label, None, column.heading, "missing_column", MESSAGES["missing_column"])
            for column in of.columns
            if column.name not in cleaned.headings and column.required
        ]
        found += sorted(
            [*_of_rows(cleaned, end), *_orphans(cleaned, lists)],
            key=lambda fault: (fault.row or 0, fault.column),
        )
    return found


def _of_rows(cleaned: Cleaned, end: int) -> Iterator[Fault]:
    checks = list(_checks(cleaned, end))
    names = [f"check_{at}" for at in range(len(checks))]
    masks = [
        check.wrong.fill_null(value=False).alias(name) for check, name in zip(checks, names, strict=True)
    ]
    wrong = (
        cleaned.frame.select(nw.col(ROW), *masks)
        .filter(nw.any_horizontal(*names, ignore_nulls=True))
        .collect()
    )
    rows = wrong.get_column(ROW).to_list()
    for check, name in zip(checks, names, strict=True):
        heading = cleaned.headings[check.column]
        message = MESSAGES[check.rule].format(other=f"“{check.other}”")
        for row, is_wrong in zip(rows, wrong.get_column(name).to_list(), strict=True):
            if is_wrong:
                yield Fault(cleaned.of.label, row, heading, check.rule, message)


def _checks(cleaned: Cleaned, end: int) -> Iterator[_Check]:
    of, present = cleaned.of, cleaned.headings
    for column in of.columns:
        if column.name in present:
            yield from _cell_checks(cleaned, column)
    for name in of.happened:
        if name in present:
            yield _Check("future_date", name, nw.col(name) > end)
    for first, second in of.order:
        if first in present and second in present:
            yield _Check("date_order", second, nw.col(second) < nw.col(first), present[first])
    yield from _age_checks(of, present, end)
    if all(name in present for name in of.same):
        yield _Check("duplicate", of.same[0], _repeated(of.same))


def _repeated(names: Sequence[str]) -> nw.Expr:
    return (nw.len().over(*names) > 1) & ~nw.col(names[0]).is_null()


def _cell_checks(cleaned: Cleaned, column: Column) -> Iterator[_Check]:
    name = column.name
    raw = nw.col(f"raw_{name}") if column.kind in (DATE, WHOLE, CATEGORY) else nw.col(name)
    rules = {DATE: "not_a_date", WHOLE: "not_a_whole_number", CATEGORY: "unknown_category"}
    if odd := cleaned.odd.get(name):
        yield _Check(rules[column.kind], name, raw.is_in(odd))
    if column.required:
        empty = raw.is_null()
        if blank := cleaned.blank.get(name):
            empty = empty | raw.is_in(blank)
        yield _Check("blank", name, empty)
    if column.kind == WHOLE and name != "age":
        if name == "placements_12m":
            yield _Check("below_one", name, nw.col(name) < 1)
        else:
            yield _Check("negative_number", name, nw.col(name) < 0)


def _age_checks(of: AnnexList, present: Mapping[str, str], end: int) -> Iterator[_Check]:
    if "age" in present:
        yield _Check("negative_age", "age", nw.col("age") < -1)
        yield _Check("age_out_of_range", "age", nw.col("age") >= OLDEST)
    if "date_of_birth" in present and of.happened and of.happened[0] in present:
        event = of.happened[0]
        yield _Check("birth_after", event, nw.col("date_of_birth") > nw.col(event) + UNBORN_BY)
    if "age" in present and "date_of_birth" in present:
        lived = (end - nw.col("date_of_birth")) / DAYS_IN_YEAR
        far = (lived - nw.col("age")).abs() > 2
        yield _Check("age_mismatch", "age", far & (nw.col("age") >= 0) & (nw.col("age") < OLDEST))


def _orphans(cleaned: Cleaned, lists: Mapping[str, Cleaned]) -> Iterator[Fault]:
    """Children who must stand in the list of children in need, and do not."""
    in_need = lists.get("children_in_need")
    if not cleaned.of.in_need or in_need is None:
        return
    if "child_id" not in cleaned.headings or "child_id" not in in_need.headings:
        return
    known = in_need.frame.select("child_id").drop_nulls().unique()
    lost = cleaned.frame.select(ROW, "child_id").drop_nulls().join(known, on="child_id", how="anti").collect()
    for row in lost.get_column(ROW).to_list():
        yield Fault(cleaned.of.label, row, cleaned.headings["child_id"], "orphan", MESSAGES["orphan"])

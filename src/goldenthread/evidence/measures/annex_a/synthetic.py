"""A synthetic Annex A: seeded, of any size, and obviously not real.

Every identifier begins with ``SYN-``, teams are ``Team 1`` to ``Team 9``, workers ``Worker 1`` to ``Worker 40``.
Nothing is drawn from any child: numbers are chosen so that every indicator has something to count. The same seed
makes the same files, to the letter. ``faults`` plants so many faults of each of the kinds that :data:`PLANTED` names,
in rows of their own.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.annex_a.columns import (
    CATEGORY,
    DATE,
    IDENTIFIER,
    WHOLE,
    AnnexList,
    Column,
)
from goldenthread.evidence.measures.annex_a.schema import LISTS

# The share of all rows that each list has, as such returns have them.
SHARES = {
    "contacts": 30, "early_help": 8, "referrals": 14, "assessments": 14, "section_47": 8, "children_in_need": 14,
    "child_protection": 3, "looked_after": 4, "care_leavers": 2, "adoption": 1, "adopters": 2,
}  # fmt: skip
PLANTED = ("not_a_date", "unknown_category", "future_date", "not_a_whole_number", "duplicate")
WRITTEN = {"yes": "a) Yes", "no": "b) No", "unknown": "c) Unknown", "male": "a) Male", "female": "b) Female"}
# How far back, in days from the end of the period, a date of each list lies; others lie within the last six months.
FAR_BACK = {
    "plan_start": 900, "care_start": 1600, "placement_start": 1200, "need_start": 700, "legal_status_start": 700,
    "decision": 700, "placement_order": 600, "matched": 400, "placed": 300, "adoption_order": 180,
    "stage_1_start": 700, "stage_1_end": 600, "stage_2_start": 500, "stage_2_end": 300, "enquiry": 900,
    "health_assessment": 500, "dental_check": 500,
}  # fmt: skip
OFTEN_EMPTY = (
    "plan_end",
    "care_end",
    "need_end",
    "reversed",
    "left",
    "applied",
    "approved",
    "fostering_for_adoption",
)


def frames(
    rows: int, period: Period, *, seed: int = 1, faults: int = 0
) -> Iterator[tuple[AnnexList, pl.DataFrame]]:
    """Each list with about its share of ``rows``, its columns headed as in Ofsted's template, all text."""
    of_all = sum(SHARES.values())
    for of in LISTS:
        count = max(6, rows * SHARES[of.key] // of_all)
        yield of, _frame(of, count, period, seed * 1000 + of.number, faults)


def write_workbook(path: Path, rows: int, period: Period, *, seed: int = 1, faults: int = 0) -> None:
    """Writes an XLSX workbook with a sheet for each list, named and titled as the template's are."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        for of, frame in frames(rows, period, seed=seed, faults=faults):
            sheet = book.add_worksheet(f"List_{of.number}")
            sheet.write_string(0, 0, f"{of.label} (synthetic, not real)")
            for column, heading in enumerate(frame.columns):
                sheet.write_string(1, column, heading)
            for number, row in enumerate(frame.iter_rows(), start=2):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write_string(number, column, cell)


def write_csvs(folder: Path, rows: int, period: Period, *, seed: int = 1, faults: int = 0) -> list[Path]:
    """Writes a CSV file for each list; answers the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for of, frame in frames(rows, period, seed=seed, faults=faults):
        path = folder / f"List {of.number}.csv"
        frame.write_csv(path)
        made.append(path)
    return made


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A list as a CSV file."""
    out = io.BytesIO()
    frame.write_csv(out)
    return out.getvalue()


def _frame(of: AnnexList, count: int, period: Period, seed: int, faults: int) -> pl.DataFrame:
    cells = [_cells(of, column, count, period, seed * 100 + at) for at, column in enumerate(of.columns)]
    frame = _in_order(of, pl.DataFrame(cells), period)
    return _headed(of, _with_faults(of, frame, period, faults) if faults else frame)


def _drawn(count: int, seed: int, most: int) -> pl.Series:
    """So many whole numbers from 0 to below ``most``."""
    return pl.int_range(count, eager=True).hash(seed=seed) % most


def _cells(of: AnnexList, column: Column, count: int, period: Period, seed: int) -> pl.Series:
    name, drawn = column.name, _drawn(count, seed, 1_000_003)
    if name in ("child_id", "adopter_id"):
        # Lists of one row a child number them; the others draw from the children in need.
        alone = of.same == (name,)
        numbers = pl.int_range(count, eager=True) if alone else drawn.cast(pl.Int64) % max(1, count)
        return numbers.cast(pl.String).str.zfill(8).alias(name).str.replace("^", "SYN-")
    if column.kind == IDENTIFIER:
        return ("SYN-F" + (drawn % 5000).cast(pl.String)).alias(name)
    if column.kind == DATE:
        return _days(column, drawn, period)
    if column.kind == WHOLE:
        most = {"age": 18, "placements_12m": 5}.get(name, 3)
        least = 1 if name == "placements_12m" else 0
        return ((drawn % most) + least).cast(pl.Int64).alias(name)
    if column.kind == CATEGORY:
        codes = sorted(set((column.codes or {}).values()) - {"exclude", "X1", "V3", "V4"})
        words = [WRITTEN.get(code, code) for code in codes]
        return pl.Series(name, words).gather((drawn % len(words)).cast(pl.UInt32)).alias(name)
    places = {"team": ("Team", 9), "worker": ("Worker", 40), "adviser": ("Adviser", 20)}.get(
        name, ("Place", 30)
    )
    return (places[0] + " " + (drawn % places[1] + 1).cast(pl.String)).alias(name)


def _days(column: Column, drawn: pl.Series, period: Period) -> pl.Series:
    """Days before the end of the period; some are empty where they may be."""
    name = column.name
    end = (period.end - dt.date(1970, 1, 1)).days
    reach = FAR_BACK.get(name, 180)
    days = end - (drawn % reach).cast(pl.Int64)
    if name == "date_of_birth":
        days = end - 200 - (drawn % (17 * 365)).cast(pl.Int64)
    if column.required or name == "date_of_birth":
        return days.cast(pl.Int32).alias(name)
    emptied = (drawn // 7) % 10 < (7 if name in OFTEN_EMPTY else 2)
    return pl.select(pl.when(~emptied).then(days).otherwise(None).cast(pl.Int32)).to_series().alias(name)


def _in_order(of: AnnexList, frame: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Dates in the order that the list asks for, ages that go with births, days and numbers as text."""
    end = (period.end - dt.date(1970, 1, 1)).days
    for first, second in of.order:
        frame = frame.with_columns(
            pl.max_horizontal(
                pl.col(second), pl.when(pl.col(second).is_not_null()).then(pl.col(first))
            ).alias(second)
        )
    if of.key == "care_leavers":
        frame = frame.with_columns(
            (end - 17 * 365 - (pl.col("date_of_birth").hash(seed=3) % (7 * 365)).cast(pl.Int32)).alias(
                "date_of_birth"
            )
        )
    if "age" in frame.columns:
        frame = frame.with_columns(
            ((end - pl.col("date_of_birth")) / 365.25).floor().cast(pl.Int64).alias("age")
        )
        for name in of.happened[:1]:
            frame = frame.with_columns(
                pl.min_horizontal("date_of_birth", pl.col(name) - 1).alias("date_of_birth")
            )
        frame = frame.with_columns(
            ((end - pl.col("date_of_birth")) / 365.25).floor().cast(pl.Int64).alias("age")
        )
    return frame.with_columns(
        *(pl.col(c.name).cast(pl.Date).dt.strftime("%d/%m/%Y") for c in of.columns if c.kind == DATE),
        *(pl.col(c.name).cast(pl.String) for c in of.columns if c.kind == WHOLE),
    )


def _with_faults(of: AnnexList, frame: pl.DataFrame, period: Period, faults: int) -> pl.DataFrame:
    """So many rows of each planted kind, from the last row upwards; without such a column, none of that kind."""
    place = frame.height - 1
    date = of.happened[0]
    category = next(c.name for c in of.columns if c.kind == CATEGORY)
    whole = next((c.name for c in of.columns if c.kind == WHOLE), "")
    late = (period.end + dt.timedelta(days=40)).strftime("%d/%m/%Y")
    changes = [(date, "31/02/2017"), (category, "not a code"), (date, late), (whole, "several")]
    for column, cell in changes:
        for _ in range(faults if column else 0):
            frame = frame.with_columns(
                pl.when(pl.int_range(pl.len()) == place)
                .then(pl.lit(cell))
                .otherwise(pl.col(column))
                .alias(column)
            )
            place -= 1
    return pl.concat([frame, frame.slice(place - faults + 1, faults)])


def _headed(of: AnnexList, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({column.name: column.heading for column in of.columns})

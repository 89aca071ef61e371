"""Small lists for the tests of Annex A, as CSV files with Ofsted's headings. Every child is synthetic."""

import csv
import io

import narwhals as nw
import polars as pl

from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.annex_a.columns import CATEGORY, DATE, IDENTIFIER, WHOLE
from goldenthread.evidence.measures.annex_a.ingest import ingest
from goldenthread.evidence.measures.annex_a.reading import Upload
from goldenthread.evidence.measures.annex_a.schema import BY_KEY

PERIOD = read_period("2017-11")
CODES = {"gender": "a) Male", "ethnicity": "a) WBRI", "disability": "b) No"}
START = {
    "date_of_birth": "03/05/2010", "age": "7", "team": "Team 1", "worker": "Worker 1", "organisation": "Place 1",
    "placement_la": "Place 1", "referrals_12m": "0", "s47_12m": "0", "icpc_12m": "0", "previous_plans": "0",
    "placements_12m": "1", "missing_episodes": "0", "absent_episodes": "0",
}  # fmt: skip
REQUIRED_CODES = {
    "contact_source": "q) 6: Police", "referral_source": "q) 6: Police", "nfa": "b) No",
    "need_code": "N1 - Abuse or neglect", "case_status": "c) Child in need plan",
    "initial_abuse": "a) Neglect", "latest_abuse": "a) Neglect",
    "emergency_protection": "b) No", "uasc": "b) No", "second_period": "b) No", "legal_status": "C2: FCO",
    "placement_type": "f) U6: Foster placement - not FFA", "placement_provider": "b) PR1: Own provision",
    "placement_location": "a) In", "eligibility": "b) Former relevant child", "fostering_for_adoption": "No",
}  # fmt: skip


def row(key, number=1, **cells):
    """A sound row of a list: what must be filled is, and ``cells`` by canonical name replace it."""
    made = {}
    for column in BY_KEY[key].columns:
        name = column.name
        if column.kind == IDENTIFIER:
            made[name] = f"SYN-{number:04}"
        elif column.kind == DATE and column.required:
            made[name] = "06/11/2017"
        elif column.kind in (WHOLE, CATEGORY, DATE) or name in START:
            made[name] = START.get(
                name, CODES.get(name, REQUIRED_CODES.get(name, "") if column.required else "")
            )
        else:
            made[name] = "Place 1" if column.required else ""
    assert set(cells) <= set(made), set(cells) - set(made)
    return made | {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def table(key, rows, headings=None):
    """The rows with Ofsted's headings first."""
    columns = [column for column in BY_KEY[key].columns if not rows or column.name in rows[0]]
    first = headings or [column.heading for column in columns]
    return [first, *([row[column.name] for column in columns] for row in rows)]


def as_csv(cells, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(cells)
    return out.getvalue().encode()


def upload(key, rows, name=None, **options):
    """A list as a CSV file called after it."""
    return Upload(name or f"List {BY_KEY[key].number}.csv", as_csv(table(key, rows), **options))


def read(period=PERIOD, **lists):
    """What a reading of these lists gives: rows by list key."""
    return ingest([upload(key, rows) for key, rows in lists.items()], period)


def faults(result, *rules):
    """(row, column, rule) of the faults by these rules, or of all but missing lists."""
    return [
        (fault.row, fault.column, fault.rule)
        for fault in result.faults
        if (fault.rule in rules if rules else fault.rule != "missing_list")
    ]


def numbers(result, key):
    """An indicator's numerator and denominator."""
    found = result.indicators[key]
    return (found.numerator, found.denominator)


def lazy(**columns):
    """Columns as an engine has them."""
    return nw.from_native(pl.DataFrame(columns).lazy())

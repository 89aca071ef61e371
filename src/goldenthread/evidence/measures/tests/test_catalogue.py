"""A catalogue's file: what is read, what is refused and how it is said; and what the example's files must hold."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from decimal import Decimal

import pytest
from tests.cast import viewing
from tests.provision import ROOT

from goldenthread.evidence.measures.actions.catalogue_files import apply_catalogue
from goldenthread.evidence.measures.analysis.periods import Frequency, read_period
from goldenthread.evidence.measures.catalogue import CatalogueError, documentation, read_catalogue
from goldenthread.evidence.measures.models import Indicator

EXAMPLE = ROOT / "examples" / "thurrock"
MEASURES = EXAMPLE / "measures"
PUBLISHED = MEASURES / "published"
COLUMNS = "key,title,sector,frequency,unit,definition,denominator,target,tolerance,lowest,highest,holds_from"
GOOD = "visits,Visits in time,local_authority,monthly,percent,Visits made in time.,Visits due,90,5,0,100,2017-04-01"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def catalogue(*rows, columns=COLUMNS):
    return "\n".join([columns, *rows, ""])


def faults(text):
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(text)
    return [(each.row, each.column, each.message) for each in refused.value.problems]


@pytest.fixture(scope="module")
def entries():
    return {each.key: each for each in read_catalogue(MEASURES / "indicators.csv")}


def test_a_row_becomes_typed_values_and_empty_cells_their_usual_ones():
    entry = read_catalogue(catalogue(GOOD))[0]
    assert (entry.target, entry.tolerance, entry.holds_from) == (Decimal(90), Decimal(5), dt.date(2017, 4, 1))
    assert (entry.threshold, entry.round_to, entry.polarity, entry.due_working_days) == (6, 1, "context", 10)


@pytest.mark.parametrize(
    ("cell", "instead", "column", "said"),
    [
        ("visits", "Visits!", "key", "cannot be an address"),
        ("visits", "visits²", "key", "cannot be an address"),
        ("visits", "a" * 81, "key", "80 characters at most"),
        ("monthly", "weekly", "frequency", "Use one of: monthly"),
        ("90", "ninety", "target", "Write it like 85"),
        ("90", "1e400", "target", "cannot be kept"),
        ("90", "0.1234567", "target", "cannot be kept"),
        ("90", "NaN", "target", "is not a number"),
        ("Visits due", "", "denominator", "Say of what"),
        (",5,", ",-5,", "tolerance", "below nothing"),
        ("0,100", "100,0", "highest", "Exchange them"),
        ("2017-04-01", "1 April 2017", "holds_from", "Write it as 2019-09-03"),
        ("2017-04-01", "", "holds_from", "Write the day"),
    ],
)
def test_a_cell_that_says_nothing_known_is_named_with_its_row_and_the_remedy(cell, instead, column, said):
    (found,) = faults(catalogue(GOOD, GOOD.replace("visits", "others", 1), GOOD.replace(cell, instead, 1)))
    assert found[:2] == (4, column)
    assert said in found[2]


def test_every_fault_is_told_at_once():
    bad = GOOD.replace("monthly", "weekly").replace("percent", "share")
    assert [each[:2] for each in faults(catalogue(bad, bad.replace("visits", "two")))] == [
        (2, "frequency"), (2, "unit"), (3, "frequency"), (3, "unit"),
    ]  # fmt: skip


def test_a_row_is_numbered_as_the_spreadsheet_numbers_it_with_empty_rows_and_cells_of_two_lines():
    second = 'two,Two,local_authority,monthly,count,"First line.\nSecond line.",,,,,,2017-04-01'
    found = faults(catalogue(GOOD, "", ",,,,,,,,,,", second, GOOD.replace("90", "many")))
    assert [each[:2] for each in found] == [(6, "target")]


def test_a_key_given_twice_names_the_row_where_it_stands_already():
    assert faults(catalogue(GOOD, GOOD))[0][1:] == (
        "key", "“visits” stands in row 2 already. Give each indicator its own.",
    )  # fmt: skip


def test_a_part_that_is_no_other_indicator_is_refused():
    for part in ("nothing", "visits"):
        (found,) = faults(catalogue(f"{GOOD},{part}", columns=f"{COLUMNS},parts"))
        assert found[:2] == (2, "parts")


def test_a_comma_without_quotation_marks_is_not_read_into_the_next_column():
    (found,) = faults(catalogue(GOOD.replace("Visits made in time.", "Visits, made in time.")))
    assert "quotation marks" in found[2]


def test_a_misspelt_heading_is_named_and_a_column_of_ones_own_is_let_be():
    (found,) = faults(catalogue(f"{GOOD},20", columns=f"{COLUMNS},treshold"))
    assert found == (1, "treshold", "this heading is not known. Write threshold.")
    assert read_catalogue(catalogue(f"{GOOD},anything", columns=f"{COLUMNS},remarks"))


@pytest.mark.parametrize("text", ["", "\n\n", COLUMNS])
def test_a_file_without_an_indicator_is_refused(text):
    assert "no indicator" in faults(text)[0][2]


def test_a_file_in_another_encoding_is_refused_and_a_byte_order_mark_is_not(tmp_path):
    file = tmp_path / "catalogue.csv"
    file.write_bytes(catalogue(GOOD.replace("Visits", "Visités")).encode("latin-1"))
    assert "UTF-8" in faults(file)[0][2]
    assert read_catalogue("\ufeff" + catalogue(GOOD))


def test_an_indicators_page_says_what_is_counted_and_what_was_counted_before(entries):
    page = documentation(entries["persistent-absence"], read_catalogue(MEASURES / "definition-history.csv"))
    assert page.startswith("# Persistent absence")
    assert "- **Numerator**: Pupils persistently absent" in page
    assert "- **Holds from**: 1 September 2015" in page
    assert "- **Before, from 1 September 2010**: Pupils in need" in page
    assert "section 47" not in page


@pytest.mark.django_db
def test_earlier_definitions_are_brought_in_first_and_the_catalogue_takes_over(
    partnership, council, business_manager, entries
):
    earlier = [e for e in read_catalogue(MEASURES / "definition-history.csv") if e.agencies == (council.key,)]
    now = [entries[each.key] for each in earlier]
    for each in (earlier, now, now):
        apply_catalogue(by=viewing(business_manager), partnership=partnership, entries=each)
    held = [
        each.holds_from
        for each in Indicator.objects.get(key="icpc-15-days").definitions.order_by("holds_from")
    ]
    assert held == [dt.date(2011, 4, 1), dt.date(2012, 4, 1)]


# The example's files


def test_the_example_names_only_agencies_and_groups_that_the_partnership_has(entries):
    known = tomllib.loads((EXAMPLE / "partnership.toml").read_text(encoding="utf-8"))
    assert {key for each in entries.values() for key in each.agencies} <= {
        a["key"] for a in known["agencies"]
    }
    assert {each.group for each in entries.values() if each.group} <= {g["key"] for g in known["groups"]}


def test_earlier_definitions_are_of_indicators_that_there_are_and_end_where_the_present_one_begins(entries):
    for each in read_catalogue(MEASURES / "definition-history.csv"):
        assert each.holds_from < entries[each.key].holds_from
        assert each.definition != entries[each.key].definition


def test_a_target_of_the_example_says_where_it_is_printed(entries):
    assert all("target" in each.source for each in entries.values() if each.target is not None)


def test_every_figure_lies_in_a_period_of_its_indicator_for_which_a_definition_holds(entries):
    files = [*PUBLISHED.glob("*.csv"), MEASURES / "series.csv", MEASURES / "comparators.csv"]
    periods = {
        (row.get("indicator") or path.stem, row["period"])
        for path in files
        if path.stem != "populations"
        for row in rows_of(path)
    }
    assert len(periods) > 300
    for key, period in periods:
        assert entries[key].holds_from <= read_period(period, Frequency(entries[key].frequency)).start


def test_a_figure_stands_once_and_names_its_paper(entries):
    rows = rows_of(MEASURES / "series.csv")
    assert len({(row["indicator"], row["agency"], row["period"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["agency"] in entries[row["indicator"]].agencies
        assert row["source"][:3] in ("000", "001", "002", "003", "004")


def test_two_years_of_months_are_there_for_each_figure_of_the_committee_paper():
    rows = rows_of(MEASURES / "series.csv")
    for key in (
        "contacts", "looked-after-children", "unaccompanied-children", "child-protection-plans",
        "long-term-stability",
    ):  # fmt: skip
        assert sum(row["indicator"] == key for row in rows) == 24


@pytest.mark.parametrize(
    ("key", "scale", "printed"),
    [
        ("plans-reviewed-in-time", 100, "89.8"),
        ("referrals-nfa", 100, "6.3"),
        ("section-47-rate", 10_000, "187.1"),
        ("icpc-rate", 10_000, "60.2"),
        ("child-protection-plan-rate", 10_000, "41.6"),
        ("children-in-need-rate", 10_000, "332.9"),
    ],
)
def test_the_counts_of_england_in_2024_give_the_figures_that_the_department_printed(key, scale, printed):
    row = next(
        r for r in rows_of(PUBLISHED / f"{key}.csv") if (r["area"], r["period"]) == ("England", "2023-24")
    )
    assert round(Decimal(row["numerator"]) * scale / Decimal(row["denominator"]), 1) == Decimal(printed)


def test_a_share_of_the_published_counts_never_exceeds_its_whole_and_an_area_stands_once_a_year(entries):
    for path in PUBLISHED.glob("*.csv"):
        if path.stem == "populations":
            continue
        rows = rows_of(path)
        assert len({(row["level"], row["area"], row["period"]) for row in rows}) == len(rows)
        if entries[path.stem].unit == "percent":
            assert all(int(row["numerator"]) <= int(row["denominator"]) for row in rows)

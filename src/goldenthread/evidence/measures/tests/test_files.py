"""What comes in by file: catalogues and comparators, whole or not at all; and the example's own files."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import signed_in
from tests.provision import ROOT

from goldenthread.evidence.measures.catalogue import read_catalogue
from goldenthread.evidence.measures.models import Comparator, ComparatorValue, Indicator
from goldenthread.evidence.measures.tests.cases import make_indicator

pytestmark = pytest.mark.django_db
MEASURES = ROOT / "examples" / "thurrock" / "measures"
HEADINGS = ("indicator", "kind", "name", "period", "numerator", "denominator", "value", "source")


def csv_file(headings, *rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return SimpleUploadedFile("file.csv", text.getvalue().encode("utf-8-sig"), "text/csv")


def entry(**changed):
    with (MEASURES / "indicators.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    return first | {"group": "", "parts": ""} | changed


@pytest.fixture
def client(business_manager):
    return signed_in(business_manager)


@pytest.fixture
def page(partnership):
    return lambda name: reverse(f"measures:{name}", args=[partnership.slug])


def test_a_catalogue_is_shown_before_it_is_brought_in_and_changes_nothing_until_then(client, page, council):
    row = entry()
    answer = client.post(page("catalogue_import"), {"file": csv_file(row.keys(), row.values())})
    assert "Contacts" in answer.content.decode()
    assert not Indicator.objects.exists()
    checksum = answer.context["checksum"]
    answer = client.post(
        page("catalogue_import"), {"file": csv_file(row.keys(), row.values()), "shown": checksum}, follow=True
    )
    assert "1 indicators added, 0 changed" in answer.content.decode()
    assert Indicator.objects.get().key == "contacts"


def test_a_catalogue_is_not_brought_in_when_another_file_is_chosen_than_was_shown(client, page, council):
    row, other = entry(), entry(title="Something else")
    shown = client.post(page("catalogue_import"), {"file": csv_file(row.keys(), row.values())}).context[
        "checksum"
    ]
    client.post(page("catalogue_import"), {"file": csv_file(other.keys(), other.values()), "shown": shown})
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("frequency", "fortnightly"),
        ("unit", "furlongs"),
        ("polarity", "sideways"),
        ("target", "many"),
        ("title", ""),
    ],
)
def test_a_fault_in_a_catalogue_is_named_by_row_and_column_and_nothing_is_kept(
    client, page, council, column, cell
):
    good, bad = entry(), entry(key="second", **{column: cell})
    answer = client.post(
        page("catalogue_import"), {"file": csv_file(good.keys(), good.values(), bad.values())}
    )
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing was changed" in said
    assert column in said
    assert ">3<" in said
    assert not Indicator.objects.exists()


def test_comparators_are_loaded_whole_and_again_without_doubling(client, page, partnership, council):
    make_indicator(partnership, "contacts", council)
    row = ("contacts", "england", "England", "2019-07", "", "", "12.5", "Synthetic statistics 2019")
    for _ in range(2):
        answer = client.post(page("comparators_upload"), {"file": csv_file(HEADINGS, row)}, follow=True)
        assert "1 values are loaded" in answer.content.decode()
    assert Comparator.objects.get().name == "England"
    assert ComparatorValue.objects.get().value == Decimal("12.5")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({0: "nothing"}, "is no indicator’s address"),
        ({1: "the moon"}, "the moon"),
        ({3: "last July"}, "is not a period"),
        ({6: "a dozen"}, "is not a number"),
    ],
)
def test_a_fault_in_comparators_is_named_and_nothing_is_loaded(
    client, page, partnership, council, changed, said
):
    make_indicator(partnership, "contacts", council)
    good = ["contacts", "england", "England", "2019-07", "", "", "12.5", "Synthetic statistics 2019"]
    bad = [changed.get(at, cell) for at, cell in enumerate(good)]
    answer = client.post(page("comparators_upload"), {"file": csv_file(HEADINGS, good, bad)})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Comparator.objects.exists()


def test_the_examples_catalogue_covers_what_was_asked_and_says_it_once():
    entries = read_catalogue(MEASURES / "indicators.csv")
    assert len(entries) >= 60
    assert len({each.key for each in entries}) == len(entries)
    assert all(each.definition and each.source and each.numerator for each in entries)


@pytest.mark.parametrize(
    ("file", "scale", "printed"),
    [
        ("re-referrals", 100, "22.4"),
        ("second-plans", 100, "24.7"),
        ("assessments-45-days", 100, "84.5"),
        ("icpc-15-days", 100, "79.7"),
        ("referral-rate", 10_000, "518.3"),
    ],
)
def test_numerators_and_denominators_give_the_figure_that_was_printed_for_england(file, scale, printed):
    with (MEASURES / "published" / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
        row = next(r for r in csv.DictReader(rows) if r["area"] == "England" and r["period"] == "2023-24")
    found = Decimal(row["numerator"]) * scale / Decimal(row["denominator"])
    assert round(found, 1) == Decimal(printed)

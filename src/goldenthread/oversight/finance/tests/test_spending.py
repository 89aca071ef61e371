"""Spending and commitments: recorded once, reversed, released; and the council's ledger, kept whole or not at all."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.oversight.finance.actions.importing import drop_import, keep_import
from goldenthread.oversight.finance.actions.spending import end_commitment, record_spending, reverse_spending
from goldenthread.oversight.finance.ledger import LedgerError
from goldenthread.oversight.finance.models import Commitment, Spending, SpendingImport
from goldenthread.oversight.finance.selectors.position import position
from goldenthread.oversight.finance.tests.cases import brought_in, committed, day, heading, ledger, spent
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.takings import Taking, register
from goldenthread.spreadsheets.writing import write_xlsx


def test_a_payment_is_recorded_once_under_its_reference_and_reversed_by_a_row(by, year):
    made = spent(by, "10.00", "INV 7")
    with pytest.raises(RuleError, match=r"on record already: £10.00 on 10 June 2019, Synthetic"):
        spent(by, "10.00", "inv  7")
    spent(by, "10.00", "INV 7", note="Second part")
    assert position(year).spent == Decimal("20.00")
    back = reverse_spending(by=by, spending=made, reason="Wrong heading")
    assert (back.amount, back.on, back.heading) == (Decimal("-10.00"), TODAY, made.heading)
    assert position(year).spent == Decimal("10.00")
    for row in (made, back):
        with pytest.raises(RuleError, match="reversed already"):
            reverse_spending(by=by, spending=row, reason="x")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Spending.objects.update(amount=Decimal("1.00"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "-0.01"}, "more than nothing"),
        ({"on": "2019-03-31"}, "is not in 2019-20"),
        ({"on": "2020-04-01"}, "is not in 2019-20"),
        ({"on": "2019-09-10"}, "still to come"),
        ({"reference": " "}, "Write something"),
        ({"description": " "}, "Write something"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(by, year, fields, said):
    with pytest.raises(RuleError, match=said):
        spent(by, **fields)


def test_the_database_refuses_negative_spending_that_reverses_nothing(year):
    with pytest.raises(DatabaseError), transaction.atomic():
        Spending.objects.create(
            year=year,
            heading=heading(),
            on=TODAY,
            amount=Decimal("-1.00"),
            description="x",
            reference="x",
            by_label="x",
        )


def test_spending_releases_what_was_committed_and_its_reversal_commits_it_again(by, year):
    row = committed(by, "40.00")
    first = spent(by, "15.00", under="reviews", commitment=row)
    assert position(year).committed == Decimal("25.00")
    reverse_spending(by=by, spending=first, reason="Sent back")
    assert position(year).committed == Decimal("40.00")
    spent(by, "45.00", "L 2", under="reviews", commitment=row)
    assert position(year).committed == Decimal("0.00")
    with pytest.raises(RuleError, match="not open any more"):
        spent(by, "1.00", "L 3", commitment=row)


def test_what_is_not_needed_is_released_with_a_reason(by, year):
    row = committed(by)
    with pytest.raises(RuleError, match="Say why"):
        end_commitment(by=by, commitment=row, reason=" ")
    end_commitment(by=by, commitment=row, reason="The review was stopped")
    assert position(year).committed == Decimal("0.00")
    with pytest.raises(RuleError, match="not open any more"):
        end_commitment(by=by, commitment=row, reason="x")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Commitment.objects.update(amount=Decimal("1.00"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"review": "Child A"}, "by its reference alone"),
        ({"review": "2019-1"}, "by its reference alone"),
        ({"amount": "-1.00"}, "more than nothing"),
        ({"expected_on": day("2019-03-31")}, "before 2019-20"),
        ({"what": " "}, "for what"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(by, year, fields, said):
    with pytest.raises(RuleError, match=said):
        committed(by, **fields)


def test_the_same_commitment_twice_is_told(by, year):
    committed(by, review="2019-01")
    with pytest.raises(RuleError, match="as Commitment 1"):
        committed(by, review="2019-01")


def test_the_headings_of_another_partnership_are_refused(by, year, outsider):
    from goldenthread.oversight.finance.actions.budget import add_heading

    theirs = add_heading(by=viewing(outsider), title="Theirs")
    with pytest.raises(RuleError, match="another partnership"):
        record_spending(
            by=by, year=year, heading=theirs, on=TODAY, amount=Decimal("1.00"), description="x", reference="x"
        )


def test_training_income_is_read_from_the_rooms_that_earn(by, year):
    """Charged in the year, and received by the day; what a room gave back is negative."""
    told = [
        Taking("a", day("2019-06-01"), Decimal("120.00"), "course", "A place", "/x/", day("2019-06-20")),
        Taking("b", day("2019-07-01"), Decimal("60.00"), "course", "A place", "/x/"),
        Taking("c", day("2019-08-01"), Decimal("-20.00"), "course", "Given back", "/x/", day("2019-08-02")),
        Taking("d", day("2019-03-31"), Decimal("999.00"), "course", "Before", "/x/", day("2019-04-02")),
    ]
    register(
        "synthetic", lambda _partnership, first, last: [each for each in told if first <= each.on <= last]
    )
    try:
        found = position(year)
        assert (found.charged, found.taken) == (Decimal("160.00"), Decimal("100.00"))
        assert found.reserve == Decimal("150.00")
        assert position(year, day("2019-06-30")).taken == Decimal("120.00")
    finally:
        register("synthetic", lambda *_: [])


def test_a_position_of_an_earlier_day_counts_what_was_on_record_by_then(by, year):
    spent(by, "10.00", on="2019-06-10")
    spent(by, "20.00", "L 2", on="2019-07-10")
    assert position(year, day("2019-06-30")).spent == Decimal("10.00")
    assert position(year).spent == position(year).paid_out == Decimal("30.00")


GOOD = '3 June 2019,Team,Pay,"£1,012.50",L 1'


def test_a_ledger_is_shown_before_it_is_kept_and_kept_once(by, year):
    upload = brought_in(by, ledger(GOOD, "04/06/2019,reviews,Author,20.00,L 2"))
    assert not Spending.objects.exists()
    assert upload.status == "waiting"
    kept = keep_import(by=by, upload=upload)
    assert [(row.amount, row.on, row.reference) for row in kept] == [
        (Decimal("1012.50"), day("2019-06-03"), "L 1"),
        (Decimal("20.00"), day("2019-06-04"), "L 2"),
    ]
    for again in (keep_import, drop_import):
        with pytest.raises(RuleError, match="kept already"):
            again(by=by, upload=upload)
    with pytest.raises(RuleError, match="kept already, as “ledger"):
        brought_in(by, ledger(GOOD))
    assert Spending.objects.count() == 2


def test_a_file_that_is_let_go_keeps_nothing(by, year):
    upload = brought_in(by, ledger(GOOD))
    drop_import(by=by, upload=upload)
    assert not Spending.objects.exists()
    assert SpendingImport.objects.get().status == "dropped"
    assert brought_in(by, ledger(GOOD)).number == 2


def test_a_cumulative_ledger_leaves_out_what_is_on_record(by, year):
    keep_import(by=by, upload=brought_in(by, ledger(GOOD)))
    upload = brought_in(by, ledger(GOOD, "5 June 2019,Team,Pay,1.00,L 3"), checksum="d" * 64)
    assert [row["known"] for row in upload.rows] == [True, False]
    assert len(keep_import(by=by, upload=upload)) == 1
    with pytest.raises(RuleError, match="Every payment"):
        brought_in(by, ledger(GOOD), checksum="e" * 64)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (
            "3 June 2019,Cars,Pay,1.00,L 1",
            "Heading",
            "“Cars” is no heading of the budget. Use one of: Team, Reviews.",
        ),
        ("3 June 2019,Team,Pay,-1.00,L 1", "Amount", "less than nothing"),
        ("3 June 2019,Team,Pay,(1.00),L 1", "Amount", "less than nothing"),
        ("3 June 2019,Team,Pay,0,L 1", "Amount", "more than nothing"),
        ("3 June 2019,Team,Pay,abc,L 1", "Amount", "no sum of money"),
        ("3 June 2019,Team,Pay,,L 1", "Amount", "no sum of money"),
        ("3 June 2018,Team,Pay,1.00,L 1", "Date", "not in 2019-20"),
        ("10 September 2019,Team,Pay,1.00,L 1", "Date", "still to come"),
        ("June 2019,Team,Pay,1.00,L 1", "Date", "write the day"),
        ("31 June 2019,Team,Pay,1.00,L 1", "Date", "no day 31"),
        ("3 June 2019,Team,,1.00,L 1", "Description", "empty"),
        ("3 June 2019,Team,Pay,1.00,", "Reference", "empty"),
    ],
)
def test_what_is_wrong_in_a_ledger_is_said_by_row_and_nothing_is_kept(by, year, row, column, said):
    with pytest.raises(LedgerError) as refusal:
        brought_in(by, ledger(row, "4 June 2019,Team,Pay,1.00,L 2"))
    number, at, message = refusal.value.problems[0]
    assert (number, at) == (2, column)
    assert said in message
    assert not SpendingImport.objects.exists()


def test_every_fault_of_a_ledger_is_told_at_once(by, year):
    spent(by, "10.00", "L 9")
    with pytest.raises(LedgerError, match="4 problems") as refusal:
        brought_in(
            by,
            ledger(
                "3 June 2019,Team,Pay,x,L 1",
                "3 June 2019,Team,Pay,1.00,L 1",
                "3 June 2019,Cars,Pay,1.00,L 2",
                "3 June 2019,Team,Pay,1.00,L 9",
            ),
        )
    assert [(row, column) for row, column, _ in refusal.value.problems] == [
        (2, "Amount"),
        (3, "Reference"),
        (4, "Heading"),
        (5, "Reference"),
    ]


def test_a_missing_column_is_named(by, year):
    with pytest.raises(LedgerError) as refusal:
        brought_in(by, ledger("3 June 2019,Team,1.00,L 1", headings="Date,Heading,Amount,Ref"))
    assert [column for _, column, _ in refusal.value.problems] == ["Description", "Reference"]


def test_a_payment_that_came_on_record_meanwhile_keeps_the_whole_file_out(by, year):
    upload = brought_in(by, ledger(GOOD, "4 June 2019,Team,Pay,1.00,L 2"))
    spent(by, "3.00", "L 2")
    with pytest.raises(RuleError, match="Row 3: “L 2” came on record meanwhile"):
        keep_import(by=by, upload=upload)
    assert Spending.objects.count() == 1


def test_a_workbook_says_the_sum_that_was_meant(by, year):
    """A spreadsheet holds 0.1 + 0.2 as 0.30000000000000004."""
    rows = [
        [day("2019-06-03"), "Team", "Pay", 0.1 + 0.2, 4711],
        [day("2019-06-04"), "Team", "Pay", 116977.1, "L 2"],
    ]
    content = write_xlsx(
        ["Date", "Heading", "Description", "Amount", "Reference"], rows, title="x", sheet_name="x"
    )
    upload = brought_in(by, content, "ledger.xlsx")
    assert [(row["amount"], row["reference"]) for row in upload.rows] == [
        ("0.30", "4711"),
        ("116977.10", "L 2"),
    ]


@pytest.mark.parametrize("who", ["scrutineer", "safeguarding_partner", "outsider"])
def test_others_spend_and_keep_nothing(by, year, who, request):
    other, row, upload = (
        viewing(request.getfixturevalue(who)),
        spent(by),
        brought_in(by, ledger("4 June 2019,Team,Pay,1.00,L 2")),
    )
    commitment = committed(by)
    for act in (
        lambda: spent(other, reference="x"),
        lambda: reverse_spending(by=other, spending=row, reason="x"),
        lambda: committed(other, "1.00"),
        lambda: end_commitment(by=other, commitment=commitment, reason="x"),
        lambda: keep_import(by=other, upload=upload),
        lambda: drop_import(by=other, upload=upload),
    ):
        with pytest.raises(PermissionDenied):
            act()

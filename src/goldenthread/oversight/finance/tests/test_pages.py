"""The pages of the room, as people use them."""

import html
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import signed_in

from goldenthread.oversight.finance.actions.contributions import add_contribution
from goldenthread.oversight.finance.models import (
    BudgetLine,
    BudgetYear,
    Contribution,
    FinanceReport,
    Formula,
    Receipt,
    Spending,
)
from goldenthread.oversight.finance.tests.cases import (
    DUE,
    anew,
    committed,
    drafted,
    heading,
    ledger,
    make_finance,
    paid_by,
    reported,
    spent,
)
from goldenthread.partnership.models import Agency

BASE = "/thurrock/oversight/finance/"
YEAR = f"{BASE}2019-20/"


def dated(name, text="9 9 2019"):
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), text.split(), strict=True))


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_budget_is_begun_planned_worked_out_and_set_on_the_site(business_manager, council, police):
    browser = signed_in(business_manager)
    assert "No budget is on record yet" in text(browser.get(BASE))
    for title, pattern in (("Team", "even"), ("Reviews", "uneven")):
        browser.post(f"{BASE}headings/new/", {"title": title, "pattern": pattern})
    shares = {"agency_council": "2/3", "agency_police": "1/3", "note": "Strategic Group", **dated("on")}
    browser.post(f"{BASE}formula/new/", shares)
    assert "2/3 (66.67%)" in text(browser.get(f"{BASE}formula/"))
    browser.post(f"{BASE}years/new/", {"on": "2019-04-01", "opening_reserve": "£50", "note": ""})
    assert "Not set yet" in text(browser.get(BASE, follow=True))
    browser.post(
        f"{YEAR}contributions/work-out/", {"total": "1,000.00", "version": 1, **dated("due_on", "28 6 2019")}
    )
    amounts = {
        f"heading_{heading(key).pk}": amount for key, amount in (("team", "600"), ("reviews", "300.00"))
    }
    browser.post(f"{YEAR}budget/edit/", {"opening_reserve": "50", "version": 2, **amounts})
    browser.post(f"{YEAR}set/", {"note": "Strategic Group", "version": 3, **dated("on", "7 5 2019")})
    page = text(browser.get(YEAR))
    assert "As at 9 September 2019: £0.00 of £1,000.00 has come in, 2 contributions late" in page
    assert BudgetYear.objects.get().is_open


def test_a_formula_that_does_not_total_a_whole_loses_nothing(business_manager, council, police):
    page = signed_in(business_manager).post(
        f"{BASE}formula/new/", {"agency_council": "50", "agency_police": "49", "note": "x", **dated("on")}
    )
    assert "The shares total 99%" in text(page)
    assert 'value="49"' in page.content.decode()
    assert not Formula.objects.exists()


def test_a_receipt_is_recorded_once_however_often_it_is_sent(business_manager, year, council):
    browser = signed_in(business_manager)
    where = f"{YEAR}contributions/council/"
    new = {"amount": "£666.67", "reference": "BACS 1", "note": "", **dated("on", "3 6 2019")}
    page = browser.post(f"{where}receipts/new/", new, follow=True)
    assert "It is on record. £666.67 of £666.67 has come in: it is paid." in text(page)
    again = browser.post(f"{where}receipts/new/", new)
    assert "“BACS 1” is on record already" in text(again)
    assert Receipt.objects.count() == 1
    twice = browser.post(f"{where}receipts/new/", new | {"reference": "BACS 2"}, follow=True)
    assert "£666.67 more than was agreed" in text(twice)
    receipt = Receipt.objects.latest("pk")
    browser.post(f"{where}receipts/{receipt.pk}/reverse/", {"reason": "Paid twice"})
    page = text(browser.get(where))
    assert "it is paid" in page
    assert "−£666.67 Reverses a payment Paid twice" in page


@pytest.mark.parametrize(
    ("amount", "said"),
    [("-5", "less than nothing"), ("five", "no sum of money"), ("0.001", "no sum of money")],
)
def test_a_sum_that_is_none_is_said_at_its_box(business_manager, year, amount, said):
    new = {"amount": amount, "reference": "A", **dated("on")}
    page = signed_in(business_manager).post(f"{YEAR}contributions/council/receipts/new/", new)
    assert said in text(page)
    assert not Receipt.objects.exists()


def test_a_stale_form_shows_both_texts(business_manager, by, council, police):
    year = drafted(by, council, police)
    old = {"opening_reserve": "50", "version": year.version, f"heading_{heading().pk}": "601.00"}
    browser = signed_in(business_manager)
    browser.post(f"{YEAR}budget/edit/", old | {f"heading_{heading().pk}": "777.00"})
    page = text(browser.post(f"{YEAR}budget/edit/", old))
    assert "Somebody else has saved changes" in page
    assert "777.00" in page
    assert "601.00" in page
    assert BudgetLine.objects.get(heading=heading()).amount == Decimal("777.00")


def test_a_what_if_says_what_each_would_pay_and_keeps_nothing(scrutineer, year, council, police):
    browser = signed_in(scrutineer)
    asked = {"total": "1000.01", "agency_council": "1/2", "agency_police": "50"}
    page = text(browser.get(f"{BASE}what-if/", asked))
    assert "Thurrock Council £666.67 £500.01 Down by £166.66" in page
    assert "Essex Police £333.33 £500.00 Up by £166.67" in page
    assert Formula.objects.count() == 1
    assert "The shares total 75%" in text(browser.get(f"{BASE}what-if/", asked | {"agency_police": "25"}))


def test_a_ledger_is_looked_at_then_kept(business_manager, year):
    browser = signed_in(business_manager)
    bad = SimpleUploadedFile("ledger.csv", ledger("3 June 2019,Cars,Pay,-1,L 1"))
    page = text(browser.post(f"{YEAR}spending/ledger/", {"file": bad}))
    assert "2 problems in the file" in page
    assert "is no heading of the budget" in page
    good = SimpleUploadedFile("ledger.csv", ledger("3 June 2019,Team,Pay,12.50,L 1"))
    page = browser.post(f"{YEAR}spending/ledger/", {"file": good}, follow=True)
    assert "1 payment, £12.50 would be kept. Nothing is on record yet." in text(page)
    kept = browser.post(f"{YEAR}spending/ledger/1/keep/", follow=True)
    assert "1 payment of “ledger.csv” is on record" in text(kept)
    again = browser.post(f"{YEAR}spending/ledger/1/keep/", follow=True)
    assert "was kept already" in text(again)
    assert Spending.objects.count() == 1
    for kind in ("csv", "xlsx", "ods"):
        assert browser.get(f"{YEAR}spending/ledger.{kind}").status_code == 200
    assert browser.get(f"{YEAR}spending/ledger.txt").status_code == 404


def test_a_report_is_seen_issued_and_downloaded(business_manager, lay_member, year, by):
    spent(by)
    browser = signed_in(business_manager)
    new = {
        "half": "october",
        "words": "As planned.",
        "ledger": "10.00",
        "difference": "",
        **dated("as_at", "31 8 2019"),
    }
    assert "As it would be issued" in text(browser.post(f"{YEAR}reports/new/", new | {"see": "1"}))
    assert not FinanceReport.objects.exists()
    wrong = text(browser.post(f"{YEAR}reports/new/", new | {"see": "1", "ledger": "11.00"}))
    assert "£1.00 apart. Say why." in wrong
    browser.post(f"{YEAR}reports/new/", new)
    page = text(signed_in(lay_member).get(f"{YEAR}reports/1/"))
    assert "Finance report 2019-20, October" in page
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE")):
        assert signed_in(lay_member).get(f"{YEAR}reports/1.{kind}").content.startswith(start)
    assert browser.get(f"{YEAR}reports/1.txt").status_code == 404


def test_lists_are_narrowed_sorted_and_downloaded(business_manager, by, year, council, police):
    paid_by(by, council, "666.67")
    spent(by, "10.00", "A", description="First")
    spent(by, "20.00", "B", under="reviews", description="Second")
    browser = signed_in(business_manager)
    file = browser.get(f"{YEAR}contributions.csv?state=late").content.decode()
    assert "Essex Police" in file
    assert "Thurrock Council" not in file
    assert "333.33" in file
    file = browser.get(f"{YEAR}spending.csv?heading=team").content.decode()
    assert ("First" in file, "Second" in file, "10.00" in file) == (True, False, True)
    page = browser.get(f"{YEAR}spending/?sort=-amount").content.decode()
    assert page.index("Second") < page.index("First")
    for name in ("contributions", "spending", "budget", "commitments"):
        for kind in ("xlsx", "ods", "csv"):
            assert browser.get(f"{YEAR}{name}.{kind}").status_code == 200
    assert browser.get(f"{BASE}history.ods").status_code == 200


def test_a_review_is_named_to_those_alone_who_may_know_of_it(
    business_manager, lay_member, scrutineer, by, year
):
    committed(by, review="2019-07")
    assert "2019-07" in text(signed_in(business_manager).get(f"{YEAR}commitments/"))
    for reader in (lay_member, scrutineer):
        for address in ("commitments/", "commitments.csv"):
            page = text(signed_in(reader).get(f"{YEAR}{address}"))
            assert "2019-07" not in page
            assert "A review" in page


def test_an_agency_lead_sees_what_their_own_agency_contributes(agency_lead, year, by, police):
    paid_by(by, police, "100.00")
    browser = signed_in(agency_lead)
    page = text(browser.get(BASE))
    assert "1 contribution of Essex Police is late" in page
    assert "£233.33" in page
    assert browser.get(f"{YEAR}contributions/police/").status_code == 200
    for address in ("", "contributions/", "contributions/council/", "spending/", "reports/"):
        assert browser.get(YEAR + address).status_code == 403


def test_a_draft_is_not_shown_to_the_agency(agency_lead, by, council, police):
    drafted(by, council, police)
    browser = signed_in(agency_lead)
    assert "No contribution is on record yet" in text(browser.get(BASE))
    assert browser.get(f"{YEAR}contributions/police/").status_code == 403


def test_a_line_changes_on_the_site_with_its_reason(business_manager, year):
    browser = signed_in(business_manager)
    new = {"amount": "650", "reason": "Pay rise", "version": year.version}
    browser.post(f"{YEAR}budget/team/change/", new)
    page = text(browser.get(f"{YEAR}budget/"))
    assert "Team 9 September 2019 £600.00 £650.00 Pay rise" in page
    assert "Somebody else has saved" in text(browser.post(f"{YEAR}budget/team/change/", new))


def test_history_puts_years_side_by_side(scrutineer, by, year, council, police):
    page = text(signed_in(scrutineer).get(f"{BASE}history/"))
    assert "1 year on record." in page
    assert "£1,000.00" in page


@pytest.mark.parametrize(
    "address",
    [
        YEAR,
        f"{BASE}history/",
        *(f"{YEAR}{name}/" for name in ("contributions", "budget", "spending", "commitments", "reports")),
    ],
)
def test_a_page_takes_as_many_queries_for_fifty_rows_as_for_one(
    by, year, council, police, partnership, scrutineer, address
):
    def fill(first, last):
        for number in range(first, last):
            agency = Agency.objects.create(partnership=partnership, key=f"a{number}", name=f"Agency {number}")
            add_contribution(
                by=by, year=anew(year), agency=agency, agreed=Decimal("5.00"), due_on=DUE, reason="Synthetic"
            )
            row = Contribution.objects.get(agency=agency)
            Receipt.objects.create(
                contribution=row, on=DUE, amount=Decimal("1.00"), reference="A", by_label="x"
            )
            spent(by, "1.00", f"L {number}")
            spent(by, "1.00", f"M {number}", commitment=committed(by, what=f"Work {number}"))
            reported(by, words=f"Report {number}") if number % 10 == 0 else None

    def count():
        browser = signed_in(scrutineer)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    fill(0, 1)
    few = count()
    fill(1, 50)
    assert count() == few <= 20


def test_another_partnership_sees_nothing(by, outsider, council, police):
    made = make_finance(by, council, police)
    browser = signed_in(outsider)
    for address in (
        BASE,
        YEAR,
        f"{YEAR}contributions/council/",
        f"{YEAR}reports/1/",
        f"{YEAR}spending/ledger/{made['upload']}/",
    ):
        assert browser.get(address).status_code == 404

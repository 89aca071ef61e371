"""Money in tests: all of it synthetic, unless a test says that it is printed."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from tests.cast import TODAY

from goldenthread.oversight.finance.actions.budget import add_heading, plan_budget
from goldenthread.oversight.finance.actions.contributions import Part, agree_formula, work_out
from goldenthread.oversight.finance.actions.importing import bring_in
from goldenthread.oversight.finance.actions.receipts import record_receipt
from goldenthread.oversight.finance.actions.reports import issue_report
from goldenthread.oversight.finance.actions.spending import commit, record_spending
from goldenthread.oversight.finance.actions.years import begin_year, move_reserve, set_budget
from goldenthread.oversight.finance.models import BudgetYear, Contribution, Heading
from goldenthread.spreadsheets.reading import read_sheet

DUE = dt.date(2019, 6, 28)


def sum_of(text):
    return Decimal(text)


def day(text):
    return dt.date.fromisoformat(text)


def formula_of(by, council, police):
    """Two thirds and one third."""
    parts = [Part(council, share=Fraction(2, 3)), Part(police, share=Fraction(1, 3))]
    return agree_formula(by=by, parts=parts, on=day("2019-04-02"), note="Strategic Group")


def drafted(by, council, police, total="1000.00"):
    """The draft of 2019-20: £1,000 by the formula, £600 for the team and £300 for reviews, £50 in the reserves."""
    if not Heading.objects.exists():
        formula_of(by, council, police)
        add_heading(by=by, title="Team", pattern="even")
        add_heading(by=by, title="Reviews")
    year = begin_year(by=by, on=TODAY, opening_reserve=Decimal("50.00"))
    work_out(by=by, year=year, version=year.version, total=Decimal(total), due_on=DUE)
    team, reviews = Heading.objects.order_by("id")
    amounts = {team.pk: Decimal("600.00"), reviews.pk: Decimal("300.00")}
    return plan_budget(by=by, year=anew(year), version=2, opening_reserve=Decimal("50.00"), amounts=amounts)


def anew(row):
    """The row as the database has it."""
    return type(row).objects.get(pk=row.pk)


def budgeted(by, council, police, **more):
    """The same, set."""
    year = drafted(by, council, police, **more)
    return set_budget(by=by, year=year, version=year.version, on=day("2019-05-07"), note="Strategic Group")


def contribution_of(agency, year=None):
    rows = Contribution.objects.whole().filter(agency=agency)
    return rows.get(year=year) if year else rows.get()


def paid_by(by, agency, amount="100.00", reference="A 1", on="2019-06-03", **more):
    return record_receipt(
        by=by,
        contribution=contribution_of(agency),
        on=day(on),
        amount=Decimal(amount),
        reference=reference,
        **more,
    )


def heading(key="team"):
    return Heading.objects.get(key=key)


def spent(by, amount="10.00", reference="L 1", under="team", on="2019-06-10", **more):
    return record_spending(
        by=by, year=BudgetYear.objects.get(), heading=heading(under), on=day(on), amount=Decimal(amount),
        description=more.pop("description", "Synthetic"), reference=reference, **more,
    )  # fmt: skip


def committed(by, amount="40.00", under="reviews", **more):
    values = {"what": "An author", "expected_on": day("2019-12-31")} | more
    return commit(
        by=by, year=BudgetYear.objects.get(), heading=heading(under), amount=Decimal(amount), **values
    )


def ledger(*rows, headings="Date,Heading,Description,Amount,Reference"):
    """A ledger as a CSV file."""
    return "\n".join([headings, *rows]).encode()


def brought_in(by, content, name="ledger.csv", checksum="c" * 64):
    return bring_in(
        by=by,
        year=BudgetYear.objects.get(),
        sheet=read_sheet(content, name),
        file_name=name,
        checksum=checksum,
    )


def reported(by, as_at="2019-08-31", half="october", **more):
    return issue_report(
        by=by,
        year=BudgetYear.objects.get(),
        half=half,
        as_at=day(as_at),
        words=more.pop("words", "As planned."),
        **more,
    )


def make_finance(by, council, police):
    """A year that is set, with one of everything that can be recorded in it: what its addresses name."""
    year = budgeted(by, council, police)
    receipt, payment = paid_by(by, council), spent(by)
    commitment = committed(by)
    movement = move_reserve(by=by, year=year, on=TODAY, amount=Decimal("5.00"), out=False, reason="A deposit")
    upload = brought_in(by, ledger("3 June 2019,Team,Pay,12.50,L 2"))
    reported(by)
    return {
        "year": year.key,
        "heading": heading().key,
        "receipt": receipt.pk,
        "spending": payment.pk,
        "commitment": commitment.number,
        "movement": movement.pk,
        "upload": upload.number,
    }

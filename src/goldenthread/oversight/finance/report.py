"""The finance report: its figures as data, frozen with it; its one HTML text; and its files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from goldenthread.design.charts import Chart
from goldenthread.oversight.finance.charts import equity_chart, spending_chart
from goldenthread.oversight.finance.models import BudgetYear, FinanceReport
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.oversight.finance.selectors.equity import equity
from goldenthread.oversight.finance.selectors.position import STATES, Position
from goldenthread.rendering import render_docx, render_pdf, standalone_html

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
Figures = dict[str, Any]


def figures_of(found: Position, *, ledger: Decimal | None = None, difference: str = "") -> Figures:
    """A year on a day as data: sums are exact texts of pounds such as "116977.10", days are 2021-09-30.

    ``ledger`` is what the council's ledger says was spent, ``difference`` why that is another sum. The same data is
    kept with an issued report and answered by ``goldenthread finance report``.
    """
    year = found.year
    return {
        "year": year.key,
        "starts_on": year.starts_on.isoformat(),
        "ends_on": year.ends_on.isoformat(),
        "status": year.status,
        "as_at": found.as_at.isoformat(),
        "months_over": found.months,
        "contributions": [
            {
                "agency": each.agency.key,
                "name": str(each.agency),
                "by_formula": _text(each.contribution.by_formula),
                "agreed": _text(each.agreed),
                "due_on": each.due_on.isoformat(),
                "received": _text(each.received),
                "outstanding": _text(each.outstanding),
                "overpaid": _text(each.over),
                "state": each.state,
                "state_in_words": STATES[each.state],
            }
            for each in found.paid
        ],
        "equity": [
            {
                "agency": each.agency.key,
                "name": str(each.agency),
                "agreed": _text(each.agreed),
                "of_partners": _text(each.of_partners),
                "of_all": _text(each.of_all),
            }
            for each in equity(found)
        ],
        "headings": [_heading(line) for line in found.lines],
        "totals": _totals(found),
        "reconciliation": reconciliation(found, ledger),
        "ledger": _text(ledger),
        "ledger_difference": difference,
    }


def _heading(line: Any) -> dict[str, Any]:
    return {
        "heading": line.heading.key,
        "title": line.heading.title,
        "budget_when_set": _text(line.first),
        "budget": _text(line.budget),
        "spent": _text(line.spent),
        "committed": _text(line.committed),
        "to_come": _text(line.forecast.to_come),
        "forecast": _text(line.forecast.total),
        "left": _text(line.forecast.left),
        "method": line.forecast.method.value,
        "why": line.forecast.method.why,
    }


def _totals(found: Position) -> dict[str, str]:
    sums = {
        "agreed": found.agreed,
        "received": found.received,
        "outstanding": found.outstanding,
        "overpaid": found.over,
        "training_charged": found.charged,
        "training_received": found.taken,
        "budget": found.budget,
        "spent": found.spent,
        "committed": found.committed,
        "forecast": found.forecast,
        "opening_reserve": found.year.opening_reserve,
        "reserve_movements": found.moved,
        "reserve": found.reserve,
        "reserve_at_end": found.reserve_at_end,
    }
    return {name: _text(amount) for name, amount in sums.items()}


def reconciliation(found: Position, ledger: Decimal | None = None) -> list[dict[str, str]]:
    """What must come out the same to the penny, each reckoned in two ways: from the rows, and from the totals shown."""
    came = sum((row.amount for each in found.paid for row in _receipts(each, found)), NOTHING)
    agreed = sum((each.agreed for each in found.paid), NOTHING)
    reserve = found.year.opening_reserve + came + found.taken + found.moved - found.paid_out
    pairs = [
        ("Contributions received: receipt by receipt, and agency by agency", came, found.received),
        (
            "Contributions agreed: the sum, and what was received, is to come, less what was overpaid",
            agreed,
            found.received + found.outstanding - found.over,
        ),
        ("Spending: payment by payment, and heading by heading", found.paid_out, found.spent),
        ("Reserve on the day: from every row, and as shown", reserve, found.reserve),
    ]
    if ledger is not None:
        pairs.append(("Spending: here, and in the council’s ledger", found.spent, ledger))
    return [
        {"what": what, "one": _text(one), "other": _text(other), "difference": _text(one - other)}
        for what, one, other in pairs
    ]


def _receipts(each: Any, found: Position) -> list[Any]:
    return [row for row in each.contribution.receipts.all() if row.on <= found.as_at]


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)


def body_of(year: BudgetYear, figures: Figures, *, title: str, words: str) -> str:
    """The report as one HTML document, made of its figures alone."""
    return render_to_string(
        "finance/report_body.html",
        {
            "year": year,
            "figures": figures,
            "title": title,
            "words": [line for line in words.splitlines() if line.strip()],
            "charts": charts_of(figures),
            "late": [each for each in figures["contributions"] if each["state"] == "late"],
            "methods": {line["method"]: line["why"] for line in figures["headings"]},
        },
    )


def charts_of(figures: Figures) -> dict[str, Chart]:
    """The pictures of a report, by the name under which its text asks for them."""
    partners = [
        (each["name"], Decimal(each["of_partners"])) for each in figures["equity"] if each["of_partners"]
    ]
    spent = [(each["title"], Decimal(each["spent"]), Decimal(each["budget"])) for each in figures["headings"]]
    found = {
        "equity": equity_chart(figures["year"], partners),
        "spending": spending_chart(figures["year"], spent),
    }
    return {name: chart for name, chart in found.items() if chart is not None}


def file_of(report: FinanceReport, kind: str) -> bytes:
    """An issued report as a file: "html", "pdf" or "docx". Raises
    :class:`~goldenthread.rendering.RenderingError`.
    """
    partnership = report.year.partnership
    about: dict[str, Any] = {
        "title": str(report), "author": partnership.name, "date": report.on, "partnership": partnership.name,
        "period": str(report.year), "charts": charts_of(report.figures),
    }  # fmt: skip
    if kind == "html":
        return standalone_html(report.body, **about).encode()
    return (render_docx if kind == "docx" else render_pdf)(report.body, **about)

"""Finance reports: what they freeze, that they reconcile to the penny, their files, and the paper for a meeting."""

import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing
from typer.testing import CliRunner

from goldenthread.oversight.finance.cli import app
from goldenthread.oversight.finance.models import FinanceReport
from goldenthread.oversight.finance.papers import FINANCE
from goldenthread.oversight.finance.report import figures_of, file_of
from goldenthread.oversight.finance.selectors.position import position
from goldenthread.oversight.finance.tests.cases import (
    brought_in,
    day,
    drafted,
    ledger,
    paid_by,
    reported,
    spent,
)
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.made_papers import makers_for


def test_a_report_freezes_its_figures_and_what_comes_later_makes_another(by, year, council):
    paid_by(by, council)
    spent(by, "10.00")
    first = reported(by)
    assert first.figures["totals"]["received"] == "100.00"
    assert "£100.00" in first.body
    spent(by, "5.55", "L 2", on="2019-08-30")
    second = reported(by)
    assert (first.number, second.number) == (1, 2)
    assert second.figures["totals"]["spent"] == "15.55"
    assert FinanceReport.objects.get(number=1).figures == first.figures
    for change in (
        lambda: FinanceReport.objects.update(words="x"),
        lambda: FinanceReport.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_a_second_click_issues_no_second_report(by, year):
    reported(by)
    with pytest.raises(RuleError, match="issued already, as number 1"):
        reported(by)


def test_every_sum_is_reckoned_in_two_ways_and_both_agree_to_the_penny(by, year, council, police):
    paid_by(by, council, "666.67")
    paid_by(by, police, "0.01")
    paid_by(by, council, "100.00", "B")
    spent(by, "33.33")
    found = figures_of(position(year), ledger=Decimal("33.33"))
    assert [row["difference"] for row in found["reconciliation"]] == ["0.00"] * 5
    assert found["totals"]["agreed"] == "1000.00"
    assert found["totals"]["overpaid"] == "100.00"
    assert found["totals"]["reserve"] == "783.35"


def test_a_ledger_of_another_sum_needs_the_reason(by, year):
    spent(by, "10.00")
    with pytest.raises(RuleError, match=r"is on record here: £2\.00 apart"):
        reported(by, ledger=Decimal("12.00"))
    made = reported(by, ledger=Decimal("12.00"), difference="An invoice of August is not here yet")
    assert made.figures["reconciliation"][-1]["difference"] == "-2.00"
    assert "An invoice of August" in made.body


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"as_at": "2019-03-31"}, "not in 2019-20"),
        ({"as_at": "2019-09-10"}, "still to come"),
        ({"words": " "}, "what the figures mean"),
    ],
)
def test_a_report_that_cannot_be_is_refused(by, year, fields, said):
    with pytest.raises(RuleError, match=said):
        reported(by, **fields)


def test_a_draft_has_no_report(by, council, police):
    drafted(by, council, police)
    with pytest.raises(RuleError, match="not set yet"):
        reported(by)


def test_a_report_comes_in_three_formats(by, year, council):
    paid_by(by, council)
    spent(by)
    made = reported(by)
    page = file_of(made, "html").decode()
    assert "£100.00" in page
    assert "<svg" in page
    assert file_of(made, "pdf").startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(file_of(made, "docx"))) as archive:
        assert "£100.00" in archive.read("word/document.xml").decode()


def test_the_latest_report_is_a_paper_for_a_meeting(by, year, lpr, lay_member, member):
    assert FINANCE.make(by, lpr, TODAY) is None
    reported(by)
    paper = FINANCE.make(by, lpr, TODAY)
    assert paper.title == "Finance report 2019-20, October"
    assert paper.content.startswith(b"%PDF")
    assert FINANCE.make(by, lpr, day("2019-09-08")) is None
    assert FINANCE in makers_for(viewing(lay_member))
    assert FINANCE not in makers_for(viewing(member))


@pytest.mark.parametrize("who", ["scrutineer", "safeguarding_partner", "outsider"])
def test_others_issue_nothing(year, who, request):
    with pytest.raises(PermissionDenied):
        reported(viewing(request.getfixturevalue(who)))


def test_the_command_answers_exact_sums_as_text(by, year, council):
    paid_by(by, council, "0.10")
    answer = CliRunner().invoke(app, ["report", "thurrock", "2019-20", "--json"])
    found = json.loads(answer.output)
    assert (answer.exit_code, found["partnership"], found["totals"]["received"]) == (0, "thurrock", "0.10")
    assert found["contributions"][0]["agreed"] == "666.67"
    plain = CliRunner().invoke(app, ["report", "thurrock", "2019-20", "--as-at", "2019-04-30"])
    assert "All contributions: £0.00 of £1,000.00" in plain.output
    missing = CliRunner().invoke(app, ["report", "thurrock", "1999-00", "--json"])
    assert missing.exit_code == 1
    assert "There are: 2019-20" in json.loads(missing.output)["errors"][0]["message"]


def test_what_waits_to_be_kept_is_in_no_figure(by, year):
    brought_in(by, ledger("3 June 2019,Team,Pay,12.50,L 2"))
    assert position(year).spent == Decimal("0.00")

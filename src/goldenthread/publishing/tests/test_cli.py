import json

from typer.testing import CliRunner

from goldenthread.publishing.cli import app
from goldenthread.publishing.models import Report

REPORT = "performance-2019-05_2019-08"


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_report_is_built_into_a_folder(report, tmp_path):
    result = run("build", REPORT, "--out", tmp_path / "new", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["status"] == "draft"
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        f"{REPORT}.{end}" for end in ("docx", "html", "pdf")
    ]


def test_one_format_can_be_asked_for(report, tmp_path):
    assert run("build", REPORT, "--out", tmp_path, "--format", "html").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{REPORT}.html"]


def test_a_wrong_name_format_or_folder_ends_with_a_sentence(report, tmp_path):
    assert "There is no report “nothing”" in run("build", "nothing").stderr
    assert "There is no format “odt”" in run("build", REPORT, "--format", "odt").stderr
    (tmp_path / "file").write_text("")
    result = run("build", REPORT, "--out", tmp_path / "file", "--format", "html", "--json")
    assert result.exit_code == 1
    assert "could not be built" in json.loads(result.stdout)["errors"][0]["message"]


def test_a_name_that_two_partnerships_use_asks_which(report, outsider, tmp_path):
    Report.objects.create(
        partnership=outsider.partnership, key=REPORT, title="Theirs", period_from=report.period_from,
        period_to=report.period_to, as_at=report.as_at,
    )  # fmt: skip
    assert "Add --partnership" in run("build", REPORT).stderr
    result = run("build", REPORT, "--partnership", "thurrock", "--out", tmp_path, "--format", "html")
    assert result.exit_code == 0


def test_reports_are_listed(report):
    assert json.loads(run("list", "--json").stdout)["reports"][0]["key"] == REPORT
    assert "not published" in run("list", "--partnership", "thurrock").stdout

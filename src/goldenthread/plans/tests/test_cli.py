import json

import pytest
from tests.cast import TODAY, make_action, rate
from typer.testing import CliRunner

from goldenthread.plans.cli import app
from goldenthread.plans.models import Action, RatingUpdate

GOOD = "Ref,Action,RAG initial,RAG 08/19,Due\n1.4,Train,2,3,Sep-19\n1.5,Ask parents,1,1,\n"


@pytest.fixture
def run(plan):
    def call(*arguments):
        answer = CliRunner().invoke(app, [str(argument) for argument in arguments])
        return answer.exit_code, answer.stdout

    return call


def test_the_summary_has_the_agreed_shape(run, plan, objective):
    action = make_action(objective, "1.4")
    rate(action, 2, plan.starts_on, opening=True)
    rate(action, 3, TODAY)
    code, out = run("summary", plan.key, "--json")
    means = {"initial": 2.0, "2019-09": 3.0}
    assert code == 0
    assert json.loads(out) == {
        "plan": plan.key,
        "title": plan.title,
        "objectives": [{"ref": "1", "title": objective.title, "actions": 1, "mean_rag": means}],
        "mean_over_actions": means,
        "mean_over_objectives": means,
    }


def test_an_import_says_what_it_did_and_a_second_does_nothing(run, plan, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text(GOOD)
    code, out = run("import", file, "--plan", plan.key, "--json")
    assert (code, json.loads(out)["added"], json.loads(out)["errors"]) == (0, 2, [])
    before = list(RatingUpdate.objects.values_list("pk", flat=True))
    code, out = run("import", file, "--plan", plan.key, "--json")
    assert (code, json.loads(out)["added"], json.loads(out)["changed"]) == (0, 0, 0)
    assert list(RatingUpdate.objects.values_list("pk", flat=True)) == before


def test_a_dry_run_changes_nothing(run, plan, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text(GOOD)
    code, out = run("import", file, "--plan", plan.key, "--dry-run", "--json")
    assert (code, json.loads(out)["added"]) == (0, 2)
    assert not Action.objects.exists()


def test_a_refused_import_names_row_and_column_and_changes_nothing(run, plan, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text(GOOD + "1.6,Do,9,3,2019-09-30\n1.4,Again,2,2,2019-09-30\n")
    code, out = run("import", file, "--plan", plan.key, "--json")
    errors = json.loads(out)["errors"]
    assert code == 1
    assert [(error["row"], error["column"]) for error in errors] == [(4, "RAG initial"), (5, "Ref")]
    assert "1, 2, 3, 4 or 5" in errors[0]["message"]
    assert not Action.objects.exists()


def test_a_column_can_be_named_where_the_guess_is_wrong(run, plan, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text("Ref,Action,Whenever\n1.4,Train,2019-09-30\n")
    assert run("import", file, "--plan", plan.key, "--column", "Whenever=due_on")[0] == 0
    assert Action.objects.get().due_on.isoformat() == "2019-09-30"
    code, out = run("import", file, "--plan", plan.key, "--column", "Nowhere=due_on", "--json")
    assert code == 1
    assert "one of the file's headings: Ref, Action, Whenever" in json.loads(out)["errors"][0]["message"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("summary", "nothing", "--json"), "There is no plan “nothing”. The plans are: delivery-2019."),
        (("summary", "delivery-2019", "--as-at", "yesterday", "--json"), "“yesterday” is not a date"),
        (
            ("import", "absent.csv", "--plan", "delivery-2019", "--json"),
            "cannot be read: no such file or directory",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_the_same_shape(run, arguments, said):
    code, out = run(*arguments)
    assert code == 1
    assert said in json.loads(out)["errors"][0]["message"]


def test_exceptions_are_listed_with_their_explanations(run, plan, action):
    code, out = run("exceptions", plan.key, "--json")
    [row] = json.loads(out)["exceptions"]
    assert code == 0
    assert (row["ref"], row["working_days_overdue"], row["explained"]) == ("1.4", 6, False)

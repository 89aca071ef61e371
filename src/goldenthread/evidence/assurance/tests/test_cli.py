"""``goldenthread assurance heat``: what it answers, and how it fails."""

import json

from typer.testing import CliRunner

from goldenthread.evidence.assurance.cli import app
from goldenthread.evidence.assurance.tests.cases import signed


def run(*arguments):
    return CliRunner().invoke(app, ["heat", *arguments])


def test_the_heat_map_as_json_and_as_text(assessment, lead):
    signed(lead, assessment, training="red")
    told = json.loads(run("section-11-2019", "--json").output)
    assert told["agencies"][0]["standards"]["training"] == {
        "points": 0,
        "most": 4,
        "share": 0.0,
        "change": None,
    }
    assert "Thurrock Council: Signed, to be moderated, 90% of the points" in run("section-11-2019").output


def test_a_cycle_that_is_not_there_is_said_so(assessment):
    done = run("nothing", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output) == {"errors": [{"message": "There is no cycle “nothing”."}]}

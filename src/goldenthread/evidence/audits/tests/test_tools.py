"""Audit tools as data."""

import copy
import tomllib

import pytest

from goldenthread.evidence.audits.tools import FOLDER, all_tools, read_tool

DATA = tomllib.loads((FOLDER / "multi-agency.toml").read_text(encoding="utf-8"))


def test_the_tool_grades_as_inspectors_do_and_asks_each_sector_besides():
    tool = all_tools()["multi-agency@2019.1"]
    assert [level.key for level in tool.levels] == ["outstanding", "good", "improvement", "inadequate"]
    assert [level.key for level in tool.levels if tool.is_good(level.key)] == ["outstanding", "good"]
    assert not tool.is_good("nothing")
    assert list(tool.titles())[-1] == "overall"
    risk = next(domain for domain in tool.domains if domain.key == "risk")
    assert risk.asked_of("police").startswith(risk.asks)
    assert "officers" in risk.asked_of("police")
    assert risk.asked_of("health") == risk.asks


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data["domains"].append(data["domains"][0]), "used twice"),
        (lambda data: data["levels"].append(data["levels"][0]), "used twice"),
        (lambda data: data["domains"][0].update(key="overall"), "no domain|used twice"),
        (lambda data: data["prompts"].append({"sector": "x", "domain": "none", "asks": "x"}), "no domain"),
    ],
)
def test_a_tool_that_does_not_hold_together_is_refused(change, says):
    data = copy.deepcopy(DATA)
    change(data)
    with pytest.raises(ValueError, match=says):
        read_tool(data)

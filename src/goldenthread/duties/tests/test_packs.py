"""Packs of rules: what is read, what is refused, which rules hold when; and the constitution of the example."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from tests.provision import ROOT

from goldenthread.duties.happenings import Happening
from goldenthread.duties.rules import Adoption, PackError, Party, Rulebook, national_packs, read_pack

EXAMPLE = ROOT / "examples" / "thurrock"
ALWAYS = dt.date(1900, 1, 1)
HEAD = '[pack]\nkey = "own"\ntitle = "Our own"\nsource = "A paper"\nholds_from = 2019-04-01\n'
RULE = """
[[rules]]
key = "meeting.minutes"
title = "Send the minutes to the chair"
trigger = "meeting_held"
met_by = "minutes_to_chair"
limit = 10
unit = "working_days"
owed_by = "business_team"
source = "A paper, paragraph 1"
"""


@pytest.fixture(scope="module")
def constitution():
    return read_pack((EXAMPLE / "constitution.toml").read_text(encoding="utf-8"))


def problems(text):
    with pytest.raises(PackError) as refused:
        read_pack(text)
    return refused.value.problems


def test_a_pack_becomes_typed_rules():
    (rule,) = read_pack(HEAD + RULE).rules
    assert (rule.trigger, rule.met_by, rule.owed_by) == (
        Happening.MEETING_HELD, (Happening.MINUTES_TO_CHAIR,), Party.BUSINESS_TEAM,
    )  # fmt: skip
    assert rule.describe() == "within 10 working days of the day on which a meeting was held"
    assert (rule.holds_from, rule.holds_until, rule.times, rule.confirmed) == (
        dt.date(2019, 4, 1),
        None,
        1,
        True,
    )


@pytest.mark.parametrize(
    ("instead", "of", "said"),
    [
        ('trigger = "meeting_hold"', 'trigger = "meeting_held"', "is nothing that happens"),
        ('met_by = "nothing"', 'met_by = "minutes_to_chair"', "is nothing that happens"),
        ('unit = "fortnights"', 'unit = "working_days"', "fortnights"),
        ("limit = -1", "limit = 10", "is no amount of"),
        ('limit = "ten"', "limit = 10", "ten"),
        ("", "limit = 10\n", "needs both"),
        ('owed_by = "everyone"', 'owed_by = "business_team"', "nobody who can owe it"),
        ("", 'source = "A paper, paragraph 1"\n', "“source” is missing"),
        ('sourse = "x"', 'source = "A paper, paragraph 1"', "“sourse” is not known"),
        ('source = "x"\ntimes = 0', 'source = "A paper, paragraph 1"', "“times”"),
        ('source = "x"\nholds_from = "soon"', 'source = "A paper, paragraph 1"', "is a date"),
        (
            'source = "x"\nbreach = [{ follow = "shout" }]',
            'source = "A paper, paragraph 1"',
            "needs “follow”",
        ),
        ('source = "x"\nbreach = [{ follow = "letter" }]', 'source = "A paper, paragraph 1"', "needs “to”"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_with_its_key(instead, of, said):
    found = problems(HEAD + RULE.replace(of, instead))
    assert said in " ".join(found)
    assert all("meeting.minutes" in each or "number" in each for each in found)


def test_every_fault_of_a_pack_is_told_at_once():
    bad = RULE.replace("meeting_held", "x").replace("business_team", "y")
    assert len(problems(HEAD + bad + bad.replace("meeting.minutes", "other"))) == 4


@pytest.mark.parametrize("text", ["", "[pack]", "not toml", HEAD, "rules = 3", HEAD + "rules = [3]"])
def test_what_is_no_pack_is_refused(text):
    assert problems(text)


def test_a_rule_cannot_stand_twice_for_the_same_days_but_can_follow_another():
    assert "stands twice" in problems(HEAD + RULE + RULE)[0]
    first = RULE + "holds_until = 2020-03-31\n"
    second = RULE + "holds_from = 2020-04-01\n"
    assert len(read_pack(HEAD + first + second).rules) == 2


def test_a_local_rule_stands_in_place_of_the_national_one_of_its_key():
    national = read_pack(HEAD.replace("own", "nat") + RULE + RULE.replace("meeting.minutes", "other"))
    local = read_pack(HEAD + RULE.replace("limit = 10", "limit = 5"))
    book = Rulebook([Adoption(ALWAYS, national), Adoption(dt.date(2019, 6, 1), local, local=True)])
    assert [rule.limit.amount for rule in book.in_force(dt.date(2019, 5, 31))] == [10, 10]
    assert [rule.limit.amount for rule in book.in_force(dt.date(2019, 6, 1))] == [5, 10]
    assert book.rule_for("nothing", dt.date(2019, 6, 1)) is None


def test_the_rules_are_the_same_between_two_days_of_change():
    packs = national_packs()
    book = Rulebook([Adoption(ALWAYS, packs["wt2018"]), Adoption(dt.date(2024, 4, 1), packs["wt2023"])])
    changes = book.days_of_change()
    for number in range(0, 4000, 17):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number)
        since = max(change for change in changes if change <= day)
        assert book.in_force(day) == book.in_force(since)


def test_the_guidance_of_2018_held_the_report_to_a_year_and_that_of_2023_to_the_end_of_september():
    packs = national_packs()
    book = Rulebook([Adoption(ALWAYS, packs["wt2018"]), Adoption(dt.date(2024, 4, 1), packs["wt2023"])])
    before = book.rule_for("report.yearly", dt.date(2023, 12, 1))
    after = book.rule_for("report.yearly", dt.date(2024, 4, 1))
    assert (before.limit.amount, after.limit.amount) == (12, (9, 30))


def test_every_rule_names_its_source_and_what_was_recalled_says_so():
    for pack in national_packs().values():
        for rule in pack.rules:
            assert rule.source.strip()
            assert rule.breach or rule.key == "review.available"
        assert any(not rule.confirmed for rule in pack.rules)


@pytest.mark.parametrize("file", ["constitution-rules.csv", "other-time-limits.csv"])
def test_every_limit_of_the_papers_is_bound_to_a_rule_or_to_a_reason_why_not(constitution, file):
    bound = {
        basis
        for pack in (constitution, national_packs()["wt2018"])
        for rule in pack.rules
        for basis in rule.basis
    }
    with (EXAMPLE / file).open(encoding="utf-8", newline="") as rows:
        limits = {row["id"] for row in csv.DictReader(rows) if row["limit"].strip() or row["unit"].strip()}
    left = limits - bound - set(constitution.unbound)
    assert not left
    assert not bound & set(constitution.unbound)


def test_every_reason_of_the_constitution_is_of_a_rule_that_there_is(constitution):
    known = set()
    for file in ("constitution-rules.csv", "other-time-limits.csv"):
        with (EXAMPLE / file).open(encoding="utf-8", newline="") as rows:
            known |= {row["id"] for row in csv.DictReader(rows)}
    named = set(constitution.unbound) | {basis for rule in constitution.rules for basis in rule.basis}
    assert named <= known


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("meeting.papers", "1 week before the meeting"),
        ("meeting.minutes", "within 10 working days of"),
        ("meeting.minutes.circulate", "within 5 working days of"),
        ("meeting.extraordinary", "within 15 working days of"),
        ("review.sent_on", "within 7 days of"),
        ("chair.tenure", "within 1 year of"),
        ("meetings.board", "4 times by the end of the business year of"),
    ],
)
def test_the_constitution_says_what_the_paper_says(constitution, key, said):
    (rule,) = [rule for rule in constitution.rules if rule.key == key]
    assert said in rule.describe()


def test_two_failures_to_answer_bring_a_letter_and_two_absences_an_item_for_the_strategic_group(constitution):
    rules = {rule.key: rule for rule in constitution.rules}
    letter = rules["action.answer"].breach[-1]
    assert letter.describe() == (
        "after 2 breaches a letter to the agency's executive member; told: Safeguarding partners"
    )
    assert rules["meeting.absence"].breach[0].describe() == "an item on the next agenda of Strategic Group"

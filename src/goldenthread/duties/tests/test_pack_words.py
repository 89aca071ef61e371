"""What a pack's file may say: every word that could be misread is refused, with its remedy."""

from __future__ import annotations

import datetime as dt

import pytest

from goldenthread.duties.rules import Adoption, PackError, Rulebook, national_packs, read_pack

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
LETTER = 'breach = [{ follow = "letter", to = "the executive member", '


def problems(text):
    with pytest.raises(PackError) as refused:
        read_pack(text)
    return refused.value.problems


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('confirmed = "false"', "“confirmed” is true or false"),
        ('before = "no"', "“before” is true or false"),
        ("before = true", "only what is fixed for a day ahead"),
        ("holds_until = 2018-01-01", "ends before it begins"),
        ("holds_until = 2020-01-01T10:00:00", "“holds_until” is a date"),
        ("times = true", "“times” is a whole number"),
        ("times = 40000", "“times” is a whole number"),
        ("told = 3", "“told” is a text"),
        ("basis = [29]", "“basis” is a text"),
        ('breach = "letter"', "needs “follow”"),
        (LETTER + "afer = 2 }]", "in its breach, “afer” is not known"),
        (LETTER + "after = 0 }]", "“after” is a whole number"),
        (LETTER + 'after = "two" }]', "“after” is a whole number"),
        (LETTER + "told = 3 }]", "“told” is a text"),
        ('breach = [{ follow = "reminder", after = 2 }]', "only a letter waits"),
        ('breach = [{ follow = "reminder" }, { follow = "reminder" }]', "one reminder"),
    ],
)
def test_a_word_of_the_wrong_kind_is_refused_and_never_guessed_at(more, said):
    (problem,) = problems(HEAD + RULE + more)
    assert problem.startswith("Rule meeting.minutes: ")
    assert said in problem


@pytest.mark.parametrize(
    ("of", "instead", "said"),
    [
        ("limit = 10", "limit = 10.5", "“10.5” is no whole number of working days"),
        ("limit = 10", "limit = 1000000000", "longer than any limit"),
        ('limit = 10\nunit = "working_days"', 'limit = "2-30"\nunit = "yearly_date"', "such as 9-30"),
        ('limit = 10\nunit = "working_days"', 'limit = "2-29"\nunit = "yearly_date"', "such as 9-30"),
        ('limit = 10\nunit = "working_days"', 'limit = "autumn"\nunit = "end_of"', "Use one of: week"),
        ('"working_days"', '"fortnights"', "Use one of: hours"),
        ('"meeting.minutes"', '"meeting/minutes"', "“key” is of small letters"),
        ('"meeting.minutes"', '"own"', "not guidance or own"),
        ('"meeting.minutes"', f'"{"x" * 81}"', "80 at most"),
        ('"Send the minutes to the chair"', f'"{"x" * 201}"', "200 characters at most"),
        ('"A paper, paragraph 1"', '"  "', "“source” is missing"),
    ],
)
def test_what_no_page_or_calendar_could_hold_is_refused(of, instead, said):
    (problem,) = problems(HEAD + RULE.replace(of, instead))
    assert said in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + RULE + '[[unbund]]\nid = "CR01"\nreason = "x"\n', "“unbund” is not known"),
        ("unbound = 3\n" + HEAD + RULE, "“unbound” are tables"),
        ("rules = 3\n" + HEAD, "“rules” are tables"),
        (HEAD + "holds_form = 2019-04-01\n" + RULE, "“holds_form” is not known"),
        (HEAD.replace('"own"', '"Our own/"') + RULE, "[pack]: “key” is of small letters"),
        (HEAD.replace('"Our own"', '""') + RULE, "[pack]: “title” is missing"),
        (HEAD + RULE + 2 * '[[unbound]]\nid = "CR01"\nreason = "x"\n', "CR01 stands twice"),
        (HEAD.replace("holds_from = 2019-04-01\n", "") + RULE, "“holds_from” is missing"),
        ("x = " + "[" * 5000, "not TOML"),
        ("x = " + "9" * 5000, "not TOML"),
    ],
)
def test_what_is_wrong_with_the_file_itself_is_said(text, said):
    assert said in " ".join(problems(text))


def test_faults_of_the_head_the_rules_and_the_reasons_are_told_together_with_the_packs_name():
    text = HEAD.replace('"Our own"', "3") + RULE + 'times = 0\n[[unbound]]\nid = "CR01"\n'
    with pytest.raises(PackError, match=r"^Pack own:") as refused:
        read_pack(text)
    assert [problem.split(":")[0] for problem in refused.value.problems] == [
        "[pack]",
        "Rule meeting.minutes",
        "An [[unbound]] needs an id and a reason",
    ]


def test_guidance_adopted_before_it_begins_leaves_no_day_without_rules():
    packs = national_packs()
    early = Rulebook([Adoption(ALWAYS, packs["wt2018"]), Adoption(dt.date(2023, 10, 1), packs["wt2023"])])
    assert early.rule_for("report.yearly", dt.date(2023, 12, 14)).pack == "wt2018"
    assert early.rule_for("report.yearly", dt.date(2023, 12, 15)).pack == "wt2023"


# Each time limit of the statutory guidance: the pack, the rule, how much of what, whether it was read or recalled.
STATUTORY = """
wt2018 incident.notify within 5 working days of, read
wt2018 incident.tell_partners within 5 working days of, read
wt2018 review.rapid within 15 working days of, read
wt2018 review.publish within 6 months of, read
wt2018 review.copy 7 working days before, recalled
wt2018 review.available within 12 months of, recalled
wt2018 report.yearly within 12 months of, read
wt2023 incident.notify within 5 working days of, read
wt2023 incident.tell_partners within 5 working days of, read
wt2023 review.rapid within 15 working days of, read
wt2023 review.publish within 6 months of, read
wt2023 review.copy 7 working days before, recalled
wt2023 review.available within 12 months of, recalled
wt2023 report.yearly by 30 September after, recalled
wt2023 report.yearly.send within 7 days of, recalled
""".strip().splitlines()


def test_the_statutory_packs_hold_these_limits_and_no_other_and_mark_what_was_recalled():
    found = [
        f"{pack.key} {rule.key} {rule.limit.describe()}, {'read' if rule.confirmed else 'recalled'}"
        for pack in national_packs().values()
        for rule in pack.rules
    ]
    assert sorted(found) == sorted(STATUTORY)

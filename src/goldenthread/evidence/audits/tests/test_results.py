"""What audits came to over time, who sees it, and what the thread, duties and self-assessments know of it."""

import json
from fractions import Fraction

import pytest
from tests.cast import signed_in, viewing
from typer.testing import CliRunner

from goldenthread.duties.sources import facts_of
from goldenthread.evidence.audits.cli import app
from goldenthread.evidence.audits.selectors.results import grades_of_agency, results_of, results_over_time
from goldenthread.evidence.audits.tests.cases import begun, day, drawn, ended, planned
from goldenthread.thread.evidence import choices_for, shown_for

FIRST = ("improvement", "improvement", "inadequate", "good", "improvement")


@pytest.fixture
def first(manager, audit, cases, council):
    return ended(manager, audit, council, FIRST)


@pytest.fixture
def second(manager, first, council):
    row = begun(manager, [council], title="Neglect 2020", repeats=first)
    drawn(manager, row)
    return ended(manager, row, council, ("good", "good", "outstanding", "good", "improvement"))


def test_a_repeat_shows_what_changed(second, manager):
    result = results_of(second)
    assert (result.cases, result.share("overall"), result.change("overall")) == (
        5,
        Fraction(4, 5),
        Fraction(3, 5),
    )
    assert results_of(second.repeats).change("overall") is None
    page = signed_in(manager.person).get(second.get_absolute_url()).content.decode()
    assert "up 60 points" in page


def test_results_of_few_cases_are_for_those_who_read_restricted_matter_or_were_in_it(
    manager, council, police, member, agency_lead, scrutineer, audit
):
    drawn(manager, audit, wanted=4)
    row = ended(manager, audit, council, ("good",) * 4)
    assert results_over_time(viewing(member)) == []
    assert [each.audit for each in results_over_time(viewing(scrutineer))] == [row]
    assert "Its grades are not shown" in signed_in(member).get(row.get_absolute_url()).content.decode()
    reference = f"case_audit:{row.pk}"
    assert "good or better" not in shown_for(viewing(member), [reference])[reference].said
    assert "good or better" in shown_for(manager, [reference])[reference].said


def test_a_change_does_not_tell_what_few_cases_came_to(manager, council, audit, member, scrutineer):
    drawn(manager, audit, wanted=1)
    first = ended(manager, audit, council, ("inadequate",))
    again = begun(manager, [council], title="Neglect 2020", repeats=first)
    drawn(manager, again)
    ended(manager, again, council)
    for who, told in ((member, False), (scrutineer, True)):
        for page in (again.get_absolute_url(), "/thurrock/evidence/audits/results/over-time/"):
            assert ("100 points" in signed_in(who).get(page).content.decode()) == told
    assert "100 points" not in CliRunner().invoke(app, ["results", "thurrock"]).output
    assert "Neglect 2019" not in CliRunner().invoke(app, ["results", "thurrock"]).output


def test_the_thread_takes_an_audit_as_a_source_and_as_evidence(second, manager):
    reference = f"case_audit:{second.pk}"
    assert (reference, "Neglect 2020, 9 September 2019") in dict(choices_for(manager))["Case audits"]
    assert shown_for(manager, [reference])[reference].said == (
        "Ended on 9 September 2019, 5 cases: 80% of them good or better overall, up 60 points since “Neglect 2019”."
    )


def test_many_audits_are_shown_in_as_many_queries_as_one(second, manager, django_assert_num_queries):
    for references in (
        [f"case_audit:{second.pk}"],
        [f"case_audit:{second.pk}", f"case_audit:{second.repeats_id}"],
    ):
        with django_assert_num_queries(2):
            assert len(shown_for(manager, references)) == len(references)


def test_another_partnership_sees_nothing(first, outsider):
    assert shown_for(viewing(outsider), [f"case_audit:{first.pk}"]) == {}
    assert results_over_time(viewing(outsider)) == []


def test_duties_know_what_was_asked_sent_and_to_be_repeated(first, council, police, partnership, manager):
    def facts():
        return [
            (str(fact.happening), fact.due, fact.lapsed)
            for fact in facts_of(partnership)
            if "audit" in fact.about
        ]

    found = facts()
    assert ("audit_asked", day("2019-09-20"), day("2019-09-09")) in found
    assert [each[0] for each in found].count("audit_returned") == 1
    assert ("audit_ended", day("2020-09-30"), None) in found
    assert "audit_repeated" not in [each[0] for each in found]


def test_a_repeat_that_ended_meets_the_duty(second, partnership):
    about = [fact.about for fact in facts_of(partnership) if str(fact.happening) == "audit_repeated"]
    assert about == [f"case_audit:{second.repeats_id}"]


def test_a_cancelled_audit_is_owed_by_nobody(audit, manager, partnership):
    from goldenthread.evidence.audits.actions.programme import cancel_audit

    cancel_audit(by=manager, audit=audit, reason="x")
    assert not [fact for fact in facts_of(partnership) if "audit" in fact.about]


def test_the_grades_of_an_agency_are_those_of_cases_on_which_it_worked(first, council, police):
    year = (day("2018-09-10"), day("2019-09-09"))
    assert grades_of_agency(council, *year) == (7, 35)
    assert grades_of_agency(police, *year) == (0, 0)
    assert grades_of_agency(council, day("2018-09-09"), day("2019-09-08")) == (0, 0)


def test_results_at_the_command_line(second, partnership, manager, council, audit):
    planned(manager, title="Later")
    run = CliRunner().invoke
    told = json.loads(run(app, ["results", "thurrock", "--json"]).output)
    assert [row["audit"] for row in told["audits"]] == ["neglect-2019", "neglect-2020"]
    assert told["audits"][1]["domains"]["overall"] == {
        "grades": {"outstanding": 1, "good": 3, "improvement": 1, "inadequate": 0},
        "good_or_better": 0.8,
        "change": 0.6,
    }
    assert "Neglect 2020: 80% of 5 cases good or better, up 60 points since Neglect 2019" in run(
        app, ["results", "thurrock"]
    ).output  # fmt: skip
    done = run(app, ["results", "nowhere", "--json"])
    assert done.exit_code == 1
    assert json.loads(done.output) == {"errors": [{"message": "There is no partnership “nowhere”."}]}

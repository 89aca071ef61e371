"""What the thread tells: gaps, its own measures, the trace, what other rooms show of it, and to whom."""

import datetime as dt
import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_action, make_plan, rate, viewing
from typer.testing import CliRunner

from goldenthread.partnership.made_papers import makers_for
from goldenthread.plans.related import related_to
from goldenthread.thread.actions.recommendations import answer_recommendation, take_back
from goldenthread.thread.actions.sources import add_finding, add_theme
from goldenthread.thread.chain import chain_of
from goldenthread.thread.cli import app
from goldenthread.thread.selectors.figures import figures_by, figures_of, stages_chart
from goldenthread.thread.selectors.gaps import as_values, gaps_of
from goldenthread.thread.selectors.rows import EVERYTHING, rows_of
from goldenthread.thread.selectors.trace import pieces_of, trace
from goldenthread.thread.standing import Standing
from goldenthread.thread.tests.cases import (
    accepted,
    asked_for,
    done,
    judged,
    linked,
    make_source,
    proved,
)


def closed(manager, scrutineer, row, action):
    linked(manager, row, action)
    done(action)
    proved(manager, row)
    judged(scrutineer, row)


def test_every_gap_is_told_once(manager, source, scrutineer, objective):
    theme = add_theme(by=manager, title="Drift")
    finding = add_finding(by=manager, source=source, ref="1", text="Plans drift", theme=theme)
    add_finding(by=manager, source=source, ref="2", text="Good supervision", good=True)
    row = accepted(manager, source, finding=finding)
    closed(manager, scrutineer, row, make_action(objective, "1.1"))
    asked_for(manager, source, "2")
    accepted(manager, source, "3")
    later = make_source(manager, "audit-again", dated=TODAY + dt.timedelta(days=0))
    add_finding(by=manager, source=later, ref="1", text="Plans drift again", theme=theme)
    kinds = [
        (gap["kind"], gap.get("source", ""), gap.get("number", ""))
        for gap in as_values(gaps_of(manager, EVERYTHING))
    ]
    assert kinds == [
        ("recurring", "", ""),
        ("nothing_recommended", "audit-again", "1"),
        ("unanswered", "audit-2019", "2"),
        ("no_action", "audit-2019", "3"),
    ]


def test_a_theme_returns_where_it_is_found_after_a_recommendation_on_it_closed(
    manager, scrutineer, objective, settings
):
    theme = add_theme(by=manager, title="Drift")
    first = make_source(manager, "first", dated=dt.date(2018, 3, 1))
    finding = add_finding(by=manager, source=first, ref="1", text="Plans drift", theme=theme)
    settings.CALENDAR_STANDS_AT = dt.date(2018, 6, 1)
    row = asked_for(manager, first, finding=finding)
    on = dt.date(2018, 6, 1)
    answer_recommendation(by=manager, recommendation=row, accepted=True, on=on)
    action = make_action(objective, "1.1")
    linked(manager, row, action)
    rate(action, 4, on)
    proved(manager, row, dated=on)
    judged(scrutineer, row, on=on)
    settings.CALENDAR_STANDS_AT = TODAY
    second = make_source(manager, "second", dated=dt.date(2019, 6, 3))
    add_finding(by=manager, source=second, ref="1", text="Plans drift", theme=theme)
    (gap,) = gaps_of(manager, EVERYTHING).recurring
    assert gap.returned
    assert [source.key for source in gap.sources] == ["second", "first"]


def test_the_threads_own_measures(manager, source, scrutineer, objective, council, police):
    closed(manager, scrutineer, accepted(manager, source, agency=council), make_action(objective, "1.1"))
    accepted(manager, source, "2", agency=police)
    asked_for(manager, source, "3")
    rows = rows_of(manager, EVERYTHING)
    whole = figures_of("", rows)
    assert (whole.recommendations, whole.accepted, whole.proved, whole.share_proved) == (3, 2, 1, 50)
    assert (whole.days_to_action, whole.days_to_impact) == (98, 98)
    by_agency = {each.name: each.proved for each in figures_by(rows, "agency")}
    assert by_agency == {"Essex Police": 0, "Thurrock Council": 1, "No agency yet": 0, "All": 1}
    chart = stages_chart(figures_by(rows, "source")[:-1], "Source")
    assert chart.table.rows == (("Audit of neglect", "2", "0", "0", "1", "0", "3"),)
    assert stages_chart([], "Source") is None


def test_what_the_figures_count_is_nothing_where_there_is_nothing():
    assert (figures_of("", []).share_proved, figures_of("", []).days_to_action) == (None, None)


def test_a_chain_shows_where_it_breaks(manager, asked, action):
    def states():
        (row,) = rows_of(manager, EVERYTHING)
        return [link.state for link in chain_of(row, pieces_of(manager, [asked]).get(asked.pk, []))]

    assert states() == ["gap", "there", "gap", "ahead", "ahead"]
    linked(manager, asked, action)
    assert states() == ["gap", "there", "open", "ahead", "ahead"]
    done(action)
    assert states() == ["gap", "there", "there", "gap", "ahead"]
    proved(manager, asked)
    assert states() == ["gap", "there", "there", "there", "gap"]


def test_an_action_tells_what_it_answers_to_those_who_may_see_that(manager, partnership, member):
    plan = make_plan(partnership, key="secret", restricted=True)
    action = make_action(plan.objectives.create(ref="1", title="Learn"), "1.1")
    source = make_source(manager, "secret", title="Zebulon", restricted=True)
    link = linked(manager, accepted(manager, source), action)
    assert [line.name for line in related_to(manager, action)] == ["Zebulon, recommendation 1"]
    assert related_to(viewing(member), action) == []
    take_back(by=manager, thing=link, reason="Another action")
    assert related_to(manager, action) == []


def test_restricted_sources_are_for_those_who_may_see_restricted_matter(
    manager, scrutineer, member, outsider
):
    make_source(manager, "secret", restricted=True)
    accepted(manager, make_source(manager, "secret-too", restricted=True))
    assert len(rows_of(viewing(scrutineer), EVERYTHING)) == 1
    for who in (member, outsider):
        assert rows_of(viewing(who), EVERYTHING) == []
        assert trace(viewing(who), "secret", EVERYTHING) is None


def test_an_action_that_the_reader_may_not_see_is_counted_and_not_named(manager, asked, action, member):
    linked(manager, asked, action)
    type(action.plan).objects.filter(pk=action.plan_id).update(restricted=True)
    (row,) = rows_of(viewing(member), EVERYTHING)
    assert (row.actions, row.hidden, row.standing) == ([], 1, Standing.UNDER_WAY)


def test_a_paper_for_a_meeting_holds_what_is_not_shown_and_nothing_restricted(manager, source, lpr):
    accepted(manager, make_source(manager, "secret", title="Zebulon", restricted=True))
    (maker,) = [each for each in makers_for(manager) if each.key == "recommendations"]
    assert maker.make(manager, lpr, TODAY) is None
    accepted(manager, source)
    assert maker.make(manager, lpr, TODAY).content.startswith(b"%PDF")


def run(*words):
    return CliRunner().invoke(app, list(words))


def test_the_command_line_follows_a_thread_and_lists_gaps(manager, source, scrutineer, action):
    finding = add_finding(by=manager, source=source, ref="F1", text="Plans drift")
    row = accepted(manager, source, finding=finding)
    closed(manager, scrutineer, row, action)
    asked_for(manager, source, "2")
    whole = json.loads(run("trace", "audit-2019", "--json").stdout)
    (strand, free) = whole["strands"]
    assert strand["recommendations"][0]["stands"] == "closed"
    assert strand["recommendations"][0]["actions"][0]["done"] is True
    assert free["finding"] is None
    one = json.loads(run("trace", "audit-2019/F1", "--json").stdout)
    assert one["strands"] == [strand]
    assert json.loads(run("trace", "audit-2019/1", "--json").stdout)["strands"] == [strand]
    assert "judged achieved by Independent Scrutineer" in run("trace", "audit-2019").stdout
    gaps = json.loads(run("gaps", "--json").stdout)["gaps"]
    assert [(gap["kind"], gap["number"]) for gap in gaps] == [("unanswered", "2")]
    assert "Not answered yet" in run("gaps").stdout
    wrong = run("trace", "nothing", "--json")
    assert wrong.exit_code == 1
    assert "Sources: audit-2019" in json.loads(wrong.stdout)["errors"][0]["message"]
    before = json.loads(run("trace", "audit-2019", "--as-of", "2019-06-03", "--json").stdout)
    assert before["strands"][0]["recommendations"][0]["stands"] == "unanswered"


def test_reading_takes_as_many_queries_for_thirty_as_for_one(manager, source, objective):
    def fill(numbers):
        for number in numbers:
            row = accepted(manager, source, str(number))
            linked(manager, row, make_action(objective, f"1.{number}"))
            proved(manager, row)

    def count():
        with CaptureQueriesContext(connection) as queries:
            trace(manager, source.key, EVERYTHING)
            gaps_of(manager, EVERYTHING)
        return len(queries)

    fill([1])
    few = count()
    fill(range(2, 31))
    assert count() == few

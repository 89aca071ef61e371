"""The twice-yearly report: exact figures for any period, issued once, the same on page, in files and on the line."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import make_partnership, signed_in, viewing
from typer.testing import CliRunner

from goldenthread.duties.happenings import Happening
from goldenthread.learning.actions.booking import book, cancel
from goldenthread.learning.actions.charges import waive
from goldenthread.learning.actions.reports import issue_report
from goldenthread.learning.actions.sessions import cancel_session
from goldenthread.learning.cli import app
from goldenthread.learning.facts import training_facts
from goldenthread.learning.models import Charge, ReportEdition
from goldenthread.learning.papers import training_paper
from goldenthread.learning.periods import period_of
from goldenthread.learning.selectors.report import as_values, half_year_of, report_of
from goldenthread.learning.tests.cases import make_session, make_staff, make_terms
from goldenthread.learning.tests.evaluated import held
from goldenthread.learning.tests.test_booking import refused
from goldenthread.partnership.today import standing_at

pytestmark = pytest.mark.django_db
YEAR = ("2019-20", "")


def figures(by, year="2019-20", half=""):
    return as_values(report_of(by, by.partnership, period_of(year, half)))


@pytest.fixture
def past(manager, course, police, council):
    """Held on 3 June at £80: three of the police, of whom one stayed away, and one of the council."""
    make_terms(course.partnership, police=(50, 50, 100), local_authority=(0, 0, 25))
    staff = [*make_staff(police, 3), *make_staff(council, 1)]
    return held(manager, course, staff, absent=staff[:1], price="80.00", cost=Decimal("300.10"))


@pytest.mark.parametrize(
    ("year", "half", "first", "last", "name"),
    [
        ("2021-22", "", "2021-04-01", "2022-03-31", "2021-22"),
        ("2021", "1", "2021-04-01", "2021-09-30", "2021-22, first half"),
        ("2021/2022", "2", "2021-10-01", "2022-03-31", "2021-22, second half"),
        ("1999-00", "", "1999-04-01", "2000-03-31", "1999-00"),
    ],
)
def test_a_period_is_a_business_year_or_half_of_it(year, half, first, last, name):
    period = period_of(year, half)
    assert (period.first.isoformat(), period.last.isoformat(), period.name) == (first, last, name)


def test_a_year_that_begins_in_january_has_one_name():
    assert period_of("2021", "2", 1).name == "2021, second half"


@pytest.mark.parametrize(
    ("year", "half"),
    [("2021-23", ""), ("2021-21", ""), ("year", ""), ("", ""), ("1850", ""), ("2021-22", "3")],
)
def test_what_is_no_period_is_refused(year, half):
    with pytest.raises(ValueError, match="is no"):
        period_of(year, half)


@pytest.mark.parametrize(
    ("day", "half"),
    [("2019-09-30", ("2018-19", "2")), ("2019-10-01", ("2019-20", "1")), ("2020-03-31", ("2019-20", "1")),
     ("2020-04-01", ("2019-20", "2"))],
)  # fmt: skip
def test_the_last_half_year_is_the_one_that_is_over(day, half):
    assert half_year_of(dt.date.fromisoformat(day), 4) == half


def test_who_came_and_who_did_not_is_counted_by_agency_course_and_month(
    past, manager, police, council, course
):
    found = figures(manager)
    whole = found["attendance"]
    assert (whole["sessions"], whole["places"], whole["attended"], whole["absent"]) == (1, 4, 3, 1)
    assert whole["attendance_rate"] == "75.0"
    agencies = {row["name"]: (row["attended"], row["absent"]) for row in found["agencies"]}
    assert agencies == {str(police.name): (2, 1), str(council.name): (1, 0)}
    assert [(row["name"], row["attended"]) for row in found["courses"]] == [(course.title, 3)]
    assert [row["attended"] for row in found["months"]] == [0, 0, 3, 0, 0, 0]
    for part in ("agencies", "courses", "months"):
        assert sum(row["attended"] for row in found[part]) == whole["attended"]


def test_money_is_exact_and_what_is_waived_is_not_charged(past, manager):
    money = figures(manager)["money"]
    assert money == {
        "cost": "300.10", "charged": "160.00", "waived": "0.00", "received": "0.00", "net": "140.10",
    }  # fmt: skip
    waive(by=manager, charge=Charge.objects.filter(kind="absent").get(), reason="Snow")
    with standing_at(dt.date(2019, 9, 9)):
        money = figures(manager)["money"]
    assert (money["charged"], money["waived"], money["net"]) == ("80.00", "80.00", "220.10")


def test_a_place_given_up_late_and_a_session_that_was_cancelled_are_told(past, manager, course, police):
    made = make_session(course, on=dt.date(2019, 9, 3), opens_on=dt.date(2019, 8, 1), price="80.00")
    with standing_at(dt.date(2019, 9, 2)):
        cancel(by=manager, booking=book(by=manager, session=made, person=make_staff(police, 1)[0]))
    gone = make_session(course, on=dt.date(2019, 9, 4), opens_on=dt.date(2019, 8, 1))
    cancel_session(by=manager, session=gone, reason="No trainer")
    found = figures(manager)
    assert (found["attendance"]["cancelled"], found["attendance"]["late"]) == (1, 1)
    assert (found["cancelled_sessions"], found["open_registers"]) == (1, 1)


@pytest.mark.parametrize(("half", "sessions"), [("1", 1), ("2", 0), ("", 1)])
def test_a_session_counts_in_the_half_in_which_it_begins(half, sessions, past, manager):
    assert figures(manager, half=half)["attendance"]["sessions"] == sessions


def test_figures_cost_as_many_queries_for_fifty_sessions_as_for_one(past, manager, course, police):
    with CaptureQueriesContext(connection) as queries:
        figures(manager)
    for number in range(10):
        held(manager, course, make_staff(police, 5), on=dt.date(2019, 7, 1 + number))
    with CaptureQueriesContext(connection) as more:
        assert figures(manager)["attendance"]["sessions"] == 11
    assert len(more) == len(queries) <= 14


def issued(by, year="2019-20", half="1", on=dt.date(2019, 10, 8), **words):
    with standing_at(on):
        return issue_report(by=by, period=period_of(year, half), **words)


def test_a_report_is_issued_once_its_period_is_over_and_stays_as_it_is(past, manager):
    with refused("early"):
        issued(manager, on=dt.date(2019, 9, 30))
    first = issued(manager, comment="Fewer places stayed empty.")
    again = issued(manager)
    assert (first.number, again.number) == (1, 2)
    assert "Fewer places stayed empty." in first.body
    assert first.figures["money"]["cost"] == "300.10"
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportEdition.objects.filter(pk=first.pk).update(body="Another")


def test_a_report_of_nothing_and_a_comment_that_tells_of_a_child_are_refused(past, manager):
    with refused("empty"):
        issued(manager, half="2", on=dt.date(2020, 4, 2))
    with refused("identifying"):
        issued(manager, comment="Call 020 7946 0000")


def test_only_the_team_issues_a_report(past, safeguarding_partner):
    with pytest.raises(PermissionDenied):
        issued(viewing(safeguarding_partner))


def test_a_restricted_recommendation_is_not_in_the_report(past, manager, course):
    from goldenthread.thread.actions.sources import add_recommendation, add_source

    source = add_source(by=manager, key="x", kind="audit", title="X", dated=past.day, restricted=True)
    course.answers.add(add_recommendation(by=manager, source=source, ref="1", text="Secret"))
    assert figures(manager)["impact"] == []


def test_each_issued_report_meets_the_duty_once_however_often_it_is_corrected(past, manager):
    made = issued(manager)
    issued(manager)
    assert list(training_facts(manager.partnership)) == []
    with standing_at(made.on):
        (fact,) = training_facts(manager.partnership)
    assert (fact.happening, fact.on, fact.about) == (
        Happening.TRAINING_ATTENDANCE_REPORTED, made.on, "partnership",
    )  # fmt: skip


def test_the_report_is_read_by_those_who_see_figures_and_by_nobody_else(
    past, manager, scrutineer, practitioner, outsider
):
    made = issued(manager)
    for address in (
        "report/?year=2019-20&half=1",
        "report.csv?year=2019-20",
        "reports/",
        f"reports/{made.pk}/",
    ):
        page = f"/{manager.partnership.slug}/learning/{address}"
        assert signed_in(scrutineer).get(page).status_code == 200
        assert signed_in(practitioner).get(page).status_code == 403
        assert signed_in(outsider).get(page).status_code == 404


def test_another_partnerships_report_is_not_found(past, manager, business_manager):
    there = make_partnership("southend")
    other = ReportEdition.objects.create(
        partnership=there, first=dt.date(2019, 4, 1), last=dt.date(2019, 9, 30), on=dt.date(2019, 10, 1), number=1,
        body="<h1>X</h1>", figures={}, by_label="x",
    )  # fmt: skip
    page = f"/{manager.partnership.slug}/learning/reports/{other.pk}/"
    assert signed_in(business_manager).get(page).status_code == 404


@pytest.mark.parametrize(("kind", "starts"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_an_issued_report_is_a_pdf_and_a_word_file(kind, starts, past, manager, business_manager):
    made = issued(manager, comment="As agreed.")
    answer = signed_in(business_manager).get(f"{made.get_absolute_url().rstrip('/')}.{kind}")
    assert answer.content.startswith(starts)
    assert signed_in(business_manager).get(f"{made.get_absolute_url().rstrip('/')}.exe").status_code == 404


def test_a_meeting_gets_the_issued_report_or_before_that_the_figures_of_the_last_half_year(
    past, manager, lpr
):
    on = dt.date(2019, 10, 8)
    with standing_at(on):
        made = training_paper(manager, lpr, on)
        assert made.title == "Report on training, 2019-20, first half"
        issued(manager)
        assert training_paper(manager, lpr, on).title.endswith("version 1")
    assert training_paper(manager, lpr, dt.date(2019, 9, 9)) is None


def test_the_command_line_answers_the_same_figures_with_exact_decimals(past, manager):
    answer = CliRunner().invoke(app, ["report", "2019-20", "--json"])
    assert answer.exit_code == 0
    found = json.loads(answer.output)
    assert found == {"partnership": "thurrock"} | figures(manager)
    words = CliRunner().invoke(app, ["report", "2019-20", "--half", "1"])
    assert "3 attendances of 4 places" in words.output


@pytest.mark.parametrize(("year", "said"), [("2030-31", "No training is on record"), ("soon", "is no year")])
def test_an_unknown_year_ends_the_command_with_a_sentence(year, said, past):
    for flags in ([], ["--json"]):
        answer = CliRunner().invoke(app, ["report", year, *flags])
        assert answer.exit_code == 1
        assert said in answer.output

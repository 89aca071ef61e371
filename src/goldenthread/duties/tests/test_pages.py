"""The pages of duties, the calendar behind a private address, and the commands."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.cast import TODAY, signed_in
from typer.testing import CliRunner

from goldenthread.duties.cli import app
from goldenthread.duties.models import CalendarFeed, Occurrence
from goldenthread.duties.tests.cases import CONSTITUTION, adopt, day, happened, the_duty
from goldenthread.partnership.models import Partnership, Person
from goldenthread.spreadsheets.reading import read_sheet

BASE = "/thurrock/oversight/duties/"


@pytest.fixture(autouse=True)
def _began(partnership):
    Partnership.objects.filter(pk=partnership.pk).update(effective_from=day("2019-05-07"))


@pytest.fixture
def incident(partnership, manager):
    happened(manager, "incident_known", "2019-08-20", "2019-01")
    return the_duty(partnership, "incident.notify")


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_says_what_is_late_and_by_how_much(incident, scrutineer):
    page = text(signed_in(scrutineer).get(BASE))
    assert "2 duties are late, the longest by 8 working days." in page
    assert "Notify the Child Safeguarding Practice Review Panel of a serious incident" in page
    assert "8 working days late" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?as_at=2019-08-25", "Nothing here is late."),
        ("?as_at=2019-08-19", "0 duties"),
        ("?state=met", "0 duties"),
        ("?state=breached&rule=incident.notify", "1 duty."),
        ("?state=nonsense&as_at=soon&whose=x", "2 duties are late"),
        ("?agency=nobody", "0 duties"),
        ("?whose=group", "0 duties"),
        ("?whose=agency", "0 duties"),
    ],
)
def test_the_list_is_narrowed_by_its_address(incident, scrutineer, query, shown):
    assert shown in text(signed_in(scrutineer).get(BASE + query))


def test_a_duty_is_read_with_its_rule_and_its_source(incident, scrutineer):
    page = text(signed_in(scrutineer).get(f"{BASE}{incident.pk}/"))
    assert "Late by 8 working days: it was due on 28 August 2019." in page
    assert "within 5 working days of the day on which a serious incident became known" in page
    assert "Children Act 2004, section 16C" in page
    assert "Stop the clock" not in page


def test_the_clock_is_stopped_and_goes_on_from_the_duties_page(incident, business_manager):
    browser, address = signed_in(business_manager), f"{BASE}{incident.pk}/"
    refused = text(browser.post(f"{address}pause/", {"reason": "The police asked"}))
    assert "There is a problem" in refused
    assert 'value="The police asked"' in refused
    on = {
        "begins_on_day": "26",
        "begins_on_month": "8",
        "begins_on_year": "2019",
        "reason": "The police asked",
    }
    assert "Its clock is stopped" in text(browser.post(f"{address}pause/", on, follow=True))
    off = {"ends_on_day": "6", "ends_on_month": "9", "ends_on_year": "2019"}
    page = text(browser.post(f"{address}resume/", off, follow=True))
    assert "26 August 2019 to 6 September 2019: The police asked" in page


def test_another_partnerships_duty_is_not_there_and_a_restricted_one_only_for_those_who_may(
    incident, manager, partnership, outsider, member, scrutineer
):
    assert signed_in(outsider).get(f"{BASE}{incident.pk}/").status_code == 404
    assert signed_in(outsider).get(f"/southend/oversight/duties/{incident.pk}/").status_code == 404
    happened(manager, "incident_known", "2019-08-21", "2019-99", restricted=True)
    hidden = the_duty(partnership, "incident.notify", "reference:2019-99")
    assert signed_in(member).get(f"{BASE}{hidden.pk}/").status_code == 404
    for address in (BASE, f"{BASE}?state=all", f"{BASE}calendar/", f"{BASE}breaches/", f"{BASE}list.csv"):
        assert b"2019-99" not in signed_in(member).get(address).content
    assert b"2019-99" in signed_in(scrutineer).get(f"{BASE}?state=all").content


def test_breaches_are_counted_by_agency_by_rule_and_by_month(manager, council, scrutineer):
    adopt(manager)
    for number, answered in enumerate(("2019-08-10", "2019-08-20", ""), start=1):
        happened(manager, "action_given", "2019-08-01", f"Action {number}", agency=council)
        if answered:
            happened(manager, "action_answered", answered, f"Action {number}")
    browser = signed_in(scrutineer)
    page = text(browser.get(f"{BASE}breaches/"))
    assert "Of 3 duties that fell due since 1 August 2019, 1 (33%) was met in time." in page
    for what, name in (("agencies", "Thurrock Council"), ("rules", "Answer the Business Team on an action")):
        sheet = read_sheet(browser.get(f"{BASE}breaches/{what}.csv").content, "b.csv")
        (row,) = sheet.rows
        assert [str(row.cells[h]) for h in sheet.headings] == [name, "3", "1", "1", "1", "33.3"]
    assert browser.get(f"{BASE}breaches/nothing.csv").status_code == 404


def test_the_calendar_shows_the_year_ahead(manager, scrutineer):
    adopt(manager)
    page = text(signed_in(scrutineer).get(f"{BASE}calendar/"))
    assert page.index("September 2019") < page.index("March 2020") < page.index("August 2020")
    assert "Set the budget" in page.partition("March 2020")[2]


def test_the_rules_of_any_day_are_listed_with_their_source(manager, scrutineer):
    adopt(manager)
    browser = signed_in(scrutineer)
    now = text(browser.get(f"{BASE}rules/"))
    assert "48 rules are in force on 9 September 2019." in now
    assert "Recalled: look it up" in now
    assert "0 rules are in force" in text(browser.get(f"{BASE}rules/?on=2001-01-01"))
    one = text(browser.get(f"{BASE}rules/action.answer/"))
    assert "Within 10 working days of the day on which an action was given to a lead." in one
    assert "CR32, CR33" in one
    assert browser.get(f"{BASE}rules/nothing/").status_code == 404
    assert "As it holds at other times" in text(browser.get(f"{BASE}rules/meetings.strategic/"))


def test_the_partnerships_own_rules_are_brought_in_from_a_file_or_refused_whole(business_manager):
    browser = signed_in(business_manager)
    assert browser.get(f"{BASE}rules/own/file/").status_code == 404

    def bring(content, **more):
        when = {"since_day": "1", "since_month": "9", "since_year": "2019", "why": "Agreed"}
        file = SimpleUploadedFile("rules.toml", content)
        return browser.post(f"{BASE}rules/own/", when | {"file": file} | more, follow=True)

    bad = CONSTITUTION.replace('trigger = "meeting_held"', 'trigger = "meeting_hold"')
    refused = text(bring(bad.encode()))
    assert "One thing is wrong with the file. Nothing was changed." in refused
    assert "Rule meeting.minutes: “meeting_hold” is nothing that happens." in refused
    for content in (b"\xff\xfe\x00", b"", b"\0\0", b"x" * 1_000_001):
        assert "There is a problem" in text(bring(content))
    assert "The rules change on 1 September 2019." in text(bring(CONSTITUTION.encode()))
    assert browser.get(f"{BASE}rules/own/file/").content.decode() == CONSTITUTION


def test_the_statutory_guidance_is_changed_from_a_day_on(business_manager):
    when = {"key": "wt2023", "since_day": "1", "since_month": "4", "since_year": "2024", "why": ""}
    browser = signed_in(business_manager)
    assert "The rules change on 1 April 2024." in text(
        browser.post(f"{BASE}rules/guidance/", when, follow=True)
    )
    assert "on that day already" in text(browser.post(f"{BASE}rules/guidance/", when))
    assert "There is a problem" in text(browser.post(f"{BASE}rules/guidance/", when | {"key": "wt1999"}))


def test_what_happened_is_recorded_and_taken_back_on_the_site(business_manager):
    browser = signed_in(business_manager)
    when = {"happening": "incident_known", "on_day": "2", "on_month": "9", "on_year": "2019"}
    assert "Give it a reference" in text(browser.post(f"{BASE}record/new/", when))
    done = browser.post(f"{BASE}record/new/", when | {"reference": "2019-01"}, follow=True)
    assert "It is on record." in text(done)
    row = Occurrence.objects.get()
    back = browser.post(f"{BASE}record/{row.pk}/take-back/", {"reason": "Another area's"}, follow=True)
    assert "It is taken back." in text(back)
    assert "Taken back" in text(browser.get(f"{BASE}record/"))


def test_closed_days_are_kept_and_taken_off(business_manager):
    browser = signed_in(business_manager)
    when = {"on_day": "27", "on_month": "12", "on_year": "2019", "reason": "Between the years"}
    assert "27 December 2019: Between the years" in text(
        browser.post(f"{BASE}record/closed/", when, follow=True)
    )
    number = browser.get(f"{BASE}record/").content.decode().partition("closed/")[2].partition("/remove")[0]
    assert "working day again" in text(browser.post(f"{BASE}record/closed/{number}/remove/", follow=True))


@pytest.mark.parametrize("address", ["", "calendar/", "breaches/", "rules/", "record/", "letters/"])
def test_a_page_takes_as_many_queries_for_a_hundred_duties_as_for_one(
    partnership, manager, business_manager, council, address
):
    adopt(manager)
    happened(manager, "action_given", "2019-08-01", "Action 0", agency=council)

    def count():
        browser = signed_in(business_manager)
        browser.get(BASE + address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(BASE + address).status_code == 200
        return len(queries)

    few = count()
    for number in range(1, 100):
        happened(manager, "action_given", "2019-08-01", f"Action {number}", agency=council)
    assert count() == few
    assert few <= 16


def secret(person):
    page = signed_in(person).post(f"{BASE}calendar/feed/", {"scope": "everyone"}).content.decode()
    return "/calendar/" + page.partition('id="link" value="')[2].partition('"')[0].partition("/calendar/")[2]


def test_a_calendar_programme_reads_what_is_due_behind_a_private_address(incident, manager, scrutineer):
    happened(manager, "incident_known", "2019-09-03", "2019-99", restricted=True)
    answer = Client().get(secret(scrutineer))
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    due = [event for event in events if "Notify the Child" in str(event["summary"])]
    assert [event.decoded("dtstart") for event in due] == [day("2019-08-28")]
    assert "2019-99" not in answer.content.decode()
    assert CalendarFeed.objects.get().last_used_on == TODAY


def test_a_private_address_ends_when_it_is_revoked_replaced_or_its_person_has_left(incident, scrutineer):
    first = secret(scrutineer)
    second = secret(scrutineer)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    signed_in(scrutineer).post(f"{BASE}calendar/feed/revoke/")
    assert Client().get(second).status_code == 404
    third = secret(scrutineer)
    Person.objects.filter(pk=scrutineer.pk).update(left_on=day("2019-09-08"))
    assert Client().get(third).status_code == 404
    assert Client().get("/calendar/nonsense.ics").status_code == 404


def test_what_i_owe_is_mine_my_agencys_and_my_groups(manager, council, data_lead, chair, business_manager):
    adopt(manager)
    happened(manager, "action_given", "2019-08-01", "Action 1", agency=council)
    assert "Action 1" in text(signed_in(data_lead).get(f"{BASE}?whose=mine"))
    assert "Action 1" not in text(signed_in(chair).get(f"{BASE}?whose=mine"))
    assert "Appoint the sub-group" in text(signed_in(chair).get(f"{BASE}?whose=mine"))
    assert "Report on finance" in text(signed_in(business_manager).get(f"{BASE}?whose=mine"))


def command(*arguments):
    result = CliRunner().invoke(app, [*arguments])
    return result.exit_code, result.output


def test_the_command_lists_what_was_owed_on_a_day_as_json(incident):
    code, output = command("list", "--as-of", "2019-09-09", "--partnership", "thurrock", "--json")
    answer = json.loads(output)
    assert (code, answer["partnership"], answer["as_of"]) == (0, "thurrock", "2019-09-09")
    (found,) = [row for row in answer["duties"] if row["rule"] == "incident.notify"]
    assert (found["due_on"], found["state"], found["about"]) == ("2019-08-28", "breached", "2019-01")
    assert "2019-08-28" in command("list")[1]


def test_the_command_explains_a_rule_or_says_which_there_are(incident):
    code, output = command("explain", "incident.notify", "--as-of", "2019-09-09", "--json")
    answer = json.loads(output)
    assert (code, answer["limit"]) == (
        0, "within 5 working days of the day on which a serious incident became known",
    )  # fmt: skip
    assert "section 16C" in answer["source"]
    code, output = command("explain", "nothing", "--json")
    assert code == 1
    assert "incident.notify" in json.loads(output)["errors"][0]["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--as-of", "soon"),
        ("list", "--partnership", "nowhere"),
        ("explain", "x", "--partnership", "nowhere"),
    ],
)
def test_a_command_that_cannot_be_answered_says_why_and_exits_with_1(incident, arguments):
    code, output = command(*arguments, "--json")
    assert code == 1
    assert json.loads(output)["errors"]


def test_the_export_holds_the_whole_list(incident, scrutineer):
    body = signed_in(scrutineer).get(f"{BASE}list.xlsx?state=all").content
    sheet = read_sheet(io.BytesIO(body).getvalue(), "duties.xlsx")
    assert len(sheet.rows) >= 2

"""The pages of the calendar, the forward plan, requests, actions and made papers: what they take, refuse and show."""

import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_person, seat, signed_in, viewing

from goldenthread.duties.tests.cases import day
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.given import give_action
from goldenthread.oversight.meetings.actions.minutes import approve_minutes, send_to_chair, write_minutes
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.actions.programme import plan_topic
from goldenthread.oversight.meetings.models import (
    ActionAnswer,
    Arrangements,
    ExtraordinaryRequest,
    Meeting,
    Objection,
    PackOpening,
    Paper,
    Topic,
    UrgentMatter,
)
from goldenthread.oversight.meetings.papers import MAKERS
from goldenthread.oversight.meetings.tests.cases import called, held
from goldenthread.rendering.tests.pdf_reading import text as pdf_text

BASE = "/thurrock/oversight/meetings/"


def text(response):
    return " ".join(response.content.decode().split())


def date_of(name, on):
    year, month, number = on.split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def test_how_a_group_meets_is_said_and_its_year_called(manager, business_manager, lpr):
    browser = signed_in(business_manager)
    assert "Say first how often" in text(browser.get(f"{BASE}groups/lpr/year/", follow=True))
    form = {
        "every_months": "2", "first_month": "5", "week": "2", "weekday": "0", "at": "10am", "minutes_long": "120",
        "place": "Room 1", "quorum_seats": "3", "quorum_partners": "4", "notice_days": "5", "level": "",
    }  # fmt: skip
    refused = text(browser.post(f"{BASE}groups/lpr/", form))
    assert "less than or equal to 3" in refused
    assert 'value="Room 1"' in refused
    done = text(browser.post(f"{BASE}groups/lpr/", form | {"quorum_partners": "1"}, follow=True))
    assert "Mon 9 Learning &amp; Practice Review Group, not called yet" in done
    assert Arrangements.objects.get().quorum_seats == 3
    page = text(browser.get(f"{BASE}groups/lpr/year/"))
    assert "Monday 11 November 2019" in page
    answer = browser.post(f"{BASE}groups/lpr/year/", {"days": ["2019-11-11", "2020-01-13"]}, follow=True)
    assert "2 meetings called." in text(answer)
    assert Meeting.objects.count() == 2
    assert (
        "Choose at least one" in text(browser.post(f"{BASE}groups/lpr/year/", {}))
        or Meeting.objects.count() == 2
    )


def test_the_calendar_shows_holidays_clashes_and_other_years(
    manager, business_manager, member, lpr, strategic
):
    one = called(manager, lpr, "2019-12-12")
    called(manager, strategic, "2019-12-12")
    browser = signed_in(business_manager)
    page = text(browser.get(f"{BASE}calendar/"))
    assert "Closed: 25, 26." in page
    assert "are at the same time" not in page
    seat(strategic, member, "member")
    assert f"{one} and" in text(browser.get(f"{BASE}calendar/")).replace("&amp;", "&")
    for year in ("2020", "abc", "99999999", "1989"):
        assert browser.get(f"{BASE}calendar/?year={year}").status_code == 200


def test_a_topic_is_planned_put_off_and_taken_out_on_the_site(manager, business_manager, lpr):
    browser = signed_in(business_manager)
    both = {"title": "Neglect", "group": lpr.pk, "body": "Scrutiny"} | date_of("planned_on", "2019-11-11")
    assert "one of the two" in text(browser.post(f"{BASE}forward-plan/new/", both))
    browser.post(f"{BASE}forward-plan/new/", both | {"body": ""})
    topic = Topic.objects.get()
    address = f"{BASE}forward-plan/{topic.pk}/"
    early = {"reason": "The audit is late"} | date_of("to", "2019-11-11")
    assert "Choose a later day" in text(browser.post(f"{address}put-off/", early))
    done = text(browser.post(f"{address}put-off/", early | date_of("to", "2020-01-13"), follow=True))
    assert "Deferred from 11 November 2019 to 13 January 2020: The audit is late" in done
    assert "Taken out" in text(browser.post(f"{address}take-out/", {"reason": "Merged"}, follow=True))
    lines = browser.get(f"{BASE}forward-plan.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("13 January 2020,Neglect,")


def test_a_member_asks_for_a_meeting_and_others_support_it(
    manager, business_manager, member, chair, lpr, scrutineer
):
    asked = {"group": lpr.pk, "reasons": "The funding"}
    signed_in(member).post(f"{BASE}requests/new/", asked)
    wish = ExtraordinaryRequest.objects.get()
    assert "Support it" not in text(signed_in(member).get(f"{BASE}requests/"))
    assert "The funding" not in text(signed_in(scrutineer).get(f"{BASE}requests/"))
    page = text(signed_in(chair).get(f"{BASE}requests/"))
    assert "Support it" in page
    assert "It takes two supporters." in page
    signed_in(chair).post(f"{BASE}requests/{wish.pk}/support/")
    other = seat(lpr, make_person(manager.partnership, "Other"), "member").person
    given = {"person": other.pk} | date_of("on", "2019-09-09")
    page = text(signed_in(business_manager).post(f"{BASE}requests/{wish.pk}/support/", given, follow=True))
    assert "It must be held by 30 September 2019." in page
    call = {"group": lpr.pk, "at": "10:00", "minutes_long": "60", "request": wish.pk} | date_of(
        "on", "2019-09-30"
    )
    assert "Extraordinary" in text(signed_in(business_manager).post(f"{BASE}call/", call, follow=True))


def test_an_urgent_matter_is_recorded_and_a_restricted_one_read_by_few(
    manager, business_manager, safeguarding_partner, member, strategic
):
    seat(strategic, safeguarding_partner, "member")
    form = {
        "group": strategic.pk, "matter": "Secret enquiry", "done": "Answered", "restricted": "on",
        "consulted": [safeguarding_partner.pk],
    } | date_of("arose_on", "2019-09-06")  # fmt: skip
    missing = {name: value for name, value in form.items() if name != "consulted"}
    refused = text(signed_in(business_manager).post(f"{BASE}urgent/new/", missing))
    assert "Secret enquiry" in refused
    assert not UrgentMatter.objects.exists()
    signed_in(business_manager).post(f"{BASE}urgent/new/", form)
    for person, reads in ((business_manager, True), (safeguarding_partner, True), (member, False)):
        assert ("Secret enquiry" in text(signed_in(person).get(f"{BASE}requests/"))) == reads


def test_an_action_is_given_sent_and_answered_on_the_site(
    manager, minuted, business_manager, member, council
):
    browser, address = signed_in(business_manager), f"{BASE}{minuted.meeting_id}/"
    item = minuted.meeting.items.get()
    form = {
        "item": item.pk, "title": "Write the form", "lead_agency": member.agency_id, "leads": [member.pk],
    } | date_of("due_on", "2019-09-01")  # fmt: skip
    assert "cannot be due before" in text(browser.post(f"{address}actions/new/", form))
    page = text(browser.post(f"{address}actions/new/", form | date_of("due_on", "2019-10-31"), follow=True))
    assert "Not sent yet" in page
    page = text(browser.post(f"{address}actions/send/", follow=True))
    assert "Waiting for an answer" in page
    assert "by 23 September 2019" in page
    given = item.given.get()
    done = text(
        signed_in(member).post(f"{BASE}actions/{given.pk}/answer/", {"text": "Under way"}, follow=True)
    )
    assert "The answer is on record." in done
    assert ActionAnswer.objects.get().on == TODAY
    page = text(browser.get(f"{BASE}actions/?group=lpr&state=answered"))
    assert "Under way" in page
    assert "No meeting has given an action yet." in text(browser.get(f"{BASE}actions/?state=late"))
    lines = browser.get(f"{BASE}actions.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("2019-09-09.1 Write the form,")


def test_what_a_confidential_item_gave_is_on_no_page_of_others(manager, minuted, member, scrutineer, council):
    item = add_item(by=manager, meeting=minuted.meeting, title="Secret matter", confidential=True)
    given = give_action(
        by=manager, item=item, title="Secret deed", lead_agency=council, due_on=day("2019-10-31")
    )
    address = f"{BASE}{minuted.meeting_id}/"
    for place in (address, f"{BASE}actions/", f"{BASE}actions.csv"):
        assert "Secret deed" in signed_in(member).get(place).content.decode()
        assert "Secret" not in signed_in(scrutineer).get(place).content.decode()
    assert "Secret" not in signed_in(member).get("/thurrock/plan/actions/").content.decode()
    assert signed_in(scrutineer).get(f"{BASE}actions/{given.pk}/answer/").status_code == 404


def test_somebody_who_answers_for_an_agency_objects_on_the_site(
    manager, minuted, safeguarding_partner, member
):
    decision = record_decision(
        by=manager, item=minuted.meeting.items.get(), text="One form", implement_on=day("2019-10-01")
    )
    browser = signed_in(safeguarding_partner)
    assert "Object" in text(browser.get(f"{BASE}decisions/"))
    assert "/object/" not in text(signed_in(member).get(f"{BASE}decisions/"))
    address = f"{BASE}decisions/{decision.pk}/object/"
    assert signed_in(member).get(address).status_code == 403
    form = {"agency": safeguarding_partner.agency_id, "reasons": "No staff"}
    assert "The decision is stopped" in text(browser.post(address, form, follow=True))
    assert Objection.objects.get().on == TODAY


def test_a_paper_is_made_from_what_is_on_record_and_made_again_in_its_place(
    manager, business_manager, lpr, chair
):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Plan")
    browser = signed_in(business_manager)
    make = f"{BASE}items/{item.pk}/papers/make/"
    assert "Scorecard of every indicator" in text(browser.get(f"{BASE}items/{item.pk}/papers/new/"))
    assert "there is nothing to make it from yet" in text(
        browser.post(make, {"maker": "minutes"}, follow=True)
    )
    assert "Choose a paper from the list." in text(browser.post(make, {"maker": "nonsense"}, follow=True))
    for _ in range(2):
        assert "The paper is made" in text(browser.post(make, {"maker": "exceptions"}, follow=True))
    first, second = Paper.objects.order_by("pk")
    assert (second.replaces, second.file_type) == (first, "application/pdf")
    page = text(browser.get(f"{BASE}{item.meeting_id}/"))
    assert page.count("Exception report, 9 September 2019") == 1


@pytest.mark.parametrize("maker", ["minutes", "attendance", "actions"])
def test_what_meetings_make_holds_nothing_confidential(manager, minuted, lpr, chair, council, maker):
    open_item = minuted.meeting.items.get()
    item = add_item(by=manager, meeting=minuted.meeting, title="Secret matter", confidential=True)
    write_minutes(by=manager, minutes=minuted, texts={item.pk: ("Secret words", 0)})
    for each, title in ((item, "Secret deed"), (open_item, "Open deed")):
        give_action(by=manager, item=each, title=title, lead_agency=council, due_on=day("2019-10-31"))
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    made = next(each for each in MAKERS if each.key == maker).make(manager, lpr, TODAY)
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert "Secret" not in pdf_text(pdf)


def test_a_pack_is_opened_by_its_readers_and_that_is_kept(
    manager, business_manager, lpr, chair, member, scrutineer
):
    meeting = called(manager, lpr)
    for title, confidential in (("Open", False), ("Closed", True)):
        item = add_item(by=manager, meeting=meeting, title=title, confidential=confidential)
        add_paper(by=manager, item=item, title=title, name="a.txt", content=b"Synthetic")
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    for_all, for_few = meeting.packs.order_by("confidential")
    assert for_few.first_page == for_all.last_page + 1
    for pack, who, status in (
        (for_all, scrutineer, 200), (for_few, scrutineer, 404), (for_few, member, 200), (for_all, member, 200),
        (for_all, member, 200),
    ):  # fmt: skip
        answer = signed_in(who).get(f"{BASE}{meeting.pk}/packs/{pack.pk}/")
        assert answer.status_code == status
        if status == 200:
            b"".join(answer.streaming_content)
    assert PackOpening.objects.get(person=member, pack=for_all).times == 2
    page = text(signed_in(business_manager).get(f"{BASE}{meeting.pk}/packs/opened/"))
    assert "1 of 2 people on the group." in page
    other = called(manager, lpr, "2019-10-10")
    assert signed_in(member).get(f"{BASE}{other.pk}/packs/{for_all.pk}/").status_code == 404


def test_a_supplement_holds_what_came_since_and_its_pages_go_on(manager, lpr, chair, business_manager):
    meeting = called(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    paper = add_paper(by=manager, item=item, title="First", name="a.txt", content=b"Synthetic")
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    newer = add_paper(by=manager, item=item, title="Second", name="b.txt", content=b"Newer", replaces=paper)
    assert "not in the pack yet" in text(signed_in(business_manager).get(f"{BASE}{meeting.pk}/"))
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    first, supplement = meeting.packs.order_by("number")
    assert (supplement.number, supplement.first_page) == (2, first.last_page + 1)
    assert [entry["paper"] for entry in supplement.contents] == [None, newer.pk]
    page = text(signed_in(business_manager).get(f"{BASE}{meeting.pk}/"))
    where = next(entry["page"] for entry in supplement.contents if entry["paper"])
    assert f"page {where} of the pack" in page


def test_a_meeting_is_an_entry_for_a_calendar_at_its_hour_in_england(manager, member, lpr):
    meeting = called(manager, lpr)
    answer = signed_in(member).get(f"{BASE}{meeting.pk}/meeting.ics")
    body = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20190926T090000Z" in body


def test_versions_of_minutes_are_for_the_team(manager, minuted, business_manager, chair, member):
    address = f"{BASE}{minuted.meeting_id}/minutes/"
    for step in ("to-chair/",):
        signed_in(business_manager).post(f"{address}{step}")
    assert "What is to change?" in text(signed_in(chair).get(f"{address}back/"))
    signed_in(chair).post(f"{address}back/", {"note": "Name the lead."})
    assert "Name the lead." in text(signed_in(business_manager).get(address))
    assert "Taken back to be changed" in text(signed_in(business_manager).get(f"{address}versions/"))
    assert "The group heard of the audit." in text(signed_in(business_manager).get(f"{address}versions/1/"))
    assert signed_in(business_manager).get(f"{address}versions/9/").status_code == 404
    assert signed_in(member).get(f"{address}versions/").status_code == 403


def test_who_came_is_recorded_with_levels_on_the_site(manager, business_manager, lpr, chair, member):
    meeting = called(manager, lpr, "2019-09-09")
    seats = {each.person_id: each.pk for each in lpr.memberships.all()}
    form = {f"seat_{seats[chair.pk]}": "present", f"level_{seats[chair.pk]}": "4"}
    refused = text(signed_in(business_manager).post(f"{BASE}{meeting.pk}/attendance/", form))
    assert 'value="4" selected' in refused
    form |= {f"seat_{seats[member.pk]}": "apologies", f"level_{seats[member.pk]}": "99"}
    done = text(signed_in(business_manager).post(f"{BASE}{meeting.pk}/attendance/", form, follow=True))
    assert "Director or assistant director" in done


@pytest.mark.parametrize("address", ["calendar/", "forward-plan/", "actions/", "requests/", "attendance/"])
def test_a_page_costs_as_many_queries_for_many_as_for_few(
    manager, business_manager, lpr, chair, council, address
):
    meeting = held(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Neglect")

    def fill(numbers):
        for number in numbers:
            give_action(
                by=manager, item=item, title=f"Do {number}", lead_agency=council, due_on=day("2019-10-31")
            )
            plan_topic(by=manager, title=f"Topic {number}", group=lpr, planned_on=day("2019-11-11"))
            called(manager, lpr, f"2019-{10 + number // 20}-{1 + number % 20:02}", anyway=True)

    def count():
        browser = signed_in(business_manager)
        browser.get(f"{BASE}{address}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{BASE}{address}").status_code == 200
        return len(queries)

    fill([1])
    few = count()
    fill(range(2, 22))
    assert count() == few <= 15

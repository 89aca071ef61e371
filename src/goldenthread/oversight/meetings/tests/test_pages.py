"""The pages of meetings: what each shows to whom, forms that lose nothing, and constant queries."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_person, seat, signed_in, viewing

from goldenthread.duties.tests.cases import day
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.attendance import Came, record_attendance, seats_of
from goldenthread.oversight.meetings.actions.calling import ask_for_meeting, call_meeting
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.minutes import (
    approve_minutes,
    minutes_of,
    send_to_chair,
    take_back,
)
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.models import (
    Attendance,
    Decision,
    Meeting,
    MinuteEntry,
    Minutes,
    StandingItem,
)
from goldenthread.oversight.meetings.tests.cases import called
from goldenthread.partnership.models import Person
from goldenthread.spreadsheets.reading import read_sheet

BASE = "/thurrock/oversight/meetings/"
TEN = dt.time(10)


@pytest.fixture
def coming(manager, lpr, chair, member):
    return call_meeting(by=manager, group=lpr, on=day("2019-09-26"), at=TEN)


@pytest.fixture
def held(manager, lpr, chair, member):
    meeting = call_meeting(by=manager, group=lpr, on=TODAY, at=TEN)
    add_item(by=manager, meeting=meeting, title="Neglect")
    came = {seat.pk: Came("present") for seat in seats_of(meeting)}
    record_attendance(by=manager, meeting=meeting, came=came)
    return Meeting.objects.select_related("group", "partnership").get(pk=meeting.pk)


def text(response):
    return " ".join(response.content.decode().split())


def test_a_meeting_is_called_on_the_site_and_what_is_wrong_is_said_with_what_was_typed(
    manager, business_manager, lpr
):
    browser = signed_in(business_manager)
    when = {
        "group": lpr.pk,
        "on_day": "26",
        "on_month": "9",
        "on_year": "2019",
        "at": "ten",
        "minutes_long": "90",
    }
    refused = text(browser.post(f"{BASE}call/", when))
    assert "Write the time like 10:00 or 2:30pm." in refused
    assert 'value="ten"' in refused
    done = text(browser.post(f"{BASE}call/", when | {"at": "2:30pm", "place": "Room 1"}, follow=True))
    assert "The meeting is called" in done
    assert "26 September 2019, 2:30pm" in done
    assert "The papers are to be circulated by 19 September 2019." in done
    assert (
        "this group meets at that time already"
        in text(browser.post(f"{BASE}call/", when | {"at": "14:30"})).casefold()
    )


def test_what_is_confidential_is_for_the_group_and_the_team_alone(
    manager, coming, member, scrutineer, outsider
):
    item = add_item(by=manager, meeting=coming, title="Secret review", confidential=True)
    paper = add_paper(by=manager, item=item, title="Secret paper", name="secret.txt", content=b"Synthetic")
    address, file = f"{BASE}{coming.pk}/", f"{BASE}items/{item.pk}/papers/{paper.pk}/"
    assert "Secret review" in text(signed_in(member).get(address))
    assert signed_in(member).get(file).status_code == 200
    seen = text(signed_in(scrutineer).get(address))
    assert "Secret" not in seen
    assert "1 confidential item is for the group alone." in seen
    assert signed_in(scrutineer).get(file).status_code == 404
    assert signed_in(outsider).get(file).status_code == 404
    assert signed_in(outsider).get(f"/southend/oversight/meetings/{coming.pk}/").status_code == 404


def test_a_paper_is_added_and_downloaded_as_it_was(manager, business_manager, coming):
    item = add_item(by=manager, meeting=coming, title="Neglect")
    browser, page = signed_in(business_manager), f"{BASE}items/{item.pk}/papers/new/"
    bad = browser.post(page, {"file": SimpleUploadedFile("a.pdf", b"no pdf"), "title": "Audit"})
    assert "not what its name says" in text(bad)
    assert 'value="Audit"' in text(bad)
    browser.post(page, {"file": SimpleUploadedFile("audit.txt", b"Synthetic audit"), "title": "Audit"})
    paper = item.papers.get()
    answer = browser.get(f"{BASE}items/{item.pk}/papers/{paper.pk}/")
    assert b"".join(answer) == b"Synthetic audit"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_who_came_is_recorded_on_the_site_seat_by_seat(manager, business_manager, lpr, chair, member):
    meeting = call_meeting(by=manager, group=lpr, on=TODAY, at=TEN)
    browser, page = signed_in(business_manager), f"{BASE}{meeting.pk}/attendance/"
    one, two = seats_of(meeting)
    version = {"version": meeting.version}
    refused = text(browser.post(page, {f"seat_{one.pk}": "present"} | version))
    assert f"Say whether {two.person} came." in refused
    assert "checked" in refused
    done = browser.post(
        page, {f"seat_{one.pk}": "present", f"seat_{two.pk}": "apologies"} | version, follow=True
    )
    assert "1 of 2 seats filled" in text(done)
    assert Attendance.objects.count() == 2


def box(response, item):
    """What the page sends of one box: its text, the version and the mark of what was seen."""
    page = response.content.decode()
    values = {
        name: page.partition(f'name="{name}_{item.pk}" value="')[2].partition('"')[0]
        for name in ("seen", "was")
    }
    return {f"{name}_{item.pk}": value for name, value in values.items()}


SAVING = {"headers": {"X-Save-As-You-Go": "1"}}


def test_minutes_are_saved_while_they_are_written(held, business_manager):
    browser, page = signed_in(business_manager), f"{BASE}{held.pk}/minutes/"
    opened = browser.get(page)
    assert b"data-autosave" in opened.content
    item = held.items.get()
    seen = box(opened, item)
    answer = browser.post(page, {f"text_{item.pk}": "The group heard", **seen}, **SAVING).json()
    assert answer["whole"]
    assert answer["values"][f"seen_{item.pk}"] == "1"
    again = browser.post(
        page, {f"text_{item.pk}": "The group heard more", **answer["values"]}, **SAVING
    ).json()
    assert again["values"][f"seen_{item.pk}"] == "2"
    assert MinuteEntry.objects.get().text == "The group heard more"


def test_two_windows_on_one_item_lose_nothing_whatever_is_pressed(held, business_manager):
    browser, page, item = signed_in(business_manager), f"{BASE}{held.pk}/minutes/", held.items.get()
    seen = box(browser.get(page), item)
    browser.post(page, {f"text_{item.pk}": "One wrote", **seen}, **SAVING)
    for words in ("Another", "Another wrote"):  # keeps typing
        late = browser.post(page, {f"text_{item.pk}": words, **seen}, **SAVING).json()
        assert not late["whole"]
        assert "Press Save to see both texts" in late["words"]
        assert late["values"] == {}
    assert MinuteEntry.objects.get().text == "One wrote"
    both = browser.post(page, {f"text_{item.pk}": "Another wrote", **seen})
    assert "Another wrote One wrote</textarea>" in text(both)
    assert MinuteEntry.objects.get().text == "One wrote"
    browser.post(page, {f"text_{item.pk}": "Both wrote", **box(both, item)})
    assert MinuteEntry.objects.get().text == "Both wrote"


def test_two_windows_on_two_items_do_not_meet(manager, held, business_manager):
    first = held.items.get()
    second = add_item(by=manager, meeting=held, title="Second")
    browser, page = signed_in(business_manager), f"{BASE}{held.pk}/minutes/"
    opened = browser.get(page)
    as_seen = {**box(opened, first), **box(opened, second)}
    browser.post(page, {f"text_{first.pk}": "First", f"text_{second.pk}": "", **as_seen}, **SAVING)
    said = browser.post(page, {f"text_{first.pk}": "", f"text_{second.pk}": "Second", **as_seen}, **SAVING)
    assert said.json()["whole"]
    assert {entry.item_id: entry.text for entry in MinuteEntry.objects.all()} == {
        first.pk: "First",
        second.pk: "Second",
    }


def test_what_was_written_while_the_minutes_went_to_the_chair_is_given_back(held, business_manager, chair):
    browser, page, item = signed_in(business_manager), f"{BASE}{held.pk}/minutes/", held.items.get()
    opened = browser.get(page)
    browser.post(page, {f"text_{item.pk}": "The group heard", **box(opened, item)})
    seen = box(browser.get(page), item)
    browser.post(f"{page}to-chair/")
    going = browser.post(page, {f"text_{item.pk}": "The group heard more", **seen}, **SAVING).json()
    assert "went to the chair" in going["words"]
    back = browser.post(page, {f"text_{item.pk}": "The group heard more", **seen})
    assert "went to the chair" in text(back)
    assert "The group heard more</textarea>" in text(back)


def test_minutes_are_taken_step_by_step_to_the_group(held, business_manager, chair, member, scrutineer):
    browser, item = signed_in(business_manager), held.items.get()
    address = f"{BASE}{held.pk}/"
    browser.post(
        f"{address}minutes/", {f"text_{item.pk}": "The group heard of the audit.", f"seen_{item.pk}": "0"}
    )
    assert signed_in(scrutineer).get(f"{address}minutes/file.pdf").status_code == 403
    assert "of the audit" not in text(signed_in(scrutineer).get(address))
    assert "The chair is told." in text(browser.post(f"{address}minutes/to-chair/", follow=True))
    assert "Agree the minutes" in text(signed_in(chair).get(address))
    assert "Agree the minutes" not in text(signed_in(member).get(address))
    assert signed_in(member).post(f"{address}minutes/approve/").status_code == 403
    seen = {"version": Minutes.objects.get().version}
    assert "can no longer change" in text(
        signed_in(chair).post(f"{address}minutes/approve/", seen, follow=True)
    )
    assert "of the audit" in text(signed_in(scrutineer).get(address))
    assert "The group is told" in text(browser.post(f"{address}minutes/circulate/", follow=True))
    assert signed_in(scrutineer).get(f"{address}minutes/file.pdf").content.startswith(b"%PDF-")
    assert signed_in(scrutineer).get(f"{address}minutes/file.docx").content.startswith(b"PK")
    assert browser.post(f"{address}minutes/nonsense/").status_code == 404
    later = call_meeting(by=viewing(business_manager), group=held.group, on=TODAY, at=dt.time(15))
    came = {seat.pk: Came("present") for seat in seats_of(later)}
    record_attendance(by=viewing(business_manager), meeting=later, came=came)
    agreed = browser.post(f"{address}minutes/agree/", {"at": later.pk}, follow=True)
    assert "agreed by the group on 9 September 2019" in text(agreed)


def test_a_decision_is_recorded_objected_to_and_found_in_the_register(
    held, business_manager, police, scrutineer
):
    browser, item = signed_in(business_manager), held.items.get()
    when = {"implement_on_day": "1", "implement_on_month": "10", "implement_on_year": "2019"}
    page = f"{BASE}{held.pk}/decide/"
    assert "from which day it holds" in text(
        browser.post(page, {"item": item.pk, "text": "One form", "outcome": "consensus"})
    )
    browser.post(page, {"item": item.pk, "text": "One form", "outcome": "consensus"} | when)
    decision = Decision.objects.get()
    against = {"agency": police.pk, "on_day": "9", "on_month": "9", "on_year": "2019", "reasons": "No staff"}
    assert "The decision is stopped" in text(
        browser.post(f"{BASE}decisions/{decision.pk}/object/", against, follow=True)
    )
    shown = text(signed_in(scrutineer).get(f"{BASE}decisions/?state=stopped"))
    assert "One form" in shown
    assert "Essex Police, 9 September 2019: No staff" in shown
    assert "1 decision." in shown
    assert "0 decisions." in text(signed_in(scrutineer).get(f"{BASE}decisions/?state=effect"))
    sheet = read_sheet(signed_in(scrutineer).get(f"{BASE}decisions.csv").content, "d.csv")
    assert [str(row.cells["Decision"]) for row in sheet.rows] == ["One form"]


def test_the_decision_on_a_confidential_item_is_not_in_the_register_of_others(
    manager, held, member, scrutineer
):
    item = add_item(by=manager, meeting=held, title="Secret", confidential=True)
    record_decision(by=manager, item=item, text="Secret decision", implement_on=day("2019-10-01"))
    assert "Secret decision" in text(signed_in(member).get(f"{BASE}decisions/"))
    assert "Secret decision" not in text(signed_in(scrutineer).get(f"{BASE}decisions/"))


def test_attendance_over_a_year_is_a_matrix(held, scrutineer, member):
    page = text(signed_in(scrutineer).get(f"{BASE}attendance/?group={held.group.key}"))
    assert "9 Sep 19" in page
    assert "100%" in page
    assert "No meeting was held in this year." in text(
        signed_in(scrutineer).get(f"{BASE}attendance/?group=lpr&year=2001")
    )
    sheet = read_sheet(signed_in(scrutineer).get(f"{BASE}attendance/{held.group.key}.csv").content, "a.csv")
    assert len(sheet.rows) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Finance | Octember", "“Octember” is no month"),
        ("| March", "months but no item"),
        ("A\na", "stands in the list twice"),
    ],
)
def test_standing_items_that_cannot_be_are_refused_with_their_line(business_manager, lpr, typed, said):
    answer = text(signed_in(business_manager).post(f"{BASE}standing/{lpr.key}/", {"items": typed}))
    assert said in answer
    assert not StandingItem.objects.exists()


def test_standing_items_are_set_a_line_each(business_manager, lpr):
    browser = signed_in(business_manager)
    browser.post(f"{BASE}standing/{lpr.key}/", {"items": "Delivery plan\n\nFinance | October, March"})
    assert [(row.title, row.months) for row in StandingItem.objects.all()] == [
        ("Delivery plan", []),
        ("Finance", [3, 10]),
    ]
    assert "Finance | March, October" in browser.get(f"{BASE}standing/{lpr.key}/").content.decode()


def test_a_member_proposes_an_item_on_the_site_and_others_cannot(coming, member, scrutineer):
    page = f"{BASE}{coming.pk}/items/new/"
    signed_in(member).post(page, {"title": "Exclusions", "purpose": "discussion"})
    assert "Exclusions" in text(signed_in(scrutineer).get(f"{BASE}{coming.pk}/"))
    assert signed_in(scrutineer).get(page).status_code == 403


@pytest.mark.parametrize("address", ["", "{pk}/", "decisions/", "attendance/"])
def test_a_page_takes_as_many_queries_for_twenty_items_as_for_one(manager, business_manager, held, address):
    def count():
        browser = signed_in(business_manager)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(BASE + address.format(pk=held.pk)).status_code == 200
        return len(queries)

    def fill(numbers):
        for number in numbers:
            item = add_item(by=manager, meeting=held, title=f"Item {number}")
            add_paper(by=manager, item=item, title="", name="a.txt", content=b"a")
            record_decision(by=manager, item=item, text=f"Decision {number}", implement_on=day("2019-10-01"))
            call_meeting(
                by=manager,
                group=held.group,
                on=day("2019-10-01") + dt.timedelta(days=number),
                at=TEN,
                anyway=True,
            )

    minutes_of(held)
    fill([1])
    few = count()
    fill(range(2, 21))
    assert count() == few
    assert few <= 18


def test_who_came_is_asked_for_from_the_day_of_the_meeting_on(manager, business_manager, lpr):
    browser = signed_in(business_manager)
    assert "Record who came" not in text(browser.get(called(manager, lpr, "2019-09-10").get_absolute_url()))
    assert "Record who came" in text(browser.get(called(manager, lpr, "2019-09-09").get_absolute_url()))


def test_the_chair_reads_the_draft_that_waits_and_nobody_else_does(
    minuted, manager, chair, member, scrutineer
):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    address = minuted.meeting.get_absolute_url()
    assert "The group heard of the audit." in text(signed_in(chair).get(address))
    for person in (member, scrutineer):
        assert "The group heard of the audit." not in text(signed_in(person).get(address))


def test_why_an_extraordinary_meeting_is_asked_for_is_for_its_group(
    manager, lpr, chair, member, scrutineer, partnership
):
    third = make_person(partnership, "Third member")
    seat(lpr, third)
    wish = ask_for_meeting(
        by=manager, group=lpr, asked_by=chair, asked_on=TODAY, reasons="A grave matter",
        supporters=[member, third],
    )  # fmt: skip
    meeting = called(manager, lpr, "2019-09-20", request=wish)
    assert "A grave matter" in text(signed_in(member).get(meeting.get_absolute_url()))
    page = text(signed_in(scrutineer).get(meeting.get_absolute_url()))
    assert "Asked for by" in page
    assert "A grave matter" not in page


def test_two_who_record_who_came_are_told_of_each_other(manager, business_manager, lpr, chair, member):
    meeting = called(manager, lpr, "2019-09-09")
    browser, page = signed_in(business_manager), f"{BASE}{meeting.pk}/attendance/"
    seats = [seat.pk for seat in seats_of(meeting)]
    seen = {"version": meeting.version}
    browser.post(page, {f"seat_{pk}": "present" for pk in seats} | seen)
    second = {f"seat_{pk}": "absent" for pk in seats}
    told = text(browser.post(page, second | seen))
    assert "Somebody else recorded who came" in told
    assert set(meeting.attendance.values_list("state", flat=True)) == {"present"}
    browser.post(page, second | {"version": Meeting.objects.get(pk=meeting.pk).version})
    assert set(meeting.attendance.values_list("state", flat=True)) == {"absent"}


def test_the_chair_agrees_what_the_chair_has_seen(minuted, manager, chair):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    seen = {"version": Minutes.objects.get().version}
    take_back(by=manager, minutes=minuted)
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    address = f"{minuted.meeting.get_absolute_url()}minutes/approve/"
    assert "were changed since you opened the page" in text(signed_in(chair).post(address, seen, follow=True))
    assert Minutes.objects.get().status == "with_chair"


def test_what_was_issued_stays_as_it_was_whatever_is_renamed(minuted, manager, chair, member):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=manager, minutes=minuted, on=TODAY)
    address = f"{minuted.meeting.get_absolute_url()}minutes/file.pdf"
    before = signed_in(member).get(address).content
    Person.objects.filter(pk=chair.pk).update(post="Somebody else")
    assert signed_in(member).get(address).content == before

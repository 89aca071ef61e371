"""The pages: what each reader sees, what a button does, and that many rows cost no more queries than one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import make_person, signed_in, viewing

from goldenthread.learning.actions.booking import book, cancel
from goldenthread.learning.actions.register import close_register, mark
from goldenthread.learning.models import AgencyTraining, Booking
from goldenthread.learning.tests.cases import make_course, make_session, make_staff, make_terms
from goldenthread.learning.tests.test_booking import booked
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at

pytestmark = pytest.mark.django_db
HERE = "/thurrock/learning/"


def text(client, address, **data):
    return client.get(f"{HERE}{address}", data).content.decode()


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_programme_says_what_is_left_and_what_is_mine(course, session, practitioner, manager, staff):
    make_session(make_course(course.partnership, "neglect"), places=1, on=dt.date(2019, 11, 5))
    book(by=viewing(practitioner), session=session, person=practitioner)
    page = text(signed_in(practitioner), "")
    assert "2 sessions to come in 2019-20, 2 with places left. You have booked 1 of them." in page
    assert "1 place left" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"q": "neglect"}, {"Neglect"}),
        ({"level": "awareness"}, {"Neglect"}),
        ({"mode": "online"}, {"Child protection"}),
        ({"show": "free"}, {"Child protection"}),
        ({"year": "2018-19"}, set()),
        ({"year": "nonsense", "level": "nonsense", "theme": "9" * 30}, {"Neglect", "Child protection"}),
    ],
)
def test_the_programme_is_narrowed_by_its_address(
    query, shown, partnership, course, manager, staff, practitioner
):
    make_session(course, mode="online")
    full = make_session(
        make_course(partnership, "neglect", level="awareness"), places=1, on=dt.date(2019, 11, 5)
    )
    booked(manager, full, staff[:1])
    page = text(signed_in(practitioner), "", **query)
    table = page.partition("<tbody")[2]
    assert {name for name in ("Neglect", "Child protection") if name in table} == shown


def test_a_place_is_booked_and_given_up_by_its_buttons(session, practitioner):
    client, here = signed_in(practitioner), f"{HERE}sessions/{session.number}/"
    done = client.post(f"{here}book/", {"access": "A seat near the door"}, follow=True).content.decode()
    assert "You have a place. What you need to know is on its way by email." in done
    row = Booking.objects.get()
    again = client.post(f"{here}book/", {}, follow=True).content.decode()
    assert "You have a place." in again
    assert Booking.objects.count() == 1
    done = client.post(f"{here}bookings/{row.pk}/cancel/", {"reason": ""}, follow=True).content.decode()
    assert "The place is given up." in done


def test_a_place_that_went_meanwhile_becomes_a_place_in_line_and_says_so(
    course, practitioner, manager, staff
):
    row = make_session(course, places=1)
    client, here = signed_in(practitioner), f"{HERE}sessions/{row.number}/book/"
    assert "Book a place" in client.get(here).content.decode()
    booked(manager, row, staff[:1])
    done = client.post(here, {}, follow=True).content.decode()
    assert "You are on the waiting list." in done
    assert "You are number 1 on the waiting list." in done


def test_an_offered_place_is_taken_from_the_session(course, practitioner, manager, staff):
    row = make_session(course, places=1)
    (first,) = booked(manager, row, staff[:1])
    mine = book(by=viewing(practitioner), session=row, person=practitioner)
    cancel(by=manager, booking=first)
    client = signed_in(practitioner)
    assert "A place is free for you: take it by" in text(client, f"sessions/{row.number}/")
    assert "A place is free for you" in client.get("/thurrock/").content.decode()
    address = f"{HERE}sessions/{row.number}/bookings/{mine.pk}/take/"
    assert "The place is yours." in client.post(address, follow=True).content.decode()
    assert "The place is yours." in client.post(address, follow=True).content.decode()


def test_the_link_for_joining_is_for_those_who_have_a_place(course, practitioner, member):
    row = make_session(course, mode="online", joining_link="https://meet.example/abc")
    book(by=viewing(practitioner), session=row, person=practitioner)
    address = f"sessions/{row.number}/"
    assert "https://meet.example/abc" in text(signed_in(practitioner), address)
    assert "https://meet.example/abc" in text(signed_in(practitioner), f"{address}calendar.ics")
    assert "https://meet.example/abc" not in text(signed_in(member), address)
    assert "https://meet.example/abc" not in text(signed_in(member), f"{address}calendar.ics")


def test_nobody_but_the_team_reads_who_booked_or_what_they_need(session, practitioner, member, business_team):
    book(by=viewing(practitioner), session=session, person=practitioner, food="No nuts")
    address = f"sessions/{session.number}/"
    assert "No nuts" in text(signed_in(business_team), address)
    page = text(signed_in(member), address)
    assert "No nuts" not in page
    assert practitioner.post not in page


def test_an_email_that_did_not_arrive_is_told_to_the_team(session, business_team, manager, council):
    person = make_person(council.partnership, "Health Visitor", agency=council, account=False)
    booked(manager, session, [person])
    assert "Did not arrive" in text(signed_in(business_team), f"sessions/{session.number}/")
    OutgoingMessage.objects.update(status="sent", sent_at="2019-09-09T10:00:00Z")
    assert "Did not arrive" not in text(signed_in(business_team), f"sessions/{session.number}/")


def test_a_booking_waits_on_the_home_of_whoever_approves_and_is_approved_there(session, police, agency_lead):
    AgencyTraining.objects.create(agency=police, approves=True)
    person = make_person(police.partnership, "Constable", "practitioner", agency=police)
    row = book(by=viewing(person), session=session, person=person)
    client = signed_in(agency_lead)
    assert "1 booking to approve" in client.get("/thurrock/").content.decode()
    assert "1 booking waits for approval." in text(client, f"agency/{police.key}/")
    done = client.post(f"{HERE}sessions/{session.number}/bookings/{row.pk}/approve/", follow=True)
    assert "The booking is approved." in done.content.decode()


def test_a_session_with_too_few_waits_on_the_managers_home(course, business_manager):
    make_session(course, on=dt.date(2019, 9, 16), minimum=2)
    page = signed_in(business_manager).get("/thurrock/").content.decode()
    assert "0 of the 2 it needs have booked" in page


def test_a_register_is_marked_and_closed_on_its_page(session, manager, business_manager, staff):
    made = booked(manager, session, staff[:2])
    client, here = signed_in(business_manager), f"{HERE}sessions/{session.number}/register/"
    assert "123456" in client.get(here).content.decode()
    with standing_at(dt.date(2019, 10, 16)):
        done = client.post(here, {"came": [made[0].pk]}, follow=True).content.decode()
        assert "Saved: 1 person is there." in done
        done = client.post(f"{here}close/", follow=True).content.decode()
    assert "The register is closed. 1 person came." in done
    assert "Did not come" in done


def test_charges_become_an_invoice_that_is_paid(course, manager, business_manager, staff):
    make_terms(course.partnership, police=(100, 0, 0))
    row = make_session(course, on=dt.date(2019, 9, 10), price="45.00")
    (made,) = booked(manager, row, staff[:1])
    client = signed_in(business_manager)
    with standing_at(dt.date(2019, 9, 11)):
        mark(by=manager, session=row, came={made.pk: True})
        close_register(by=manager, session=row)
        done = client.post(
            f"{HERE}charges/invoices/new/", {"until": "2019-09-11"}, follow=True
        ).content.decode()
        assert "1 invoice is made." in done
        pay = {"amount": "45.00", "reference": "BACS 1", "on": "2019-09-11"}
        wrong = client.post(
            f"{HERE}charges/invoices/1/payments/new/", pay | {"amount": "-45"}
        ).content.decode()
        assert "Give more than nought." in wrong
        assert "BACS 1" in wrong
        done = client.post(f"{HERE}charges/invoices/1/payments/new/", pay, follow=True).content.decode()
    assert "It is paid." in done
    file = client.get(f"{HERE}charges/invoices/1/invoice.pdf")
    assert file.content.startswith(b"%PDF")
    csv = client.get(f"{HERE}charges/invoices.csv").content.decode("utf-8-sig")
    assert "45.00" in csv
    assert "Police" in csv


def test_fifty_cost_no_more_queries_than_one(course, manager, business_manager, agency_lead, police):
    row = make_session(course, places=60, on=dt.date(2019, 12, 3))
    team, lead = signed_in(business_manager), signed_in(agency_lead)
    pages = [
        (team, HERE), (team, f"{HERE}courses/"), (team, f"{HERE}courses/{course.key}/"),
        (team, f"{HERE}sessions/{row.number}/"), (team, f"{HERE}charges/"), (team, f"{HERE}charges/did-not-come/"),
        (lead, f"{HERE}agency/{police.key}/"), (team, f"{HERE}sessions/{row.number}/register/"),
    ]  # fmt: skip
    make_session(course)
    booked(manager, row, make_staff(police, 1))
    few = [queries(*page) for page in pages]
    for number in range(20):
        make_session(make_course(course.partnership, f"course-{number}"), places=1)
        make_session(course, places=1)
    booked(manager, row, make_staff(police, 49))
    assert [queries(*page) for page in pages] == few

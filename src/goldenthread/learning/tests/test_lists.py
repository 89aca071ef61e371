"""Booking an agency's staff from a spreadsheet: every fault is named, and it is whole or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import make_person, signed_in, viewing

from goldenthread.learning.actions.many import book_list, book_many
from goldenthread.learning.models import Booking
from goldenthread.learning.staff_list import StaffListError, read_staff
from goldenthread.learning.tests.cases import make_session, make_staff
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.spreadsheets.reading import read_sheet

pytestmark = pytest.mark.django_db


def listed(*rows):
    text = "\n".join(["Job title,Full name,Email address", *rows])
    return read_sheet(text.encode(), "staff.csv")


def faults(agency, *rows):
    with pytest.raises(StaffListError) as error:
        read_staff(listed(*rows), agency)
    return error.value.problems


def test_each_person_is_known_by_their_address_or_new(police):
    person = make_person(police.partnership, "Sergeant", agency=police)
    rows = read_staff(listed(f"Sergeant,,{person.email.upper()}", "Constable,,new@police.example"), police)
    assert [row.person for row in rows] == [person.pk, None]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",,a@police.example", "Job title"),
        ("Constable,,", "Email address"),
        ("Constable,,not an address", "Email address"),
        (f"{'x' * 201},,a@police.example", "Job title"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_column(row, column, police):
    assert [each[:2] for each in faults(police, "Sergeant,,ok@police.example", row)] == [(3, column)]


def test_somebody_twice_and_somebody_elses_staff_are_faults(police, member):
    problems = faults(police, "A,,a@police.example", "B,,A@police.example", f"C,,{member.email}")
    assert [each[0] for each in problems] == [3, 4]


def test_a_list_without_its_columns_says_which_are_missing(police):
    with pytest.raises(StaffListError) as error:
        read_staff(read_sheet(b"Staff,Phone,Place\nA,1,Hall\n", "staff.csv"), police)
    assert [each[1] for each in error.value.problems] == ["Post", "Email"]


def test_four_hundred_rows_with_thirty_faults_name_all_thirty_and_book_nobody(session, police, agency_lead):
    rows = [
        f"Officer {n},,{'' if n % 14 == 0 and n < 420 else f'o{n}@police.example'}" for n in range(1, 421)
    ]
    rows = [row for row in rows if row]
    assert len(faults(police, *rows)) == 29
    client = signed_in(agency_lead)
    file = SimpleUploadedFile("staff.csv", "\n".join(["Post,Name,Email", *rows]).encode())
    page = client.post(f"/thurrock/learning/sessions/{session.number}/list/{police.key}/", {"file": file})
    assert "29 problems in the file. Nobody was booked." in page.content.decode()
    assert not Booking.objects.exists()


def test_a_list_books_in_its_order_adds_who_is_new_and_lets_the_rest_wait(session, police, agency_lead):
    rows = read_staff(listed("A,,a@police.example", "B,,b@police.example", "C,,c@police.example"), police)
    made = book_list(by=viewing(agency_lead), session=session, agency=police, listed=rows)
    assert [each.state for each in made] == ["booked", "booked", "waiting"]
    assert Person.objects.get(email="c@police.example").agency == police


def test_one_who_cannot_be_booked_stops_them_all(course, police, agency_lead):
    row = make_session(course, places=1, takes_waiting=False)
    people = make_staff(police, 2)
    with pytest.raises(RuleError, match="The session is full"):
        book_many(by=viewing(agency_lead), session=row, people=people)
    assert not Booking.objects.exists()


def test_the_page_shows_what_would_happen_then_books_what_was_shown(session, police, agency_lead):
    client = signed_in(agency_lead)
    here = f"/thurrock/learning/sessions/{session.number}/list/{police.key}/"
    file = SimpleUploadedFile("staff.csv", b"Post,Name,Email\nA,,a@police.example\nB,,b@police.example\n")
    page = client.post(here, {"file": file})
    assert "2 people in the list, 2 of them new. 2 places are free: 2 would have a place, 0 would wait." in (
        page.content.decode()
    )
    assert not Booking.objects.exists()
    rows = page.context["form"].initial["rows"]
    tampered = client.post(f"{here}book/", {"rows": rows[:-2] + "xx"}, follow=True)
    assert "read too long ago" in tampered.content.decode()
    done = client.post(f"{here}book/", {"rows": rows}, follow=True)
    assert "2 bookings made: 2 with a place, 0 waiting." in done.content.decode()
    assert Booking.objects.count() == 2

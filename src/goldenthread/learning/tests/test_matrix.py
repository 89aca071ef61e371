"""An agency's staff by courses, its gaps, and agencies in figures."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_person, signed_in, viewing

from goldenthread.learning.actions.courses import need_courses
from goldenthread.learning.models import Booking, Completion, JobRole, Learner
from goldenthread.learning.selectors.matrix import matrix_of, staff_of, tallies_of
from goldenthread.learning.selectors.programme import year_of
from goldenthread.learning.tests.cases import make_course, make_session, make_staff
from goldenthread.learning.tests.test_booking import booked
from goldenthread.partnership.today import standing_at

BASE = "/thurrock/learning/"


@pytest.fixture
def courses(partnership):
    return [make_course(partnership, key) for key in ("a", "b", "c")]


@pytest.fixture
def work(manager, courses):
    """A kind of work that needs the first two of three courses."""
    return need_courses(by=manager, title="Lead", courses=courses[:2])


def works(people, work):
    Learner.objects.bulk_create(Learner(person=person, job_role=work) for person in people)


def completed(person, course, until=None, on=dt.date(2018, 1, 1)):
    return Completion.objects.create(
        person=person, course=course, how="elsewhere", on=on, valid_until=until, by_label="x"
    )


def cells(agency, on=TODAY):
    return [
        [str(cell) for cell in line.cells]
        for line in matrix_of(agency.partnership, staff_of(agency, on), on).lines
    ]


def test_each_cell_says_how_somebody_stands(police, courses, work, manager):
    first, second = make_staff(police, 2)
    works([first], work)
    completed(first, courses[0], dt.date(2019, 12, 9))
    completed(second, courses[0], dt.date(2019, 9, 8))
    completed(second, courses[2])
    assert cells(police) == [
        ["soon", "missing", "not_needed"],
        ["not_needed", "not_needed", "in_force"],
    ]
    assert cells(police, dt.date(2019, 12, 10))[0][0] == "run_out"


def test_the_completion_that_counts_longest_is_the_one_that_counts(police, courses, work):
    (person,) = make_staff(police, 1)
    works([person], work)
    completed(person, courses[0], dt.date(2018, 9, 9))
    completed(person, courses[0], dt.date(2020, 9, 9))
    completed(person, courses[1], dt.date(2018, 9, 9))
    completed(person, courses[1])
    completed(person, courses[2], on=dt.date(2019, 9, 10))
    assert cells(police) == [["in_force", "in_force", "not_needed"]]


def test_people_who_left_and_courses_that_are_gone_are_not_in_it(police, courses, work):
    gone, stays = make_staff(police, 2)
    gone.left_on = dt.date(2019, 9, 1)
    gone.save()
    courses[0].withdrawn_on = TODAY
    courses[0].save()
    works([gone, stays], work)
    assert cells(police) == [["missing", "not_needed"]]


def test_gaps_are_a_list_and_a_file(police, agency_lead, courses, work):
    works(make_staff(police, 2), work)
    browser = signed_in(agency_lead)
    assert "4 gaps of 2 people" in browser.get(f"{BASE}agency/police/gaps/").content.decode()
    for address in ("gaps.csv", "matrix.csv", "matrix.xlsx"):
        assert browser.get(f"{BASE}agency/police/{address}").status_code == 200
    assert "4 gaps among 2 people" in browser.get(f"{BASE}matrix/", follow=True).content.decode()
    assert (
        "Nobody here has said yet"
        in browser.get(f"{BASE}agency/police/matrix/", {"q": "nobody"}).content.decode()
    )


@pytest.mark.parametrize("address", ["matrix/", "gaps/", "matrix.csv", "gaps.csv"])
def test_the_matrix_of_another_agency_is_closed(police, council, agency_lead, practitioner, address):
    assert signed_in(agency_lead).get(f"{BASE}agency/council/{address}").status_code == 403
    assert signed_in(practitioner).get(f"{BASE}agency/council/{address}").status_code == 403
    assert signed_in(agency_lead).get(f"{BASE}agency/nowhere/{address}").status_code == 404


def test_figures_across_agencies_tell_nobody_and_nothing_of_few(police, council, courses, work, scrutineer):
    works(make_staff(police, 5), work)
    works(make_staff(council, 4), work)
    for person in make_staff(police, 1):
        works([person], work)
        completed(person, courses[0])
    _, rows = tallies_of(police.partnership, TODAY, year_of(police.partnership, ""))
    by_name = {row.agency.key: row for row in rows}
    assert (by_name["police"].needed, by_name["police"].in_force, by_name["police"].share) == (12, 1, 8)
    assert by_name["police"].share_of(courses[0].pk) == 17
    assert (by_name["council"].is_shown, by_name["council"].share) == (False, None)
    page = signed_in(scrutineer).get(f"{BASE}across-agencies/").content.decode()
    assert "fewer than 5" in page
    assert "Practitioner" not in page
    assert "agency/police/matrix" not in page
    assert signed_in(scrutineer).get(f"{BASE}across-agencies.csv").status_code == 200


def test_who_did_not_come_is_counted_by_agency(manager, course, police):
    row = make_session(course, places=6, on=dt.date(2019, 10, 15))
    made = booked(manager, row, make_staff(police, 6))
    Booking.objects.filter(pk__in=[each.pk for each in made[:4]]).update(state="attended")
    Booking.objects.filter(pk__in=[each.pk for each in made[4:]]).update(state="absent")
    with standing_at(dt.date(2019, 10, 16)):
        _, rows = tallies_of(police.partnership, dt.date(2019, 10, 16), year_of(police.partnership, ""))
    assert [(each.attended, each.absent, each.absence) for each in rows] == [(4, 2, 33)]


def test_what_a_kind_of_work_needs_is_said_on_the_site(business_manager, partnership, courses):
    browser = signed_in(business_manager)
    browser.post(f"{BASE}work/new/", {"title": "School lead", "courses": [courses[0].pk]})
    row = JobRole.objects.get()
    browser.post(f"{BASE}work/{row.pk}/edit/", {"courses": [courses[1].pk, courses[2].pk]})
    assert [each.course for each in row.requirements.all()] == courses[1:]
    assert "School lead" in browser.get(f"{BASE}work/").content.decode()


@pytest.mark.parametrize(
    "address", ["agency/police/matrix/", "agency/police/gaps/", "across-agencies/", "work/"]
)
def test_more_people_take_no_more_queries(police, business_manager, manager, courses, work, address):
    browser, counts = signed_in(business_manager), []
    for many in (1, 49):
        people = make_staff(police, many)
        works(people, work)
        for person in people:
            completed(person, courses[0])
        need_courses(by=manager, title=f"Work {many}", courses=courses)
        browser.get(f"{BASE}{address}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{BASE}{address}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_many_people_are_on_pages_of_a_hundred_and_whole_in_the_file(police, agency_lead, courses):
    make_staff(police, 120)
    browser = signed_in(agency_lead)
    first = browser.get(f"{BASE}agency/police/matrix/").content.decode()
    second = browser.get(f"{BASE}agency/police/matrix/", {"page": "2"}).content.decode()
    assert (first.count('<th scope="row"'), second.count('<th scope="row"')) == (100, 21)
    rows = browser.get(f"{BASE}agency/police/matrix.csv").content.decode().strip().splitlines()
    assert len(rows) == 122


def test_the_team_sees_every_agency(business_manager, council):
    assert viewing(business_manager).person.agency is None
    assert signed_in(business_manager).get(f"{BASE}matrix/")["Location"] == f"{BASE}across-agencies/"
    assert signed_in(business_manager).get(f"{BASE}agency/council/matrix/").status_code == 200


def test_a_lead_without_an_agency_sees_no_other(partnership, council):
    lead = make_person(partnership, "Lead without an agency", "agency_lead")
    assert signed_in(lead).get(f"{BASE}agency/council/matrix/").status_code == 403

"""What was completed: certified, uploaded, checked, withdrawn, and until when it counts."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import TODAY, make_person, signed_in, viewing

from goldenthread.duties.clock import add_months
from goldenthread.learning.actions.learners import set_work
from goldenthread.learning.actions.records import (
    add_completion,
    check_completion,
    complete,
    withdraw_completion,
)
from goldenthread.learning.certificates import certificate_pdf, certificates_of
from goldenthread.learning.codes import ALPHABET, new_code, read_code
from goldenthread.learning.counting import NEVER, Standing, standing_of
from goldenthread.learning.models import Booking, Certificate, Completion, JobRole, Learner, Requirement
from goldenthread.learning.selectors.records import needs_of, record_of
from goldenthread.learning.tests.cases import make_course, make_session, make_staff
from goldenthread.learning.tests.test_booking import booked, refused
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at

MINE = "/thurrock/learning/mine/"


@pytest.fixture
def done(manager, partnership):
    """A session with ten places whose course counts for three years."""
    return make_session(make_course(partnership, valid_months=36), places=10)


def attended(manager, session, people):
    rows = booked(manager, session, people)
    Booking.objects.filter(pk__in=[row.pk for row in rows]).update(state="attended")
    return [complete(by=manager, booking=row) for row in rows]


def add(person, course, **more):
    values = {"on": dt.date(2019, 6, 3), "name": "proof.txt", "content": b"Synthetic", "where": "A college"}
    return add_completion(by=viewing(person), course=course, **(values | more))


@pytest.mark.parametrize(
    ("until", "needed", "standing"),
    [
        (None, True, Standing.MISSING),
        (None, False, Standing.NOT_NEEDED),
        (dt.date(2019, 9, 8), True, Standing.RUN_OUT),
        (dt.date(2019, 9, 8), False, Standing.NOT_NEEDED),
        (dt.date(2019, 9, 9), True, Standing.SOON),
        (dt.date(2019, 12, 9), True, Standing.SOON),
        (dt.date(2019, 12, 10), True, Standing.IN_FORCE),
        (dt.date(2019, 12, 9), False, Standing.SOON),
        (NEVER, True, Standing.IN_FORCE),
    ],
)
def test_how_somebody_stands_with_a_course(until, needed, standing):
    assert standing_of(until, TODAY, needed=needed) is standing


DAYS = st.integers(0, 14_000).map(lambda days: dt.date(2001, 1, 1) + dt.timedelta(days=days))


@given(st.one_of(st.none(), st.just(NEVER), DAYS), DAYS)
def test_only_what_is_needed_is_a_gap_and_what_counts_never_is(until, on):
    assert not standing_of(until, on, needed=False).is_gap
    assert standing_of(until, on, needed=True).is_gap == (until is None or until < on)


@given(st.text(alphabet=ALPHABET, min_size=12, max_size=12))
def test_a_code_is_read_however_it_is_written(plain):
    code = "-".join(plain[at : at + 4] for at in (0, 4, 8))
    spaced = f" {plain[:5].lower()} {plain[5:]} ".replace("0", "O").replace("1", "l")
    assert read_code(code) == read_code(plain) == read_code(spaced) == code


def test_codes_do_not_repeat_and_nonsense_is_none():
    assert len({new_code() for _ in range(500)}) == 500
    assert all(read_code(code) == code for code in (new_code() for _ in range(50)))
    assert [read_code(said) for said in ("", "U" * 12, "ABC", "é" * 12, "1" * 13)] == [""] * 5


def test_whoever_attended_has_a_certificate_that_counts_for_the_courses_months(manager, done, staff):
    (made,) = attended(manager, done, staff[:1])
    assert (made.how, made.on, made.valid_until) == ("attended", dt.date(2019, 10, 15), dt.date(2022, 10, 15))
    assert made.certificate.holder == str(staff[0])
    assert complete(by=manager, booking=made.booking) == made


def test_who_did_not_attend_has_completed_nothing(manager, done, staff):
    (made,) = booked(manager, done, staff[:1])
    with refused("state"):
        complete(by=manager, booking=made)


def test_a_register_is_put_right_and_put_right_again(manager, done, staff):
    (made,) = attended(manager, done, staff[:1])
    with refused("why"):
        withdraw_completion(by=manager, booking=made.booking, reason=" ")
    withdraw_completion(by=manager, booking=made.booking, reason="Left at noon")
    assert not Completion.objects.counting().exists()
    assert withdraw_completion(by=manager, booking=made.booking, reason="Again") is None
    again = complete(by=manager, booking=made.booking)
    assert again != made
    assert list(Completion.objects.counting()) == [again]


def test_a_practitioner_completes_and_withdraws_nothing_of_a_session(manager, done, staff, practitioner):
    (made,) = attended(manager, done, staff[:1])
    with pytest.raises(PermissionDenied):
        complete(by=viewing(practitioner), booking=made.booking)
    with pytest.raises(PermissionDenied):
        withdraw_completion(by=viewing(practitioner), completion=made, reason="x")


def test_what_was_certified_never_changes(manager, done, staff):
    (made,) = attended(manager, done, staff[:1])
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(completion=made).update(holder="Somebody else")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"on": dt.date(2019, 9, 10)}, "future"),
        ({"on": dt.date(1999, 9, 8)}, "old"),
        ({"where": " "}, "where"),
        ({"name": "proof.exe", "content": b"MZ"}, "kind"),
    ],
)
def test_a_proof_says_when_and_where_and_is_a_file_that_is_kept(practitioner, course, more, code):
    with pytest.raises(Exception, match=r"."), transaction.atomic():
        add(practitioner, course, **more)
    assert not Completion.objects.exists()
    with refused(code), transaction.atomic():
        add(practitioner, course, **more)


def test_today_and_twenty_years_ago_can_be_said_and_nothing_twice(practitioner, course):
    add(practitioner, course, on=TODAY)
    add(practitioner, course, on=dt.date(1999, 9, 9))
    with refused("twice"):
        add(practitioner, course, on=TODAY)


def test_an_upload_counts_until_it_is_found_wanting(practitioner, safeguarding_partner, course):
    row = add(practitioner, course)
    assert Completion.objects.counting().get() == row
    by = viewing(safeguarding_partner)
    with refused("why"):
        check_completion(by=by, completion=row, counts=False)
    check_completion(by=by, completion=row, counts=False, reason="Another course")
    assert not Completion.objects.counting().exists()
    with refused("twice"):
        check_completion(by=by, completion=row, counts=True)
    assert OutgoingMessage.objects.get(person=practitioner).text.endswith("Another course")


def test_only_those_who_answer_for_the_agency_check_and_never_their_own(
    practitioner, agency_lead, business_manager, course, council
):
    row = add(practitioner, course)
    for other in (practitioner, agency_lead):
        with pytest.raises(PermissionDenied):
            check_completion(by=viewing(other), completion=row, counts=True)
    lead = make_person(council.partnership, "Council Lead", "agency_lead", agency=council)
    own = add(lead, course)
    with pytest.raises(PermissionDenied):
        check_completion(by=viewing(lead), completion=own, counts=True)
    check_completion(by=viewing(lead), completion=row, counts=True)
    check_completion(by=viewing(business_manager), completion=own, counts=True)


def test_nobody_checks_for_people_without_an_agency_but_the_team(partnership, course, agency_lead):
    alone = make_person(partnership, "Volunteer", "practitioner")
    row = add(alone, course)
    with pytest.raises(PermissionDenied):
        check_completion(by=viewing(agency_lead), completion=row, counts=True)


def test_elearning_of_the_programme_is_certified_once_it_was_checked(partnership, practitioner, manager):
    course = make_course(partnership, "online", elearning_link="https://learn.example/")
    inside, outside = add(practitioner, course, where=""), add(practitioner, course, on=TODAY)
    for row in (inside, outside):
        check_completion(by=manager, completion=row, counts=True)
    assert Certificate.objects.get().completion == inside


def test_an_upload_is_taken_back_by_its_owner_until_it_was_checked(practitioner, manager, course):
    first, second = add(practitioner, course), add(practitioner, course, on=TODAY)
    withdraw_completion(by=viewing(practitioner), completion=first, reason="Wrong file")
    check_completion(by=manager, completion=second, counts=True)
    with pytest.raises(PermissionDenied):
        withdraw_completion(by=viewing(practitioner), completion=second, reason="x")


def test_a_line_manager_is_linked_in_the_same_agency_alone(practitioner, member, agency_lead):
    work = JobRole.objects.create(partnership=practitioner.partnership, title="Lead")
    row = set_work(by=viewing(practitioner), job_role=work, manager_email=f" {member.user.email.upper()} ")
    assert (row.manager, row.job_role) == (member, work)
    assert set_work(by=viewing(practitioner), job_role=None, manager_email=agency_lead.email).manager is None
    with refused("itself"):
        set_work(by=viewing(practitioner), job_role=None, manager_email=practitioner.email)


def test_the_work_of_another_partnership_is_refused(practitioner, outsider):
    work = JobRole.objects.create(partnership=outsider.partnership, title="Lead")
    with pytest.raises(PermissionDenied):
        set_work(by=viewing(practitioner), job_role=work)


def test_what_ones_work_needs_and_how_one_stands(partnership, practitioner):
    work = JobRole.objects.create(partnership=partnership, title="Lead")
    Learner.objects.create(person=practitioner, job_role=work)
    courses = [make_course(partnership, key) for key in ("a", "b", "c", "d")]
    for each in courses[:3]:
        Requirement.objects.create(job_role=work, course=each)
    for each, until in zip(courses, (None, dt.date(2019, 9, 30)), strict=False):
        Completion.objects.create(
            person=practitioner, course=each, how="elsewhere", on=dt.date(2019, 1, 1), valid_until=until,
            by_label="x",
        )  # fmt: skip
    assert [gap.standing.value for gap in needs_of(practitioner, TODAY)] == ["in_force", "soon", "missing"]
    with standing_at(dt.date(2019, 10, 1)):
        assert needs_of(practitioner, dt.date(2019, 10, 1))[1].standing is Standing.RUN_OUT


def test_every_certificate_of_a_session_is_a_page_of_one_file(manager, done, staff):
    attended(manager, done, staff)
    rows = certificates_of(done)
    with pikepdf.open(io.BytesIO(certificate_pdf(done.partnership, rows))) as file:
        assert len(file.pages) == len(rows) == 5
        assert file.Root.MarkInfo.Marked
        assert file.Root.Lang in ("en-GB", "en")


def test_a_certificate_is_for_its_holder_their_agency_and_the_team(
    manager, done, staff, practitioner, agency_lead, business_manager, outsider, police
):
    holder = make_person(police.partnership, "Constable", "practitioner", agency=police)
    (made,) = attended(manager, done, [holder])
    address = f"/thurrock/learning/certificates/{made.certificate.pk}.pdf"
    answers = {
        who.post: signed_in(who).get(address).status_code
        for who in (holder, agency_lead, business_manager, practitioner)
    }
    assert list(answers.values()) == [200, 200, 200, 404]
    assert signed_in(outsider).get(address).status_code == 404
    withdraw_completion(by=manager, completion=made, reason="Wrong person")
    assert signed_in(holder).get(address).status_code == 404


def test_anybody_with_the_code_sees_whether_a_certificate_is_genuine(manager, done, staff):
    (made,) = attended(manager, done, staff[:1])
    code, browser = made.certificate.code, Client()
    found = browser.get("/certificates/", {"code": code.lower().replace("-", " ")}, follow=True)
    assert "is genuine" in found.content.decode()
    assert (found["Cache-Control"], found["X-Robots-Tag"]) == ("no-store", "noindex")
    with standing_at(dt.date(2022, 10, 15)):
        assert "has run out" not in browser.get(f"/certificates/{code}/").content.decode()
    with standing_at(dt.date(2022, 10, 16)):
        assert "has run out" in browser.get(f"/certificates/{code}/").content.decode()
    withdraw_completion(by=manager, completion=made, reason="Nobody is to read this")
    page = browser.get(f"/certificates/{code}/").content.decode()
    assert "was withdrawn" in page
    assert "Nobody is to read this" not in page


@pytest.mark.django_db
def test_an_unknown_code_gets_a_calm_page_and_nobody_tries_for_ever():
    browser = Client()
    assert browser.get("/certificates/").status_code == 200
    assert "There is a problem" in browser.get("/certificates/", {"code": "?"}).content.decode()
    answers = [browser.get(f"/certificates/{new_code()}/").status_code for _ in range(101)]
    assert answers == [404] * 100 + [429]


def test_a_record_on_the_site_and_as_a_file(practitioner, course):
    browser = signed_in(practitioner)
    sent = {"course": course.pk, "on_day": "3", "on_month": "6", "on_year": "2019", "where": "A college"}
    proof = io.BytesIO(b"Synthetic")
    proof.name = "proof.txt"
    page = browser.post(f"{MINE}add/", sent | {"file": proof}, follow=True).content.decode()
    assert "It is in your record" in page
    row = Completion.objects.get()
    download = browser.get(f"/thurrock/learning/records/{row.pk}/proof/")
    assert b"".join(download.streaming_content) == b"Synthetic"
    assert "Child protection" in browser.get("/thurrock/learning/mine.csv").content.decode()
    withdrawn = browser.post(
        f"/thurrock/learning/records/{row.pk}/take-back/", {"reason": "Wrong file"}, follow=True
    )
    assert "It no longer counts" in withdrawn.content.decode()


def test_whoever_answers_for_the_agency_checks_on_the_site(practitioner, council, course):
    row = add(practitioner, course)
    browser = signed_in(make_person(council.partnership, "Council Lead", "agency_lead", agency=council))
    assert "1 proof of your colleagues to check" in browser.get(MINE).content.decode()
    assert str(practitioner) in browser.get("/thurrock/learning/proofs/").content.decode()
    browser.post(f"/thurrock/learning/records/{row.pk}/check/", {"counts": "yes", "reason": ""})
    row.refresh_from_db()
    assert row.checked.counts
    assert signed_in(practitioner).get(f"/thurrock/learning/records/{row.pk}/check/").status_code == 403


def test_another_agencys_record_is_not_found(practitioner, agency_lead, course):
    row = add(practitioner, course)
    for path in ("", "proof/", "check/", "take-back/"):
        assert signed_in(agency_lead).get(f"/thurrock/learning/records/{row.pk}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["mine/", "proofs/"])
def test_long_records_take_no_more_queries(agency_lead, police, course, path):
    def completed(people):
        for number, person in enumerate(people):
            on = add_months(TODAY, -1 - number % 12)
            Completion.objects.create(person=person, course=course, how="elsewhere", on=on, by_label="x")

    browser = signed_in(agency_lead)
    counts = []
    for many in (1, 49):
        completed([*make_staff(police, many), *[agency_lead] * many])
        browser.get(f"/thurrock/learning/{path}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/thurrock/learning/{path}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(record_of(agency_lead, TODAY)) == 50

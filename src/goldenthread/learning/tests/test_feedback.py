"""What people say of a course: asked once, answered once, by whoever has the link, and never under a name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from tests.cast import make_partnership, make_person, viewing

from goldenthread.learning.actions.booking import book, cancel
from goldenthread.learning.actions.feedback import (
    answer_feedback,
    ask_feedback,
    give_themes,
    send_feedback_requests,
)
from goldenthread.learning.actions.register import put_right
from goldenthread.learning.models import Feedback, FeedbackAnswer, Learner
from goldenthread.learning.selectors.evaluation import feedback_due
from goldenthread.learning.tests.cases import make_session
from goldenthread.learning.tests.evaluated import HELD_ON, forms, held, say
from goldenthread.learning.tests.test_booking import refused
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at
from goldenthread.thread.models import Theme

pytestmark = pytest.mark.django_db
AFTER = dt.date(2019, 9, 3)


@pytest.fixture
def past(manager, course, staff):
    """A session of 3 June to which two people came and one did not."""
    return held(manager, course, staff[:3], absent=staff[2:3])


def requests(system):
    return send_feedback_requests(by=system)


def test_a_place_that_is_booked_is_asked_about_before_and_somebody_who_came_three_times_more(past, staff):
    stages = {
        person: sorted(Feedback.objects.filter(booking__person=person).values_list("stage", flat=True))
        for person in staff[:3]
    }
    assert stages[staff[0]] == ["after", "before", "day", "manager"]
    assert stages[staff[2]] == ["before"]


def test_the_forms_fall_due_on_the_day_and_three_months_after(past):
    due = dict(Feedback.objects.filter(booking__session=past).values_list("stage", "due_on"))
    assert due == {"before": HELD_ON, "day": HELD_ON, "after": AFTER, "manager": AFTER}


def test_asking_again_makes_nothing_twice(past, manager, staff):
    booking = past.bookings.get(person=staff[0])
    assert ask_feedback(by=manager, booking=booking) == []
    assert booking.feedback.count() == 4


def test_of_a_conference_people_are_asked_once_and_not_for_each_parallel_session(manager, course, staff):
    conference = make_session(course, places=5)
    room = make_session(course, places=5, conference=conference, slot="Morning")
    book(by=manager, session=conference, person=staff[0])
    book(by=manager, session=room, person=staff[0])
    assert Feedback.objects.get().booking.session == conference


def test_who_came_is_asked_on_the_day_at_once_and_for_the_rest_when_its_day_comes(past, system, staff):
    asked = dict(Feedback.objects.filter(booking__person=staff[0]).values_list("stage", "asked_on"))
    assert asked == {"before": None, "day": HELD_ON + dt.timedelta(days=1), "after": None, "manager": None}
    with standing_at(AFTER - dt.timedelta(days=1)):
        assert requests(system) == {"asked": 0, "reminded": 2}
    with standing_at(AFTER):
        assert requests(system) == {"asked": 2, "reminded": 0}
        assert requests(system) == {"asked": 0, "reminded": 0}


def test_a_place_is_asked_about_from_a_week_before_also_where_its_form_was_not_made_yet(
    manager, session, staff, system
):
    made = book(by=manager, session=session, person=staff[0])
    Feedback.objects.all().delete()
    with standing_at(session.day - dt.timedelta(days=8)):
        assert requests(system)["asked"] == 0
    with standing_at(session.day - dt.timedelta(days=7)):
        assert requests(system)["asked"] == 1
    message = OutgoingMessage.objects.filter(person=staff[0], subject__startswith="Before your course").get()
    assert message.link == made.feedback.get().get_absolute_url()


def test_whoever_does_not_answer_is_reminded_once_after_a_week(past, system):
    with standing_at(AFTER):
        requests(system)
    with standing_at(AFTER + dt.timedelta(days=6)):
        assert requests(system)["reminded"] == 0
    with standing_at(AFTER + dt.timedelta(days=7)):
        assert requests(system)["reminded"] == 2
    with standing_at(AFTER + dt.timedelta(days=14)):
        assert requests(system)["reminded"] == 0


def test_whoever_gave_up_their_place_or_left_is_not_asked(manager, session, staff, system):
    first, second = (book(by=manager, session=session, person=person) for person in staff[:2])
    cancel(by=manager, booking=first)
    second.person.left_on = dt.date(2019, 10, 1)
    second.person.save()
    with standing_at(session.day - dt.timedelta(days=5)):
        assert requests(system)["asked"] == 0


def test_a_line_manager_of_whom_only_the_address_is_known_gets_the_link_and_needs_no_account(
    past, staff, system, django_capture_on_commit_callbacks
):
    Learner.objects.create(person=staff[0], manager_email="manager@police.example")
    with standing_at(AFTER), django_capture_on_commit_callbacks(execute=True):
        requests(system)
    form = Feedback.objects.get(booking__person=staff[0], stage="manager")
    (letter,) = [each for each in mail.outbox if each.to == ["manager@police.example"]]
    assert form.get_absolute_url() in letter.body
    assert str(staff[0]) in letter.subject
    assert form.asked_on == AFTER
    with standing_at(AFTER):
        assert Client().get(form.get_absolute_url()).status_code == 200


def test_an_email_that_cannot_be_sent_is_tried_again_the_next_day(
    past, staff, system, settings, django_capture_on_commit_callbacks
):
    Learner.objects.create(person=staff[0], manager_email="manager@police.example")
    settings.EMAIL_BACKEND = "nowhere.at.all"
    with standing_at(AFTER), django_capture_on_commit_callbacks(execute=True):
        requests(system)
    assert Feedback.objects.get(booking__person=staff[0], stage="manager").asked_on is None


def test_a_line_manager_who_is_known_is_written_to_as_everybody_is(past, staff, system):
    Learner.objects.create(person=staff[0], manager=staff[3])
    with standing_at(AFTER):
        requests(system)
    assert OutgoingMessage.objects.get(person=staff[3], kind="training").subject.startswith(
        "What did training"
    )
    with standing_at(AFTER):
        (form,) = feedback_due(viewing(make_viewer(staff[3])), AFTER)
        assert form.stage == "manager"


def make_viewer(person):
    from goldenthread.partnership.models import User

    person.user = User.objects.create_user(f"p{person.pk}@police.example", "synthetic pass phrase")
    person.save()
    return person


def test_a_line_manager_of_whom_nothing_is_known_is_not_asked(past, staff, system):
    with standing_at(AFTER):
        requests(system)
    assert Feedback.objects.get(booking__person=staff[0], stage="manager").asked_on is None


def test_a_whole_form_is_kept_once_and_a_second_sending_changes_nothing(past):
    form = forms(past, "after")[0]
    with standing_at(AFTER):
        assert answer_feedback(feedback=form, given={"confidence": 8, "changed": "I ask earlier."})
        assert not answer_feedback(feedback=form, given={"confidence": 2})
    kept = {each.question: each.number or each.words for each in form.given.all()}
    assert kept == {"confidence": 8, "changed": "I ask earlier."}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "empty"),
        ({"changed": "   "}, "empty"),
        ({"confidence": 11}, "choice"),
        ({"confidence": 0}, "choice"),
        ({"confidence": "8"}, "choice"),
        ({"used": 5}, "choice"),
        ({"useful": 3}, "other"),
        ({"changed": "x" * 2001}, "long"),
        ({"confidence": 8, "child": "born 3 May 2011"}, "identifying"),
        ({"confidence": 8, "child": "Mrs Example said so"}, "identifying"),
        ({"confidence": 8, "child": "write to me@school.example"}, "identifying"),
    ],
)
def test_what_is_no_answer_or_tells_who_a_child_is_saves_nothing(given, code, past):
    form = forms(past, "after")[0]
    with standing_at(AFTER), refused(code):
        answer_feedback(feedback=form, given=given)
    form.refresh_from_db()
    assert (form.answered_on, form.given.count()) == (None, 0)


@pytest.mark.parametrize(
    ("stage", "first", "last"),
    [("day", HELD_ON, HELD_ON + dt.timedelta(days=92)), ("after", AFTER, AFTER + dt.timedelta(days=92))],
)
def test_a_form_is_open_from_its_day_for_ninety_two_days(stage, first, last, past):
    form = forms(past, stage)[0]
    days = (first - dt.timedelta(days=1), first, last, last + dt.timedelta(days=1))
    assert [form.is_open(day) for day in days] == [False, True, True, False]


def test_before_means_before_the_form_closes_with_the_day_of_the_course(past):
    form = forms(past, "before")[0]
    assert form.is_open(HELD_ON)
    assert not form.is_open(HELD_ON + dt.timedelta(days=1))


def test_whoever_did_not_come_after_all_is_asked_nothing_more(past, manager):
    form = forms(past, "after")[0]
    put_right(by=manager, booking=form.booking, came=False, reason="Marked by mistake")
    form = Feedback.objects.get(pk=form.pk)
    with standing_at(AFTER), refused("closed"):
        answer_feedback(feedback=form, given={"confidence": 8})


def test_the_database_keeps_what_was_sent(past):
    say(past, "day", [{"confidence": 8, "better": "More time."}])
    form = forms(past, "day")[0]
    changes = (
        (Feedback.objects.filter(pk=form.pk), {"answered_on": None}),
        (FeedbackAnswer.objects.filter(feedback=form, question="confidence"), {"number": 1}),
        (FeedbackAnswer.objects.filter(feedback=form, question="better"), {"words": "Less."}),
    )
    for rows, change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_the_form_is_opened_by_its_link_without_signing_in_and_kept_by_no_cache(past):
    form = forms(past, "day")[0]
    browser = Client()
    with standing_at(HELD_ON):
        page = browser.get(form.get_absolute_url())
        assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
        assert form.booking.person.post not in page.content.decode()
        empty = browser.post(form.get_absolute_url(), {})
        assert "Answer at least one question" in empty.content.decode()
        sent = browser.post(form.get_absolute_url(), {"confidence": "8", "useful": "4"})
        assert sent["Location"] == reverse("training_feedback_thanks", args=[form.secret])
        again = browser.get(form.get_absolute_url())
        assert again["Location"] == sent["Location"]
        assert browser.get(sent["Location"]).status_code == 200
    assert set(form.given.values_list("question", "number")) == {("confidence", 8), ("useful", 4)}


def test_a_link_that_is_none_is_not_found_and_one_that_is_shut_says_so(past):
    assert Client().get(reverse("training_feedback", args=["x" * 43])).status_code == 404
    form = forms(past, "after")[0]
    with standing_at(HELD_ON):
        assert "too early" in Client().get(form.get_absolute_url()).content.decode()
    thanks = Client().get(reverse("training_feedback_thanks", args=[form.secret]))
    assert thanks["Location"] == form.get_absolute_url()
    with standing_at(AFTER + dt.timedelta(days=93)):
        assert "takes no more answers" in Client().get(form.get_absolute_url()).content.decode()


def test_my_forms_wait_for_me_alone(past, staff):
    first, second = viewing(make_viewer(staff[0])), viewing(make_viewer(staff[1]))
    assert {row.stage for row in feedback_due(first, AFTER)} == {"day", "after"}
    say(past, "after", [{"confidence": 8}])
    assert {row.stage for row in feedback_due(first, AFTER)} == {"day"}
    assert {row.booking.person for row in feedback_due(second, AFTER)} == {staff[1]}


def test_the_team_reads_words_and_gives_them_themes_of_its_own_partnership(past, manager, partnership):
    say(past, "day", [{"better": "More time to talk."}])
    answer = FeedbackAnswer.objects.get()
    theme = Theme.objects.create(partnership=partnership, title="Neglect")
    give_themes(by=manager, answer=answer, themes=[theme])
    answer.refresh_from_db()
    assert (list(answer.themes.all()), answer.read_on) == ([theme], dt.date(2019, 9, 9))
    stranger = Theme.objects.create(partnership=make_partnership("southend"), title="Neglect")
    with refused("elsewhere"):
        give_themes(by=manager, answer=answer, themes=[stranger])


def test_nobody_but_the_team_reads_words(past, safeguarding_partner, partnership):
    say(past, "day", [{"better": "More time to talk.", "useful": 4}])
    words, number = (
        FeedbackAnswer.objects.order_by("number").in_words().get(),
        FeedbackAnswer.objects.get(number=4),
    )
    with pytest.raises(PermissionDenied):
        give_themes(by=viewing(safeguarding_partner), answer=words, themes=[])
    assert not FeedbackAnswer.objects.visible_to(viewing(safeguarding_partner)).exists()
    outsider = make_person(make_partnership("southend"), "Manager", "business_manager")
    with pytest.raises(PermissionDenied):
        give_themes(by=viewing(outsider), answer=words, themes=[])
    assert not FeedbackAnswer.objects.visible_to(viewing(outsider)).exists()
    with refused("number"):
        give_themes(by=viewing(make_person(partnership, "Team", "business_team")), answer=number, themes=[])

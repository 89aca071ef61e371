"""Joining by oneself: closed unless opened, nothing kept before it is confirmed, and nobody told who is known."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.cast import make_person, seat, signed_in, viewing

from goldenthread.learning.actions.joining import read_link, rules_of, set_rules
from goldenthread.learning.models import JobRole, JoiningRules, Learner
from goldenthread.partnership.errors import StaleVersionError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage, Person, User

JOIN = "/training/thurrock/join/"
WORDS = "three words together"


@pytest.fixture
def opened(partnership):
    return JoiningRules.objects.create(partnership=partnership, is_open=True)


@pytest.fixture
def asks(opened, council):
    """What a form holds; fields given take another's place."""
    values = {"email": "new@council.example", "name": "Nobody Real", "post": "Nurse", "agency": council.pk}
    return lambda **more: Client().post(JOIN, values | more)


def link():
    found = re.search(rf"http\S+({JOIN}\S+/)", mail.outbox[-1].body)
    assert found
    return found[1]


def subjects():
    return [message.subject.partition(":")[0] for message in mail.outbox]


@pytest.mark.django_db
def test_it_is_closed_unless_the_partnership_opened_it(partnership, council):
    assert "You join by an invitation" in Client().get(JOIN).content.decode()
    sent = {"email": "new@council.example", "name": "N", "post": "Nurse", "agency": council.pk}
    assert "You join by an invitation" in Client().post(JOIN, sent).content.decode()
    assert mail.outbox == []
    assert Client().get("/training/nowhere/join/").status_code == 404


def test_nothing_is_kept_until_the_address_is_confirmed(asks, council):
    people, accounts, events = Person.objects.count(), User.objects.count(), AuditEvent.objects.count()
    page = asks()
    assert "Look at your email" in page.content.decode()
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "Choose a password" in Client().get(link()).content.decode()
    assert (Person.objects.count(), User.objects.count(), AuditEvent.objects.count()) == (
        people,
        accounts,
        events,
    )
    assert not OutgoingMessage.objects.exists()


def test_whoever_confirms_is_a_practitioner_of_their_agency_and_its_lead_is_told(asks, partnership, council):
    work = JobRole.objects.create(partnership=partnership, title="School nurse")
    lead = make_person(partnership, "Council Lead", "agency_lead", agency=council)
    asks(job_role=work.pk)
    page = Client().post(link(), {"password": WORDS}, follow=True)
    assert "You have joined" in page.content.decode()
    person = Person.objects.get(user__email="new@council.example")
    assert (person.post, person.name, person.agency) == ("Nurse", "Nobody Real", council)
    role = person.roles.get()
    assert (role.role, role.granted_by) == ("practitioner", "Joined by themselves")
    assert Learner.objects.get(person=person).job_role == work
    assert AuditEvent.objects.filter(verb="person.joined", actor="Joined by themselves").count() == 1
    assert OutgoingMessage.objects.get(person=lead).subject.startswith("Joined your agency")
    assert person.user.check_password(WORDS)
    assert signed_in(person).get("/thurrock/learning/mine/").status_code == 200


def test_a_link_works_once(asks):
    asks()
    address = link()
    Client().post(address, {"password": WORDS})
    again = Client().post(address, {"password": "another set of words"})
    assert "This link has been used" in again.content.decode()
    assert User.objects.get(email="new@council.example").check_password(WORDS)


@pytest.mark.parametrize(("hours", "works"), [(47, True), (49, False)])
def test_a_link_works_for_two_days(asks, hours, works):
    begun = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    with time_machine.travel(begun, tick=False):
        asks()
    with time_machine.travel(begun + dt.timedelta(hours=hours), tick=False):
        assert Client().get(link()).status_code == (200 if works else 404)


def test_a_link_that_was_changed_or_is_anothers_opens_nothing(asks, outsider, partnership):
    asks()
    address = link()
    token = address.removeprefix(JOIN).rstrip("/")
    assert Client().get(f"{JOIN}{token[:-1]}x/").status_code == 404
    assert Client().get(f"/training/southend/join/{token}/").status_code == 404
    assert read_link(partnership, token) is not None
    assert read_link(outsider.partnership, token) is None


def test_a_weak_password_is_refused_and_nothing_is_made(asks):
    asks()
    for weak in ("short", "password1234", "new@council.example"):
        assert Client().post(link(), {"password": weak}).status_code == 200
    assert not User.objects.filter(email="new@council.example").exists()


def test_the_page_answers_the_same_to_everybody_and_the_email_tells(asks, practitioner, partnership, council):
    known = Person.objects.create(
        partnership=partnership, post="Nurse", agency=council, email="listed@council.example"
    )
    answers = {
        asks(email=email).content.decode().replace(email, "")
        for email in ("new@council.example", practitioner.email, known.email)
    }
    assert len({re.sub(r"\s+", " ", answer) for answer in answers}) == 1
    assert subjects() == [
        "Join Thurrock LSCP’s training",
        "You have an account",
        "Join Thurrock LSCP’s training",
    ]


def test_somebody_in_the_list_is_linked_and_not_made_again(asks, partnership, council, police):
    known = Person.objects.create(
        partnership=partnership, post="Health visitor", agency=police, email="Listed@council.example"
    )
    asks(email="listed@council.example")
    Client().post(link(), {"password": WORDS})
    known.refresh_from_db()
    assert (known.user.email, known.post, known.agency) == (
        "listed@council.example",
        "Health visitor",
        police,
    )
    assert Person.objects.filter(partnership=partnership, user=known.user).count() == 1


@pytest.mark.parametrize("part", ["role", "seat", "shared"])
def test_whoever_has_more_than_a_practitioners_part_is_invited_by_the_team(
    asks, partnership, council, lpr, part
):
    roles = ["data_lead"] if part == "role" else []
    known = make_person(partnership, "Analyst", *roles, agency=council, account=False)
    Person.objects.filter(pk=known.pk).update(email="listed@council.example")
    if part == "seat":
        seat(lpr, known)
    if part == "shared":
        Person.objects.create(partnership=partnership, post="Other", email="listed@council.example")
    asks(email="listed@council.example")
    assert subjects() == ["Ask to be invited"]


def test_a_role_given_after_the_link_was_sent_keeps_its_owner_out(asks, partnership, council):
    asks()
    known = make_person(partnership, "Analyst", "data_lead", agency=council, account=False)
    Person.objects.filter(pk=known.pk).update(email="new@council.example")
    assert "has to invite you" in Client().post(link(), {"password": WORDS}).content.decode()
    assert not User.objects.filter(email="new@council.example").exists()


def test_closing_it_keeps_out_whoever_has_a_link(asks, opened):
    asks()
    JoiningRules.objects.update(is_open=False)
    assert "invites people itself" in Client().post(link(), {"password": WORDS}).content.decode()
    assert not User.objects.filter(email="new@council.example").exists()


@pytest.mark.parametrize(
    ("email", "taken"),
    [
        ("a@police.example", True), ("a@east.police.example", True), ("a@POLICE.example", True),
        ("a@notpolice.example", False), ("a@police.example.net", False),
    ],
)  # fmt: skip
def test_only_addresses_at_the_allowed_domains_join(asks, opened, email, taken):
    JoiningRules.objects.update(domains="@police.example\n\nnhs.example")
    page = asks(email=email).content.decode()
    assert ("Look at your email" in page) is taken
    assert ("It ends in one of these: police.example, nhs.example." in page) is not taken
    assert len(mail.outbox) == taken


def test_one_address_gets_three_emails_an_hour_and_the_page_does_not_tell(asks):
    assert all("Look at your email" in asks().content.decode() for _ in range(5))
    assert len(mail.outbox) == 3


def test_one_network_asks_twenty_times_an_hour(asks):
    answers = [asks(email=f"{number}@council.example").status_code for number in range(21)]
    assert answers == [200] * 20 + [429]
    assert len(mail.outbox) == 20


@pytest.mark.parametrize("name", ["Write\r\nto me", "<b>", "https://x.example/"])
def test_a_name_carries_nothing_into_an_email(asks, name):
    page = asks(name=name)
    assert "in plain words" in page.content.decode()
    assert mail.outbox == []


def test_the_rules_are_set_by_whoever_manages_people(
    business_manager, administrator, practitioner, partnership
):
    address = "/thurrock/learning/joining/"
    assert signed_in(practitioner).get(address).status_code == 403
    for person in (business_manager, administrator):
        rules = rules_of(partnership)
        sent = {"is_open": "on", "domains": "police.example", "version": rules.version}
        assert signed_in(person).post(address, sent).status_code == 302
    assert rules_of(partnership).takes("a@police.example")
    assert AuditEvent.objects.filter(verb="training.joining_rules").count() == 2
    with pytest.raises(PermissionDenied):
        set_rules(by=viewing(practitioner), version=3, is_open=True, domains="")
    with pytest.raises(StaleVersionError):
        set_rules(by=viewing(business_manager), version=1, is_open=False, domains="")


def test_an_account_that_joined_has_no_more_than_training(asks):
    asks()
    Client().post(link(), {"password": WORDS})
    browser = signed_in(Person.objects.get(user__email="new@council.example"))
    assert browser.get("/thurrock/plan/").status_code == 403
    assert browser.get("/thurrock/learning/").status_code == 200

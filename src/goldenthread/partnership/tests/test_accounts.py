import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.cast import PASSWORD, TODAY, make_person, signed_in, viewing

from goldenthread.partnership.actions.accounts import block_sign_in, invite, remove_account, unblock_sign_in
from goldenthread.partnership.actions.messages import resend
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage, Person, User
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.viewer import viewer_of

NEW_PASSWORD = "a quite different passphrase"


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


@pytest.fixture
def newcomer(partnership):
    return make_person(partnership, "Headteacher", account=False)


@pytest.fixture
def invited(by, newcomer, django_capture_on_commit_callbacks):
    def send(email="Head@School.example"):
        with django_capture_on_commit_callbacks(execute=True):
            invite(by=by, person=newcomer, email=email)
        newcomer.refresh_from_db()
        return newcomer

    return send


def link_in(email):
    return re.search(r"http://127\.0\.0\.1:8000(/account/password/reset/key/\S+)", email.body)[1]


def choose_password(link):
    browser = Client()
    form = browser.get(link, follow=True)
    answer = browser.post(
        form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True
    )
    assert answer.status_code == 200
    return browser


def sign_in(email, password, browser=None):
    browser = browser or Client()
    browser.post("/account/login/", {"login": email, "password": password})
    return "_auth_user_id" in browser.session


def test_an_invitation_opens_an_account_that_nobody_can_enter_without_the_link(invited):
    person = invited()
    assert person.user.email == "head@school.example"
    assert not person.user.has_usable_password()
    assert not person.user.has_signed_in


def test_the_link_lets_the_person_choose_a_password_and_sign_in(invited, mailoutbox):
    person = invited()
    choose_password(link_in(mailoutbox[0]))
    assert sign_in(person.user.email, NEW_PASSWORD)


def test_the_link_works_once(invited, mailoutbox):
    invited()
    choose_password(link_in(mailoutbox[0]))
    again = Client().get(link_in(mailoutbox[0]), follow=True)
    assert b"password1" not in again.content


def test_a_new_invitation_carries_a_working_link_and_can_be_sent_until_it_is_taken_up(invited, mailoutbox):
    invited()
    person = invited()
    choose_password(link_in(mailoutbox[1]))
    assert sign_in(person.user.email, NEW_PASSWORD)
    with pytest.raises(RuleError, match="has an account already"):
        invited()


def test_the_link_is_in_the_email_and_nowhere_else(invited, mailoutbox, by):
    invited()
    kept = OutgoingMessage.objects.get()
    assert "/account/" not in kept.text + kept.subject + kept.link + kept.because
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_a_corrected_address_leaves_the_wrong_one_without_any_way_in(invited, mailoutbox):
    invited("wrong@school.example")
    person = invited("right@school.example")
    assert person.user.email == "right@school.example"
    wrong = User.objects.get(email="wrong@school.example")
    assert not wrong.is_active
    choose_password(link_in(mailoutbox[0]))
    assert not sign_in("wrong@school.example", NEW_PASSWORD)
    mailoutbox.clear()
    Client().post("/account/password/reset/", {"email": "wrong@school.example"})
    assert not any("reset/key" in email.body for email in mailoutbox)


def test_an_account_of_another_partnership_is_linked_and_keeps_its_password(invited, outsider, mailoutbox):
    person = invited(outsider.user.email.upper())
    assert person.user == outsider.user
    assert "account you already have" in mailoutbox[0].body
    assert "reset/key" not in mailoutbox[0].body
    assert sign_in(outsider.user.email, PASSWORD)
    assert signed_in(person).get("/thurrock/partnership/me/").status_code == 200


def test_an_address_of_somebody_here_is_refused(invited, member):
    with pytest.raises(RuleError, match="Service Manager signs in with this address"):
        invited(member.user.email)


@pytest.mark.parametrize("email", ["", "head", "head@", "head@school.example\nBcc: all@x.example", "<b>@x"])
def test_what_is_no_address_is_refused(invited, email):
    with pytest.raises(RuleError, match="Enter an email address"):
        invited(email)
    assert OutgoingMessage.objects.count() == 0


def test_an_invitation_tells_of_the_second_step_where_the_role_needs_one(
    by, partnership, invited, mailoutbox
):
    invited()
    assert "second step" not in mailoutbox[0].body
    scrutineer = make_person(partnership, "Scrutineer", Role.SCRUTINEER, account=False)
    invite(by=by, person=scrutineer, email="s@x.example")
    assert "authenticator app on your phone, or a passkey" in OutgoingMessage.objects.first().text


def test_the_email_says_why_it_came(invited, mailoutbox):
    invited()
    body = mailoutbox[0].body
    assert "You receive this because you were invited to sign in to Thurrock" in body
    assert "Business Manager invites you to sign in" in body
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_resending_an_invitation_goes_to_the_accounts_address_alone(
    invited, business_team, mailoutbox, django_capture_on_commit_callbacks
):
    person = invited()
    OutgoingMessage.objects.update(status="failed", sent_at=None)
    Person.objects.filter(pk=person.pk).update(email="somebody.else@x.example")
    with django_capture_on_commit_callbacks(execute=True):
        resend(by=viewing(business_team), message=OutgoingMessage.objects.get())
    assert [email.to for email in mailoutbox] == [["head@school.example"]] * 2


def test_a_blocked_person_stays_out_until_unblocked(by, member):
    browser = signed_in(member)
    block_sign_in(by=by, person=member)
    assert browser.get("/thurrock/partnership/me/").status_code == 302
    assert not sign_in(member.user.email, PASSWORD)
    with pytest.raises(RuleError, match="is blocked"):
        invite(by=by, person=member, email=member.user.email)
    unblock_sign_in(by=by, person=member)
    assert sign_in(member.user.email, PASSWORD)


def test_one_partnership_cannot_block_anothers_people(by, member, outsider):
    Person.objects.create(partnership=outsider.partnership, user=member.user, post="Adviser")
    block_sign_in(by=by, person=member)
    assert signed_in(member).get("/thurrock/partnership/me/").status_code == 404
    assert viewer_of(member.user, "southend", on=TODAY) is not None
    with pytest.raises(PermissionDenied):
        unblock_sign_in(by=viewing(outsider), person=member)


def test_the_last_manager_and_oneself_are_not_blocked(by, business_manager, administrator):
    with pytest.raises(RuleError, match="own sign-in"):
        block_sign_in(by=by, person=business_manager)
    with pytest.raises(RuleError, match="last Business Manager"):
        block_sign_in(by=viewing(administrator), person=business_manager)
    with pytest.raises(RuleError, match="last Business Manager"):
        remove_account(by=viewing(administrator), person=business_manager)


def test_a_removed_account_is_closed_and_the_person_can_be_invited_anew(by, member, invited):
    account = member.user
    remove_account(by=by, person=member)
    account.refresh_from_db()
    assert not account.is_active
    member.refresh_from_db()
    assert invite(by=by, person=member, email="new.address@x.example").is_active
    with pytest.raises(RuleError, match="own account"):
        remove_account(by=by, person=by.person)


def test_accounts_are_for_who_manages_people(business_team, member):
    for action in (block_sign_in, unblock_sign_in, remove_account):
        with pytest.raises(PermissionDenied):
            action(by=viewing(business_team), person=member)

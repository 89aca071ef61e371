import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from tests.cast import PASSWORD, signed_in

PAGE = "/thurrock/partnership/me/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_who_may_see_restricted_records_sets_up_a_second_step_first(scrutineer):
    answer = signed_in(scrutineer).get(PAGE, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/2fa/"
    assert "second step at sign-in" in answer.content.decode()


@pytest.mark.parametrize("name", ["lay_member", "member", "chair", "agency_lead", "practitioner"])
def test_who_may_not_goes_straight_on(everybody, name):
    assert signed_in(everybody[name]).get(PAGE).status_code == 200


def test_every_role_that_opens_people_or_the_record_needs_one(everybody):
    needing = {
        name
        for name, person in everybody.items()
        if name != "outsider" and signed_in(person).get(PAGE).status_code == 302
    }
    assert needing == {
        "business_manager",
        "business_team",
        "safeguarding_partner",
        "scrutineer",
        "administrator",
    }


def test_a_seat_that_opens_restricted_records_needs_one_too(lpr, lay_member):
    lpr.memberships.update(capacity="scrutineer")
    assert signed_in(lay_member).get(PAGE).status_code == 302


def test_with_an_authenticator_app_the_scrutineer_signs_in_and_passes(scrutineer):
    secret = generate_totp_secret()
    TOTP.activate(scrutineer.user, secret)
    browser = Client()
    answer = browser.post("/account/login/", {"login": scrutineer.user.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert browser.get(PAGE).status_code == 302
    browser.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert browser.get(PAGE).status_code == 200


def test_a_wrong_code_opens_nothing(scrutineer):
    TOTP.activate(scrutineer.user, generate_totp_secret())
    browser = Client()
    browser.post("/account/login/", {"login": scrutineer.user.email, "password": PASSWORD})
    browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in browser.session


def test_recovery_codes_alone_are_no_second_step(scrutineer):
    Authenticator.objects.create(
        user=scrutineer.user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    assert signed_in(scrutineer).get(PAGE).status_code == 302


def test_the_structure_of_a_partnership_is_closed_until_then(scrutineer):
    browser = signed_in(scrutineer)
    for page in ("", "people/", "record/", "record.csv", "theme.css"):
        assert browser.get(f"/thurrock/partnership/{page}").status_code == 302

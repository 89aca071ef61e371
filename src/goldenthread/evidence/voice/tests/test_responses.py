"""“You said, we did”: drafted, published, read by anybody, never changed, and taken down with a reason."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from tests.cast import TODAY, signed_in, viewing

from goldenthread.evidence.voice.actions.responses import (
    change_response,
    discard_response,
    publish_response,
    take_down_response,
)
from goldenthread.evidence.voice.actions.themes import rename_theme
from goldenthread.evidence.voice.models import Response
from goldenthread.evidence.voice.tests.cases import answered, held
from goldenthread.partnership.errors import RuleError, StaleVersionError

PUBLIC, INSIDE = "/you-said/thurrock/", "/thurrock/evidence/voice/you-said/"


def test_a_draft_is_seen_inside_by_those_who_see_drafts_and_outside_by_nobody(
    manager, theme, member, scrutineer
):
    answered(manager, theme)
    assert Client().get(PUBLIC).status_code == 404
    assert "You were not told" in signed_in(scrutineer).get(INSIDE).content.decode()
    assert "You were not told" not in signed_in(member).get(INSIDE).content.decode()


def test_what_is_published_anybody_reads_without_signing_in_and_nothing_else(manager, theme):
    publish_response(by=manager, response=answered(manager, theme))
    answered(manager, theme, heard="Still a draft")
    down = publish_response(by=manager, response=answered(manager, theme, heard="Was wrong"))
    take_down_response(by=manager, response=down, reason="A mistake")
    answer = Client().get(PUBLIC)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "You were not told" in page
    assert "Being told" in page
    assert "Still a draft" not in page
    assert "Was wrong" not in page
    assert "A mistake" not in page
    assert not answer.cookies
    assert Client().post(PUBLIC).status_code == 405


@pytest.mark.parametrize("area", ["southend", "nowhere"])
def test_a_partnership_that_published_nothing_is_as_one_that_does_not_exist(manager, theme, outsider, area):
    publish_response(by=manager, response=answered(manager, theme))
    assert Client().get(f"/you-said/{area}/").status_code == 404


def test_what_is_published_is_never_changed(manager, theme):
    row = publish_response(by=manager, response=answered(manager, theme))
    with pytest.raises(RuleError, match="Take it down and write another"):
        change_response(by=manager, response=row, seen_version=row.version, heard="x")
    for change in ({"heard": "x"}, {"title": "x"}, {"on": "2019-01-01"}, {"theme": None}):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            Response.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays there"), transaction.atomic():
        Response.objects.all().delete()
    rename_theme(by=manager, theme=theme, title="Another name")
    assert "Being told" in Client().get(PUBLIC).content.decode()


def test_a_draft_is_changed_and_an_old_form_is_not_saved(manager, theme):
    row = change_response(by=manager, response=answered(manager, theme), seen_version=1, did="More")
    assert (row.did, row.version) == ("More", 2)
    with pytest.raises(StaleVersionError):
        change_response(by=manager, response=row, seen_version=1, did="x")


def test_its_life_goes_one_way(manager, theme):
    row = answered(manager, theme)
    with pytest.raises(RuleError, match="it is draft by now"):
        take_down_response(by=manager, response=row, reason="x")
    publish_response(by=manager, response=row)
    with pytest.raises(RuleError, match="it is published by now"):
        publish_response(by=manager, response=row)
    with pytest.raises(RuleError, match="why it is taken down"):
        take_down_response(by=manager, response=row, reason=" ")
    take_down_response(by=manager, response=row, reason="Wrong")
    with pytest.raises(RuleError, match="taken down by now"):
        publish_response(by=manager, response=row)


def test_a_draft_can_be_discarded_and_what_was_published_cannot(manager, theme, business_manager):
    row, other = answered(manager, theme), answered(manager, theme)
    publish_response(by=manager, response=other)
    with pytest.raises(RuleError, match="stays on record"):
        discard_response(by=manager, response=other)
    browser = signed_in(business_manager)
    assert "is discarded" in browser.post(f"{INSIDE}{row.pk}/discard/", follow=True).content.decode()
    assert list(Response.objects.all()) == [other]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"heard": " "}, "what you heard"),
        ({"did": " "}, "what was done"),
        ({"on": TODAY + dt.timedelta(days=1)}, "still to come"),
        ({"did": "Ring 01632 960123"}, "a telephone number"),
        ({"still": "Write to me@x.example"}, "an email address"),
    ],
)
def test_what_cannot_be_said_is_refused(manager, theme, fields, said):
    with pytest.raises(RuleError, match=said):
        answered(manager, theme, **fields)


def test_it_answers_a_theme_or_one_event_and_no_restricted_one(manager, theme, council):
    event, secret = held(manager, council), held(manager, council, restricted=True)
    assert str(answered(manager, engagement=event)) == "Youth council"
    for about in ({}, {"theme": theme, "engagement": event}):
        with pytest.raises(RuleError, match="one of the two"):
            answered(manager, **about)
    with pytest.raises(RuleError, match="Answer its theme instead"):
        answered(manager, engagement=secret)


@pytest.mark.parametrize("who", ["agency_lead", "safeguarding_partner", "scrutineer", "chair", "outsider"])
def test_only_the_business_team_answers(who, request, manager, theme):
    by, row = viewing(request.getfixturevalue(who)), answered(manager, theme)
    for write in (
        lambda: answered(by, theme),
        lambda: change_response(by=by, response=row, seen_version=1, did="x"),
        lambda: publish_response(by=by, response=row),
        lambda: discard_response(by=by, response=row),
        lambda: take_down_response(by=by, response=row, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_it_is_drafted_published_and_taken_down_on_the_site(business_manager, theme):
    browser = signed_in(business_manager)
    assert (
        f'<option value="{theme.pk}" selected>'
        in browser.get(f"{INSIDE}new/", {"theme": theme.pk}).content.decode()
    )
    fields = {
        "theme": theme.pk,
        "heard": "Not told",
        "did": "Told",
        "on_day": "9",
        "on_month": "9",
        "on_year": "2019",
    }
    wrong = browser.post(f"{INSIDE}new/", fields | {"did": "Ring 01632 960123"}).content.decode()
    assert "what looks like a telephone number" in wrong
    assert "Not told" in wrong
    browser.post(f"{INSIDE}new/", fields)
    row = Response.objects.get()
    edit = {name: value for name, value in fields.items() if name != "theme"} | {
        "did": "Told twice",
        "version": 1,
    }
    browser.post(f"{INSIDE}{row.pk}/edit/", edit)
    assert "Told twice" in browser.post(f"{INSIDE}{row.pk}/publish/", follow=True).content.decode()
    assert "Told twice" in Client().get(PUBLIC).content.decode()
    page = browser.post(f"{INSIDE}{row.pk}/take-down/", {"reason": "Wrong"}, follow=True).content.decode()
    assert "Taken down" in page
    assert Client().get(PUBLIC).status_code == 404

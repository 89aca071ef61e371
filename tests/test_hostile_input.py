"""No text, number or date that somebody sends makes a page fail, on either database; nothing of it is half-saved."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from goldenthread.partnership.models import Person
from goldenthread.plans.actions.history import explain
from goldenthread.plans.models import Action
from tests.cast import signed_in, viewing
from tests.test_every_address import INSIDE

TOO_LONG = "9" * 5000
TOO_BIG = "9" * 25
PLAN = "/thurrock/plan/delivery-2019"


@pytest.fixture
def browser(business_manager):
    return signed_in(business_manager)


def in_plan(route):
    return route.name.startswith("plans:") and {"plan", "ref", "objective"} & set(route.arguments)


@pytest.mark.parametrize("route", [route for route in INSIDE if in_plan(route)], ids=lambda route: route.name)
def test_an_odd_address_is_never_an_error(route, browser, real_objects):
    names = {name: str(real_objects.value(route.name, name)) for name in route.arguments}
    address = reverse(route.name, kwargs=names)
    visit = browser.get if "GET" in route.methods else browser.post
    for spoilt in {"plan", "ref", "objective", "evidence", "upload", "extension"} & set(names):
        part = names[spoilt]
        place = address.index(part) if spoilt == "plan" else address.rindex(part)
        for odd in ("a%00b", "%00", TOO_LONG, "..", "%E2%80%AE", "%ED%A0%80"):
            answer = visit(address[:place] + odd + address[place + len(part) :])
            if answer.streaming:
                b"".join(answer.streaming_content)  # read to its end, it leaves the connection alone
            assert answer.status_code < 500, (spoilt, odd)


@pytest.mark.parametrize(
    "view", ["", "summary/", "ratings/", "timeline/", "exceptions/", "poster/", "export.csv"]
)
def test_a_plan_is_shown_as_at_no_absurd_day(view, browser, action):
    for day in ("0001-01-01", "9999-12-31", "2019-99-99", "\0", TOO_LONG):
        for name in ("as-at", "compare"):
            assert browser.get(f"{PLAN}/{view}", {name: day}).status_code == 200, day


@pytest.mark.parametrize("key", ["a\0", TOO_LONG])
def test_reminders_about_no_plan_are_not_found(key, browser, action):
    assert browser.get("/thurrock/plan/exceptions/remind/", {"plan": key}).status_code == 404


@pytest.mark.parametrize("person", [TOO_LONG, TOO_BIG, "-1", "٣", "\0", "x"])
def test_reminders_to_nobody_are_refused(person, browser, action):
    answer = browser.post("/thurrock/plan/exceptions/remind/", {"person": person})
    assert "Tick at least one person" in answer.content.decode()


@pytest.mark.parametrize("person", [TOO_LONG, TOO_BIG, "-1", "\0", "x"])
def test_an_action_is_led_by_nobody_who_cannot_be(person, browser, objective):
    fields = {"ref": "9.1", "objective": objective.pk, "title": "x", "version": "0", "leads": [person]}
    answer = browser.post(f"{PLAN}/actions/new/", fields)
    assert answer.status_code == 200
    assert not Action.objects.exists()


@pytest.mark.parametrize("year", ["0001", "9999", "1899", "2200"])
def test_nothing_is_due_outside_the_calendar(year, browser, objective):
    fields = {
        "ref": "9.1",
        "objective": objective.pk,
        "title": "x",
        "version": "0",
        "due_on_day": "31",
        "due_on_month": "12",
        "due_on_year": year,
    }
    assert "must be on or" in browser.post(f"{PLAN}/actions/new/", fields).content.decode()
    assert not Action.objects.exists()


def test_a_start_after_the_due_date_is_refused_where_the_form_has_no_due_date(browser, action):
    fields = {
        "ref": "1.4",
        "objective": action.objective_id,
        "title": "x",
        "version": action.version,
        "started_on_day": "9",
        "started_on_month": "9",
        "started_on_year": "2019",
    }
    answer = browser.post(f"{PLAN}/1.4/edit/", fields)
    assert answer.status_code == 200
    assert "before the start (9 September 2019)" in answer.content.decode()


def test_the_longest_post_and_name_fit_what_history_keeps_of_them(action, member):
    Person.objects.filter(pk=member.pk).update(post="P" * 200, name="N" * 200)
    by = viewing(Person.objects.get(pk=member.pk))
    explained = explain(by=by, action=action, text="Late")
    explained.refresh_from_db()
    assert len(explained.by_label) == 300


@pytest.mark.parametrize("count", [1_000, 100_000])
def test_a_thousand_parameters_are_too_many(count, browser, action):
    answer = browser.get(f"{PLAN}/?" + "&".join(f"x{number}=1" for number in range(count + 1)))
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ['"aaaaaaaaaaaa\\000"', "a" * 9000, '"\\355\\240\\200aaaaaaaa"', "../../../../etc"]
)
def test_a_cookie_that_can_be_no_session_signs_nobody_in(key):
    answer = Client().get("/thurrock/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
    assert answer.headers["Location"] == "/account/login/?next=/thurrock/"


def test_the_last_day_of_the_calendar_is_drawn(browser, action):
    Action.objects.update(due_on=dt.date(2199, 12, 31), started_on=dt.date(1900, 1, 1))
    assert browser.get(f"{PLAN}/timeline/").status_code == 200

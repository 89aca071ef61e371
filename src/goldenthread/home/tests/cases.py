"""Plans, actions and reports of the tests, as short as they can be told."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

from django.utils import timezone
from tests.cast import TODAY, signed_in

from goldenthread.plans.models import Action, Explanation, Objective, Officer, Plan, RatingUpdate
from goldenthread.publishing.models import Edition, Report

BLOCK = re.compile(r"</?(?:p|li|h\d|t[dhr]|div|section|[uo]l|caption|br)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
YESTERDAY = TODAY - dt.timedelta(days=1)


def days_from_now(count):
    return TODAY + dt.timedelta(days=count)


def moment(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10)))


def make_plan(partnership, key="delivery", **fields):
    fields = {"title": f"{key.title()} plan", "starts_on": dt.date(2019, 4, 1)} | fields
    plan = Plan.objects.create(partnership=partnership, key=key, **fields)
    Objective.objects.create(plan=plan, ref="1")
    return plan


def make_action(
    plan, ref, title="Train practitioners", *, due=None, ratings=(), lead=None, responsible=None, **fields
):
    action = Action.objects.create(
        plan=plan, objective=plan.objectives.get(), ref=ref, title=title, due_on=due, **fields
    )
    for on, value in ratings:
        rate(action, value, on=on)
    for part, person in (("lead", lead), ("responsible", responsible)):
        if person:
            Officer.objects.create(action=action, person=person, part=part)
    return action


def rate(action, value, *, on):
    return RatingUpdate.objects.create(action=action, rated_on=on, value=value, by_label="Somebody")


def explain(action, *, on=TODAY, text="The trainer is ill."):
    return Explanation.objects.create(action=action, given_on=on, text=text, by_label="Somebody")


def make_report(partnership, key="performance", **fields):
    fields = {
        "title": f"{key.title()} report",
        "period_from": dt.date(2019, 5, 1),
        "period_to": dt.date(2019, 8, 31),
        "as_at": dt.date(2019, 8, 31),
        "plan": Plan.objects.filter(partnership=partnership).first(),
        "committee": "Overview and Scrutiny Committee",
        "author": "Business Manager",
    } | fields
    return Report.objects.create(partnership=partnership, key=key, **fields)


def publish(report, on, number=1):
    report.status = Report.Status.PUBLISHED
    report.save()
    return Edition.objects.create(
        report=report,
        number=number,
        title=report.title,
        body="<p>Text</p>",
        checksum="0" * 64,
        figures=[],
        as_at=report.as_at,
        published_on=on,
        by_label="Business Manager",
    )


def home_of(person):
    """The text of the person's home, without mark-up in the way of a sentence."""
    return read(person, f"/{person.partnership.slug}/")


def read(person, address):
    """The main part of a page as text."""
    response = signed_in(person).get(address)
    assert response.status_code == 200, response.status_code
    return text_of(response)


def text_of(response):
    html = response.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(TAG.sub("", BLOCK.sub(" ", html))).split())


def part_of(text, heading, until):
    """What stands between two headings of a page's text."""
    return text.partition(heading)[2].partition(until)[0]

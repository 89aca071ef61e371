import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.cast import viewing

from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent
from goldenthread.publishing.actions.activity import (
    add_event,
    add_website_month,
    change_event,
    change_website_month,
    remove_event,
    remove_website_month,
)
from goldenthread.publishing.models import Event, WebsiteMonth

MAY = dt.date(2019, 5, 1)


def an_event(by, days=(dt.date(2019, 5, 14),), **fields):
    viewer = viewing(by)
    return add_event(
        by=viewer,
        partnership=viewer.partnership,
        days=days,
        **{"name": "Workshop", "kind": "workshop"} | fields,
    )


def a_month(by, month=MAY, hits=2859, **fields):
    viewer = viewing(by)
    return add_website_month(by=viewer, partnership=viewer.partnership, month=month, hits=hits, **fields)


def code_of(call):
    with pytest.raises(RuleError) as caught:
        call()
    error = caught.value
    return (
        {e.code for errors in error.error_dict.values() for e in errors}
        if hasattr(error, "error_dict")
        else {error.code}
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"attendance": -1}, "absurd"),
        ({"attendance": 100_001}, "absurd"),
        ({"packs": 1_000_001}, "absurd"),
        ({"items": 10**30}, "absurd"),
        ({"name": "  "}, "no_name"),
        ({"days": []}, "no_day"),
        ({"days": [dt.date(1919, 5, 14)]}, "absurd_day"),
        ({"days": [dt.date(2019, 9, 10)], "packs": 3}, "not_yet"),
        ({"outcome": "x" * 20_001}, "too_long"),
    ],
)
def test_an_event_that_cannot_be_is_refused(business_team, fields, code):
    assert code_of(lambda: an_event(business_team, **fields)) == {code}
    assert not Event.objects.exists()


def test_counts_at_their_bounds_are_accepted(business_team):
    event = an_event(business_team, attendance=100_000, packs=0, items=1_000_000)
    assert (event.attendance, event.packs, event.items) == (100_000, 0, 1_000_000)


def test_an_event_entered_twice_is_refused(business_team):
    an_event(business_team)
    assert code_of(lambda: an_event(business_team, name="WORKSHOP")) == {"duplicate"}
    an_event(business_team, days=[dt.date(2019, 5, 15)])


def test_changing_an_event_keeps_its_days_in_step_and_is_recorded(business_team):
    event = an_event(business_team)
    days = [dt.date(2019, 5, 22), dt.date(2019, 5, 14), dt.date(2019, 5, 22)]
    changed = change_event(
        by=viewing(business_team), event=event, seen_version=1, days=days, name="Workshops", kind="workshop"
    )
    assert Event.objects.get(pk=changed.pk).days == [dt.date(2019, 5, 14), dt.date(2019, 5, 22)]
    entry = AuditEvent.objects.get(verb="event.changed")
    assert entry.changes["days"] == ["14 May 2019", "14 and 22 May 2019"]


def test_two_people_changing_one_event_are_told(business_team):
    event = an_event(business_team)
    arguments = {
        "by": viewing(business_team),
        "event": event,
        "seen_version": 1,
        "days": event.days,
        "kind": "workshop",
    }
    change_event(**arguments, name="First")
    with pytest.raises(StaleVersionError):
        change_event(**arguments, name="Second")
    assert Event.objects.get().name == "First"


def test_a_removed_event_is_kept_with_its_reason_and_may_be_entered_again(business_team):
    event = an_event(business_team)
    assert code_of(lambda: remove_event(by=viewing(business_team), event=event, reason=" ")) == {"no_reason"}
    remove_event(by=viewing(business_team), event=event, reason="Entered by mistake")
    assert Event.objects.kept().count() == 0
    assert Event.objects.get().removed_reason == "Entered by mistake"
    an_event(business_team)
    assert code_of(lambda: remove_event(by=viewing(business_team), event=event, reason="x")) == {"removed"}


@pytest.mark.parametrize(
    ("month", "hits", "code"),
    [
        (dt.date(2019, 5, 20), 1, "duplicate"),
        (dt.date(2019, 10, 1), 1, "not_yet"),
        (dt.date(1999, 12, 1), 1, "absurd_month"),
        (dt.date(2019, 6, 1), -1, "absurd"),
        (dt.date(2019, 6, 1), 1_000_000_001, "absurd"),
    ],
)
def test_website_figures_that_cannot_be_are_refused(business_team, month, hits, code):
    a_month(business_team)
    assert code_of(lambda: a_month(business_team, month, hits)) == {code}
    assert WebsiteMonth.objects.count() == 1


def test_the_database_refuses_a_month_twice(business_team):
    row = a_month(business_team)
    with pytest.raises(IntegrityError), transaction.atomic():
        WebsiteMonth.objects.create(partnership=row.partnership, month=MAY, hits=1)


def test_website_figures_are_changed_and_removed_on_record(business_team):
    row = a_month(business_team)
    changed = change_website_month(by=viewing(business_team), row=row, seen_version=1, hits=2860, month=MAY)
    with pytest.raises(StaleVersionError):
        change_website_month(by=viewing(business_team), row=row, seen_version=1, hits=1, month=MAY)
    remove_website_month(by=viewing(business_team), row=changed, reason="Counted twice")
    assert not WebsiteMonth.objects.exists()
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["website.added", "website.changed", "website.removed"]


def test_only_those_who_write_reports_enter_events_and_figures(scrutineer, member):
    for person in (scrutineer, member):
        with pytest.raises(PermissionDenied):
            an_event(person)
        with pytest.raises(PermissionDenied):
            a_month(person)

"""Sources, findings, recommendations and themes: put on record, corrected, refused."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, make_action, make_plan, viewing

from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent
from goldenthread.thread.actions.recommendations import give_action
from goldenthread.thread.actions.sources import (
    add_finding,
    add_recommendation,
    add_recommendations,
    add_theme,
    change_finding,
    change_recommendation,
    change_source,
)
from goldenthread.thread.models import Recommendation
from goldenthread.thread.tests.cases import accepted, asked_for, linked, make_source


def test_a_source_has_an_address_of_its_own_and_no_day_ahead(manager, source):
    with pytest.raises(RuleError, match="of this name already"):
        make_source(manager)
    with pytest.raises(RuleError, match="still to come"):
        make_source(manager, "later", dated=TODAY + dt.timedelta(days=1))
    assert make_source(manager, "today", dated=TODAY).get_absolute_url() == "/thurrock/thread/sources/today/"


def test_a_reference_that_names_nothing_is_refused(manager):
    with pytest.raises(RuleError, match="not on record"):
        make_source(manager, about="measure:nothing")


def changed(source, manager, **more):
    fields = {
        "kind": source.kind,
        "title": source.title,
        "dated": source.dated,
        "restricted": source.restricted,
    }
    return change_source(by=manager, source=source, version=source.version, **(fields | more))


def test_a_source_is_changed_once_for_each_time_it_was_seen(manager, source):
    changed(source, manager, title="Audit of early neglect")
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.changes["title"][1]) == ("source.changed", "Audit of early neglect")
    with pytest.raises(StaleVersionError):
        changed(source, manager)


def test_the_record_says_nothing_of_a_restricted_source(manager):
    source = make_source(manager, "secret", title="Zebulon", restricted=True)
    changed(source, manager, title="Zebulon again")
    asked_for(manager, source)
    assert not [event for event in AuditEvent.objects.all() if "Zebulon" in f"{event.summary}{event.changes}"]


def test_a_source_stays_restricted_while_an_action_of_a_restricted_plan_answers_it(manager, partnership):
    source = make_source(manager, restricted=True)
    plan = make_plan(partnership, key="secret", restricted=True)
    action = make_action(plan.objectives.create(ref="1", title="Learn"), "1.1")
    linked(manager, accepted(manager, source), action)
    with pytest.raises(RuleError, match="stays restricted"):
        changed(source, manager, restricted=False)


def test_a_source_is_not_restricted_while_its_own_plan_is_open_and_tells_of_it(manager, source, council):
    row = accepted(manager, source)
    given = {"recommendation": row, "title": "Audit again", "lead_agency": council, "due_on": TODAY}
    plan = give_action(by=manager, **given).action.plan
    with pytest.raises(RuleError, match="Restrict that plan first"):
        changed(source, manager, restricted=True)
    type(plan).objects.filter(pk=plan.pk).update(restricted=True)
    with pytest.raises(RuleError, match="Make both alike first"):
        give_action(by=manager, **given)
    source.refresh_from_db()
    assert changed(source, manager, restricted=True).restricted


def test_numbers_are_taken_once_and_findings_are_of_the_same_source(manager, source):
    finding = add_finding(by=manager, source=source, ref="1", text="Plans drift")
    with pytest.raises(RuleError, match="finding 1 already"):
        add_finding(by=manager, source=source, ref="1", text="Again")
    asked_for(manager, source, finding=finding)
    with pytest.raises(RuleError, match="recommendation 1 already"):
        asked_for(manager, source)
    with pytest.raises(RuleError, match="of another source"):
        asked_for(manager, make_source(manager, "other"), finding=finding)
    with pytest.raises(RuleError, match="cannot be a reference"):
        asked_for(manager, source, ref="the first")


def test_several_are_added_all_or_none(manager, source):
    asked_for(manager, source, "2")
    with pytest.raises(RuleError, match="2: There is a recommendation 2 already"):
        add_recommendations(by=manager, source=source, lines=[("1", "One"), ("2", "Two")])
    assert list(Recommendation.objects.values_list("ref", flat=True)) == ["2"]
    add_recommendations(by=manager, source=source, lines=[("1", "One"), ("3", "Three")])
    assert list(Recommendation.objects.values_list("ref", flat=True)) == ["2", "1", "3"]
    with pytest.raises(RuleError, match="at least one"):
        add_recommendations(by=manager, source=source, lines=[])


def test_findings_and_recommendations_are_corrected_on_record(manager, source):
    finding = add_finding(by=manager, source=source, ref="1", text="Plans drift")
    row = asked_for(manager, source, finding=finding)
    values = {"ref": "1", "text": "Plans drift", "theme": None, "agency": None, "priority": "high"}
    with pytest.raises(RuleError, match="no good practice"):
        change_finding(by=manager, finding=finding, version=1, good=True, **values)
    assert change_finding(by=manager, finding=finding, version=1, good=False, **values).priority == "high"
    asked = {"text": "Do it", "finding": None, "agency": None}
    assert change_recommendation(by=manager, recommendation=row, version=1, ref="2", **asked).ref == "2"
    assert AuditEvent.objects.latest("pk").changes["ref"] == ["1", "2"]
    with pytest.raises(StaleVersionError):
        change_recommendation(by=manager, recommendation=row, version=1, ref="3", **asked)
    asked_for(manager, source, "4")
    row.refresh_from_db()
    with pytest.raises(RuleError, match="The number 4 is taken"):
        change_recommendation(by=manager, recommendation=row, version=2, ref="4", **asked)


def test_a_theme_is_there_once_however_it_is_spelled(manager):
    add_theme(by=manager, title="Neglect ")
    with pytest.raises(RuleError, match="there already"):
        add_theme(by=manager, title=" NEGLECT")


@pytest.mark.parametrize("who", ["scrutineer", "member", "agency_lead"])
def test_only_the_business_team_adds_sources(who, request):
    with pytest.raises(PermissionDenied):
        make_source(viewing(request.getfixturevalue(who)), "theirs")


@pytest.mark.parametrize("who", ["scrutineer", "member", "agency_lead", "outsider"])
def test_only_the_business_team_of_its_partnership_adds_to_a_source(source, who, request):
    by = viewing(request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        add_recommendation(by=by, source=source, ref="1", text="x")

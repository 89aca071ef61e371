"""The forward plan and urgent matters: planned, put off with the reason kept, on the agenda by themselves."""

import pytest
from django.db import DatabaseError, transaction
from tests.cast import TODAY

from goldenthread.duties.tests.cases import day
from goldenthread.oversight.meetings.actions.attendance import record_attendance
from goldenthread.oversight.meetings.actions.meetings import cancel_meeting
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.actions.programme import defer_topic, drop_topic, plan_topic
from goldenthread.oversight.meetings.actions.urgent import log_urgent_matter
from goldenthread.oversight.meetings.models import AgendaItem, Deferral, Topic, UrgentMatter
from goldenthread.oversight.meetings.selectors.programme import topic_state, topics_of
from goldenthread.oversight.meetings.tests.cases import called, came
from goldenthread.partnership.errors import RuleError


def planned(manager, group, on="2019-10-10", **more):
    return plan_topic(by=manager, title="Neglect", group=group, planned_on=day(on), **more)


def test_a_topic_joins_the_agenda_of_its_day_whichever_is_there_first(manager, lpr):
    early = planned(manager, lpr)
    assert topic_state(early, TODAY) == "planned"
    meeting = called(manager, lpr, "2019-10-10")
    late = planned(manager, lpr)
    for topic in (early, late):
        topic.refresh_from_db()
        assert (topic.item.meeting, topic_state(topic, TODAY)) == (meeting, "agenda")
    cancel_meeting(by=manager, meeting=meeting, reason="Too few")
    assert called(manager, lpr, "2019-10-17").items.filter(kind="programme").count() == 2


def test_what_is_put_off_keeps_from_when_and_why(manager, lpr):
    meeting = called(manager, lpr, "2019-10-10")
    topic = planned(manager, lpr)
    defer_topic(by=manager, topic=topic, to=day("2019-11-14"), reason="The audit is late")
    topic.refresh_from_db()
    assert (topic.planned_on, topic.item, meeting.items.count()) == (day("2019-11-14"), None, 0)
    assert str(topic.deferrals.get()) == "Deferred from 10 October 2019 to 14 November 2019"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Deferral.objects.update(reason="x")
    defer_topic(by=manager, topic=topic, to=None, reason="No day yet")
    assert topic_state(Topic.objects.get(), TODAY) == "waiting"
    year = {"first": day("2019-04-01"), "last": day("2020-03-31")}
    assert topics_of(manager, before="lpr", **year) == [topic]
    assert topics_of(manager, before="meb", **year) == []


def test_what_was_dealt_with_or_has_papers_is_not_put_off(manager, lpr, chair):
    meeting = called(manager, lpr, "2019-09-09")
    topic = planned(manager, lpr, "2019-09-09")
    paper = {"title": "", "name": "a.txt", "content": b"a"}
    add_paper(by=manager, item=AgendaItem.objects.get(topic=topic), **paper)
    with pytest.raises(RuleError, match="has papers"):
        drop_topic(by=manager, topic=topic, reason="x")
    record_attendance(by=manager, meeting=meeting, came=came(meeting))
    with pytest.raises(RuleError, match="came before the meeting"):
        defer_topic(by=manager, topic=topic, to=day("2019-11-14"), reason="x")
    assert topic_state(Topic.objects.select_related("item__meeting").get(), TODAY) == "dealt"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda by, topic: defer_topic(by=by, topic=topic, to=day("2019-10-10"), reason="x"), "a later day"),
        (lambda by, topic: defer_topic(by=by, topic=topic, to=None, reason=" "), "why it is put off"),
        (lambda by, topic: drop_topic(by=by, topic=topic, reason=" "), "why it is taken out"),
    ],
)
def test_a_change_of_the_plan_says_why(manager, lpr, act, said):
    with pytest.raises(RuleError, match=said):
        act(manager, planned(manager, lpr))


def test_a_topic_comes_before_a_group_or_a_body_outside_and_not_both(manager, lpr):
    for group, body in ((None, " "), (lpr, "Scrutiny Committee")):
        with pytest.raises(RuleError, match="one of the two"):
            plan_topic(by=manager, title="x", group=group, body=body, planned_on=TODAY)
    topic = plan_topic(by=manager, title="x", body="Scrutiny Committee", planned_on=day("2018-02-13"))
    assert (topic.comes_before, topic_state(topic, TODAY)) == ("Scrutiny Committee", "dealt")
    drop_topic(by=manager, topic=topic, reason="Not theirs")
    with pytest.raises(RuleError, match="taken out"):
        drop_topic(by=manager, topic=topic, reason="Again")


def logged(manager, strategic, safeguarding_partner, **more):
    fields = {
        "arose_on": TODAY,
        "matter": "A press enquiry",
        "done": "Answered",
        "consulted": [safeguarding_partner],
    }
    return log_urgent_matter(by=manager, group=strategic, **(fields | more))


def test_an_urgent_matter_is_reported_to_the_next_meeting(manager, strategic, safeguarding_partner):
    coming = called(manager, strategic)
    row = logged(manager, strategic, safeguarding_partner, restricted=True)
    item = coming.items.get()
    assert (item.kind, item.purpose, item.confidential, item.urgent) == ("urgent", "information", True, row)
    assert not called(manager, strategic, "2019-10-10").items.exists()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        UrgentMatter.objects.update(done="x")


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"consulted": []}, "with whom it was agreed"), ({"arose_on": day("2019-09-10")}, "still to come")],
)
def test_an_urgent_matter_says_when_and_with_whom(manager, strategic, safeguarding_partner, fields, said):
    with pytest.raises(RuleError, match=said):
        logged(manager, strategic, safeguarding_partner, **fields)


def test_what_is_put_off_without_a_day_leaves_the_agenda_and_waits(manager, lpr):
    meeting = called(manager, lpr)
    topic = plan_topic(by=manager, title="Neglect", group=lpr, planned_on=meeting.day)
    assert meeting.items.filter(title="Neglect").exists()
    topic = defer_topic(by=manager, topic=topic, to=None, reason="Not ready")
    assert not meeting.items.filter(title="Neglect").exists()
    assert not called(manager, lpr, "2019-10-10").items.filter(title="Neglect").exists()
    assert topic_state(topic, TODAY) == "waiting"


def test_a_topic_of_a_group_is_planned_for_a_day_that_is_to_come(manager, lpr):
    with pytest.raises(RuleError, match="has passed"):
        plan_topic(by=manager, title="Neglect", group=lpr, planned_on=day("2019-09-08"))


def test_a_topic_joins_the_meeting_of_its_month(manager, lpr):
    meeting = called(manager, lpr)
    topic = plan_topic(by=manager, title="Neglect", group=lpr, planned_on=day("2019-09-10"))
    assert topic.item.meeting == meeting

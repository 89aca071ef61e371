"""Agendas and papers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, viewing

from goldenthread.duties.tests.cases import day, the_duty
from goldenthread.oversight.meetings.actions.agenda import (
    add_item,
    change_item,
    remove_item,
    shift_item,
)
from goldenthread.oversight.meetings.actions.attendance import declare_interest
from goldenthread.oversight.meetings.actions.given import give_action
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.actions.programme import plan_topic
from goldenthread.oversight.meetings.models import AgendaItem
from goldenthread.oversight.meetings.selectors.meetings import meeting_page
from goldenthread.oversight.meetings.selectors.programme import topics_of
from goldenthread.oversight.meetings.tests.cases import called, held
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage


def test_circulating_papers_tells_the_group_and_meets_the_duty_once(manager, lpr, partnership, chair, member):
    meeting = called(manager, lpr)
    with pytest.raises(RuleError, match="agenda is empty"):
        circulate_papers(by=manager, meeting=meeting, on=TODAY)
    add_item(by=manager, meeting=meeting, title="Neglect")
    assert circulate_papers(by=manager, meeting=meeting, on=TODAY).told == 2
    assert {message.person for message in OutgoingMessage.objects.all()} == {chair, member}
    assert the_duty(partnership, "meeting.papers").met_on == TODAY
    with pytest.raises(RuleError, match="No paper and no item came since"):
        circulate_papers(by=manager, meeting=meeting, on=TODAY)


def test_a_member_proposes_an_item_and_somebody_of_another_group_does_not(manager, lpr, member, scrutineer):
    meeting = called(manager, lpr)
    item = add_item(by=viewing(member), meeting=meeting, title="Exclusions")
    assert (item.kind, item.proposed_by) == ("proposed", viewing(member).label)
    with pytest.raises(PermissionDenied):
        add_item(by=viewing(scrutineer), meeting=meeting, title="Mine")


def test_items_move_and_come_off_but_not_with_a_paper(manager, lpr):
    meeting = called(manager, lpr)
    one, two, three = (
        add_item(by=manager, meeting=meeting, title=title) for title in ("One", "Two", "Three")
    )
    shift_item(by=manager, item=three, up=True)
    shift_item(by=manager, item=one, up=True)
    assert [item.title for item in meeting.items.all()] == ["One", "Three", "Two"]
    add_paper(by=manager, item=two, title="Paper", name="paper.txt", content=b"Synthetic")
    with pytest.raises(RuleError, match="has papers"):
        remove_item(by=manager, item=two)
    remove_item(by=manager, item=AgendaItem.objects.get(pk=one.pk))
    assert [item.order for item in meeting.items.all()] == [1, 2]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.exe", b"MZ\x90\x00\x03", "not a kind of file that is kept"),
        ("paper.pdf", b"plain text", "not what its name says"),
        ("paper.pdf", b"", "is empty"),
        ("paper.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "larger than 10.0 MB"),
    ],
)
def test_a_paper_that_cannot_be_kept_is_refused_in_a_sentence(manager, lpr, name, content, said):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Neglect")
    with pytest.raises(RuleError, match=said):
        add_paper(by=manager, item=item, title="", name=name, content=content)
    assert not item.papers.exists()


def test_a_paper_of_less_than_a_week_before_is_late(manager, business_manager, lpr, settings):
    meeting = called(manager, lpr, "2019-09-16")
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    add_paper(by=manager, item=item, title="", name="a.txt", content=b"a")
    settings.CALENDAR_STANDS_AT = day("2019-09-10")
    add_paper(by=manager, item=item, title="", name="b.txt", content=b"b")
    page = meeting_page(manager, meeting)
    assert [page.is_late(paper) for paper in page.items[0].current_papers] == [False, True]


def test_an_item_that_gave_an_action_or_met_an_interest_stays_on_the_agenda(
    manager, lpr, chair, member, council
):
    meeting = held(manager, lpr)
    gave, met = (add_item(by=manager, meeting=meeting, title=title) for title in ("Gave", "Met"))
    give_action(by=manager, item=gave, title="Do it", lead_agency=council, due_on=TODAY)
    declare_interest(by=manager, item=met, person=chair, nature="A post elsewhere", handling="noted")
    for item in (gave, met):
        with pytest.raises(RuleError, match="stays on the agenda"):
            remove_item(by=manager, item=item)


def test_what_was_sent_out_in_the_open_cannot_become_confidential(manager, lpr, chair, council):
    meeting = called(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Open")
    new = {"purpose": "discussion", "presenter": "", "minutes_long": None, "confidential": True}
    change_item(by=manager, item=item, title="Hidden", **new)
    change_item(by=manager, item=item, title="Open", **(new | {"confidential": False}))
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    with pytest.raises(RuleError, match="others may have read it"):
        change_item(by=manager, item=item, title="Hidden", **new)
    change_item(by=manager, item=item, title="Renamed", **(new | {"confidential": False}))
    assert not AgendaItem.objects.get(pk=item.pk).confidential


def test_the_forward_plan_leaves_out_what_is_confidential_by_now(manager, lpr, chair, scrutineer):
    meeting = called(manager, lpr)
    topic = plan_topic(by=manager, title="Secret topic", group=lpr, planned_on=meeting.day)
    new = {"purpose": "discussion", "presenter": "", "minutes_long": None, "confidential": True}
    change_item(by=manager, item=topic.item, title="Secret topic", **new)
    year = {"first": dt.date(2019, 4, 1), "last": dt.date(2020, 3, 31)}
    assert topics_of(viewing(chair), **year) == [topic]
    assert topics_of(viewing(scrutineer), **year) == []

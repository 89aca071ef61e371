"""What is confidential stays so, whatever becomes of its meeting, its papers, its actions and its neighbours' forms."""

import pytest
from django.urls import reverse
from tests.cast import TODAY, make_person, signed_in

from goldenthread.duties.tests.cases import day
from goldenthread.oversight.meetings.actions.agenda import add_item, change_item
from goldenthread.oversight.meetings.actions.given import answer_action, give_action
from goldenthread.oversight.meetings.actions.meetings import cancel_meeting
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.actions.programme import defer_topic, plan_topic
from goldenthread.oversight.meetings.actions.urgent import log_urgent_matter
from goldenthread.oversight.meetings.models import AgendaItem, GivenAction
from goldenthread.oversight.meetings.tests.cases import called, held
from goldenthread.partnership.errors import RuleError, StaleVersionError

BASE = "/thurrock/oversight/meetings/"


def text(response):
    return " ".join(response.content.decode().split())


def hide(manager, item):
    return change_item(
        by=manager, item=item, title=item.title, purpose="discussion", presenter="", minutes_long=None,
        confidential=True,
    )  # fmt: skip


@pytest.fixture
def topic(manager, lpr, chair, member):
    """A topic whose item was made confidential."""
    meeting = called(manager, lpr)
    topic = plan_topic(by=manager, title="Zebra", planned_on=meeting.day, group=lpr)
    hide(manager, topic.item)
    topic.refresh_from_db()
    return topic


def seen_by(person, *addresses):
    return [address for address in addresses if "Zebra" in text(signed_in(person).get(address))]


def test_a_cancelled_meeting_leaves_it_confidential_in_the_plan_and_on_the_next_agenda(
    topic, manager, lpr, member, scrutineer
):
    cancel_meeting(by=manager, meeting=topic.item.meeting, reason="Too few")
    later = called(manager, lpr, "2019-10-10")
    assert later.items.get(title="Zebra").confidential
    places = (f"{BASE}{later.pk}/", f"{BASE}forward-plan/", "/thurrock/search/?q=zebra")
    assert seen_by(scrutineer, *places) == []
    assert seen_by(member, *places) == list(places)


def test_putting_it_off_leaves_it_confidential(topic, manager, lpr, scrutineer):
    later = called(manager, lpr, "2019-10-10")
    defer_topic(by=manager, topic=topic, to=day("2019-10-09"), reason="Not ready")
    assert later.items.get(title="Zebra").confidential
    assert seen_by(scrutineer, f"{BASE}{later.pk}/", f"{BASE}forward-plan/") == []


def test_what_came_by_itself_and_was_hidden_by_hand_is_hidden_again(manager, lpr, chair, member):
    meeting = called(manager, lpr)
    log_urgent_matter(by=manager, group=lpr, arose_on=TODAY, matter="Zebra", done="Told", consulted=[chair])
    hide(manager, meeting.items.get(kind="urgent"))
    cancel_meeting(by=manager, meeting=meeting, reason="Too few")
    assert called(manager, lpr, "2019-10-10").items.get(kind="urgent").confidential


def test_a_form_that_was_opened_before_does_not_open_it(manager, business_manager, lpr, chair):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Zebra")
    browser, page = signed_in(business_manager), f"{BASE}items/{item.pk}/edit/"
    opened = browser.get(page).context["form"]["version"].value()
    hide(manager, item)
    answer = browser.post(page, {"title": "Zebra, new", "purpose": "discussion", "version": opened})
    assert "Somebody else has saved changes" in text(answer)
    assert AgendaItem.objects.get(pk=item.pk).confidential
    with pytest.raises(StaleVersionError):
        change_item(
            by=manager, item=item, title="x", purpose="discussion", presenter="", minutes_long=None,
            confidential=False, seen_version=item.version,
        )  # fmt: skip


def test_a_paper_that_was_replaced_is_for_the_team_alone(manager, business_manager, lpr, chair, scrutineer):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Open")
    wrong = add_paper(by=manager, item=item, title="Wrong", name="w.txt", content=b"Wrong")
    right = add_paper(by=manager, item=item, title="Right", name="r.txt", content=b"Right", replaces=wrong)
    for who, paper, status in (
        (scrutineer, wrong, 404),
        (scrutineer, right, 200),
        (business_manager, wrong, 200),
    ):
        assert signed_in(who).get(f"{BASE}items/{item.pk}/papers/{paper.pk}/").status_code == status


@pytest.fixture
def given(manager, lpr, chair, member, council, partnership):
    """An action that a confidential item gave, to somebody who does not sit on the group."""
    item = add_item(by=manager, meeting=held(manager, lpr), title="Secret", confidential=True)
    lead = make_person(partnership, "Lead", "agency_lead", agency=council)
    return give_action(
        by=manager, item=item, title="Zebra", lead_agency=council, leads=[lead], due_on=day("2019-12-02")
    )


def test_an_item_that_gave_restricted_actions_stays_confidential(manager, given):
    with pytest.raises(RuleError, match="stays confidential"):
        change_item(
            by=manager, item=given.item, title="Open", purpose="discussion", presenter="", minutes_long=None,
            confidential=False,
        )  # fmt: skip


def test_its_action_is_seen_by_the_group_and_its_lead_and_nobody_else_in_the_matrix(
    manager, given, member, scrutineer, partnership, council
):
    AgendaItem.objects.filter(pk=given.item_id).update(
        confidential=False
    )  # even if somebody opened it by hand
    answer_action(by=manager, given=given, text="Zebra answered")
    lead = given.action.officer_parts.get().person
    other = make_person(partnership, "Other lead", "agency_lead", agency=council)
    matrix = f"{BASE}actions/"
    assert seen_by(member, matrix) == seen_by(lead, matrix) == [matrix]
    assert seen_by(scrutineer, matrix) == seen_by(other, matrix) == []
    assert "Secret" not in text(signed_in(lead).get(matrix))


def test_its_lead_answers_it(given):
    lead = given.action.officer_parts.get().person
    page = f"{BASE}actions/{given.pk}/answer/"
    assert signed_in(lead).get(page).status_code == 200
    signed_in(lead).post(page, {"text": "It is done."})
    assert GivenAction.objects.get(pk=given.pk).answers.get().text == "It is done."


def test_the_record_of_who_did_what_names_no_item_and_no_topic(topic, manager, lpr, administrator):
    assert seen_by(administrator, reverse("partnership:audit", args=["thurrock"])) == []

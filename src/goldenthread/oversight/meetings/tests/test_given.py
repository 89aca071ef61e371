"""The action matrix: in the register, sent, answered in time or not, with what follows."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, make_person, seat, viewing

from goldenthread.duties.actions.following import follow_up
from goldenthread.duties.models import Followed, Letter
from goldenthread.duties.tests.cases import day, the_duty
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.given import answer_action, give_action, send_matrix
from goldenthread.oversight.meetings.models import GivenAction
from goldenthread.oversight.meetings.selectors.given import given_of, state_of
from goldenthread.oversight.meetings.tests.cases import called
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.plans.actions.history import rate_action
from goldenthread.plans.models import Plan


@pytest.fixture
def lead(partnership, council, lpr):
    person = make_person(partnership, "Lead", agency=council)
    seat(lpr, person, "member")
    return person


def given(manager, minuted, council, lead, **more):
    fields = {"title": "Write the form", "due_on": day("2019-10-31"), "leads": [lead]} | more
    item = fields.pop("item", None) or minuted.meeting.items.first()
    return give_action(by=manager, item=item, lead_agency=council, **fields)


def test_what_a_meeting_gives_is_in_the_register_under_its_group_and_day(manager, minuted, council, lead):
    one, two = given(manager, minuted, council, lead), given(manager, minuted, council, lead, title="Try it")
    action = one.action
    assert (action.plan.key, action.plan.overseeing_group) == ("matrix-lpr", minuted.meeting.group)
    assert (action.ref, two.action.ref) == ("2019-09-09.1", "2019-09-09.2")
    assert action.objective.title == "Meeting of 9 September 2019"
    assert Plan.objects.filter(key__startswith="matrix").count() == 1


def test_what_a_confidential_item_gives_is_restricted_and_not_named(manager, minuted, council, lead):
    item = add_item(by=manager, meeting=minuted.meeting, title="Secret matter", confidential=True)
    row = given(manager, minuted, council, lead, item=item, title="Secret deed")
    assert row.action.plan.restricted
    assert "Secret" not in row.action.plan.title + row.action.source
    send_matrix(by=manager, meeting=minuted.meeting, on=TODAY)
    message = OutgoingMessage.objects.get(person=lead)
    assert "Secret" not in message.text + message.subject
    assert row.action.ref in message.text


def test_the_matrix_is_sent_once_and_makes_answers_due(manager, minuted, council, lead, partnership):
    row = given(manager, minuted, council, lead)
    assert send_matrix(by=manager, meeting=minuted.meeting, on=TODAY) == 1
    assert "Write the form" in OutgoingMessage.objects.get(person=lead).text
    with pytest.raises(RuleError, match="sent already"):
        send_matrix(by=manager, meeting=minuted.meeting, on=TODAY)
    duty = the_duty(partnership, "action.answer", f"given:{row.pk}")
    assert (duty.due_on, duty.met_on, duty.agency, duty.person) == (day("2019-09-23"), None, council, lead)


def test_an_answer_in_words_or_a_rating_meets_the_duty(
    manager, minuted, council, lead, partnership, settings
):
    row, other = (given(manager, minuted, council, lead, title=title) for title in ("One", "Two"))
    send_matrix(by=manager, meeting=minuted.meeting, on=TODAY)
    settings.CALENDAR_STANDS_AT = day("2019-09-16")
    answer_action(by=viewing(lead), given=row, text="It is under way")
    rate_action(by=manager, action=other.action, value=3, text="", on=day("2019-09-16"))
    for each in (row, other):
        assert the_duty(partnership, "action.answer", f"given:{each.pk}").met_on == day("2019-09-16")
    rows = given_of(manager, on=day("2019-09-16"))
    assert [(each.answered_on, each.rating) for each in rows] == [
        (day("2019-09-16"), None),
        (day("2019-09-16"), 3),
    ]


def test_two_answers_that_do_not_come_make_a_letter(manager, minuted, council, lead, partnership, settings):
    for title in ("One", "Two"):
        given(manager, minuted, council, lead, title=title)
    send_matrix(by=manager, meeting=minuted.meeting, on=TODAY)
    for on, letters in (("2019-09-23", 0), ("2019-09-24", 1)):
        settings.CALENDAR_STANDS_AT = day(on)
        follow_up(by=manager, on=day(on))
        assert Letter.objects.filter(agency=council, rule_key="action.answer").count() == letters
        states = {state_of(row, day(on)) for row in given_of(manager, on=day(on))}
        assert states == ({"late"} if letters else {"waiting"})
    assert Followed.objects.filter(rule_key="action.answer", follow="reminder").count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due_on": day("2019-09-08")}, "cannot be due before the meeting"),
        ({"leads": "stranger"}, "does not work for"),
    ],
)
def test_an_action_that_cannot_be_is_refused(
    manager, minuted, council, police, lead, partnership, fields, said
):
    if fields.get("leads") == "stranger":
        fields = {"leads": [make_person(partnership, "Stranger", agency=police)]}
    with pytest.raises(RuleError, match=said):
        given(manager, minuted, council, lead, **fields)


def test_a_meeting_that_is_to_come_gives_nothing(manager, lpr, council, lead):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Later")
    with pytest.raises(RuleError, match="Record who came first"):
        give_action(by=manager, item=item, title="x", lead_agency=council, due_on=day("2019-10-31"))


def test_only_its_own_people_answer_and_only_the_team_dates_an_answer(
    manager, minuted, council, lead, scrutineer
):
    row = given(manager, minuted, council, lead)
    with pytest.raises(PermissionDenied):
        answer_action(by=viewing(scrutineer), given=row, text="Mine")
    own = answer_action(by=viewing(lead), given=row, text="Ours", on=day("2019-01-01"))
    assert own.on == TODAY
    with pytest.raises(RuleError, match="from the meeting up to today"):
        answer_action(by=manager, given=row, text="By letter", on=day("2019-09-08"))
    with pytest.raises(RuleError, match="Write the answer"):
        answer_action(by=manager, given=row, text=" ")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        GivenAction.objects.get().answers.update(text="x")

"""What can be looked at first, taken back, or must be explained: notice, a meeting not held, a pack before it goes."""

import io

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from tests.cast import TODAY, signed_in

from goldenthread.duties.tests.cases import day
from goldenthread.oversight.meetings.actions.agenda import add_item, set_standing_items
from goldenthread.oversight.meetings.actions.attendance import take_back_held
from goldenthread.oversight.meetings.actions.calling import set_arrangements
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.minutes import approve_minutes, send_to_chair
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.actions.urgent import log_urgent_matter
from goldenthread.oversight.meetings.models import Decision, Meeting, MinuteEntry, UrgentMatter
from goldenthread.oversight.meetings.packing import unbindable
from goldenthread.oversight.meetings.tests.cases import called, held
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.rendering.tests.pdf_reading import page_text


def decided(manager, minuted, on, **more):
    item = minuted.meeting.items.get()
    return record_decision(by=manager, item=item, text="One form", implement_on=day(on), **more)


def test_a_decision_gives_agencies_the_notice_of_its_group_or_says_why_not(manager, minuted, lpr):
    set_arrangements(by=manager, group=lpr, notice_days=10)
    with pytest.raises(RuleError, match="Choose 23 September 2019 or later"):
        decided(manager, minuted, "2019-09-20")
    assert decided(manager, minuted, "2019-09-23", short_notice="Not needed").short_notice == ""
    assert decided(manager, minuted, "2019-09-10", short_notice="A grant ends").short_notice == "A grant ends"


def test_a_group_without_arrangements_has_no_notice(manager, minuted):
    assert decided(manager, minuted, "2019-09-09").implement_on == day("2019-09-09")


def standing(meeting):
    return [item.title for item in meeting.items.all() if item.kind == "standing"]


def test_an_item_of_a_month_without_a_meeting_comes_to_the_next_one(manager, lpr):
    set_standing_items(by=manager, group=lpr, items=[("Finance", [10, 3]), ("Audits", [])])
    assert standing(called(manager, lpr, "2019-09-26")) == ["Finance", "Audits"][1:]
    assert standing(called(manager, lpr, "2019-12-12")) == ["Finance", "Audits"]
    assert standing(called(manager, lpr, "2020-01-16")) == ["Audits"]
    assert standing(called(manager, lpr, "2020-03-12")) == ["Finance", "Audits"]
    assert standing(called(manager, lpr, "2020-03-26")) == ["Finance", "Audits"]


def test_a_meeting_recorded_as_held_by_mistake_is_open_again(manager, lpr, chair, member):
    meeting = held(manager, lpr)
    with pytest.raises(RuleError, match="Say what was wrong"):
        take_back_held(by=manager, meeting=meeting, reason=" ")
    back = take_back_held(by=manager, meeting=meeting, reason="The wrong meeting")
    assert (back.held_on, back.is_open, back.attendance.count()) == (None, True, 0)
    with pytest.raises(RuleError, match="not recorded as held"):
        take_back_held(by=manager, meeting=back, reason="Again")


def test_a_meeting_that_was_minuted_was_held(manager, minuted):
    with pytest.raises(RuleError, match="so it was held"):
        take_back_held(by=manager, meeting=minuted.meeting, reason="The wrong one")
    assert Meeting.objects.get(pk=minuted.meeting.pk).held_on == TODAY


def test_the_page_offers_it_only_while_nothing_was_done(manager, business_manager, lpr, chair, member):
    meeting = held(manager, lpr)
    browser, address = signed_in(business_manager), meeting.get_absolute_url()
    assert "It was not held after all" in browser.get(address).content.decode()
    page = browser.post(f"{address}attendance/take-back/", {"reason": "Wrong day"}, follow=True)
    assert "still to be held" in page.content.decode()
    assert "It was not held after all" not in page.content.decode()


def said(answer):
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        return "".join(page_text(page) for page in pdf.pages)


def test_the_papers_can_be_looked_at_before_anybody_is_told(manager, business_manager, lpr, chair, member):
    meeting = called(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    hidden = add_item(by=manager, meeting=meeting, title="A case", confidential=True)
    add_paper(by=manager, item=item, title="Audit", name="audit.txt", content=b"What the audit found.")
    add_paper(by=manager, item=hidden, title="Secret", name="secret.txt", content=b"What is not for all.")
    told = OutgoingMessage.objects.count()
    browser, address = signed_in(business_manager), meeting.get_absolute_url()
    page = browser.get(f"{address}circulate/").content.decode()
    assert page.index("Audit") < page.index("Confidential papers") < page.index("Secret")
    assert "2 people with a seat" in page
    preview = f"{address}packs/preview/"
    shown, kept = (said(browser.get(each)) for each in (preview, f"{preview}?confidential=yes"))
    assert "Whattheauditfound" in shown
    assert "Whatisnotforall" not in shown
    assert "Whatisnotforall" in kept
    assert (meeting.packs.count(), OutgoingMessage.objects.count()) == (0, told)


def test_nothing_to_circulate_is_said(manager, business_manager, lpr):
    meeting = called(manager, lpr)
    meeting.items.all().delete()
    browser, address = signed_in(business_manager), meeting.get_absolute_url()
    for page in ("circulate/", "packs/preview/"):
        assert "The agenda is empty" in browser.get(f"{address}{page}", follow=True).content.decode()


def test_a_paper_that_cannot_be_bound_is_told_when_it_is_uploaded(manager, lpr):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Neglect")
    broken = add_paper(by=manager, item=item, title="Broken", name="a.pdf", content=b"%PDF-1.7 broken")
    whole = add_paper(by=manager, item=item, title="Whole", name="b.txt", content=b"A text.")
    assert "Broken" in unbindable(broken)
    assert unbindable(whole) == ""


def refused(rows):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_the_database_keeps_what_the_minutes_say(manager, minuted, chair):
    minuted.meeting.attendance.all()._raw_delete("default")
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=manager, minutes=minuted, on=TODAY)
    refused(MinuteEntry.objects.filter(item__meeting=minuted.meeting))


def test_the_database_keeps_who_came_once_the_minutes_are_agreed(manager, minuted, chair):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=manager, minutes=minuted, on=TODAY)
    refused(minuted.meeting.attendance.all())


def test_the_database_keeps_with_whom_an_urgent_matter_was_agreed(manager, lpr, member):
    row = log_urgent_matter(
        by=manager, group=lpr, arose_on=TODAY, matter="A call", done="Answered", consulted=[member]
    )
    refused(UrgentMatter.consulted.through.objects.filter(urgentmatter=row))


def test_the_database_still_keeps_decisions_as_they_are(manager, minuted):
    decision = decided(manager, minuted, "2019-10-01")
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text="Another")

"""The course of a review: its steps and their limits, the decision, the report, its publication."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, make_person, signed_in, viewing

from goldenthread.duties.happenings import Happening
from goldenthread.duties.tests.cases import the_duty
from goldenthread.evidence.reviews.actions.reviews import (
    begin_review,
    close_review,
    publish,
    record_delivery,
    take_back_step,
    take_into_thread,
)
from goldenthread.evidence.reviews.actions.writing import (
    add_entry,
    ask_agency,
    comment,
    dismiss_place,
    import_chronology,
    receive_account,
    sign,
)
from goldenthread.evidence.reviews.documents import file_of, html_of
from goldenthread.evidence.reviews.selectors.publication import missing_for_publication, open_places
from goldenthread.evidence.reviews.selectors.steps import milestones_of
from goldenthread.evidence.reviews.tests.cases import (
    day,
    decided,
    rapid,
    seated,
    signed,
    step,
    written,
)
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Role

H = Happening


def test_whoever_had_a_part_begins_no_review_of_it(manager):
    with pytest.raises(RuleError, match="Ask somebody else"):
        begin_review(by=manager, kind="incident", subject="x", on=TODAY, no_part=False)
    with pytest.raises(RuleError, match="still to come"):
        begin_review(by=manager, kind="incident", subject="x", on=TODAY + dt.timedelta(days=1), no_part=True)


def test_references_count_up_within_a_year(manager, review):
    again = begin_review(by=manager, kind="learning", subject="Neglect", on=day("2019-08-01"), no_part=True)
    before = begin_review(by=manager, kind="thematic", subject="Neglect", on=day("2018-08-01"), no_part=True)
    assert (again.reference, before.reference) == ("2019-02", "2018-01")


def test_limits_follow_from_the_steps_and_duties_are_met_by_them(manager, review, partnership):
    about = f"review:{review.pk}"
    assert the_duty(partnership, "incident.notify", about).due_on == day("2019-07-08")
    rapid(manager, review)
    assert the_duty(partnership, "incident.notify", about).met_on == day("2019-07-05")
    duty = the_duty(partnership, "review.rapid", about)
    assert (duty.due_on, duty.met_on, duty.restricted) == (day("2019-07-26"), day("2019-07-26"), True)
    found = {each.happening: each for each in milestones_of(review)}
    assert found[H.RAPID_REVIEW_SENT].due == day("2019-07-26")
    assert not found[H.RAPID_REVIEW_SENT].is_late(TODAY)
    decided(manager, review)
    found = {each.happening: each for each in milestones_of(review)}
    assert found[H.REVIEW_PUBLISHED].due == day("2020-01-24")


@pytest.mark.parametrize(
    ("happening", "on", "said"),
    [
        (H.SUMMARIES_RETURNED, "2019-07-10", "Before it, record"),
        (H.INCIDENT_NOTIFIED, "2019-06-28", "cannot have been before"),
        (H.INCIDENT_NOTIFIED, "2019-12-01", "still to come"),
        (H.INCIDENT_KNOWN, "2019-07-01", "Take that back first"),
        (H.REVIEW_DECIDED, "2019-07-10", "Record the decision"),
        (H.REVIEW_PUBLISHED, "2019-07-10", "Publish the review"),
    ],
)
def test_a_step_that_cannot_be_is_refused(manager, review, happening, on, said):
    with pytest.raises(RuleError, match=said):
        step(manager, review, happening, on)


def test_a_step_is_taken_back_while_nothing_rests_on_it(manager, review):
    told = step(manager, review, H.INCIDENT_NOTIFIED, "2019-07-05")
    met = step(manager, review, H.RAPID_REVIEW_MET, "2019-07-24")
    with pytest.raises(RuleError, match="Take back first"):
        take_back_step(by=manager, step=told, reason="Wrong")
    take_back_step(by=manager, step=met, reason="Wrong day")
    take_back_step(by=manager, step=told, reason="Wrong day")
    assert step(manager, review, H.INCIDENT_NOTIFIED, "2019-07-04")


def test_the_decision_needs_a_meeting_a_criterion_and_reasons(manager, review):
    with pytest.raises(RuleError, match="decide when they meet"):
        decided(manager, review)
    rapid(manager, review)
    with pytest.raises(RuleError, match="which criterion"):
        decided(manager, review, met=["nothing"])
    with pytest.raises(RuleError, match="Give the reasons"):
        decided(manager, review, reasons=" ")
    assert decided(manager, review).met == ["together"]
    with pytest.raises(RuleError, match="decided already"):
        decided(manager, review)


def test_without_a_review_no_report_is_due(manager, review):
    rapid(manager, review)
    decided(manager, review, outcome="none", met=[])
    assert H.REVIEW_PUBLISHED not in {each.happening for each in milestones_of(review)}


def partners(partnership, council, police):
    health = Agency.objects.create(
        partnership=partnership, key="health", name="Health", kind="safeguarding_partner", sector="health"
    )
    return [
        make_person(partnership, f"Partner of {agency.key}", Role.SAFEGUARDING_PARTNER, agency=agency)
        for agency in (council, police, health)
    ]


def test_from_the_incident_to_publication_and_into_the_thread(manager, review, partnership, council, police):
    people = partners(partnership, council, police)
    for person in people:
        seated(manager, review, person)
    rapid(manager, review)
    decided(manager, review)
    with pytest.raises(RuleError, match="no final text"):
        publish(by=manager, review=review, on=TODAY)
    draft = written(manager, review, text="Ann Sample saw the baby.")
    assert missing_for_publication(review) == [
        "Not signed yet by Essex Police, Health, Thurrock Council.",
        "1 place of the text could tell who somebody is.",
    ]
    signed(draft, *people)
    with pytest.raises(RuleError, match="could tell who somebody is"):
        publish(by=manager, review=review, on=TODAY)
    (place,) = open_places(review, draft)
    with pytest.raises(RuleError, match="Say why they may stand"):
        dismiss_place(by=manager, review=review, mark=place.mark, reason="")
    dismiss_place(by=manager, review=review, mark=place.mark, reason="The name of a method")
    with pytest.raises(RuleError, match="once it is published"):
        record_delivery(by=manager, review=review, body="The Panel", on=TODAY)
    publish(by=manager, review=review, on=TODAY)
    assert the_duty(partnership, "review.publish", f"review:{review.pk}").met_on == TODAY
    assert str(record_delivery(by=manager, review=review, body="The Panel", on=TODAY)) == "The Panel"
    with pytest.raises(RuleError, match="its text stands"):
        written(manager, review, seen=1)
    source = take_into_thread(
        by=manager, review=review, title="Learning", lines=[("1", "Speak to both parents")]
    )
    assert (source.key, source.recommendations.count()) == ("review-2019-01", 1)
    with pytest.raises(RuleError, match="of this name already"):
        take_into_thread(by=manager, review=review, title="Learning", lines=[("1", "Again")])


def test_a_late_publication_says_why(manager, review, partnership, council, police, settings):
    people = partners(partnership, council, police)
    for person in people:
        seated(manager, review, person)
    rapid(manager, review)
    decided(manager, review)
    signed(written(manager, review), *people)
    settings.CALENDAR_STANDS_AT = day("2020-02-03")
    with pytest.raises(RuleError, match="reasons for the delay"):
        publish(by=manager, review=review, on=day("2020-01-27"))
    assert publish(by=manager, review=review, on=day("2020-01-27"), note="The criminal case").note


def test_a_text_that_changes_is_signed_anew(manager, review, safeguarding_partner):
    seated(manager, review, safeguarding_partner)
    rapid(manager, review)
    first = written(manager, review)
    signed(first, safeguarding_partner)
    with pytest.raises(RuleError, match="signed for your agency already"):
        sign(by=viewing(safeguarding_partner), draft=first)
    with pytest.raises(StaleVersionError):
        written(manager, review)
    second = written(manager, review, text="Another text", seen=1)
    assert second.signatures.count() == 0
    with pytest.raises(RuleError, match="as it stands"):
        sign(by=viewing(safeguarding_partner), draft=first)


def test_members_sign_and_write_nothing_that_is_not_theirs(manager, review, member, council, police):
    seated(manager, review, member)
    by = viewing(member)
    draft = written(manager, review, stage="accuracy")
    with pytest.raises(PermissionDenied):
        sign(by=by, draft=draft)
    with pytest.raises(PermissionDenied):
        written(by, review, seen=1)
    with pytest.raises(RuleError, match="your own agency"):
        add_entry(by=by, review=review, agency=police, on=day("2019-05-01"), event="Visit")
    with pytest.raises(RuleError, match="your own agency"):
        comment(by=by, draft=draft, agency=police, text="No")
    assert comment(by=by, draft=draft, agency=council, text="It was twice, not once.")


def test_agencies_are_asked_and_their_accounts_and_chronologies_kept(manager, review, council, member):
    seated(manager, review, member)
    by = viewing(member)
    with pytest.raises(RuleError, match="This day is over"):
        ask_agency(by=manager, review=review, agency=council, due_on=TODAY - dt.timedelta(days=1))
    report = ask_agency(by=manager, review=review, agency=council, due_on=TODAY)
    with pytest.raises(RuleError, match="asked already"):
        ask_agency(by=manager, review=review, agency=council, due_on=TODAY)
    with pytest.raises(RuleError, match="empty"):
        receive_account(by=by, report=report, name="a.txt", content=b"")
    assert receive_account(by=by, report=report, name="a.txt", content=b"What we know").file_size == 12
    file = b"Date,Event,Comment\n1 May 2019,Visit,\n7 May 2019,Call,\n"
    assert import_chronology(by=by, review=review, agency=council, name="c.csv", content=file) == 2
    bad = b"Date,Event,Comment\nsoon,Visit,\n"
    with pytest.raises(RuleError, match="Row 2, column Date"):
        import_chronology(by=by, review=review, agency=council, name="c.csv", content=bad)
    assert review.chronology.count() == 2
    assert import_chronology(by=by, review=review, agency=council, name="c.csv", content=file) == 2
    assert review.chronology.count() == 2


def test_a_closed_review_is_read_and_not_added_to(manager, review, partnership):
    close_review(by=manager, review=review, reason="Not met")
    for act in (
        lambda: step(manager, review, H.PARTNERS_TOLD, "2019-07-03"),
        lambda: written(manager, review),
    ):
        with pytest.raises(RuleError, match="is closed"):
            act()


def test_the_report_is_a_pdf_and_a_word_file(manager, review):
    draft = written(manager, review)
    assert "<h2>What we found</h2><p>Workers saw the baby often." in html_of(draft)
    assert file_of(draft, "pdf").startswith(b"%PDF")
    assert file_of(draft, "docx").startswith(b"PK")


def test_a_duty_leads_to_its_review_only_those_whom_the_door_lets_in(
    manager, review, partnership, scrutineer
):
    rapid(manager, review)
    duty = the_duty(partnership, "review.rapid", f"review:{review.pk}")
    assert duty.url in signed_in(manager.person).get(duty.get_absolute_url()).content.decode()
    page = signed_in(scrutineer).get(duty.get_absolute_url())
    assert (page.status_code, duty.what in page.content.decode()) == (200, True)
    assert duty.url not in page.content.decode()


def test_what_was_not_decided_is_not_published(manager, review, partnership, council):
    partner = make_person(partnership, "Partner", Role.SAFEGUARDING_PARTNER, agency=council)
    seated(manager, review, partner)
    signed(written(manager, review), partner)
    with pytest.raises(RuleError, match="not decided to hold a review"):
        publish(by=manager, review=review, on=TODAY)
    page = signed_in(manager.person).post(
        f"{review.get_absolute_url()}publish/", {"on_day": "9", "on_month": "9", "on_year": "2019"}
    )
    assert page.status_code == 200


def test_nothing_is_published_before_it_was_signed(manager, review, partnership, council):
    partner = make_person(partnership, "Partner", Role.SAFEGUARDING_PARTNER, agency=council)
    seated(manager, review, partner)
    rapid(manager, review)
    decided(manager, review)
    signed(written(manager, review), partner)
    with pytest.raises(RuleError, match="cannot be published before"):
        publish(by=manager, review=review, on=TODAY - dt.timedelta(days=1))
    publish(by=manager, review=review, on=TODAY)


def test_what_was_typed_beside_another_version_can_be_saved_after_it(manager, review):
    written(manager, review, stage="draft")
    at = f"{review.get_absolute_url()}report/write/"
    browser = signed_in(manager.person)
    page = browser.post(at, {"text": "Mine", "stage": "draft", "seen": "0"}).content.decode()
    assert "Mine" in page
    assert 'name="seen" value="1"' in page
    browser.post(at, {"text": "Mine", "stage": "draft", "seen": "1"})
    assert review.drafts.first().text == "Mine"

"""What follows from breaches: reminders, agenda items and letters, each once; and the life of a letter."""

import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction
from tests.cast import TODAY, make_person, signed_in, viewing

from goldenthread.duties.actions.following import follow_up
from goldenthread.duties.actions.letters import change_letter, drop_letter, sign_letter
from goldenthread.duties.letters import letter_file
from goldenthread.duties.models import Followed, Letter
from goldenthread.duties.tests.cases import CONSTITUTION, adopt, happened
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Agency, OutgoingMessage
from goldenthread.partnership.permissions import Role

LETTERS = "/thurrock/oversight/duties/letters/"


def given(manager, agency, *references, on="2019-08-01"):
    """Actions that were given to an agency and are answered by nobody: due on 15 August 2019."""
    for reference in references:
        happened(manager, "action_given", on, reference, agency=agency)


@pytest.fixture
def nelft(partnership, manager):
    adopt(manager)
    return Agency.objects.create(
        partnership=partnership, key="nelft", name="NELFT", lead_representative="Chief Nurse", sector="health"
    )


@pytest.fixture
def letter(manager, nelft):
    given(manager, nelft, "Action 1", "Action 2")
    follow_up(by=manager, on=TODAY)
    return Letter.objects.get()


def test_one_failure_brings_a_reminder_and_two_bring_a_letter(manager, nelft, partnership):
    lead = make_person(partnership, "NELFT Lead", Role.AGENCY_LEAD, agency=nelft)
    given(manager, nelft, "Action 1")
    outcome = follow_up(by=manager, on=TODAY)
    assert (outcome.reminders, outcome.letters) == (1, 0)
    message = OutgoingMessage.objects.get(person=lead)
    assert (
        "Answer the Business Team on an action: Action 1. It was due on 15 August 2019, 16 working days ago."
        in message.text
    )
    given(manager, nelft, "Action 2")
    outcome = follow_up(by=manager, on=TODAY)
    assert (outcome.reminders, outcome.letters) == (1, 1)


def test_what_followed_does_not_follow_twice(manager, letter):
    for _ in range(2):
        outcome = follow_up(by=manager, on=TODAY)
        assert (outcome.reminders, outcome.agenda, outcome.letters) == (0, 0, 0)
    assert Letter.objects.count() == 1


def test_two_failures_of_two_agencies_bring_no_letter(manager, nelft, police):
    given(manager, nelft, "Action 1")
    given(manager, police, "Action 2")
    assert follow_up(by=manager, on=TODAY).letters == 0


def test_a_failure_that_was_made_good_late_counts_and_one_in_time_does_not(manager, nelft):
    given(manager, nelft, "Action 1", "Action 2")
    happened(manager, "action_answered", "2019-08-20", "Action 1")
    happened(manager, "action_answered", "2019-08-15", "Action 2")
    assert follow_up(by=manager, on=TODAY).letters == 0
    given(manager, nelft, "Action 3")
    assert follow_up(by=manager, on=TODAY).letters == 1
    assert [row["what"] for row in Letter.objects.get().record] == ["Action 1", "Action 3"]


def test_the_next_letter_needs_two_new_failures(manager, nelft, letter):
    sign_letter(by=manager, letter=letter, on=TODAY, seen_version=letter.version)
    given(manager, nelft, "Action 3")
    assert follow_up(by=manager, on=TODAY).letters == 0
    given(manager, nelft, "Action 4")
    assert follow_up(by=manager, on=TODAY).letters == 1


def test_a_letter_says_what_the_record_says(letter):
    assert letter.addressee == "Chief Nurse"
    assert (
        "NELFT owes the following: answer the Business Team on an action, within 10 working days"
        in letter.text
    )
    assert "On two occasions this was not done in time." in letter.text
    assert "2 of them are still open" in letter.text
    assert "telling the safeguarding partners" in letter.text
    assert letter.record == [
        {"what": f"Action {n}", "arose": "2019-08-01", "due": "2019-08-15", "met": "", "late": 16}
        for n in (1, 2)
    ]


def test_a_restricted_matter_is_not_named_in_a_letter_or_an_email(manager, nelft, partnership):
    make_person(partnership, "NELFT Lead", Role.AGENCY_LEAD, agency=nelft)
    for reference in ("Secret 1", "Secret 2"):
        happened(manager, "action_given", "2019-08-01", reference, agency=nelft, restricted=True)
    follow_up(by=manager, on=TODAY)
    assert "Secret" not in json.dumps(Letter.objects.get().record)
    assert all("Secret" not in message.text + message.subject for message in OutgoingMessage.objects.all())


def test_two_absences_running_go_to_the_strategic_groups_agenda_when_they_were_not_considered(
    manager, nelft, partnership, strategic
):
    happened(manager, "absent_twice", "2019-05-07", "Member for health")
    assert follow_up(by=manager, on=TODAY).agenda == 1
    row = Followed.objects.get(follow="agenda")
    assert (row.group, "For the next agenda of Strategic Group" in row.text) == (strategic, True)


def test_the_safeguarding_partners_are_told_when_a_letter_is_signed(manager, letter, safeguarding_partner):
    sign_letter(by=manager, letter=letter, on=TODAY, seen_version=letter.version)
    letter.refresh_from_db()
    assert (letter.status, letter.signed_on, letter.signed_by) == ("signed", TODAY, manager.label)
    assert (
        "A letter was signed to Chief Nurse, NELFT"
        in OutgoingMessage.objects.get(person=safeguarding_partner).text
    )


def test_a_signed_letter_is_never_changed_by_any_route(manager, letter):
    sign_letter(by=manager, letter=letter, on=TODAY, seen_version=letter.version)
    with pytest.raises(DatabaseError, match="never overwritten"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(text="x")
    for again in (
        lambda: change_letter(by=manager, letter=letter, addressee="x", text="x", seen_version=2),
        lambda: sign_letter(by=manager, letter=letter, on=TODAY, seen_version=2),
        lambda: drop_letter(by=manager, letter=letter, reason="x", seen_version=2),
    ):
        with pytest.raises(RuleError, match="no draft any more"):
            again()


def test_a_letter_that_changed_since_it_was_read_is_not_signed(manager, letter):
    change_letter(by=manager, letter=letter, addressee="Chair", text="Shorter.", seen_version=1)
    with pytest.raises(StaleVersionError):
        sign_letter(by=manager, letter=letter, on=TODAY, seen_version=1)
    with pytest.raises(RuleError, match="somebody to go to, and a text"):
        change_letter(by=manager, letter=letter, addressee="Chair", text=" ", seen_version=2)


def test_a_letter_is_not_sent_only_for_a_reason(manager, letter):
    with pytest.raises(RuleError, match="Say why"):
        drop_letter(by=manager, letter=letter, reason=" ", seen_version=1)
    drop_letter(by=manager, letter=letter, reason="The agency has written", seen_version=1)
    assert follow_up(by=manager, on=TODAY).letters == 0


def test_the_team_drafts_and_the_business_manager_alone_signs(business_team, letter):
    team = viewing(business_team)
    change_letter(by=team, letter=letter, addressee="Chair", text="Shorter.", seen_version=1)
    with pytest.raises(PermissionDenied):
        sign_letter(by=team, letter=letter, on=TODAY, seen_version=2)
    page = signed_in(business_team).get(f"{LETTERS}{letter.pk}/").content.decode()
    assert "Sign it" not in page
    assert "by the Business Manager" in page


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_letter_is_a_pdf_and_a_word_file_with_its_record(business_manager, letter, kind, begins):
    answer = signed_in(business_manager).get(f"{LETTERS}{letter.pk}/file.{kind}")
    assert answer.content.startswith(begins)
    assert letter_file(letter, kind)


def test_a_letter_is_read_changed_and_signed_on_its_page(business_manager, letter):
    browser = signed_in(business_manager)
    assert "1 letter to be signed" in browser.get(LETTERS).content.decode()
    page = browser.get(f"{LETTERS}{letter.pk}/").content.decode()
    assert "Chief Nurse" in page
    assert "16" in page
    changed = browser.post(
        f"{LETTERS}{letter.pk}/edit/",
        {"addressee": "Chief Nurse", "text": "Dear all.", "version": "1"},
        follow=True,
    )
    assert "The draft is changed." in changed.content.decode()
    stale = browser.post(f"{LETTERS}{letter.pk}/sign/", {"version": "1"}, follow=True).content.decode()
    assert "changed since you opened it" in stale
    signed = browser.post(f"{LETTERS}{letter.pk}/sign/", {"version": "2"}, follow=True).content.decode()
    assert "Signed on 9 September 2019" in signed


def test_the_daily_command_follows_up_in_every_partnership(manager, nelft, outsider):
    given(manager, nelft, "Action 1", "Action 2")
    out = io.StringIO()
    call_command("follow_up_duties", "--json", stdout=out)
    done = json.loads(out.getvalue())
    assert done["thurrock"]["letters"] == 1
    assert done["southend"] == {"reminders": 0, "agenda": 0, "letters": 0}
    call_command("follow_up_duties", stdout=out)
    assert "thurrock: 0 people reminded, 0 items for agendas, 0 letters drafted." in out.getvalue()


def test_the_constitution_holds_what_the_tests_use():
    assert "action.answer" in CONSTITUTION

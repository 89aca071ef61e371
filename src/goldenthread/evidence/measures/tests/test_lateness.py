"""Lateness is seen by everybody who is owed the figures, and chased: the quality page, reminders, the daily command."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from tests.cast import TODAY, make_partnership, make_person, signed_in, viewing

from goldenthread.evidence.measures.actions.chasing import preview_chase, send_chase
from goldenthread.evidence.measures.actions.comparators import ComparatorFigure, load_comparators
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.selectors.quality import data_quality
from goldenthread.evidence.measures.selectors.returns import returns_outstanding, returns_owed
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, OutgoingMessage
from goldenthread.partnership.permissions import Role

QUALITY = "/thurrock/evidence/measures/quality/"
REMIND = f"{QUALITY}remind/"


@pytest.fixture
def contacts(partnership, council):
    """Owed for June, July and August; those of June and July are late on 9 September 2019."""
    return make_indicator(partnership, "contacts", council, collected_from=dt.date(2019, 6, 1))


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


def of(partnership, agency):
    return next(each for each in data_quality(partnership, on=TODAY).agencies if each.agency == agency)


def test_the_record_of_an_agency_counts_what_it_owes_sends_and_owes_late(contacts, council, partnership):
    make_observation(contacts, council, "2019-06", 40)
    make_observation(contacts, council, "2019-08", 41, status="queried")
    found = of(partnership, council)
    assert {name: found.counts[name] for name in ("owed", "sent", "late", "queried")} == {
        "owed": 3, "sent": 2, "late": 1, "queried": 1,
    }  # fmt: skip
    assert found.longest == 17
    assert round(found.completeness) == 67
    assert [found.periods[read_period(key)] for key in ("2019-06", "2019-07", "2019-08")] == [
        "sent", "late", "queried",
    ]  # fmt: skip


def test_a_draft_is_not_sent_and_a_correction_is_counted(contacts, council, partnership):
    make_observation(contacts, council, "2019-06", 40, status="draft")
    first = make_observation(contacts, council, "2019-07", 40, status="superseded")
    make_observation(contacts, council, "2019-07", 42, corrects=first)
    found = of(partnership, council)
    assert (found.counts["sent"], found.corrected) == (1, 1)


def test_a_figure_is_late_on_the_day_after_its_last_day_and_not_on_it(contacts, council, partnership):
    july = next(
        each for each in returns_owed(partnership, on=TODAY).of(council) if each.period.key == "2019-07"
    )
    assert july.due_on == dt.date(2019, 8, 14)
    assert (july.days_late(dt.date(2019, 8, 14)), july.days_late(dt.date(2019, 8, 15))) == (0, 1)


def test_what_is_outstanding_is_what_is_owed_without_the_complete(contacts, council, police, partnership):
    complete = make_indicator(partnership, "checks", council, police, collected_from=dt.date(2019, 7, 1))
    for agency, period in ((council, "2019-07"), (council, "2019-08"), (police, "2019-07")):
        make_observation(complete, agency, period, 9)
    make_observation(contacts, council, "2019-05", 9)

    def missing(found):
        return {
            (each.agency_id, each.period.key, owed.indicator.key)
            for each in found.returns
            for owed in each.owed
            if not owed.is_sent
        }

    found = returns_outstanding(partnership, on=TODAY)
    assert missing(found) == missing(returns_owed(partnership, on=TODAY))
    assert returns_outstanding(partnership, on=TODAY, agency=police).of(council) == []


def test_years_of_complete_returns_are_not_read_and_a_queried_correction_is(partnership, council):
    sent = make_indicator(partnership, "sent", council, collected_from=dt.date(2019, 1, 1))
    for month in range(1, 9):
        make_observation(sent, council, f"2019-0{month}", 9)
    found = returns_outstanding(partnership, on=TODAY)
    assert (found.returns, found.agencies) == ([], {council.pk: council})
    make_observation(sent, council, "2019-03", 10, status="queried")
    found = returns_outstanding(partnership, on=TODAY)
    assert [each.period.key for each in found.returns if each.queried] == ["2019-03"]
    assert min(each.period.key for each in found.returns) == "2019-03"
    make_observation(sent, council, "2019-02", 11, status="submitted")
    until = returns_outstanding(partnership, on=TODAY, until_accepted=True)
    assert min(each.period.key for each in until.returns) == "2019-02"


@pytest.mark.parametrize("role", ["business_manager", "scrutineer", "member", "safeguarding_partner"])
def test_whoever_is_owed_the_figures_sees_what_is_late(contacts, everybody, role):
    page = signed_in(everybody[role]).get(QUALITY).content.decode()
    assert "2 figures are late." in page
    assert ("Remind the agencies" in page) == (role == "business_manager")


def test_the_quality_page_says_what_the_catalogue_lacks(partnership, council, scrutineer):
    make_indicator(partnership, "never-sent", council)
    make_observation(make_indicator(partnership, "alone", council), council, "2019-06", 40)
    held = make_indicator(partnership, "held", council)
    make_observation(held, council, "2019-06", 40)
    load_comparators(
        by=viewing(make_person(partnership, "Loader", Role.BUSINESS_TEAM)),
        partnership=partnership,
        figures=[ComparatorFigure("held", "england", "England", read_period("2019-06"), "DfE", value=3)],
    )
    page = signed_in(scrutineer).get(QUALITY).content.decode()
    assert "Indicators without any figure" in page
    assert "Never sent" in page.partition("without any figure")[2]
    assert "1 indicator with figures has nothing to be held against" in page


def test_the_quality_table_can_be_taken_away(contacts, scrutineer):
    answer = signed_in(scrutineer).get("/thurrock/evidence/measures/quality.csv")
    assert answer.status_code == 200
    assert b"Council,3,0,0" in answer.content


def test_the_email_names_what_is_late_and_no_number(contacts, council, data_lead, manager):
    make_observation(contacts, council, "2019-08", 712_345, status="queried")
    (reminder,) = preview_chase(manager, on=TODAY).reminders
    assert reminder.person == data_lead
    assert "2 figures late, 1 queried" in reminder.subject
    assert "July 2019, due on 14 August 2019, 17 working days late:\n- Contacts: not sent" in reminder.text
    assert "- Contacts: queried, please answer" in reminder.text
    assert "/thurrock/evidence/measures/returns/council/" in reminder.text
    assert "712" not in reminder.text


def test_an_agency_with_nobody_to_remind_is_named(partnership, police, manager):
    make_indicator(partnership, "checks", police, collected_from=dt.date(2019, 6, 1))
    found = preview_chase(manager, on=TODAY)
    assert (found.reminders, found.unreachable) == ([], [police])


def test_reminders_go_to_those_ticked_and_are_not_sent_twice(contacts, data_lead, business_manager):
    browser = signed_in(business_manager)
    assert "Read the email to" in browser.get(REMIND).content.decode()
    assert "Tick at least one person" in browser.post(REMIND, {"person": ["0"]}).content.decode()
    answer = browser.post(REMIND, {"person": [str(data_lead.pk)]}, follow=True)
    assert "1 reminder on the way." in answer.content.decode()
    assert OutgoingMessage.objects.get().person == data_lead
    again = browser.post(REMIND, {"person": [str(data_lead.pk)]})
    assert "were sent this reminder a few minutes ago" in again.content.decode()
    assert OutgoingMessage.objects.count() == 1


def test_another_partnerships_person_cannot_be_reminded(contacts, data_lead, business_manager):
    elsewhere = make_partnership("southend")
    theirs = Agency.objects.create(partnership=elsewhere, key="council", name="Southend Council")
    make_indicator(elsewhere, "contacts", theirs, collected_from=dt.date(2019, 6, 1))
    other = make_person(elsewhere, "Data Lead", Role.DATA_LEAD, agency=theirs)
    with pytest.raises(RuleError, match="at least one person"):
        send_chase(by=viewing(business_manager), on=TODAY, people=[other.pk])
    assert not OutgoingMessage.objects.exists()


def command():
    out = io.StringIO()
    call_command("chase_returns", "--json", stdout=out)
    return json.loads(out.getvalue())["reminded"]


def test_the_daily_command_reminds_in_every_partnership_and_not_again_within_a_week(
    contacts, data_lead, partnership
):
    other = make_partnership("southend")
    theirs = Agency.objects.create(partnership=other, key="council", name="Southend Council")
    make_indicator(other, "contacts", theirs, collected_from=dt.date(2019, 6, 1))
    make_person(other, "Data Lead", Role.DATA_LEAD, agency=theirs)
    make_partnership("essex")
    assert command() == {"southend": 1, "thurrock": 1}
    assert command() == {}
    OutgoingMessage.objects.update(created_at=dt.datetime(2019, 9, 1, 9, tzinfo=dt.UTC))
    assert command() == {"southend": 1, "thurrock": 1}


def test_nobody_is_reminded_of_what_is_complete(contacts, council, data_lead):
    for period in ("2019-06", "2019-07"):
        make_observation(contacts, council, period, 40)
    assert command() == {}

"""What people record, and the duties that follow from it; pauses, closures, packs."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_partnership, viewing

from goldenthread.duties.actions.record import (
    adopt_pack,
    close_office,
    open_office,
    pause_duty,
    resume_duty,
    take_back_occurrence,
)
from goldenthread.duties.derivation import fresh, refresh, rulebook
from goldenthread.duties.engine import State, state_on
from goldenthread.duties.models import Derivation, Duty, Occurrence
from goldenthread.duties.rules import PackError
from goldenthread.duties.tests.cases import CONSTITUTION, adopt, day, happened, the_duty
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, AuditEvent, Group, Partnership


def test_an_incident_makes_its_notification_due_and_the_notification_a_rapid_review(partnership, manager):
    happened(manager, "incident_known", "2019-09-02", "2019-01")
    duty = the_duty(partnership, "incident.notify")
    assert (duty.due_on, duty.met_on, duty.what) == (day("2019-09-09"), None, "2019-01")
    happened(manager, "incident_notified", "2019-09-05", "2019-01")
    assert the_duty(partnership, "incident.notify").met_on == day("2019-09-05")
    assert the_duty(partnership, "review.rapid").due_on == day("2019-09-26")


def test_what_happened_to_another_reference_meets_nothing(partnership, manager):
    happened(manager, "incident_known", "2019-09-02", "2019-01")
    happened(manager, "incident_notified", "2019-09-05", "2019-02")
    assert the_duty(partnership, "incident.notify").met_on is None


def test_what_was_recorded_by_mistake_is_taken_back_and_both_rows_stay(partnership, manager):
    row = happened(manager, "incident_known", "2019-09-02", "2019-01")
    take_back_occurrence(by=manager, occurrence=row, why="It was another area's")
    refresh(partnership)
    assert not Duty.objects.filter(rule_key="incident.notify").exists()
    assert Occurrence.objects.count() == 2
    with pytest.raises(RuleError, match="taken back already"):
        take_back_occurrence(by=manager, occurrence=row, why="x")
    with pytest.raises(RuleError, match="Say why"):
        take_back_occurrence(by=manager, occurrence=happened(manager, "budget_set", "2019-09-02"), why=" ")


def test_what_was_recorded_is_never_changed_by_any_route(manager):
    row = happened(manager, "incident_known", "2019-09-02", "2019-01")
    for change in (
        lambda: Occurrence.objects.filter(pk=row.pk).update(note="x"),
        lambda: Occurrence.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("happening", "on", "reference", "said"),
    [
        ("incident_known", "2019-09-10", "2019-01", "still to come"),
        ("incident_known", "2019-09-02", " ", "Give it a reference"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_a_sentence(manager, happening, on, reference, said):
    with pytest.raises(RuleError, match=said):
        happened(manager, happening, on, reference)


def test_a_day_of_publication_may_lie_ahead_and_the_copy_is_due_before_it(partnership, manager):
    happened(manager, "review_planned", "2019-10-01", "2019-01")
    assert the_duty(partnership, "review.copy").due_on == day("2019-09-20")


def test_only_those_who_manage_duties_record_and_never_for_another_partnership(everybody, outsider):
    theirs = Agency.objects.create(partnership=outsider.partnership, key="theirs", name="Theirs")
    for role in ("safeguarding_partner", "scrutineer", "chair", "member", "agency_lead"):
        with pytest.raises(PermissionDenied):
            happened(viewing(everybody[role]), "budget_set", "2019-09-02")
    with pytest.raises(PermissionDenied):
        happened(
            viewing(everybody["business_manager"]),
            "budget_set",
            "2019-09-02",
            agency=theirs,
        )


@pytest.fixture
def board(partnership):
    return Group.objects.create(
        partnership=partnership, key="meb", name="Management Executive Board", kind="executive"
    )


def test_four_meetings_of_a_group_meet_its_yearly_duty(partnership, manager, board):
    Partnership.objects.update(effective_from=dt.date(2019, 5, 7))
    partnership.refresh_from_db()
    adopt(manager)
    for month in (5, 6, 7):
        happened(manager, "meeting_held", f"2019-0{month}-20", f"MEB {month}", group=board)
    duty = the_duty(partnership, "meetings.board")
    assert (duty.done, duty.times, duty.group, duty.met_on) == (3, 4, board, None)
    happened(manager, "meeting_held", "2019-09-05", "MEB 9", group=board)
    assert the_duty(partnership, "meetings.board").met_on == day("2019-09-05")


def test_a_pause_stops_the_clock_and_its_end_lets_it_go_on(partnership, manager):
    happened(manager, "incident_notified", "2019-08-27", "2019-01")
    duty = the_duty(partnership, "review.rapid")
    assert duty.due_on == day("2019-09-17")
    pause_duty(by=manager, duty=duty, begins_on=day("2019-09-02"), reason="The police have asked to wait")
    paused = the_duty(partnership, "review.rapid")
    assert (paused.pk, paused.due_on, paused.state(TODAY)) == (duty.pk, None, State.PAUSED)
    with pytest.raises(RuleError, match="paused already"):
        pause_duty(by=manager, duty=paused, begins_on=day("2019-09-03"), reason="x")
    resume_duty(by=manager, duty=paused, ends_on=day("2019-09-04"))
    assert the_duty(partnership, "review.rapid").due_on == day("2019-09-20")
    with pytest.raises(RuleError, match="is not paused"):
        resume_duty(by=manager, duty=paused, ends_on=day("2019-09-04"))


@pytest.mark.parametrize(
    ("begins_on", "reason", "said"),
    [("2019-09-02", " ", "Say why"), ("2019-08-01", "x", "when it arose"), ("2019-09-10", "x", "to today")],
)
def test_a_pause_needs_a_reason_and_a_day_on_which_the_duty_was_owed(
    partnership, manager, begins_on, reason, said
):
    happened(manager, "incident_notified", "2019-08-27", "2019-01")
    with pytest.raises(RuleError, match=said):
        pause_duty(
            by=manager, duty=the_duty(partnership, "review.rapid"), begins_on=day(begins_on), reason=reason
        )


def test_what_is_met_or_due_before_an_event_cannot_be_paused(partnership, manager):
    happened(manager, "review_planned", "2019-10-01", "2019-01")
    with pytest.raises(RuleError, match="cannot be paused"):
        pause_duty(by=manager, duty=the_duty(partnership, "review.copy"), begins_on=TODAY, reason="x")
    happened(manager, "review_copied", "2019-09-09", "2019-01")
    with pytest.raises(RuleError, match="not owed any more"):
        pause_duty(by=manager, duty=the_duty(partnership, "review.copy"), begins_on=TODAY, reason="x")


def test_a_day_on_which_the_office_is_closed_puts_a_limit_off(partnership, manager):
    happened(manager, "incident_known", "2019-09-02", "2019-01")
    closed = close_office(by=manager, on=day("2019-09-04"), reason="Moving house")
    assert the_duty(partnership, "incident.notify").due_on == day("2019-09-10")
    with pytest.raises(RuleError, match="on the list already"):
        close_office(by=manager, on=day("2019-09-04"), reason="x")
    open_office(by=manager, closure=closed)
    assert the_duty(partnership, "incident.notify").due_on == day("2019-09-09")


def test_a_changed_pack_leaves_old_duties_under_the_old_rule(partnership, manager):
    adopt(manager)
    happened(manager, "meeting_held", "2019-09-02", "Board 1")
    head, rule = CONSTITUTION.split('key = "meeting.minutes"\n')
    changed = f'{head}key = "meeting.minutes"\n{rule.replace("limit = 10", "limit = 3", 1)}'
    adopt(manager, changed, "2019-09-05")
    happened(manager, "meeting_held", "2019-09-05", "Board 2")
    old = the_duty(partnership, "meeting.minutes", "reference:Board 1")
    new = the_duty(partnership, "meeting.minutes", "reference:Board 2")
    assert (old.due_on, new.due_on) == (day("2019-09-16"), day("2019-09-10"))


def test_the_statutory_guidance_changes_on_the_day_that_the_partnership_says(partnership, manager):
    adopt_pack(by=manager, since=day("2024-04-01"), key="wt2023")
    book = rulebook(partnership)
    assert book.rule_for("report.yearly.send", day("2024-03-31")) is None
    assert book.rule_for("report.yearly.send", day("2024-04-01")) is not None
    with pytest.raises(RuleError, match="these rules on that day already"):
        adopt_pack(by=manager, since=day("2024-05-01"), key="wt2023")


def test_a_broken_pack_changes_nothing(partnership, manager):
    entries = AuditEvent.objects.count()
    with pytest.raises(PackError, match=r"Rule meeting\.minutes"):
        adopt(manager, CONSTITUTION.replace('trigger = "meeting_held"', 'trigger = "meeting_hold"'))
    assert (partnership.adopted_packs.count(), AuditEvent.objects.count()) == (0, entries)


def test_duties_are_derived_anew_when_something_happened_and_on_another_day(partnership, manager, settings):
    fresh(partnership)
    known = Derivation.objects.get().entry
    with CaptureQueriesContext(
        connection,
    ) as queries:
        fresh(partnership)
    assert len(queries) == 1
    happened(manager, "incident_known", "2019-09-02", "2019-01")
    fresh(partnership)
    assert Derivation.objects.get().entry > known
    assert Duty.objects.filter(rule_key="incident.notify").exists()
    settings.CALENDAR_STANDS_AT = TODAY + dt.timedelta(days=1)
    fresh(partnership)
    assert Derivation.objects.get().on == TODAY + dt.timedelta(days=1)


def test_what_stays_the_same_keeps_its_number(partnership, manager):
    happened(manager, "incident_known", "2019-09-02", "2019-01")
    number = the_duty(partnership, "incident.notify").pk
    happened(manager, "incident_known", "2019-09-03", "2019-02")
    assert the_duty(partnership, "incident.notify", "reference:2019-01").pk == number


def test_the_database_and_the_engine_agree_on_how_each_duty_stands(partnership):
    days = [None, *(day(f"2019-09-{n:02}") for n in (5, 9, 12))]
    rows = [
        Duty(
            partnership=partnership, rule_key="x", pack="x", title="x", limit_words="x", owed_by="business_team",
            about=f"{due}/{met}/{lapsed}/{arose}", arose_on=arose, due_on=due, met_on=met, lapsed_on=lapsed,
        )
        for due in days
        for met in days
        for lapsed in days
        for arose in (day("2019-09-01"), day("2019-09-10"))
    ]  # fmt: skip
    Duty.objects.bulk_create(rows)
    for on in (day("2019-09-05"), TODAY, day("2019-09-12"), day("2019-09-20")):
        for state in State:
            found = set(Duty.objects.standing(on, state).values_list("about", flat=True))
            expected = {
                row.about
                for row in rows
                if state_on(on, arose=row.arose_on, due=row.due_on, met=row.met_on, lapsed=row.lapsed_on)
                == state
            }
            assert found == expected, (on, state)
        still = {"due", "paused", "breached"}
        assert set(Duty.objects.open(on).values_list("about", flat=True)) == {
            row.about for row in rows if str(row.state(on)) in still
        }


def test_duties_of_one_partnership_are_nothing_to_another(partnership, manager, outsider):
    make_partnership("essex")
    happened(manager, "incident_known", "2019-09-02", "2019-01")
    refresh(partnership)
    assert not Duty.objects.visible_to(viewing(outsider)).exists()

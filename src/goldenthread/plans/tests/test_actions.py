import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.cast import TODAY, make_plan, rate, viewing

from goldenthread.partnership.errors import StaleVersionError
from goldenthread.partnership.models import AuditEvent
from goldenthread.partnership.models.history import HistoryIsFixedError
from goldenthread.plans.actions.history import add_evidence, explain, rate_action
from goldenthread.plans.actions.planning import (
    close_plan,
    create_plan,
    reopen_plan,
    save_objective,
    update_plan,
)
from goldenthread.plans.actions.register import add_action, move_due_date, update_action, withdraw_action
from goldenthread.plans.models import Action, RatingUpdate

D = dt.date


def refused(code):
    return pytest.raises(ValidationError, match="") if code is None else _Refused(code)


class _Refused:
    def __init__(self, code):
        self.code = code

    def __enter__(self):
        self.raises = pytest.raises(ValidationError)
        self.info = self.raises.__enter__()
        return self.info

    def __exit__(self, *details):
        result = self.raises.__exit__(*details)
        errors = getattr(self.info.value, "error_dict", None)
        codes = [e.code for found in errors.values() for e in found] if errors else [self.info.value.code]
        assert self.code in codes
        return result


@pytest.fixture
def bm(business_manager):
    return viewing(business_manager)


def test_a_rating_adds_a_row_and_an_audit_entry(bm, action):
    rate_action(by=bm, action=action, value=2, text="Trainer sought", on=D(2019, 8, 1))
    rate_action(by=bm, action=action, value=3, text="Trainer found")
    assert list(action.ratings.values_list("value", "rated_on", "by_label")) == [
        (3, TODAY, "Business Manager"),
        (2, D(2019, 8, 1), "Business Manager"),
    ]
    assert AuditEvent.objects.filter(verb="action.rated").first().changes == {"rating": [2, 3]}


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_rating_outside_the_scale_is_refused(bm, action, value):
    with refused("off_scale"):
        rate_action(by=bm, action=action, value=value, text="x")
    assert not RatingUpdate.objects.exists()


def test_the_red_amber_green_scale_ends_at_complete(bm, partnership):
    plan = make_plan(partnership, "send", scale_key="ragc")
    action = add_action(by=bm, plan=plan, ref="1", objective=plan.objectives.create(ref="1"))
    with refused("off_scale"):
        rate_action(by=bm, action=action, value=5, text="x")


def test_a_rating_cannot_be_dated_tomorrow_or_before_the_latest(bm, action):
    with refused("future"):
        rate_action(by=bm, action=action, value=3, text="x", on=TODAY + dt.timedelta(1))
    rate_action(by=bm, action=action, value=3, text="x", on=D(2019, 8, 2))
    with refused("out_of_order"):
        rate_action(by=bm, action=action, value=3, text="x", on=D(2019, 8, 1))
    rate_action(by=bm, action=action, value=2, text="corrected the same day", on=D(2019, 8, 2))


def test_completed_asks_for_evidence_and_sustained_for_impact(bm, action):
    with refused("needs_evidence"):
        rate_action(by=bm, action=action, value=4, text="Done")
    add_evidence(by=bm, action=action, kind="done", title="Register", link="https://example.org/register")
    rate_action(by=bm, action=action, value=4, text="Done")
    with refused("needs_impact"):
        rate_action(by=bm, action=action, value=5, text="Sustained")
    add_evidence(by=bm, action=action, kind="impact", title="Repeat audit", link="https://example.org/audit")
    rate_action(by=bm, action=action, value=5, text="Sustained")
    assert action.ratings.first().value == 5


def test_evidence_is_a_file_or_a_link_never_both_nor_neither(bm, action):
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7")
    for wrong in ({}, {"link": "https://example.org", "file": file}):
        with refused("file_or_link"):
            add_evidence(by=bm, action=action, kind="done", title="Minutes", **wrong)
    evidence = add_evidence(by=bm, action=action, kind="done", title="Minutes", file=file)
    assert (evidence.file_name, evidence.file_size, len(evidence.checksum)) == ("minutes.pdf", 8, 64)
    assert "minutes" not in evidence.file.name


@pytest.mark.parametrize(
    "table", ["plans_ratingupdate", "plans_explanation", "plans_duedatechange", "plans_evidence"]
)
def test_history_cannot_be_changed_by_the_application_nor_in_the_database(bm, action, table):
    rate_action(by=bm, action=action, value=2, text="x")
    explain(by=bm, action=action, text="x")
    move_due_date(by=bm, action=action, to=D(2019, 10, 31), reason="x")
    add_evidence(by=bm, action=action, kind="done", title="x", link="https://example.org")
    for row in (
        *action.ratings.all(),
        *action.explanations.all(),
        *action.due_date_changes.all(),
        *action.evidence.all(),
    ):
        with pytest.raises(HistoryIsFixedError):
            row.save()
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET by_label = 'x'")


def test_moving_a_due_date_keeps_the_old_one_with_the_reason(bm, action):
    move_due_date(by=bm, action=action, to=D(2019, 11, 30), reason="The trainer is booked")
    change = action.due_date_changes.get()
    action.refresh_from_db()
    assert (change.old_due_on, change.new_due_on, change.reason) == (
        D(2019, 8, 31),
        D(2019, 11, 30),
        "The trainer is booked",
    )
    assert action.due_on == D(2019, 11, 30)


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [
        (D(2019, 11, 30), "  ", "no_reason"),
        (D(2019, 8, 31), "same", "unchanged"),
        (D(2019, 5, 31), "before the start", "due_before_start"),
    ],
)
def test_a_due_date_move_is_refused(bm, action, to, reason, code):
    Action.objects.filter(pk=action.pk).update(started_on=D(2019, 6, 1))
    with refused(code):
        move_due_date(by=bm, action=action, to=to, reason=reason)
    assert not action.due_date_changes.exists()


def test_a_reference_is_used_once_in_a_plan_whatever_its_capitals(bm, plan, objective):
    add_action(by=bm, plan=plan, ref="R7a", objective=objective)
    with refused("duplicate"):
        add_action(by=bm, plan=plan, ref="r7A", objective=objective)


@pytest.mark.parametrize("ref", ["", "about", "1/2", "a b 1", "é1", "1" * 31, "../1", "-1"])
def test_a_reference_that_could_not_stand_in_an_address_is_refused(bm, plan, objective, ref):
    with refused("reference"):
        add_action(by=bm, plan=plan, ref=ref, objective=objective)


def test_the_database_refuses_a_due_date_before_the_start(objective):
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(
            plan=objective.plan,
            objective=objective,
            ref="1.1",
            started_on=D(2019, 6, 2),
            due_on=D(2019, 6, 1),
        )


def test_an_action_of_another_plans_objective_or_a_neighbours_agency_is_refused(
    bm, plan, objective, outsider, partnership
):
    elsewhere = make_plan(partnership, "other").objectives.create(ref="1")
    with refused("other_plan"):
        add_action(by=bm, plan=plan, ref="1.1", objective=elsewhere)
    theirs = outsider.partnership.agencies.create(key="x", name="Southend Council")
    with refused("other_partnership"):
        add_action(by=bm, plan=plan, ref="1.1", objective=objective, lead_agency=theirs)
    with refused("other_partnership"):
        add_action(by=bm, plan=plan, ref="1.1", objective=objective, leads=[outsider])
    assert not plan.actions.exists()


def test_the_second_of_two_people_who_change_one_action_is_told(bm, action):
    update_action(by=bm, action=action, seen_version=1, title="First")
    with pytest.raises(StaleVersionError) as stale:
        update_action(by=bm, action=action, seen_version=1, title="Second")
    assert stale.value.current.title == "First"
    assert Action.objects.get().title == "First"


def test_changing_the_people_is_on_record(bm, action, member, chair):
    update_action(by=bm, action=action, seen_version=1, leads=[chair])
    assert [part.person for part in action.officer_parts.all()] == [chair]
    assert AuditEvent.objects.get(verb="action.changed").changes == {"lead": [[str(member)], [str(chair)]]}


def test_a_withdrawn_action_is_kept_as_it_was(bm, action):
    withdraw_action(by=bm, action=action, on=TODAY, reason="Overtaken by the review")
    for attempt in (
        lambda: rate_action(by=bm, action=action, value=3, text="x"),
        lambda: explain(by=bm, action=action, text="x"),
        lambda: withdraw_action(by=bm, action=action, on=TODAY, reason="again"),
    ):
        with refused("withdrawn"):
            attempt()


def test_the_scale_cannot_change_once_actions_are_rated(bm, plan, action):
    update_plan(by=bm, plan=plan, seen_version=1, scale_key="ragc")
    rate(action, 2, D(2019, 8, 1))
    with refused("scale_in_use"):
        update_plan(by=bm, plan=plan, seen_version=2, scale_key="five_point")


def test_a_plan_closes_and_opens_again_with_reasons(bm, plan):
    with refused("before_start"):
        close_plan(by=bm, plan=plan, on=D(2019, 5, 6), reason="x")
    close_plan(by=bm, plan=plan, on=D(2019, 9, 1), reason="Replaced")
    with refused("closed"):
        close_plan(by=bm, plan=plan, on=D(2019, 9, 2), reason="x")
    reopen_plan(by=bm, plan=plan, reason="Not replaced after all")
    with refused("open"):
        reopen_plan(by=bm, plan=plan, reason="x")
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["plan.closed", "plan.reopened"]


@pytest.mark.parametrize(
    ("key", "code"), [("delivery-2019", "duplicate"), ("new", "reserved"), ("actions", "reserved")]
)
def test_a_plans_address_is_its_own(bm, partnership, plan, key, code):
    with refused(code):
        create_plan(by=bm, partnership=partnership, key=key, title="x", starts_on=TODAY)


def test_an_objectives_number_is_used_once(bm, plan, objective):
    with refused("duplicate"):
        save_objective(by=bm, plan=plan, ref="1", title="Again")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("business_manager", True),
        ("business_team", True),
        ("member", True),  # leads the action
        ("chair", True),  # chairs the group that oversees it
        ("safeguarding_partner", True),  # answers for the agency that leads it
        ("agency_lead", False),  # of another agency
        ("data_lead", False),
        ("scrutineer", False),
        ("lay_member", False),
        ("practitioner", False),
        ("report_reader", False),
        ("administrator", False),
        ("outsider", False),
    ],
)
def test_who_may_rate_an_action(everybody, action, who, may):
    viewer = viewing(everybody[who])
    if may:
        rate_action(by=viewer, action=action, value=3, text="x")
    else:
        with pytest.raises(PermissionDenied):
            rate_action(by=viewer, action=action, value=3, text="x")
    assert action.ratings.exists() is may


def test_a_lay_member_or_scrutineer_named_as_lead_still_changes_nothing(action, lay_member, scrutineer):
    for person in (lay_member, scrutineer):
        action.officer_parts.create(person=person, part="responsible")
        with pytest.raises(PermissionDenied):
            explain(by=viewing(person), action=action, text="x")


def test_a_lead_who_may_not_see_the_restricted_plan_may_not_update_its_actions(plan, action, member):
    plan.restricted = True
    plan.save()
    with pytest.raises(PermissionDenied):
        explain(by=viewing(member), action=action, text="x")

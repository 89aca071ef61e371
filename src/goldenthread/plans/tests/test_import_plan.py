import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import CAST, TODAY, make_action, make_person, make_plan, rate, viewing

from goldenthread.partnership.models import AuditEvent
from goldenthread.plans.importing import plan as importing
from goldenthread.plans.importing.plan import PreviewOutOfDate, import_plan, open_sheet, propose
from goldenthread.plans.importing.refusal import ImportRefused
from goldenthread.plans.models import (
    Action,
    DueDateChange,
    Explanation,
    Objective,
    Officer,
    PlanImport,
    RatingUpdate,
)
from goldenthread.plans.tests.import_files import bring_in, csv_of, errors_of, kept_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
__all__ = ["kept_files"]
D = dt.date

DEVELOPMENT = """
priority_no | priority | outcome | action | success_measure | lead | due | rag_initial | rag_2019_07 | update
1 | Workforce  | Steady staff | Recruit    | Posts filled | SM | Jan-20 | 2 | 3 | Advertised
1 | Workforce  | Steady staff | Retain     | Fewer leave  |    | Apr-20 | 1 | 1 | None yet
2 | Early help | Help sooner  | Open a hub | Hub open     | SM |        | 2 | 4 |
"""
RECOMMENDATIONS = """
no | recommendation    | actions        | timeframe                     | rag       | update       | lead
1  | Review staffing   | Review it      | October 31st 2019             | COMPLETED | Done         | ABC / SM
2  | Set up governance | Write the plan | December 1st 2019 (Completed) | Amber     | In hand      | ABC
"""
EXCEPTIONS = """
action_ref | comment                   | source
1.4        | Waiting for a trainer     | Report, 2.13
11.4       | To be discussed           | Report, 2.13
"""


@pytest.fixture
def bm(business_manager):
    return viewing(business_manager)


@pytest.fixture
def development(partnership):
    return make_plan(partnership, "development", title="Development plan", starts_on=D(2019, 4, 1))


def everything(plan):
    """All that an import may write, to be compared before and after."""
    of_plan = {"action__plan": plan}
    return {
        "objectives": list(Objective.objects.filter(plan=plan).values()),
        "actions": list(Action.objects.filter(plan=plan).values()),
        "officers": list(Officer.objects.filter(**of_plan).values()),
        "ratings": list(RatingUpdate.objects.filter(**of_plan).values()),
        "due": list(DueDateChange.objects.filter(**of_plan).values()),
        "explanations": list(Explanation.objects.filter(**of_plan).values()),
        "imports": list(PlanImport.objects.filter(plan=plan).values()),
        "audit": list(AuditEvent.objects.values()),
    }


def test_a_plan_without_references_is_numbered_within_each_objective(development, member, bm):
    result = bring_in(development, DEVELOPMENT, by=bm)
    assert (result.added, result.changed, result.unchanged) == (3, 0, 0)
    found = development.actions.values_list("ref", "objective__ref", "objective__title", "title")
    assert list(found) == [
        ("1.1", "1", "Workforce", "Recruit"),
        ("1.2", "1", "Workforce", "Retain"),
        ("2.1", "2", "Early help", "Open a hub"),
    ]
    assert development.objectives.get(ref="2").intended_outcome == "Help sooner"


def test_every_cell_finds_its_place(development, member, bm):
    bring_in(development, DEVELOPMENT, by=bm)
    action = development.actions.get(ref="1.1")
    assert (action.success_measures, action.due_on, action.due_precision) == (
        "Posts filled",
        D(2020, 1, 31),
        "month",
    )
    assert (action.due_as_printed, action.lead_as_printed) == ("Jan-20", "")
    assert [part.person for part in action.officer_parts.all()] == [member]
    given = action.ratings.order_by("rated_on").values_list("rated_on", "value", "text", "opening", "source")
    assert list(given) == [
        (D(2019, 4, 1), 2, "", True, "plan.csv, row 2"),
        (D(2019, 7, 31), 3, "Advertised", False, "plan.csv, row 2"),
    ]


def test_a_list_of_recommendations_stands_under_one_objective_called_as_the_plan(partnership, member, bm):
    plan = make_plan(partnership, "send", title="SEND action plan", scale_key="ragc", starts_on=D(2019, 4, 1))
    bring_in(plan, RECOMMENDATIONS, by=bm)
    assert [(o.ref, o.title) for o in plan.objectives.all()] == [("1", "SEND action plan")]
    first, second = plan.actions.all()
    assert (first.ref, first.recommendation, first.title) == ("1", "Review staffing", "Review it")
    assert (second.due_on, second.due_as_printed) == (D(2019, 12, 1), "December 1st 2019 (Completed)")
    assert [(r.value, r.rated_on, r.text) for r in first.ratings.all()] == [(4, TODAY, "Done")]


def test_a_reference_names_its_objective_by_what_stands_before_its_last_full_stop(development, bm):
    bring_in(development, EXCEPTIONS, by=bm, as_at=D(2019, 9, 3))
    assert list(development.actions.values_list("ref", "objective__ref")) == [("1.4", "1"), ("11.4", "11")]
    told = Explanation.objects.order_by("id").values_list("text", "given_on", "source", "by_label")
    assert told[0] == ("Waiting for a trainer", D(2019, 9, 3), "Report, 2.13", "Business Manager")


@pytest.mark.parametrize("table", [DEVELOPMENT, RECOMMENDATIONS, EXCEPTIONS])
def test_the_same_file_again_changes_nothing(partnership, member, bm, table):
    scale = "ragc" if table is RECOMMENDATIONS else "five_point"
    plan = make_plan(partnership, "again", scale_key=scale, starts_on=D(2019, 4, 1))
    bring_in(plan, table, by=bm)
    before = everything(plan)
    result = bring_in(plan, table, by=bm)
    assert (result.added, result.changed) == (0, 0)
    assert result.proposal.does_nothing
    assert everything(plan) == before


def test_a_rating_called_current_is_not_given_again_on_a_later_day(partnership, member, bm):
    plan = make_plan(partnership, "send", scale_key="ragc", starts_on=D(2019, 4, 1))
    bring_in(plan, RECOMMENDATIONS, by=bm, as_at=D(2019, 7, 1))
    before = everything(plan)
    assert bring_in(plan, RECOMMENDATIONS, by=bm, as_at=TODAY).proposal.does_nothing
    assert everything(plan) == before


def test_one_bad_row_at_the_end_leaves_nothing_behind(development, member, bm, kept_files):
    before = everything(development)
    [(row, column, message)] = errors_of(
        development, DEVELOPMENT + "3 | Third | | Late row | | | | 2 | 9 |", by=bm
    )
    assert (row, column) == (5, "rag_2019_07")
    assert message == "“9” is not on this plan's scale. Use 1, 2, 3, 4 or 5."
    assert everything(development) == before
    assert not [path for path in kept_files.rglob("*") if path.is_file()]


def test_a_dry_run_answers_the_same_and_writes_nothing(development, member, bm):
    before = everything(development)
    tried = bring_in(development, DEVELOPMENT, by=bm, dry_run=True)
    assert everything(development) == before
    assert tried.as_json() == bring_in(development, DEVELOPMENT, by=bm).as_json()


def test_a_blank_cell_says_nothing_and_an_action_not_mentioned_stays(development, member, bm):
    bring_in(development, DEVELOPMENT, by=bm)
    result = bring_in(development, "ref | action | due\n1.1 | | \n", by=bm)
    assert (result.changed, result.unchanged, result.proposal.absent) == (0, 1, 2)
    assert result.notices == ("2 actions of the plan are not in this file, and will stay as they are.",)


def test_what_changes_is_told_field_by_field_and_kept_in_the_audit_trail(action, bm, police):
    action.due_on = D(2019, 6, 30)
    action.save()
    result = bring_in(
        action.plan,
        f"ref | action | lead agency | due\n{action.ref} | New words | essex police | 2020-01-31\n",
        by=bm,
    )
    [change] = result.proposal.changed
    assert [(d.label, d.after) for d in change.differences] == [
        ("Action", "New words"),
        ("Lead agency", "Essex Police"),
        ("Due date", "31 January 2020"),
    ]
    event = AuditEvent.objects.get(
        object_type="plans.action", object_id=str(action.pk), verb="action.imported"
    )
    assert event.changes["Due date"] == ["30 June 2019", "31 January 2020"]
    assert AuditEvent.objects.get(verb="plan.imported").changes["actions_changed"] == [None, [action.ref]]


def test_a_due_date_moves_with_its_history(action, bm):
    action.due_on, action.due_precision = D(2019, 6, 30), "month"
    action.save()
    seen = action.version
    bring_in(action.plan, f"ref | action | due\n{action.ref} | {action.title} | Q3 2019/20\n", by=bm)
    move = DueDateChange.objects.get()
    assert (move.old_due_on, move.old_precision) == (D(2019, 6, 30), "month")
    assert (move.new_due_on, move.new_precision) == (D(2019, 12, 31), "quarter")
    assert (move.reason, move.by_label) == ("Imported from plan.csv", "Business Manager")
    action.refresh_from_db()
    assert (action.due_on, action.due_as_printed, action.version) == (D(2019, 12, 31), "Q3 2019/20", seen + 1)


def test_another_rating_of_a_month_is_a_new_row_that_stands(development, member, bm):
    bring_in(development, DEVELOPMENT, by=bm)
    result = bring_in(development, "ref | rag jul 2019\n1.1 | 4\n1.2 | 1\n", by=bm)
    assert (result.changed, result.unchanged) == (1, 1)
    [difference] = result.proposal.changed[0].differences
    assert (difference.label, difference.before, difference.after) == (
        "Rating in July 2019",
        "3 On track",
        "4 Completed and evidenced",
    )
    ratings = development.actions.get(ref="1.1").ratings.filter(opening=False)
    assert [(r.rated_on, r.value) for r in ratings] == [(D(2019, 7, 31), 4), (D(2019, 7, 31), 3)]
    assert bring_in(development, "ref | rag jul 2019\n1.1 | 4\n1.2 | 1\n", by=bm).proposal.does_nothing


def test_a_correction_is_never_dated_before_what_it_corrects(action, bm):
    rate(action, 2, D(2019, 9, 6))
    bring_in(action.plan, f"ref | rag sep 2019\n{action.ref} | 3\n", by=bm, as_at=D(2019, 9, 4))
    assert [(r.rated_on, r.value) for r in action.ratings.all()][:2] == [
        (D(2019, 9, 6), 3),
        (D(2019, 9, 6), 2),
    ]


def test_the_month_of_the_files_own_date_is_rated_on_that_date(development, bm):
    bring_in(development, "ref | action | rag sep 2019\n1.1 | Do | 3\n", by=bm, as_at=D(2019, 9, 4))
    assert RatingUpdate.objects.get().rated_on == D(2019, 9, 4)


def test_progress_without_a_rating_restates_the_standing_one(action, bm):
    rate(action, 2, D(2019, 7, 1))
    table = f"ref | action | progress\n{action.ref} | {action.title} | Room found\n"
    assert bring_in(action.plan, table, by=bm).changed == 1
    latest = action.ratings.first()
    assert (latest.value, latest.text, latest.rated_on) == (2, "Room found", TODAY)
    assert bring_in(action.plan, table, by=bm).proposal.does_nothing


def test_levels_that_ask_for_proof_are_taken_and_flagged(development, member, bm):
    notices = bring_in(development, DEVELOPMENT, by=bm).notices
    assert notices == (
        "1 action is rated 4 Completed and evidenced without evidence on record: 2.1. Add it on its page.",
    )


@pytest.mark.parametrize(
    ("printed", "found", "kept"),
    [
        ("SM", ["Service Manager"], ""),
        ("service manager", ["Service Manager"], ""),
        ("SM (Early Help)", ["Service Manager"], ""),
        ("SM / ABC", ["Service Manager"], "SM / ABC"),
        ("Head of Housing and Repairs", ["Head of Housing and Repairs"], ""),
        ("SM and Head of Housing and Repairs", [], "SM and Head of Housing and Repairs"),
        ("SM; Head of Housing and Repairs", ["Service Manager", "Head of Housing and Repairs"], ""),
        ("SM and service manager", ["Service Manager"], ""),
        ("AC", [], "AC"),
        ("AC (Youth Worker)", ["Youth Worker"], ""),
        ("Strategic Leads and all managers", [], "Strategic Leads and all managers"),
    ],
)
def test_leads_are_found_by_initials_or_post_and_otherwise_kept_as_printed(
    development, partnership, member, bm, printed, found, kept
):
    make_person(partnership, "Head of Housing and Repairs", account=False)
    make_person(partnership, "Youth Worker", account=False, initials="AC")
    make_person(partnership, "Auditor", account=False, initials="AC")
    bring_in(development, f"ref | action | lead\n1.1 | Do | {printed}\n", by=bm)
    action = development.actions.get()
    assert [part.person.post for part in action.officer_parts.order_by("id")] == found
    assert action.lead_as_printed == kept


def test_a_name_that_fits_nobody_or_two_is_a_notice_with_its_rows(development, partnership, member, bm):
    for post in ("Youth Worker", "Auditor"):
        make_person(partnership, post, account=False, initials="AC")
    table = "ref | action | lead\n1.1 | Do | AC\n1.2 | Do | AC / XY\n"
    notices = bring_in(development, table, by=bm).notices
    assert notices == (
        "“AC” could be Youth Worker and Auditor: kept as printed (rows 2 and 3).",
        "“XY” is nobody on this partnership's list of people: kept as printed (row 3).",
    )


def test_somebody_who_left_is_found_only_for_an_action_that_is_theirs(development, member, bm):
    bring_in(development, "ref | action | lead\n1.1 | Do | SM\n", by=bm)
    member.left_on = D(2019, 9, 1)
    member.save()
    bring_in(development, "ref | action | lead\n1.1 | Do | SM\n1.2 | Too | SM\n", by=bm)
    assert [a.officer_parts.count() for a in development.actions.all()] == [1, 0]


def test_only_whoever_manages_plans_may_import(everybody, development):
    allowed = set()
    for name in CAST:
        try:
            bring_in(development, EXCEPTIONS, by=viewing(everybody[name]), dry_run=True)
        except PermissionDenied:
            continue
        allowed.add(name)
    assert allowed == {"business_manager", "business_team"}


def test_the_columns_chosen_last_time_are_offered_for_the_same_headings(development, bm):
    table = "ref | what is planned | remarks\n1.1 | Do it | Good\n"
    chosen = {"ref": "ref", "what is planned": "title", "remarks": "next_steps"}
    bring_in(development, table, by=bm, mapping=chosen)
    assert bring_in(development, table, by=bm).proposal.does_nothing
    assert importing.mapping_for(development, ["ref", "what is planned", "remarks"]) == chosen
    assert importing.mapping_for(development, ["ref", "remarks"])["remarks"] == "note"


def test_a_heading_that_is_not_mentioned_is_guessed_unless_its_field_is_taken(development, bm):
    table = "ref | action | due | by the latest\n1.1 | Do | May 2019 | June 2019\n"
    bring_in(development, table, by=bm, mapping={"by the latest": "due_on"})
    assert development.actions.get().due_on == D(2019, 6, 30)


def test_an_import_that_is_no_longer_what_was_shown_is_shown_again(action, bm):
    content = csv_of(f"ref | action\n{action.ref} | Other words\n")
    mapping = {"ref": "ref", "action": "title"}
    shown = propose(action.plan, open_sheet(content, "plan.csv"), mapping, as_at=TODAY).fingerprint
    Action.objects.filter(pk=action.pk).update(title="Changed meanwhile")
    options = {"by": bm, "plan": action.plan, "content": content, "filename": "plan.csv", "mapping": mapping}
    with pytest.raises(PreviewOutOfDate) as out_of_date:
        import_plan(**options, expected=shown)
    action.refresh_from_db()
    assert action.title == "Changed meanwhile"
    import_plan(**options, expected=out_of_date.value.proposal.fingerprint)
    action.refresh_from_db()
    assert action.title == "Other words"


def test_two_people_import_the_same_file_and_the_second_is_shown_what_is_left(
    development, member, bm, business_team
):
    content = csv_of(DEVELOPMENT)
    mapping = importing.mapping_for(development, open_sheet(content, "plan.csv").headings)
    shown = propose(development, open_sheet(content, "plan.csv"), mapping, as_at=TODAY).fingerprint
    options = {"plan": development, "content": content, "filename": "plan.csv", "expected": shown}
    import_plan(by=bm, **options)
    with pytest.raises(PreviewOutOfDate) as out_of_date:
        import_plan(by=viewing(business_team), **options)
    assert out_of_date.value.proposal.does_nothing
    assert development.actions.count() == 3


def test_what_is_proposed_does_not_depend_on_the_order_in_which_things_were_saved(action, bm):
    content = csv_of(f"ref | action | lead\n{action.ref} | Words | SM\n9.9 | More | ZZ\n")
    mapping = {"ref": "ref", "action": "title", "lead": "lead"}
    first, again = (
        propose(action.plan, open_sheet(content, "p.csv"), mapping, as_at=TODAY) for _ in range(2)
    )
    assert first.fingerprint == again.fingerprint
    assert (
        first.fingerprint
        != propose(action.plan, open_sheet(content, "p.csv"), mapping, as_at=D(2019, 9, 1)).fingerprint
    )


def test_hostile_cells_are_kept_as_the_text_they_are(development, bm):
    hostile = '=HYPERLINK("http://example.org","x")'
    bring_in(development, [["ref", "action", "note"], ["1.1", hostile, "<script>alert(1)</script>"]], by=bm)
    action = development.actions.get()
    assert (action.title, action.note) == (hostile, "<script>alert(1)</script>")


def big(rows):
    headings = [
        "Action ref",
        "Objective",
        "Action",
        "Lead agency",
        "Lead",
        "Due",
        "RAG initial",
        "RAG",
        "Progress",
    ]
    every = ["Thurrock Council", "SM / XY", "May 2020", "2", "3"]
    numbers = [(n // 50 + 1, n % 50 + 1) for n in range(rows)]
    return [
        headings,
        *([f"{o}.{n}", f"Objective {o}", f"Do {n}", *every, f"News {o}.{n}"] for o, n in numbers),
    ]


def test_ten_thousand_rows_are_read_in_as_few_queries_as_ten(partnership, council, member, bm):
    counts = {}
    for rows in (10, 10_000):
        plan = make_plan(partnership, f"big-{rows}", starts_on=D(2019, 4, 1))
        with CaptureQueriesContext(connection) as first:
            assert bring_in(plan, big(rows), by=bm).added == rows
        with CaptureQueriesContext(connection) as second:
            assert bring_in(plan, big(rows), by=bm).unchanged == rows
        reads = [query for query in first.captured_queries if not query["sql"].startswith("INSERT")]
        counts[rows] = (len(reads), len(second))
        # SQLite takes 999 values in a statement, so that long inserts go in batches of some forty rows.
        assert len(first) - len(reads) <= 10 + rows * 5 / 40
    assert counts[10] == counts[10_000]
    assert counts[10][1] <= 16


def test_the_errors_of_a_long_file_are_counted_beyond_two_hundred(development, bm):
    rows = [["ref", "action", "rag"], *([f"1.{n}", "Do", "8"] for n in range(1, 302))]
    with pytest.raises(ImportRefused) as refused:
        bring_in(development, rows, by=bm)
    assert (len(refused.value.errors), refused.value.more) == (200, 101)
    listed = refused.value.as_json()["errors"]
    assert listed[0] == {
        "row": 2,
        "column": "rag",
        "message": "“8” is not on this plan's scale. Use 1, 2, 3, 4 or 5.",
    }
    assert listed[-1]["row"] is None
    assert listed[-1]["message"].startswith("There are 101 more errors like these.")


def test_an_action_of_another_objective_moves_and_says_so(action, bm):
    make_action(Objective.objects.create(plan=action.plan, ref="7"), "7.1")
    result = bring_in(action.plan, f"ref | objective no | action\n{action.ref} | 7 | {action.title}\n", by=bm)
    [difference] = result.proposal.changed[0].differences
    assert (difference.label, difference.after) == ("Objective", "7")
    action.refresh_from_db()
    assert action.objective.ref == "7"


def test_an_objective_worded_otherwise_is_a_change_that_is_shown(development, member, bm):
    bring_in(development, DEVELOPMENT, by=bm)
    result = bring_in(development, DEVELOPMENT.replace("Early help", "Earlier help"), by=bm)
    [objective] = result.proposal.objectives
    assert [(d.before, d.after) for d in objective.differences] == [("Early help", "Earlier help")]
    assert development.objectives.get(ref="2").title == "Earlier help"
    assert (result.added, result.changed) == (0, 0)

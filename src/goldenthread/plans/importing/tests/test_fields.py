import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.plans.importing.fields import FIELDS, guess_mapping, guess_period

DEVELOPMENT_PLAN = {
    "priority_no": "objective_ref",
    "priority": "objective_title",
    "outcome": "intended_outcome",
    "action": "title",
    "success_measure": "success_measures",
    "lead": "lead",
    "responsible": "responsible",
    "due": "due_as_printed",
    "rag_initial": "rating:initial",
    "rag_2018_01": "rating:2018-01",
    "progress_update": "update_text",
    "ofsted_rec": "recommendation_ref",
    "source": "source",
    "due_month": "due_on",
    "ofsted_rec_outcome": None,
    "note": "note",
}
SEND_PLAN = {
    "no": "ref",
    "recommendation": "recommendation",
    "actions": "title",
    "timeframe": "due_on",
    "rag": "rating:current",
    "update": "update_text",
    "next_phase": "next_steps",
    "lead": "lead",
    "source": "source",
    "previous_no": None,
}
EXCEPTIONS = {"action_ref": "ref", "comment": "explanation", "source": "source"}
BOARD_PLAN = {
    "Ref.": "ref",
    "Priority": "objective_title",
    "Action required": "title",
    "Owner": "lead",
    "Agency": "lead_agency",
    "Sub-group": "overseeing_group",
    "By when?": "due_on",
    "RAG Jan 2018": "rating:2018-01",
    "RAG 04/18": "rating:2018-04",
    "Current RAG": "rating:current",
    "Comments": "update_text",
}
REVIEW_PLAN = {
    "Recommendation No": "recommendation_ref",
    "Recommendation": "recommendation",
    "Action No": "ref",
    "Actions": "title",
    "Lead Officer": "lead",
    "Responsible Officer": "responsible",
    "Timescale": "due_as_printed",
    "Deadline": "due_on",
    "Measures of Success": "success_measures",
    "Progress": "update_text",
    "Comments": "explanation",
    "Status": "rating:current",
}
TRACKER = {
    "ID": "ref",
    "Objective": "objective_title",
    "Desired Outcomes": "intended_outcome",
    "What will we do?": "title",
    "Who": "lead",
    "Person responsible": "responsible",
    "Start date": "started_on",
    "Due date": "due_on",
    "How will we know?": "success_measures",
    "RAG": "rating:current",
    "Status": None,
    "Next steps": "next_steps",
    "Notes": "note",
    "Budget": None,
}


@pytest.mark.parametrize(
    "expected",
    [DEVELOPMENT_PLAN, SEND_PLAN, EXCEPTIONS, BOARD_PLAN, REVIEW_PLAN, TRACKER],
    ids=["development plan", "send plan", "exceptions", "board plan", "review plan", "tracker"],
)
def test_the_columns_of_real_plans_are_recognised(expected):
    assert guess_mapping(list(expected)) == expected


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Action", "title"),
        ("ACTIONS", "title"),
        ("Action no", "ref"),
        ("Action No.", "ref"),
        ("action_ref", "ref"),
        ("Ref", "ref"),
        ("Reference", "ref"),
        ("#", "ref"),
        ("Priority", "objective_title"),
        ("Priority No", "objective_ref"),
        ("Objective", "objective_title"),
        ("Timescale", "due_on"),
        ("Timescales", "due_on"),
        ("Deadline", "due_on"),
        ("Due", "due_on"),
        ("By when", "due_on"),
        ("Target completion date", "due_on"),
        ("Who", "lead"),
        ("Lead", "lead"),
        ("Lead(s)", "lead"),
        ("Lead officer", "lead"),
        ("Lead officer and job title", "lead"),
        ("Owner", "lead"),
        ("Agency", "lead_agency"),
        ("Lead Agency", "lead_agency"),
        ("Overseeing group", "overseeing_group"),
        ("Progress", "update_text"),
        ("Progress update (January)", "update_text"),
        ("Exception comment", "explanation"),
        ("Comments", "explanation"),
        ("Success Criteria", "success_measures"),
        ("Next steps:", "next_steps"),
        ("RAG", "rating:current"),
        ("R.A.G.", "rating:current"),
        ("BRAG rating", "rating:current"),
        ("Status", "rating:current"),
        ("Rating (1-5)", None),
        ("Favourite colour", None),
        ("", None),
        ("...", None),
    ],
)
def test_common_headings_are_recognised_whatever_their_case_and_punctuation(heading, key):
    assert guess_mapping([heading])[heading] == key


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("RAG initial", "initial"),
        ("Initial RAG rating", "initial"),
        ("Baseline RAG", "initial"),
        ("rag_current", "current"),
        ("RAG status", "current"),
        ("RAG Jan 2018", "2018-01"),
        ("RAG (January 2018)", "2018-01"),
        ("RAG as at 31 January 2018", "2018-01"),
        ("RAG as at 31/01/2018", "2018-01"),
        ("RAG 01/18", "2018-01"),
        ("RAG 1/2018", "2018-01"),
        ("RAG-Jan-18", "2018-01"),
        ("Jan 18 RAG", "2018-01"),
        ("rag_2018_01", "2018-01"),
        ("rag 2018-01", "2018-01"),
        ("RAG Q1 2018/19", "2018-06"),
        ("1 January 2018", "2018-01"),
        ("Jan-18", "2018-01"),
        ("RAG 2018", None),
        ("RAG comments", None),
        ("Previous RAG", None),
        ("2018", None),
        ("43101", None),
        ("Due May 2018", None),
        ("Status update", None),
    ],
)
def test_a_rating_is_told_by_its_period(heading, period):
    assert guess_period(heading) == period


def test_two_ratings_of_one_period_are_not_both_mapped():
    assert guess_mapping(["Status", "RAG", "RAG Jan 18", "rag_2018_01"]) == {
        "Status": None,
        "RAG": "rating:current",
        "RAG Jan 18": "rating:2018-01",
        "rag_2018_01": None,
    }


def test_the_best_heading_wins_wherever_it_stands():
    assert guess_mapping(["Our action to date", "Action"]) == {"Our action to date": None, "Action": "title"}


HEADINGS = [synonym for field in FIELDS for synonym in field.synonyms if synonym]


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(HEADINGS), st.text("ab #?_-", max_size=20), st.just("RAG Jan 18")),
        unique=True,
    )
)
def test_no_two_headings_are_given_one_field_and_every_guess_is_a_known_field(headings):
    mapping = guess_mapping(headings)
    assert list(mapping) == headings
    given_keys = [key for key in mapping.values() if key is not None]
    assert len(given_keys) == len(set(given_keys))
    known = {field.key for field in FIELDS} | {"rating:initial", "rating:current", "rating:2018-01"}
    assert set(given_keys) <= known


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_field_is_found_by_its_own_label_and_by_its_first_name(field):
    assert guess_mapping([field.synonyms[0]]) == {field.synonyms[0]: field.key}
    assert guess_mapping([field.label]) == {field.label: field.key}

"""The eleven lists of Annex A, as Ofsted's template of August 2019 has them, and what is accepted in their columns.

A column's canonical value is short and stable: ``yes``, ``N1``, ``E12``.
"""

from __future__ import annotations

from functools import lru_cache

from goldenthread.evidence.measures.annex_a.codes import (
    ABUSE,
    ACCOMMODATION,
    ACTIVITY,
    CASE_STATUS,
    CEASED,
    CLOSURE,
    DISABILITY,
    ELIGIBILITY,
    ETHNICITY,
    GENDER,
    IN_TOUCH,
    LEAVING,
    LEGAL_STATUS,
    LOCATION,
    NEED,
    NO_LONGER,
    PERMANENCE,
    PLACEMENT,
    PROVIDER,
    SOURCE,
    SUITABLE,
)
from goldenthread.evidence.measures.annex_a.columns import (
    CATEGORY,
    CHILD,
    DATE,
    DISABLED,
    IDENTIFIER,
    TEAM,
    WHOLE,
    WORKER,
    AnnexList,
    Column,
    fold,
    yes_no,
)

CONTACTS = AnnexList(
    "contacts",
    1,
    "Contacts",
    (
        *CHILD,
        Column("contact_date", "Date of Contact", DATE, True),
        Column("contact_source", "Contact Source", CATEGORY, True, SOURCE, also=("Source of Contact",)),
    ),
    same=("child_id", "contact_date", "contact_source"),
    happened=("contact_date",),
)
EARLY_HELP = AnnexList(
    "early_help",
    2,
    "Early Help",
    (
        *CHILD,
        Column("assessment_start", "Assessment start date", DATE, True),
        Column("assessment_end", "Assessment completion date", DATE),
        Column("organisation", "Organisation completing assessment", required=True),
    ),
    same=("child_id", "assessment_start", "organisation"),
    order=(("assessment_start", "assessment_end"),),
    happened=("assessment_start", "assessment_end"),
)
REFERRALS = AnnexList(
    "referrals",
    3,
    "Referral",
    (
        *CHILD,
        Column("referral_date", "Date of referral", DATE, True),
        Column("referral_source", "Referral Source", CATEGORY, True, SOURCE),
        yes_no("nfa", "Referral NFA?", True, "Referral No Further Action"),
        Column("referrals_12m", "Number of Referrals in Last 12 Months", WHOLE, True),
        TEAM,
        WORKER,
    ),
    same=("child_id", "referral_date", "referral_source"),
    happened=("referral_date",),
    names=("referrals",),
)
ASSESSMENTS = AnnexList(
    "assessments",
    4,
    "Assessments",
    (
        *CHILD,
        DISABLED,
        Column("assessment_start", "Continuous Assessment Start Date", DATE, True),
        yes_no("child_seen", "Child Seen During Continuous Assessment"),
        Column("assessment_authorised", "Continuous Assessment Date of Authorisation", DATE),
        yes_no(
            "support_needed",
            "Was the child assessed as requiring LA children’s social care support",
            False,
            "Was the child assessed as being in need at assessment",
        ),
        TEAM,
        WORKER,
    ),
    same=("child_id", "assessment_start"),
    order=(("assessment_start", "assessment_authorised"),),
    happened=("assessment_start", "assessment_authorised"),
)
SECTION_47 = AnnexList(
    "section_47",
    5,
    "Section 47 enquiries and Initial Child Protection Conferences",
    (
        *CHILD,
        DISABLED,
        Column(
            "strategy_date",
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            DATE,
            True,
            also=("Strategy discussion date", "Section 47 Enquiry Start Date"),
        ),
        yes_no("icpc_not_needed", "Was an Initial Child Protection Conference deemed unnecessary?"),
        Column("icpc_date", "Date of Initial Child Protection Conference", DATE),
        yes_no(
            "icpc_led_to_plan",
            "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        ),
        Column("s47_12m", "Number of Section 47 Enquiries in the last 12 months", WHOLE, True),
        Column("icpc_12m", "Number of ICPCs in the last 12 months", WHOLE, True),
        TEAM,
        WORKER,
    ),
    same=("child_id", "strategy_date"),
    happened=("strategy_date", "icpc_date"),
    names=("sec47 and icpc", "section 47", "s47"),
)
CHILDREN_IN_NEED = AnnexList(
    "children_in_need",
    6,
    "Children in Need",
    (
        *CHILD,
        DISABLED,
        Column("need_start", "CIN Start Date", DATE),
        Column("need_code", "Primary Need Code", CATEGORY, True, NEED),
        Column("last_seen", "Date Child Was Last Seen", DATE),
        Column("need_end", "CIN Closure Date", DATE),
        Column("closure_reason", "Reason for Closure", CATEGORY, codes=CLOSURE),
        Column("case_status", "Case status", CATEGORY, True, CASE_STATUS),
        TEAM,
        WORKER,
    ),
    same=("child_id",),
    order=(("need_start", "need_end"),),
    happened=("need_start", "need_end", "last_seen"),
    names=("cin",),
)
CHILD_PROTECTION = AnnexList(
    "child_protection",
    7,
    "Child protection",
    (
        *CHILD,
        DISABLED,
        Column("plan_start", "Child Protection Plan Start Date", DATE, True),
        Column("initial_abuse", "Initial Category of Abuse", CATEGORY, True, ABUSE),
        Column("latest_abuse", "Latest Category of Abuse", CATEGORY, True, ABUSE),
        Column("last_visit", "Date of the Last Statutory Visit", DATE),
        yes_no("seen_alone", "Was the Child Seen Alone?"),
        Column("latest_review", "Date of latest review conference", DATE),
        Column("plan_end", "Child Protection Plan End Date", DATE),
        yes_no(
            "emergency_protection",
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
            True,
        ),
        Column("previous_plans", "Number of Previous Child Protection Plans", WHOLE, True),
        TEAM,
        WORKER,
    ),
    same=("child_id",),
    order=(("plan_start", "plan_end"), ("plan_start", "latest_review")),
    happened=("plan_start", "plan_end", "last_visit", "latest_review"),
    in_need=True,
    names=("cp",),
)
LOOKED_AFTER = AnnexList(
    "looked_after",
    8,
    "Children in care",
    (
        *CHILD,
        yes_no("uasc", "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", True),
        DISABLED,
        Column("care_start", "Date Started to be Looked After", DATE, True),
        Column("need_code", "Child's Category of Need", CATEGORY, True, NEED),
        yes_no(
            "second_period",
            "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
            True,
            "Is this a second or subsequent episode of being a Looked After Child within the last 12 months (Y/N)",
        ),
        Column("legal_status_start", "Start date of current legal status", DATE, True),
        Column("legal_status", "Child's Legal Status", CATEGORY, True, LEGAL_STATUS),
        Column("latest_review", "Date of Latest Statutory Review", DATE),
        Column("last_visit", "Date of Last Social Work Visit", DATE),
        Column("permanence_plan", "What is the permanence plan for this child?", CATEGORY, codes=PERMANENCE),
        Column("last_iro_visit", "Date of Last IRO Visit / Contact to the Child", DATE),
        Column("health_assessment", "Date of Last Health Assessment", DATE),
        Column("dental_check", "Date of Last Dental Check", DATE),
        Column("placements_12m", "Number of Placements in the Last 12 months", WHOLE, True),
        Column("care_end", "Date Ceased to be Looked After", DATE),
        Column("ceased_reason", "Reason Ceased to be Looked After", CATEGORY, codes=CEASED),
        Column("placement_start", "Start Date of Most Recent Placement", DATE, True),
        Column("placement_type", "Placement Type", CATEGORY, True, PLACEMENT),
        Column("placement_provider", "Placement Provider", CATEGORY, True, PROVIDER),
        Column("placement_postcode", "Placement postcode"),
        Column("placement_urn", "URN of Placement"),
        Column("placement_location", "Placement Location", CATEGORY, True, LOCATION),
        Column("placement_la", "LA of Placement", required=True),
        Column(
            "missing_episodes",
            "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
            WHOLE,
            True,
        ),
        Column(
            "absent_episodes",
            "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 months",
            WHOLE,
            True,
        ),
        yes_no(
            "interview_offered", "Was the child offered a Return Interview after their last missing episode (Y/N)?"
        ),
        yes_no(
            "interview_accepted", "Did the child accept a Return Interview after their last missing episode (Y/N)?"
        ),
        TEAM,
        WORKER,
    ),
    same=("child_id",),
    order=(("care_start", "care_end"), ("care_start", "legal_status_start"), ("placement_start", "care_end")),
    happened=(
        "care_start", "care_end", "legal_status_start", "placement_start", "latest_review", "last_visit",
        "last_iro_visit", "health_assessment", "dental_check",
    ),
    in_need=True,
    names=("looked after children", "lac", "cla"),
)  # fmt: skip
CARE_LEAVERS = AnnexList(
    "care_leavers",
    9,
    "Care leavers",
    (
        *CHILD,
        yes_no(
            "uasc",
            "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
            False,
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
        ),
        DISABLED,
        TEAM,
        WORKER,
        Column("adviser", "Allocated Personal Advisor", also=("Allocated Personal Adviser",)),
        Column("eligibility", "Eligibility Category", CATEGORY, True, ELIGIBILITY),
        Column("pathway_plan", "Latest Pathway Plan Review Date", DATE),
        Column("in_touch", "LA In Touch", CATEGORY, codes=IN_TOUCH),
        Column("last_contact", "Latest Date of Contact", DATE),
        Column("accommodation", "Type of Accommodation", CATEGORY, codes=ACCOMMODATION),
        Column("suitable", "Suitability of Accommodation", CATEGORY, codes=SUITABLE),
        Column("activity", "Activity Status", CATEGORY, codes=ACTIVITY),
    ),
    same=("child_id",),
    happened=("last_contact",),
    names=("leaving care",),
)
ADOPTION = AnnexList(
    "adoption",
    10,
    "Adoption",
    (
        CHILD[0],
        Column("family_id", "Family identifier", IDENTIFIER),
        *CHILD[1:],
        DISABLED,
        Column("care_start", "Date the Child Entered Care", DATE, True),
        Column("decision", "Date of Decision that Child Should be Placed for Adoption", DATE, True),
        Column("placement_order", "Date of Placement Order", DATE),
        Column("matched", "Date of Matching Child and Prospective Adopters", DATE),
        Column("placed", "Date Placed for Adoption", DATE),
        Column("adoption_order", "Date of Adoption Order", DATE),
        Column("reversed", "Date of Decision that Child Should No Longer be Placed for Adoption", DATE),
        Column(
            "reversed_reason", "Reason Why Child No Longer Placed for Adoption", CATEGORY, codes=NO_LONGER
        ),
        Column(
            "fostering_for_adoption",
            "Date the child was placed for fostering in FFA or concurrent planning placement",
            DATE,
        ),
    ),
    same=("child_id",),
    order=(("care_start", "decision"), ("matched", "placed"), ("placed", "adoption_order")),
    happened=("care_start", "decision", "placement_order", "matched", "placed", "adoption_order", "reversed"),
)
ADOPTERS = AnnexList(
    "adopters",
    11,
    "Adopters",
    (
        Column("adopter_id", "Individual adopter identifier", IDENTIFIER, True),
        Column("family_id", "Family identifier", IDENTIFIER),
        Column("gender", "Gender", CATEGORY, True, GENDER),
        Column("ethnicity", "Ethnicity", CATEGORY, True, ETHNICITY),
        Column(
            "disability",
            "Disability",
            CATEGORY,
            True,
            DISABILITY,
            also=("Does the adopter have a Disability",),
        ),
        yes_no("fostering_for_adoption", "Is the (prospective) adopter fostering for adoption?", True),
        Column("enquiry", "Date enquiry received", DATE, True),
        Column("stage_1_start", "Date Stage 1 started", DATE),
        Column("stage_1_end", "Date Stage 1 ended", DATE),
        Column("stage_2_start", "Date Stage 2 started", DATE),
        Column("stage_2_end", "Date Stage 2 ended", DATE),
        Column("applied", "Date application submitted", DATE),
        Column("approved", "Date application approved", DATE),
        Column("matched", "Date adopter matched with child(ren)", DATE),
        Column("placed", "Date child/children placed with adopter(s)", DATE),
        Column("children_placed", "No. of children placed", WHOLE),
        Column("adoption_order", "Date of Adoption Order", DATE),
        Column("left", "Date of leaving adoption process", DATE),
        Column("leaving_reason", "Reason for leaving adoption process", CATEGORY, codes=LEAVING),
    ),
    same=("adopter_id",),
    order=(("stage_1_start", "stage_1_end"), ("stage_2_start", "stage_2_end"), ("matched", "placed")),
    happened=("enquiry", "stage_1_start", "stage_1_end", "stage_2_start", "stage_2_end", "left"),
)
LISTS: tuple[AnnexList, ...] = (
    CONTACTS, EARLY_HELP, REFERRALS, ASSESSMENTS, SECTION_47, CHILDREN_IN_NEED, CHILD_PROTECTION, LOOKED_AFTER,
    CARE_LEAVERS, ADOPTION, ADOPTERS,
)  # fmt: skip
BY_KEY = {each.key: each for each in LISTS}


@lru_cache(maxsize=1)
def headings_of() -> dict[str, dict[str, str]]:
    """For each list, the canonical name of every folded heading that is accepted."""
    return {
        each.key: {
            fold(heading): column.name
            for column in each.columns
            for heading in (column.heading, *column.also)
        }
        for each in LISTS
    }


@lru_cache(maxsize=1)
def sheet_names() -> dict[str, str]:
    """The list that a sheet or a file of a folded name holds."""
    found = {}
    for each in LISTS:
        for name in (f"list {each.number}", each.title, each.label, each.key.replace("_", " "), *each.names):
            found[fold(name)] = each.key
    return found

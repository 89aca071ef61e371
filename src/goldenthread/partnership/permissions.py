"""Who may do what: permissions, and the roles that carry them.

A permission is asked of a viewer, with the object where it depends on one: ``viewer.may(Permission.RATE_ACTION,
action)``. What it depends on is a predicate that each room registers in its own ``permissions.py``; without one, the
viewer's roles decide. Nobody may anything unless a rule here says so.
"""

from __future__ import annotations

import enum
from typing import Protocol

from rules.predicates import Predicate
from rules.rulesets import set_rule


class HasPermissions(Protocol):
    """Whoever a permission is asked of."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What their roles together allow."""


class Permission(enum.StrEnum):
    """Everything that can be allowed, in the words of the documentation page."""

    description: str

    def __new__(cls, value: str, description: str) -> Permission:
        """A member with the sentence that explains it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    ENTER = "enter", "Open the partnership's front page and one's own account."
    VIEW_PARTNERSHIP = "view_partnership", "See agencies, groups, who sits on them, and the structure chart."
    VIEW_PEOPLE = "view_people", "See the partnership's people, their roles, and how to reach them."
    VIEW_PLANS = "view_plans", "See plans, their actions, ratings and exceptions."
    VIEW_RESTRICTED = "view_restricted", "See what is marked restricted, such as the action plan of a review."
    VIEW_REPORTS = "view_reports", "See published reports."
    VIEW_DRAFT_REPORTS = "view_draft_reports", "See reports that are not yet published."
    VIEW_AUDIT = "view_audit", "Search the record of who did what."
    MANAGE_PARTNERSHIP = "manage_partnership", "Change agencies, groups and who sits on them."
    MANAGE_PEOPLE = "manage_people", "Add people, give and take away roles, invite them to sign in."
    MANAGE_PLANS = "manage_plans", "Make plans, add and change actions, import a plan."
    RATE_ACTION = "rate_action", "Rate an action, add evidence, and explain why it is late."
    VIEW_MEASURES = (
        "view_measures",
        "See measures: the scorecard, each indicator, and which figures are late.",
    )
    SUBMIT_RETURNS = "submit_returns", "Send an agency's figures, and see its own before anything is hidden."
    MANAGE_MEASURES = (
        "manage_measures",
        "Change the catalogue of indicators, check and accept every agency's figures, load comparators.",
    )
    VIEW_VOICE = (
        "view_voice",
        "See what children, families and practitioners said, what was done about it, and the results of surveys.",
    )
    RECORD_VOICE = "record_voice", "Record what an agency heard from children, families and practitioners."
    MANAGE_VOICE = (
        "manage_voice",
        "Record what any agency heard, publish what was done, run surveys, and read free text before others do.",
    )
    VIEW_MEETINGS = "view_meetings", "See meetings, their agendas, open papers, minutes and decisions."
    MANAGE_MEETINGS = (
        "manage_meetings",
        "Call meetings, keep agendas and papers, record who came, write minutes and record decisions.",
    )
    VIEW_THREAD = (
        "view_thread",
        "See what was found, what was recommended, and the evidence that it changed something.",
    )
    MANAGE_THREAD = (
        "manage_thread",
        "Record what sources found and recommended, link actions, and add evidence of impact.",
    )
    ANSWER_RECOMMENDATIONS = (
        "answer_recommendations",
        "Accept a recommendation, or reject it with the reason.",
    )
    JUDGE_IMPACT = (
        "judge_impact",
        "Judge whether a recommendation changed something, where others led its actions.",
    )
    VIEW_ASSURANCE = (
        "view_assurance",
        "See cycles of self-assessment, who answered, the heat map of what was moderated, and one's own agency's.",
    )
    ANSWER_ASSESSMENTS = (
        "answer_assessments",
        "Answer and sign an agency's self-assessment, and give parts of it to colleagues.",
    )
    MANAGE_ASSURANCE = (
        "manage_assurance",
        "Begin cycles of self-assessment, ask agencies, and record the panel's grades and feedback.",
    )
    VIEW_CASE_AUDITS = (
        "view_case_audits",
        "See the programme of case audits, what they came to, and what was learned; never their cases.",
    )
    ANSWER_CONCERNS = (
        "answer_concerns",
        "Read an immediate concern that an audit sent to one's own agency, and say what was done.",
    )
    MANAGE_CASE_AUDITS = (
        "manage_case_audits",
        "Plan case audits and ask agencies to take part. A place alone opens the cases.",
    )
    VIEW_REVIEWS = (
        "view_reviews",
        "See the reviews in whose space one has a place. The place alone opens it.",
    )
    MANAGE_REVIEWS = (
        "manage_reviews",
        "Begin reviews, and know by their reference which are under way.",
    )
    BREAK_GLASS = (
        "break_glass",
        "Read a review's space for an hour without a place in it, where everybody concerned is told.",
    )
    VIEW_CHALLENGE = (
        "view_challenge",
        "See challenges and the risk register, and the disagreements of one's own agency.",
    )
    RAISE_CHALLENGE = (
        "raise_challenge",
        "Challenge an agency, a group or the partnership.",
    )
    MANAGE_CHALLENGE = (
        "manage_challenge",
        "Record challenges, answers, disagreements and risks for others.",
    )
    VIEW_LEARNING = (
        "view_learning",
        "See the training programme, book a place for oneself, and see one's own record.",
    )
    VIEW_TRAINING_FIGURES = (
        "view_training_figures",
        "See how training was booked, attended and judged, by agency and never by person.",
    )
    BOOK_FOR_AGENCY = (
        "book_for_agency",
        "Book colleagues of one's own agency, approve their bookings, and see what each of them has completed.",
    )
    KEEP_REGISTER = (
        "keep_register",
        "Keep the register of a session at which one trains.",
    )
    MANAGE_LEARNING = (
        "manage_learning",
        "Run the training programme: courses, sessions, bookings, registers, charges, invoices and feedback.",
    )
    VIEW_FINANCE = (
        "view_finance",
        "See the budget: what agencies contribute, what is spent and committed, reserves, and finance reports.",
    )
    VIEW_CONTRIBUTION = (
        "view_contribution",
        "See what one's own agency contributes, and what was received of it.",
    )
    MANAGE_FINANCE = (
        "manage_finance",
        "Keep the budget, record what was received and spent, and issue finance reports.",
    )
    VIEW_DUTIES = (
        "view_duties",
        "See duties: what is due, from whom and by when, what was late, and the rules behind it.",
    )
    MANAGE_DUTIES = (
        "manage_duties",
        "Record what happened, pause a duty with a reason, choose the rules, and draft letters.",
    )
    SIGN_LETTERS = "sign_letters", "Sign a letter to an agency about duties that it did not meet."
    CHASE = "chase", "Send reminders to leads, and see every message that was sent."
    WRITE_REPORTS = "write_reports", "Write reports and enter the events and website figures they show."
    SIGN_OFF_REPORTS = "sign_off_reports", "Sign off a report on behalf of a safeguarding partner."
    PUBLISH_REPORTS = "publish_reports", "Publish a report that has been signed off."


P = Permission
_READ = frozenset(
    {
        P.ENTER,
        P.VIEW_PARTNERSHIP,
        P.VIEW_PEOPLE,
        P.VIEW_PLANS,
        P.VIEW_MEASURES,
        P.VIEW_VOICE,
        P.VIEW_DUTIES,
        P.VIEW_MEETINGS,
        P.VIEW_THREAD,
        P.VIEW_ASSURANCE,
        P.VIEW_CASE_AUDITS,
        P.VIEW_REVIEWS,
        P.VIEW_CHALLENGE,
        P.VIEW_LEARNING,
        P.VIEW_TRAINING_FIGURES,
        P.VIEW_REPORTS,
    }
)


class Role(enum.StrEnum):
    """What a person is to the partnership. A role says what they come to do; its permissions follow from that."""

    label: str
    description: str
    permissions: frozenset[Permission]

    def __new__(
        cls,
        value: str,
        label: str = "",
        description: str = "",
        permissions: frozenset[Permission] = frozenset(),
    ) -> Role:
        """A member with its label, what it is for, and what it may do."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.description = description
        member.permissions = permissions
        return member

    BUSINESS_MANAGER = (
        "business_manager",
        "Business Manager",
        "Runs the partnership's business: everything but signing reports off for the safeguarding partners, and "
        "answering for an agency's children.",
        frozenset(P) - {P.SIGN_OFF_REPORTS, P.ANSWER_CONCERNS},
    )
    BUSINESS_TEAM = (
        "business_team",
        "Business Team",
        "Supports the Business Manager: plans, reports, groups and reminders, but not roles or the audit trail.",
        frozenset(P)
        - {
            P.SIGN_OFF_REPORTS,
            P.ANSWER_CONCERNS,
            P.PUBLISH_REPORTS,
            P.MANAGE_PEOPLE,
            P.VIEW_AUDIT,
            P.SIGN_LETTERS,
            P.JUDGE_IMPACT,
            P.BREAK_GLASS,
        },
    )
    SAFEGUARDING_PARTNER = (
        "safeguarding_partner",
        "Safeguarding partner",
        "Represents the local authority, health or the police: sees everything, signs reports off, "
        "answers recommendations, judges what they changed, and updates the actions of their own agency.",
        _READ
        | {
            P.VIEW_RESTRICTED,
            P.VIEW_DRAFT_REPORTS,
            P.VIEW_AUDIT,
            P.SIGN_OFF_REPORTS,
            P.ANSWER_RECOMMENDATIONS,
            P.JUDGE_IMPACT,
            P.BREAK_GLASS,
            P.RECORD_VOICE,
            P.ANSWER_ASSESSMENTS,
            P.ANSWER_CONCERNS,
            P.RAISE_CHALLENGE,
            P.BOOK_FOR_AGENCY,
            P.VIEW_FINANCE,
            P.VIEW_CONTRIBUTION,
        },
    )
    SCRUTINEER = (
        "scrutineer",
        "Independent scrutineer",
        "Reads everything, drafts and restricted material included, challenges, judges what recommendations changed, "
        "and changes nothing else.",
        _READ
        | {
            P.VIEW_RESTRICTED,
            P.VIEW_DRAFT_REPORTS,
            P.VIEW_AUDIT,
            P.JUDGE_IMPACT,
            P.RAISE_CHALLENGE,
            P.VIEW_FINANCE,
            P.VIEW_CONTRIBUTION,
        },
    )
    SUB_GROUP_CHAIR = (
        "sub_group_chair",
        "Sub-group chair",
        "Leads a group: sees the plans and the budget, and updates the actions that the group oversees.",
        _READ | {P.VIEW_DRAFT_REPORTS, P.VIEW_FINANCE, P.VIEW_CONTRIBUTION},
    )
    MEMBER = (
        "member",
        "Group member",
        "Sits on a group: sees the plans and updates the actions they lead.",
        _READ,
    )
    LAY_MEMBER = (
        "lay_member",
        "Lay member",
        "Brings the community's view to a group: sees what the group's members see, and the budget, and challenges.",
        _READ | {P.RAISE_CHALLENGE, P.VIEW_FINANCE, P.VIEW_CONTRIBUTION},
    )
    AGENCY_LEAD = (
        "agency_lead",
        "Agency lead",
        "Answers for an agency: sees the plans, updates the actions that the agency leads, sends its figures, "
        "answers its self-assessments and immediate concerns, records what it heard, books its staff on training, and "
        "sees what it contributes.",
        _READ
        | {
            P.SUBMIT_RETURNS,
            P.ANSWER_ASSESSMENTS,
            P.ANSWER_CONCERNS,
            P.RECORD_VOICE,
            P.BOOK_FOR_AGENCY,
            P.VIEW_CONTRIBUTION,
        },
    )
    DATA_LEAD = (
        "data_lead",
        "Data lead",
        "Sends an agency's figures; sees the plans that they serve.",
        _READ | {P.SUBMIT_RETURNS},
    )
    PRACTITIONER = (
        "practitioner",
        "Practitioner",
        "Works with children and families: comes for training and for what was learned.",
        frozenset({P.ENTER, P.VIEW_REPORTS, P.VIEW_LEARNING}),
    )
    REPORT_READER = (
        "report_reader",
        "Report reader",
        "Receives reports, as the council's scrutiny committee or the Health and Wellbeing Board does.",
        frozenset({P.ENTER, P.VIEW_REPORTS}),
    )
    ADMINISTRATOR = (
        "administrator",
        "System administrator",
        "Looks after accounts and the audit trail, and sees none of the partnership's work.",
        frozenset({P.ENTER, P.VIEW_PEOPLE, P.VIEW_AUDIT, P.MANAGE_PEOPLE}),
    )

    @property
    def needs_second_factor(self) -> bool:
        """Whether whoever holds it must use a second factor: roles that open restricted material, people or audit."""
        return bool(self.permissions & {P.VIEW_RESTRICTED, P.MANAGE_PEOPLE, P.VIEW_AUDIT})


def holds(permission: Permission) -> Predicate:
    """The predicate that some role of the viewer carries ``permission``."""

    def by_role(viewer: HasPermissions) -> bool:
        return permission in viewer.permissions

    return Predicate(by_role, name=f"holds {permission}")


for _permission in Permission:
    set_rule(_permission.value, holds(_permission))  # type: ignore[no-untyped-call]

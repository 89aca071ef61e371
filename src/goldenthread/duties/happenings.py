"""What can happen that a time limit begins with, or ends with. A closed list: rules and rooms speak the same words."""

from __future__ import annotations

import enum


class Happening(enum.StrEnum):
    """One kind of thing that happens, in the words of the rules page."""

    label: str

    def __new__(cls, value: str, label: str) -> Happening:
        """A member with its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    YEAR_BEGAN = "year_began", "the business year began"
    CONSTITUTION_REVIEWED = "constitution_reviewed", "the constitution was reviewed"
    AGENCIES_REVIEWED = "agencies_reviewed", "the list of relevant agencies was reviewed"
    STRUCTURE_REVIEWED = "structure_reviewed", "the structure was reviewed"
    PROTOCOL_REVIEWED = "protocol_reviewed", "the protocol with other strategic partnerships was reviewed"
    SUPPORT_REVIEWED = "support_reviewed", "the support function was reviewed"
    INDEPENDENT_REVIEW_HELD = "independent_review_held", "a peer review or independent review was held"
    BUDGET_SET = "budget_set", "the budget was set"
    FINANCE_REPORTED = "finance_reported", "a finance report was given"
    CONTRIBUTION_AGREED = "contribution_agreed", "a contribution was agreed"
    CONTRIBUTION_RECEIVED = "contribution_received", "the contribution was received in full"
    BUSINESS_PLAN_AGREED = "business_plan_agreed", "the business plan was agreed"
    BUSINESS_PLAN_RATIFIED = "business_plan_ratified", "the business plan was ratified"
    TRAINING_PROGRAMME_PUBLISHED = "training_programme_published", "the training programme was published"
    TRAINING_ATTENDANCE_REPORTED = "training_attendance_reported", "attendance at training was reported"
    REGION_MET = "region_met", "the safeguarding partners of the region met"
    ESCALATIONS_REPORTED = "escalations_reported", "agencies' escalations were reported"
    YEARLY_REPORT_PUBLISHED = "yearly_report_published", "the yearly report was published"
    YEARLY_REPORT_SENT = "yearly_report_sent", "the yearly report was sent to the bodies that must receive it"
    YEARLY_REPORT_PRESENTED = (
        "yearly_report_presented",
        "the yearly report was presented to the bodies that must hear it",
    )

    CHAIR_APPOINTED = "chair_appointed", "a chair was appointed"
    TERMS_APPROVED = "terms_approved", "terms of reference were approved"

    MEETING_CALLED = "meeting_called", "a meeting was called"
    PAPERS_CIRCULATED = "papers_circulated", "the papers of a meeting were circulated"
    MEETING_HELD = "meeting_held", "a meeting was held"
    MINUTES_TO_CHAIR = "minutes_to_chair", "the minutes were sent to the chair"
    MINUTES_APPROVED = "minutes_approved", "the chair agreed the minutes"
    MINUTES_CIRCULATED = "minutes_circulated", "the minutes were circulated"
    ABSENT_TWICE = "absent_twice", "a member and the deputy were absent twice running"
    ABSENCE_CONSIDERED = "absence_considered", "the Strategic Group considered an absence"
    EXTRAORDINARY_REQUESTED = "extraordinary_requested", "an extraordinary meeting was validly requested"
    EXTRAORDINARY_HELD = "extraordinary_held", "the extraordinary meeting was held"
    DECISION_OBJECTED = "decision_objected", "an agency objected to a decision before it took effect"
    DECISION_RECONSIDERED = "decision_reconsidered", "the decision was considered again"

    ACTION_GIVEN = "action_given", "an action was given to a lead"
    ACTION_OVERDUE = "action_overdue", "an action passed its due date undone"
    ACTION_ANSWERED = "action_answered", "the lead answered the action"
    RETURN_ENDED = "return_ended", "the period of a return ended"
    RETURN_SENT = "return_sent", "the return was sent"

    ASSESSMENT_ASKED = "assessment_asked", "a self-assessment was asked for"
    ASSESSMENT_SIGNED = "assessment_signed", "the self-assessment was signed"

    AUDIT_ASKED = "audit_asked", "an agency was asked to audit its part of cases"
    AUDIT_RETURNED = "audit_returned", "the agency had sent its part of every case"
    AUDIT_ENDED = "audit_ended", "a case audit ended that is to be repeated"
    AUDIT_REPEATED = "audit_repeated", "the audit was repeated"
    CONCERN_RAISED = "concern_raised", "an audit raised an immediate concern"
    CONCERN_ANSWERED = "concern_answered", "the agency said what was done about the concern"

    CHALLENGE_TO_AGENCY = "challenge_to_agency", "an agency was challenged"
    CHALLENGE_TO_GROUP = "challenge_to_group", "a group was challenged"
    CHALLENGE_TO_PARTNERSHIP = "challenge_to_partnership", "the partnership was challenged"
    CHALLENGE_ANSWERED = "challenge_answered", "the challenge was answered"
    STAGE_BEGAN = "stage_began", "a professional disagreement came to a stage"
    STAGE_ENDED = "stage_ended", "the disagreement was settled, or went to the next stage"

    ACCOUNT_ASKED = "account_asked", "an agency was asked for its account for a review"
    ACCOUNT_RECEIVED = "account_received", "the agency's account was received"
    INCIDENT_KNOWN = "incident_known", "a serious incident became known"
    INCIDENT_NOTIFIED = "incident_notified", "the incident was notified to the Panel"
    PARTNERS_TOLD = "partners_told", "the safeguarding partners were told of the incident"
    SUMMARIES_RETURNED = "summaries_returned", "the agencies' summaries were returned"
    RAPID_REVIEW_MET = "rapid_review_met", "the safeguarding partners met on the rapid review"
    RAPID_REVIEW_SENT = "rapid_review_sent", "the rapid review was sent to the Panel"
    REVIEW_DECIDED = "review_decided", "a local child safeguarding practice review was decided"
    REVIEW_PLANNED = "review_planned", "the day of a review's publication was fixed"
    REVIEW_COPIED = "review_copied", "the review was copied to the Panel and the Secretary of State"
    REVIEW_PUBLISHED = "review_published", "the review was published"
    REVIEW_SENT_ON = "review_sent_on", "the published review was sent to the Panel and the What Works Centre"
    REVIEW_TAKEN_DOWN = "review_taken_down", "the review's time on the website ended"


# What has a day of its own that lies ahead: a limit before it is counted from that day.
AHEAD = {
    Happening.MEETING_CALLED: "the meeting",
    Happening.REVIEW_PLANNED: "the day that was fixed for the review’s publication",
}


def happening(text: str) -> Happening:
    """The happening of a key. Raises :class:`ValueError` with what there is."""
    try:
        return Happening(text)  # type: ignore[call-arg]
    except ValueError:
        raise ValueError(f"“{text}” is nothing that happens. Use one of: {', '.join(Happening)}.") from None

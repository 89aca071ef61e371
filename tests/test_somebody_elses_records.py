"""Every action refuses a record of another partnership by itself, whatever page or programme calls it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from goldenthread.evidence.assurance.actions.answering import sign
from goldenthread.evidence.assurance.actions.cycles import ask_agencies
from goldenthread.evidence.assurance.actions.files import add_file
from goldenthread.evidence.assurance.models import Assessment, Cycle
from goldenthread.evidence.audits.actions.auditing import add_told
from goldenthread.evidence.audits.actions.booklets import publish_booklet
from goldenthread.evidence.audits.actions.cases import choose_case, draw_cases, set_aside
from goldenthread.evidence.audits.actions.concerns import answer_concern, raise_concern
from goldenthread.evidence.audits.actions.moderating import add_learning, end_audit, moderate_case
from goldenthread.evidence.audits.actions.programme import begin_audit, cancel_audit
from goldenthread.evidence.audits.actions.space import break_glass, take_on
from goldenthread.evidence.audits.models import Audit, Case, Concern
from goldenthread.evidence.voice.actions.engagement import (
    add_voice,
    change_engagement,
    record_engagement,
    remove_voice,
)
from goldenthread.evidence.voice.actions.moderation import show_words, withhold_words
from goldenthread.evidence.voice.actions.responses import (
    change_response,
    discard_response,
    draft_response,
    publish_response,
    take_down_response,
)
from goldenthread.evidence.voice.actions.surveys import (
    add_question,
    change_survey,
    close_survey,
    remove_question,
)
from goldenthread.evidence.voice.actions.themes import rename_theme
from goldenthread.evidence.voice.models import Engagement, Question, Response, Survey, Voice, Words
from goldenthread.learning.actions.booking import cancel
from goldenthread.learning.actions.charges import waive
from goldenthread.learning.actions.courses import change_course, withdraw_course
from goldenthread.learning.actions.invoices import record_payment, take_payment_back
from goldenthread.learning.actions.offers import accept_offer, approve, decline_offer, refuse
from goldenthread.learning.actions.records import (
    add_completion,
    check_completion,
    complete,
    withdraw_completion,
)
from goldenthread.learning.actions.register import close_register, mark, put_right
from goldenthread.learning.actions.sessions import cancel_session, change_session, publish_session
from goldenthread.learning.models import Booking, Charge, Completion, Course, Invoice, Payment, Session
from goldenthread.oversight.challenge.actions.challenges import reply
from goldenthread.oversight.challenge.actions.disputes import move_dispute
from goldenthread.oversight.challenge.models import Challenge, Dispute
from goldenthread.oversight.finance.actions.budget import change_heading, plan_budget, revise_line
from goldenthread.oversight.finance.actions.contributions import (
    add_contribution,
    change_contribution,
    work_out,
)
from goldenthread.oversight.finance.actions.importing import drop_import, keep_import
from goldenthread.oversight.finance.actions.receipts import record_receipt, reverse_receipt
from goldenthread.oversight.finance.actions.reports import issue_report
from goldenthread.oversight.finance.actions.spending import (
    commit,
    end_commitment,
    record_spending,
    reverse_spending,
)
from goldenthread.oversight.finance.actions.years import (
    close_year,
    move_reserve,
    reopen_year,
    reverse_movement,
    set_budget,
)
from goldenthread.oversight.finance.models import (
    BudgetYear,
    Commitment,
    Contribution,
    Heading,
    Movement,
    Receipt,
    Spending,
    SpendingImport,
)
from goldenthread.plans.actions.history import add_evidence, explain, rate_action
from goldenthread.plans.actions.planning import (
    close_plan,
    create_plan,
    reopen_plan,
    save_objective,
    update_plan,
)
from goldenthread.plans.actions.register import add_action, move_due_date, update_action, withdraw_action
from goldenthread.plans.importing.plan import import_plan
from goldenthread.plans.importing.uploads import choose_columns, start_import
from goldenthread.plans.models import PlanImport
from goldenthread.publishing.actions.activity import (
    add_event,
    add_website_month,
    change_event,
    change_website_month,
    remove_event,
    remove_website_month,
)
from goldenthread.publishing.actions.publication import publish
from goldenthread.publishing.actions.reports import create_report, edit_cover, start_correction, withdraw
from goldenthread.publishing.actions.writing import edit_section
from goldenthread.publishing.models import Event, Report, WebsiteMonth
from tests.cast import viewing

DAY = dt.date(2019, 9, 9)


@pytest.fixture
def theirs(partnership, action, real_objects):
    """Records of the partnership next door, by the argument that an action takes them as."""
    report = Report.objects.filter(status="draft").get()
    return {
        "partnership": partnership,
        "plan": action.plan,
        "action": action,
        "upload": PlanImport.objects.get(),
        "report": report,
        "section": report.sections.first(),
        "event": Event.objects.get(),
        "row": WebsiteMonth.objects.get(),
        "agency": Engagement.objects.get().agency,
        "engagement": Engagement.objects.get(),
        "theme": Voice.objects.get().theme,
        "voice": Voice.objects.get(),
        "response": Response.objects.get(),
        "survey": Survey.objects.get(),
        "question": Question.objects.first(),
        "words": Words.objects.first(),
        "audit": Audit.objects.get(status="open"),
        "ended": Audit.objects.get(status="ended"),
        "case": Case.objects.filter(audit__status="open").first(),
        "concern": Concern.objects.get(),
        "dispute": Dispute.objects.get(),
        "challenge": Challenge.objects.get(),
        "assessment": Assessment.objects.filter(status="asked").get(),
        "cycle": Cycle.objects.first(),
        "course": Course.objects.get(),
        "booking": Booking.objects.get(state="booked"),
        "session": Session.objects.get(closed_at=None),
        "charge": Charge.objects.get(line=None),
        "invoice": Invoice.objects.get(),
        "payment": Payment.objects.get(),
        "completion": Completion.objects.exclude(how="attended").get(),
        "year": BudgetYear.objects.get(),
        "heading": Heading.objects.first(),
        "contribution": Contribution.objects.select_related("year", "agency").first(),
        "receipt": Receipt.objects.select_related("contribution__year").get(),
        "spending": Spending.objects.select_related("year").get(),
        "commitment": Commitment.objects.select_related("year").get(),
        "movement": Movement.objects.select_related("year").get(),
        "ledger": SpendingImport.objects.select_related("year").get(),
    }


NAMED = {"ended": "audit", "ledger": "upload"}
PENNY = Decimal("0.01")
WRITES = [
    (set_budget, "year", {"version": 1, "on": DAY, "note": "x"}),
    (close_year, "year", {"note": "x"}),
    (reopen_year, "year", {"reason": "x"}),
    (move_reserve, "year", {"on": DAY, "amount": PENNY, "out": False, "reason": "x"}),
    (reverse_movement, "movement", {"reason": "x"}),
    (plan_budget, "year", {"version": 1, "opening_reserve": PENNY, "amounts": {}}),
    (revise_line, "year", {"heading": None, "version": 1, "amount": PENNY, "reason": "x"}),
    (change_heading, "heading", {"version": 1, "title": "x", "pattern": "even"}),
    (work_out, "year", {"version": 1, "total": PENNY, "due_on": DAY}),
    (add_contribution, "year", {"agency": None, "agreed": PENNY, "due_on": DAY, "reason": "x"}),
    (change_contribution, "contribution", {"version": 1, "agreed": PENNY, "due_on": DAY, "reason": "x"}),
    (record_receipt, "contribution", {"on": DAY, "amount": PENNY, "reference": "x"}),
    (reverse_receipt, "receipt", {"reason": "x"}),
    (
        record_spending,
        "year",
        {"heading": None, "on": DAY, "amount": PENNY, "description": "x", "reference": "x"},
    ),
    (reverse_spending, "spending", {"reason": "x"}),
    (commit, "year", {"heading": None, "what": "x", "amount": PENNY, "expected_on": DAY}),
    (end_commitment, "commitment", {"reason": "x"}),
    (keep_import, "ledger", {}),
    (drop_import, "ledger", {}),
    (issue_report, "year", {"half": "october", "as_at": DAY, "words": "x"}),
    (create_plan, "partnership", {"key": "x", "title": "x", "starts_on": DAY}),
    (update_plan, "plan", {"seen_version": 1, "title": "x"}),
    (close_plan, "plan", {"on": DAY, "reason": "x"}),
    (reopen_plan, "plan", {"reason": "x"}),
    (save_objective, "plan", {"ref": "9", "title": "x"}),
    (add_action, "plan", {"ref": "9.1", "objective": None}),
    (update_action, "action", {"seen_version": 1, "title": "x"}),
    (move_due_date, "action", {"to": DAY, "reason": "x"}),
    (withdraw_action, "action", {"on": DAY, "reason": "x"}),
    (rate_action, "action", {"value": 2, "text": "x"}),
    (explain, "action", {"text": "x"}),
    (add_evidence, "action", {"kind": "done", "title": "x", "link": "https://x.example/"}),
    (start_import, "plan", {"content": b"Ref\n1\n", "filename": "x.csv", "sheet": "", "as_at": DAY}),
    (choose_columns, "upload", {"sheet": "", "mapping": {}}),
    (import_plan, "plan", {"content": b"Ref\n1\n", "filename": "x.csv"}),
    (
        create_report,
        "partnership",
        {"title": "x", "period_from": dt.date(2019, 1, 1), "period_to": dt.date(2019, 3, 31), "as_at": DAY},
    ),
    (edit_cover, "report", {"seen_version": 1, "title": "x"}),
    (edit_section, "section", {"seen_version": 1, "text": "x"}),
    (publish, "report", {}),
    (start_correction, "report", {"reason": "x"}),
    (withdraw, "report", {"reason": "x"}),
    (add_event, "partnership", {"name": "x", "days": [DAY]}),
    (change_event, "event", {"seen_version": 1, "name": "x", "days": [DAY]}),
    (remove_event, "event", {"reason": "x"}),
    (add_website_month, "partnership", {"month": dt.date(2019, 1, 1), "hits": 1}),
    (change_website_month, "row", {"seen_version": 1, "hits": 1}),
    (remove_website_month, "row", {"reason": "x"}),
    (record_engagement, "agency", {"kind": "children", "title": "x", "on": DAY}),
    (change_engagement, "engagement", {"seen_version": 1, "title": "x"}),
    (add_voice, "engagement", {"theme": None, "speaker": "child", "words": "x"}),
    (remove_voice, "voice", {"reason": "x"}),
    (rename_theme, "theme", {"title": "x"}),
    (draft_response, "theme", {"heard": "x", "did": "x", "on": DAY}),
    (change_response, "response", {"seen_version": 1, "did": "x"}),
    (publish_response, "response", {}),
    (discard_response, "response", {}),
    (take_down_response, "response", {"reason": "x"}),
    (change_survey, "survey", {"seen_version": 1, "title": "x"}),
    (add_question, "survey", {"kind": "words", "text": "x"}),
    (remove_question, "question", {}),
    (close_survey, "survey", {}),
    (show_words, "words", {"shown": "x"}),
    (withhold_words, "words", {"reason": "x"}),
    (begin_audit, "audit", {"agencies": []}),
    (cancel_audit, "audit", {"reason": "x"}),
    (take_on, "audit", {}),
    (break_glass, "audit", {"reason": "It cannot wait today"}),
    (draw_cases, "audit", {"frame": "x", "wanted": 1, "size": 9}),
    (choose_case, "audit", {"reference": "A1", "reason": "x"}),
    (add_learning, "audit", {"text": "x", "good": True}),
    (end_audit, "audit", {"no_repeat_because": "x"}),
    (set_aside, "case", {"reason": "x"}),
    (add_told, "case", {"speaker": "parent", "words": "x"}),
    (moderate_case, "case", {"agreed": {}}),
    (raise_concern, "case", {"agency": None, "text": "x"}),
    (answer_concern, "concern", {"text": "x", "safe": True}),
    (publish_booklet, "ended", {"headline": "x", "discuss": "x"}),
    (move_dispute, "dispute", {"step": "meeting", "on": DAY, "note": "x"}),
    (reply, "challenge", {"text": "x"}),
    (ask_agencies, "cycle", {"agencies": []}),
    (add_file, "assessment", {"question": "5.1", "name": "x.txt", "content": b"x"}),
    (sign, "assessment", {"officer": "x"}),
    (cancel, "booking", {}),
    (accept_offer, "booking", {}),
    (decline_offer, "booking", {}),
    (approve, "booking", {}),
    (refuse, "booking", {"reason": "x"}),
    (put_right, "booking", {"came": True, "reason": "x"}),
    (change_course, "course", {"version": 1, "title": "x"}),
    (withdraw_course, "course", {"on": DAY}),
    (change_session, "session", {"version": 1, "capacity": 1}),
    (publish_session, "session", {}),
    (cancel_session, "session", {"reason": "x"}),
    (mark, "session", {"came": {}}),
    (close_register, "session", {}),
    (waive, "charge", {"reason": "x"}),
    (record_payment, "invoice", {"amount": Decimal("1.00"), "on": DAY, "reference": "x"}),
    (take_payment_back, "payment", {"reason": "x"}),
    (complete, "booking", {}),
    (add_completion, "course", {"on": DAY, "name": "x.txt", "content": b"x", "where": "x"}),
    (check_completion, "completion", {"counts": True}),
    (withdraw_completion, "completion", {"reason": "x"}),
]


@pytest.mark.parametrize(("write", "takes", "more"), WRITES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_business_manager_writes_nothing_next_door(theirs, outsider, write, takes, more):
    with pytest.raises(PermissionDenied):
        write(by=viewing(outsider), **{NAMED.get(takes, takes): theirs[takes]}, **more)

"""Something real for every name that an address can hold, for the tests that open every address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from goldenthread.duties.derivation import refresh
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import Duty, Letter, LocalClosure
from goldenthread.duties.tests.cases import adopt, happened
from goldenthread.evidence.assurance.actions.files import add_file
from goldenthread.evidence.assurance.tests.cases import cycled, signed
from goldenthread.evidence.audits.actions.booklets import publish_booklet
from goldenthread.evidence.audits.actions.concerns import raise_concern
from goldenthread.evidence.audits.actions.moderating import add_learning
from goldenthread.evidence.audits.tests.cases import begun, drawn, ended, returned
from goldenthread.evidence.measures.actions.tokens import create_token
from goldenthread.evidence.measures.models import AnnexAIngest
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation
from goldenthread.evidence.reviews.actions.reviews import begin_review, record_step
from goldenthread.evidence.reviews.actions.writing import ask_agency, receive_account, save_draft
from goldenthread.evidence.voice.tests.cases import make_voice
from goldenthread.oversight.challenge.tests.cases import challenged, disagreed, disputed, requested, risked
from goldenthread.oversight.finance.tests.cases import make_finance
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.attendance import Came, record_attendance, seats_of
from goldenthread.oversight.meetings.actions.calling import ask_for_meeting, call_meeting
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.given import give_action
from goldenthread.oversight.meetings.actions.minutes import (
    minutes_of,
    send_to_chair,
    take_back,
    write_minutes,
)
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.actions.papers import add_paper
from goldenthread.oversight.meetings.actions.programme import plan_topic
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.plans.models import Evidence, PlanImport
from goldenthread.publishing.actions.activity import add_event, add_website_month
from goldenthread.publishing.actions.reports import create_report
from goldenthread.publishing.models import Edition, EditionFile, Report
from goldenthread.thread.actions.recommendations import add_proof, answer_recommendation, link_action
from goldenthread.thread.actions.sources import add_finding, add_recommendation, add_source
from tests.cast import viewing
from tests.real_training import by_training_route, make_training

RECOMMENDATION_PAGES = (
    "recommendation", "answer", "action_new", "action_link", "proof_new", "judge", "edit", "link_back", "proof_back",
)  # fmt: skip
TODAY = dt.date(2019, 9, 9)


class RealObjects:
    """The value for a name in an address; some names mean another thing on another route."""

    def __init__(self, by_name, by_route):
        self.by_name = by_name
        self.by_route = by_route

    def value(self, route, name):
        try:
            return self.by_route.get((route, name)) or self.by_name[name]
        except KeyError:
            pytest.fail(f"{route}: nothing real for “{name}” in its address; add it to tests/real_objects.py")


GROUP_PAGES = (
    "group", "change_group", "group_terms", "add_seat", "appoint_chair", "designate_deputy", "change_seat",
)  # fmt: skip
EDITION_PAGES = ("report", "edition", "edition_figures", "edition_file", "correct", "withdraw")


def make_reports(partnership, plan, by):
    """A draft of one period, and a published report of the one before."""
    dates = {"as_at": TODAY, "plan": plan, "by": by, "partnership": partnership}
    first = create_report(
        title="First", period_from=dt.date(2019, 4, 1), period_to=dt.date(2019, 4, 30), **dates
    )
    draft = create_report(
        title="Second", period_from=dt.date(2019, 5, 1), period_to=dt.date(2019, 8, 31), **dates
    )
    edition = Edition.objects.create(
        report=first,
        number=1,
        title="First",
        body="<p>As published</p>",
        checksum="0" * 64,
        figures=[],
        as_at=TODAY,
        published_on=TODAY,
        by_label="x",
    )
    EditionFile.objects.create(
        edition=edition, format="html", content=b"<p>As published</p>", size=19, sha256="0" * 64
    )
    Report.objects.filter(pk=first.pk).update(status=Report.Status.PUBLISHED)
    return draft, first


INDICATOR_PAGES = (
    "indicator",
    "indicator_export",
    "indicator_edit",
    "indicator_redefine",
    "event_new",
    "event_withdraw",
)


def make_measures(partnership, council, by):
    """An indicator that the council owes, a figure that waits, an event, a key and a reading of Annex A."""
    indicator = make_indicator(partnership, "contacts", council, collected_from=dt.date(2019, 6, 1))
    figure = make_observation(indicator, council, "2019-06", 412, status="submitted")
    event = indicator.events.create(on=dt.date(2019, 6, 3), text="A new front door", by_label="x")
    token, _ = create_token(
        by=by, agency=council, label="Case system", scope="submit", expires_on=dt.date(2020, 9, 1)
    )
    ingest = AnnexAIngest.objects.create(
        partnership=partnership,
        agency=council,
        period_start=dt.date(2019, 7, 1),
        period_end=dt.date(2019, 7, 31),
        status="done",
        finished_at="2019-09-01T10:00:00Z",
        by_label="x",
    )
    return {"indicator": indicator, "figure": figure, "event": event, "token": token, "ingest": ingest}


def make_duties(partnership, council, by):
    """A duty, what was recorded, a closed day, a letter that waits, and the rules of the example."""
    adopt(by)
    occurrence = happened(by, "incident_known", "2019-08-20", "2019-01")
    letter = Letter.objects.create(
        partnership=partnership, agency=council, rule_key="action.answer", addressee="Chief Executive",
        subject="Late", text="Please answer.", drafted_on=TODAY,
    )  # fmt: skip
    closure = LocalClosure.objects.create(partnership=partnership, on=dt.date(2019, 12, 27), reason="Closed")
    refresh(partnership)
    return {
        "duty": Duty.objects.filter(partnership=partnership).first(),
        "occurrence": occurrence,
        "letter": letter,
        "closure": closure,
    }


def make_meeting(lpr, by, council, person):
    """A meeting that was held, with everything that can hang on one; a topic and a request."""
    meeting = call_meeting(by=by, group=lpr, on=TODAY, at=dt.time(10))
    item = add_item(by=by, meeting=meeting, title="Neglect")
    paper = add_paper(by=by, item=item, title="Paper", name="paper.txt", content=b"Synthetic")
    circulate_papers(by=by, meeting=meeting, on=TODAY)
    record_attendance(by=by, meeting=meeting, came={seat.pk: Came("present") for seat in seats_of(meeting)})
    meeting.refresh_from_db()
    minutes = minutes_of(meeting)
    write_minutes(by=by, minutes=minutes, texts={item.pk: ("The group heard of the audit.", 0)})
    send_to_chair(by=by, minutes=minutes, on=TODAY)
    take_back(by=by, minutes=minutes)
    asked = {"asked_by": person, "asked_on": TODAY, "reasons": "Funding"}
    return {
        "meeting": meeting,
        "item": item,
        "paper": paper,
        "pack": meeting.packs.get(),
        "decision": record_decision(by=by, item=item, text="One form", implement_on=dt.date(2019, 10, 1)),
        "given": give_action(
            by=by, item=item, title="Write it", lead_agency=council, due_on=dt.date(2019, 10, 31)
        ),
        "topic": plan_topic(by=by, title="Neglect", group=lpr, planned_on=dt.date(2019, 11, 11)),
        "wish": ask_for_meeting(by=by, group=lpr, **asked),
    }


def make_thread(action, by):
    """A source that found something, and a recommendation with an action that answers it and evidence."""
    values = {"kind": "audit", "title": "Audit of neglect", "dated": dt.date(2019, 6, 3)}
    source = add_source(by=by, key="audit-2019", **values)
    finding = add_finding(by=by, source=source, ref="1", text="Plans drift")
    asked = add_recommendation(by=by, source=source, ref="1", text="Audit again", finding=finding)
    answer_recommendation(by=by, recommendation=asked, accepted=True, on=TODAY)
    link = link_action(by=by, recommendation=asked, action=action)
    proof = add_proof(by=by, recommendation=asked, kind="audit", text="It fell", dated=TODAY)
    return {
        "source": source.key,
        "finding": finding.pk,
        "number": asked.pk,
        "link": link.pk,
        "proof": proof.pk,
    }


def make_assurance(by, council):
    """A self-assessment that the council is asked for, one that it has signed, and an earlier one."""
    for title, opens in (("Earlier", 2), ("Signed", 3)):
        signed(by, cycled(by, [council], title=title, opens_on=dt.date(2019, 9, opens))[1][0])
    cycle, (asked,) = cycled(by, [council], title="Asked", opens_on=dt.date(2019, 9, 4))
    file = add_file(by=by, assessment=asked, question="5.1", name="policy.txt", content=b"Synthetic")
    return {"cycle": cycle.key, "standard": "training", "file": file.pk}


def make_audits(by, council):
    """An audit that is open, with a case that the council sent, and one that has ended with its booklet."""
    over = begun(by, [council], title="Ended")
    drawn(by, over)
    publish_booklet(by=by, audit=ended(by, over, council), headline="plans drift", discuss="does yours?")
    audit = begun(by, [council], title="Open")
    case = drawn(by, audit)[0]
    returned(by, case, council)
    return {
        "audit": audit.key,
        "draw": audit.draws.get().pk,
        "learning": add_learning(by=by, audit=audit, text="they rang first", good=True).pk,
        "concern": raise_concern(by=by, case=case, agency=council, text="Not seen")[0].pk,
        "seat": audit.seats.get().pk,
        "ended": over.key,
    }


def make_challenges(by, council, police):
    """A challenge, a disagreement and a risk, each the first of its kind."""
    challenged(by, agency=council)
    disagreed(by, council, police)
    disputed(by, council, police)
    risked(by)
    requested(by)


def make_review(by, council):
    """A review that its coordinator alone may enter, with an agency's account and a text."""
    review = begin_review(by=by, kind="incident", subject="Injury", on=dt.date(2019, 7, 1), no_part=True)
    step = record_step(by=by, review=review, happening=Happening.PARTNERS_TOLD, on=dt.date(2019, 7, 3))
    report = ask_agency(by=by, review=review, agency=council, due_on=TODAY)
    account = receive_account(by=by, report=report, name="account.txt", content=b"Synthetic")
    draft = save_draft(by=by, review=review, text="Synthetic words", stage="accuracy", seen=0)
    return {
        "reference": review.reference,
        "step": step.pk,
        "report": report.pk,
        "account": account.pk,
        "seat": review.seats.get().pk,
        "number": draft.number,
        "kind": "docx",
    }


def make_files(action):
    """Evidence of an action, and an uploaded plan."""
    evidence = Evidence(action=action, title="Register", kind="done", dated=TODAY, by_label="x")
    evidence.file_name = "register.csv"
    evidence.file.save("register.csv", ContentFile(b"a,b\n"), save=False)
    evidence.save()
    upload = PlanImport(plan=action.plan, file_name="plan.csv", checksum="0" * 64, as_at=TODAY, by_label="x")
    upload.file.save("plan.csv", ContentFile(b"Ref,Action\n1.9,Do it\n"), save=False)
    upload.save()
    return evidence, upload


def make_activity(partnership, member, by):
    """An event, a month of the website, and a message that failed."""
    event = add_event(
        by=by,
        partnership=partnership,
        name="Fun day",
        kind="community",
        days=[dt.date(2019, 8, 14)],
    )
    add_website_month(by=by, partnership=partnership, month=dt.date(2019, 6, 1), hits=3246)
    message = queue_message(
        by=by,
        person=member,
        kind="plans.exceptions",
        subject="Late",
        text="Please update.",
    )
    OutgoingMessage.objects.filter(pk=message.pk).update(status="failed", sent_at=None)
    return event, message


def make_evidence(by, council, police, thread):
    """Challenges, self-assessments, audits and a review: what their names mean, everywhere and on routes of theirs."""
    make_challenges(by, council, police)
    audits, confined = make_audits(by, council), make_review(by, council)
    names, money = make_assurance(by, council), make_finance(by, council, police)
    names |= {
        name: money[name] for name in ("year", "heading", "receipt", "spending", "commitment", "movement")
    }
    names |= {name: audits[name] for name in ("audit", "draw", "learning", "concern")}
    names |= {name: confined[name] for name in ("reference", "report", "account")}
    routes = by_confined_route(confined, thread) | by_audit_route(audits) | by_finance_route(money)
    return names, routes


@pytest.fixture
def real_objects(partnership, action, lpr, council, member, chair, business_manager):
    by = viewing(business_manager)
    measures = make_measures(partnership, council, by)
    duties = make_duties(partnership, council, by)
    oversight = make_meeting(lpr, by, council, member)
    thread = make_thread(action, by)
    said = make_voice(by, council)
    evidence, upload = make_files(action)
    draft, published = make_reports(partnership, action.plan, by)
    event, message = make_activity(partnership, member, by)
    by_name = {
        "partnership": partnership.slug,
        "plan": action.plan.key,
        "ref": action.ref,
        "evidence": evidence.pk,
        "objective": action.objective.ref,
        "upload": upload.pk,
        "extension": "csv",
        "agency": council.key,
        "group": lpr.key,
        "kind": "csv",
        "seat": member.memberships.get().pk,
        "role": business_manager.roles.get().pk,
        "pk": member.pk,
        "key": draft.key,
        "section": draft.sections.first().key,
        "number": 1,
        "event": event.pk,
        "month": "2019-06",
        "period": "2019-07",
        **{name: measures[name].pk for name in ("figure", "token", "ingest")},
        **{name: row.pk for name, row in duties.items()},
        **{name: row.pk for name, row in oversight.items()},
        **{name: thread[name] for name in ("source", "finding", "link", "proof")},
        **{name: row.pk for name, row in said.items()},
        "survey": said["survey"].key,
        "what": "agencies",
        "step": "to-chair",
        **make_training(by, member),
    }
    routes = by_route(measures, council, lpr, message, business_manager, published)
    names, more = make_evidence(by, council, chair.agency, thread)
    by_name |= names
    routes |= more | by_training_route()
    return RealObjects(by_name, routes)


def by_confined_route(confined, thread):
    """What a name means on routes of reviews, disagreements and recommendations."""
    return {
        **{(f"challenge:{name}", "reference"): "2019-01" for name in ("disagreement", "further", "settle")},
        **{(f"challenge:{name}", "reference"): "1" for name in ("dispute", "dispute_step")},
        ("reviews:step_back", "step"): confined["step"],
        ("reviews:seat_end", "seat"): confined["seat"],
        ("reviews:draft_file", "kind"): "docx",
        **{(f"thread:{name}", "number"): thread["number"] for name in RECOMMENDATION_PAGES},
    }


def by_audit_route(audits):
    """What a name means on routes of case audits."""
    of_ended = ("booklet", "booklet_file", "booklet_write", "booklet_down")
    return {
        **{(f"audits:{name}", "audit"): audits["ended"] for name in of_ended},
        ("audits:booklet_file", "kind"): "docx",
        ("audits:domain", "domain"): "voice",
        ("audits:seat_end", "seat"): audits["seat"],
    }


def by_finance_route(money):
    """What a name means on routes of finance."""
    of_upload = ("import", "import_keep", "import_drop")
    return {
        **{(f"finance:{name}", "upload"): money["upload"] for name in of_upload},
        ("finance:report_file", "kind"): "docx",
    }


def by_route(measures, council, lpr, message, business_manager, published):
    """What a name in an address means on some routes alone."""
    return {
        **{(f"measures:{name}", "key"): measures["indicator"].key for name in INDICATOR_PAGES},
        ("measures:event_withdraw", "event"): measures["event"].pk,
        **{(f"partnership:{name}", "key"): council.key for name in ("agency", "change_agency", "end_agency")},
        **{(f"partnership:{name}", "key"): lpr.key for name in GROUP_PAGES},
        **{(f"partnership:{name}", "pk"): message.pk for name in ("message", "resend")},
        ("partnership:take_role", "pk"): business_manager.pk,
        **{(f"publishing:{name}", "key"): published.key for name in EDITION_PAGES},
        ("duties:rule", "key"): "action.answer",
        ("duties:letter_download", "kind"): "docx",
        ("meetings:minutes_download", "kind"): "docx",
        ("publishing:draft_file", "kind"): "html",
        ("publishing:edition_file", "kind"): "html",
    }

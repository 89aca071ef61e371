"""Audits in tests: every case and word of them synthetic."""

import datetime as dt

from goldenthread.evidence.audits.actions.auditing import Given, Whole, save_return
from goldenthread.evidence.audits.actions.cases import draw_cases
from goldenthread.evidence.audits.actions.moderating import Agreed, add_learning, end_audit, moderate_case
from goldenthread.evidence.audits.actions.programme import begin_audit, plan_audit
from goldenthread.evidence.audits.actions.space import give_seat
from goldenthread.thread.models import Theme

TOOL = "multi-agency@2019.1"


def day(text):
    return dt.date.fromisoformat(text)


def planned(by, title="Neglect 2019", **more):
    """An audit in the programme, coordinated by ``by``."""
    theme, _ = Theme.objects.get_or_create(partnership=by.partnership, title="Neglect")
    fields = {
        "theme": theme, "question": "Does help change anything?", "starts_on": day("2019-09-02"),
        "returns_due_on": day("2019-09-20"), "moderated_on": day("2019-10-04"),
    } | more  # fmt: skip
    return plan_audit(by=by, tool_ref=TOOL, title=title, **fields)


def begun(by, agencies, **more):
    """One in which agencies take part."""
    audit = planned(by, **more)
    begin_audit(by=by, audit=audit, agencies=agencies)
    audit.refresh_from_db()
    return audit


def drawn(by, audit, wanted=5, **more):
    """Cases of a list of which only the length is known."""
    draw_cases(by=by, audit=audit, frame="Open plans", wanted=wanted, **({"size": 40, "seed": "x"} | more))
    return list(audit.cases.select_related("audit__partnership"))


def auditor(by, audit, person):
    return give_seat(by=by, audit=audit, person=person, part="auditor")


def graded(tool, grade="good", **other):
    """Every domain with a grade, except those named in ``other``."""
    return {each.key: Given(other.get(each.key, grade), "Seen in the record") for each in tool.domains}


def returned(by, case, agency, grade="good", **other):
    return save_return(
        by=by, case=case, agency=agency, version=0, given=graded(case.audit.tool, grade, **other),
        whole=Whole(good="Rang first", independent=True), send=True,
    )  # fmt: skip


def moderated(by, case, grade="good", **other):
    titles = case.audit.tool.titles()
    agreed = {key: Agreed(other.get(key, grade), "The group agreed") for key in titles}
    return moderate_case(by=by, case=case, agreed=agreed)


def ended(by, audit, agency, grades=("good",) * 5, **learned):
    """Every case sent by one agency and moderated, something learned, and the audit at its end."""
    cases = audit.cases.select_related("audit__partnership")
    for case, grade in zip(cases, grades, strict=True):
        returned(by, case, agency, grade)
        moderated(by, case, grade)
    words = {"text": "plans drift", "good": False, "asks": "end each meeting with what changes"} | learned
    add_learning(by=by, audit=audit, **words)
    end_audit(by=by, audit=audit, repeat_on=day("2020-09-30"), without=True)
    audit.refresh_from_db()
    return audit

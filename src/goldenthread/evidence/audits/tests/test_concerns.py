"""An immediate concern reaches whoever can act at once, and stays open until the child is known to be safe."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import make_person, signed_in, viewing

from goldenthread.duties.derivation import refresh
from goldenthread.duties.models import Duty
from goldenthread.duties.tests.cases import adopt
from goldenthread.evidence.audits.actions.concerns import answer_concern, raise_concern
from goldenthread.evidence.audits.models import Concern, Opening
from goldenthread.evidence.audits.tests.cases import auditor, day, ended
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage
from goldenthread.partnership.permissions import Role

SECRET = "the last visit is older than the plan allows"


@pytest.fixture
def raised(manager, case, council, member, police, agency_lead):
    auditor(manager, case.audit, member)
    return raise_concern(by=manager, case=case, agency=council, text=SECRET)


def test_it_reaches_whoever_answers_audits_or_leads_and_says_nothing_of_the_case(
    raised, council_lead, member, agency_lead
):
    told = OutgoingMessage.objects.filter(kind="audits.concern")
    posts = sorted(told.values_list("person__post", flat=True))
    assert posts == ["Business Manager", "Council lead", "Service Manager"]
    for message in told:
        assert SECRET not in message.text
        assert raised.case.reference not in f"{message.subject} {message.text}".split()
    assert not AuditEvent.objects.filter(summary__contains=SECRET).exists()


def test_it_can_be_raised_of_an_audit_that_is_over(manager, audit, cases, council):
    ended(manager, audit, council)
    assert raise_concern(by=manager, case=cases[0], agency=council, text="x").pk


def test_it_says_what_and_to_whom(manager, case, council, outsider):
    with pytest.raises(RuleError, match="what worries you"):
        raise_concern(by=manager, case=case, agency=council, text=" ")
    other = outsider.partnership.agencies.create(key="o", name="Other", sector="health")
    with pytest.raises(RuleError, match="of this partnership"):
        raise_concern(by=manager, case=case, agency=other, text="x")
    with pytest.raises(PermissionDenied):
        raise_concern(by=viewing(outsider), case=case, agency=council, text="x")


def test_the_agency_answers_until_the_child_is_known_to_be_safe(raised, council_lead):
    lead = viewing(council_lead)
    with pytest.raises(RuleError, match="what was done"):
        answer_concern(by=lead, concern=raised, text=" ", safe=True)
    answer_concern(by=lead, concern=raised, text="A worker is on the way", safe=False)
    assert OutgoingMessage.objects.filter(kind="audits.concern").count() == 3
    answer_concern(by=lead, concern=raised, text="Seen, and safe", safe=True)
    assert OutgoingMessage.objects.filter(kind="audits.concern").count() == 6
    with pytest.raises(RuleError, match="It is closed"):
        answer_concern(by=lead, concern=raised, text="x", safe=False)


def test_another_agency_neither_reads_nor_answers_it(
    raised, agency_lead, scrutineer, safeguarding_partner, outsider
):
    at = raised.get_absolute_url()
    for who, status in (
        (agency_lead, 404), (scrutineer, 404), (outsider, 404), (safeguarding_partner, 200),
    ):  # fmt: skip
        answer = signed_in(who).get(at)
        assert answer.status_code == status
        assert (SECRET in answer.content.decode()) == (status == 200)
    with pytest.raises(PermissionDenied):
        answer_concern(by=viewing(agency_lead), concern=raised, text="x", safe=True)


def test_whoever_left_their_role_is_not_reached(raised, council_lead, partnership, council, manager):
    council_lead.roles.update(ends_on=day("2019-08-01"))
    before = OutgoingMessage.objects.filter(person=council_lead).count()
    raise_concern(by=manager, case=raised.case, agency=council, text="again")
    assert OutgoingMessage.objects.filter(person=council_lead).count() == before
    assert signed_in(council_lead).get(raised.get_absolute_url()).status_code in (403, 404)


def test_every_opening_of_it_is_kept(raised, council_lead):
    answer = signed_in(council_lead).get(raised.get_absolute_url())
    assert answer["Cache-Control"] == "no-store"
    assert Opening.objects.filter(by=council_lead, page="an immediate concern").count() == 1


def test_it_is_a_duty_of_the_next_working_day_that_says_nothing_of_the_case(
    raised, partnership, manager, council_lead
):
    adopt(manager)
    refresh(partnership)
    duty = Duty.objects.get(rule_key="concern.answer")
    assert (duty.due_on, duty.agency.key, duty.met_on) == (day("2019-09-10"), "council", None)
    assert SECRET not in f"{duty.title} {duty.what}"
    answer_concern(by=viewing(council_lead), concern=raised, text="Seen", safe=True)
    refresh(partnership)
    duty.refresh_from_db()
    assert duty.met_on == day("2019-09-09")


def test_a_delegate_of_the_agency_without_its_role_does_not_read_it(raised, partnership, council):
    other = make_person(partnership, "Analyst", Role.DATA_LEAD, agency=council)
    assert signed_in(other).get(raised.get_absolute_url()).status_code == 404
    assert Concern.objects.visible_to(viewing(other)).count() == 0

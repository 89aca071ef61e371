"""An immediate concern reaches whoever can act at once, and stays open until the child is known to be safe."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import make_person, signed_in, viewing

from goldenthread.duties.derivation import refresh
from goldenthread.duties.models import Duty
from goldenthread.duties.tests.cases import adopt
from goldenthread.evidence.audits.actions.concerns import answer_concern, raise_concern
from goldenthread.evidence.audits.actions.space import break_glass
from goldenthread.evidence.audits.models import Concern, Opening
from goldenthread.evidence.audits.tests.cases import auditor, day, ended
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage
from goldenthread.partnership.permissions import Role

SECRET = "the last visit is older than the plan allows"


@pytest.fixture
def raised(manager, case, council, member, police, agency_lead):
    auditor(manager, case.audit, member)
    return raise_concern(by=manager, case=case, agency=council, text=SECRET)[0]


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


def test_whoever_asked_for_one_email_a_day_is_told_at_once_all_the_same(manager, case, council, council_lead):
    type(council_lead).objects.filter(pk=council_lead.pk).update(wants_digest=True)
    _, told = raise_concern(by=manager, case=case, agency=council, text="x")
    assert [person.post for person in told] == ["Council lead"]
    assert not OutgoingMessage.objects.filter(kind="audits.concern", status="held").exists()


def test_where_nobody_answers_whoever_raised_it_is_told_to_ring(manager, case, partnership, business_manager):
    fire = partnership.agencies.create(key="fire", name="Fire", sector="fire")
    assert raise_concern(by=manager, case=case, agency=fire, text="x")[1] == []
    form = {"agency": fire.pk, "text": "Not seen"}
    page = signed_in(business_manager).post(f"{case.get_absolute_url()}concern/", form, follow=True)
    assert "Nobody at Fire could be told" in page.content.decode()


def test_whoever_leaves_next_month_is_still_told(manager, case, council, council_lead):
    type(council_lead).objects.filter(pk=council_lead.pk).update(left_on=day("2019-10-01"))
    assert raise_concern(by=manager, case=case, agency=council, text="x")[1] == [council_lead]


def test_somebody_of_the_business_team_does_not_answer_for_an_agency(manager, case, council, partnership):
    team = make_person(partnership, "Seconded", Role.BUSINESS_TEAM, agency=council)
    row, told = raise_concern(by=manager, case=case, agency=council, text="x")
    assert team not in told
    assert signed_in(team).get(row.get_absolute_url()).status_code == 404


def test_the_broken_glass_opens_it_to_read_alone(raised, partnership, police):
    partner = make_person(partnership, "Partner", Role.SAFEGUARDING_PARTNER, agency=police)
    assert signed_in(partner).get(raised.get_absolute_url()).status_code == 404
    break_glass(by=viewing(partner), audit=raised.case.audit, reason="A child may be at risk today")
    assert SECRET in signed_in(partner).get(raised.get_absolute_url()).content.decode()
    assert signed_in(partner).get(f"{raised.get_absolute_url()}answer/").status_code == 403


def test_it_stands_first_on_the_home_of_whoever_can_act(raised, council_lead, agency_lead, business_manager):
    for who, told in ((council_lead, True), (business_manager, True), (agency_lead, False)):
        page = signed_in(who).get("/thurrock/").content.decode()
        assert ("a child may not be safe" in page) == told
    answer_concern(by=viewing(council_lead), concern=raised, text="Seen", safe=True)
    assert "a child may not be safe" not in signed_in(council_lead).get("/thurrock/").content.decode()


def test_it_can_be_raised_of_an_audit_that_is_over(manager, audit, cases, council):
    ended(manager, audit, council)
    assert raise_concern(by=manager, case=cases[0], agency=council, text="x")[0].pk


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

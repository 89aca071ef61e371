"""The pages of the room, as people use them."""

import html
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import make_person, signed_in, viewing

from goldenthread.evidence.assurance.models import Assessment, Cycle
from goldenthread.evidence.assurance.tests.cases import cycled, moderated, signed
from goldenthread.partnership.access import may_open
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Role

BASE = "/thurrock/evidence/assurance/"


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def dated(name, day, month, year="2019"):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def test_a_cycle_is_begun_asked_answered_signed_and_moderated(business_manager, council_lead, council):
    team, agency = signed_in(business_manager), signed_in(council_lead)
    new = {"title": "Section 11 2019", "set_ref": "section-11@2019.1"}
    new |= dated("opens_on", "2", "9") | dated("closes_on", "31", "10")
    assert "Ask its agencies next" in text(team.post(f"{BASE}new/", new, follow=True))
    team.post(f"{BASE}section-11-2019/ask/", {"agencies": [council.pk]})
    at = f"{BASE}section-11-2019/at/council/"
    asked = Cycle.objects.get().questions
    for standard in asked.standards:
        form = {"version": 0} | {f"level_{each.key}": "green" for each in standard.questions}
        assert agency.post(f"{at}part/{standard.key}/", form).status_code == 302
    assert "Everything is answered" in text(agency.get(at))
    agency.post(f"{at}sign/", {"officer": "Chief Executive"})
    for standard in asked.standards:
        form = {f"level_{each.key}": "green" for each in standard.questions}
        if standard.key == "training":
            form |= {"level_5.1": "amber", "reason_5.1": "Register is old"}
        assert team.post(f"{at}moderate/{standard.key}/", form).status_code == 302
    page = team.post(
        f"{at}feedback/", {"feedback": "Thank you"} | dated("put_right_by", "9", "12"), follow=True
    )
    assert "What is not enough yet stands in the thread" in text(page)
    read = text(agency.get(at))
    assert "The panel sees 1 otherwise" in read
    assert "Register is old" in read
    assert "Amber" in text(agency.get(f"{BASE}section-11-2019/heat-map/"))


def test_nothing_typed_is_lost_where_a_part_is_refused(assessment, council_lead):
    at = f"{BASE}{assessment.cycle.key}/at/council/part/training/"
    form = {"version": 0, "level_5.1": "green", "text_5.1": "Kept words", "link_5.1": "javascript:alert(1)"}
    answer = signed_in(council_lead).post(at, form)
    assert answer.status_code == 200
    assert "Enter a valid URL" in text(answer)
    assert "Kept words" in text(answer)


def test_another_agency_finds_no_assessment_and_a_delegate_finds_their_part(
    assessment, council, police, partnership
):
    other = make_person(partnership, "Other", Role.AGENCY_LEAD, agency=police)
    at = f"{BASE}{assessment.cycle.key}/at/council/"
    assert signed_in(other).get(at).status_code == 404
    page = text(signed_in(other).get(f"{BASE}{assessment.cycle.key}/"))
    assert "Thurrock Council" in page
    assert f'href="{at}"' not in signed_in(other).get(f"{BASE}{assessment.cycle.key}/").content.decode()
    assert not may_open(viewing(other), at)
    assert may_open(viewing(make_person(partnership, "Own", Role.AGENCY_LEAD, agency=council)), at)
    hr = make_person(partnership, "Head of HR", Role.PRACTITIONER, agency=council)
    assert signed_in(hr).get(at).status_code == 404
    assessment.delegations.create(person=hr, standard="recruitment")
    assert signed_in(hr).get(at).status_code == 200
    assert signed_in(hr).get(f"{at}part/recruitment/").status_code == 200
    assert signed_in(hr).get(f"{at}part/training/").status_code == 403


def test_pages_make_as_many_queries_for_twenty_agencies_as_for_one(manager, lead, council, partnership):
    cycle, (row,) = cycled(manager, [council])
    moderated(manager, signed(lead, row))
    reader = signed_in(manager.person)

    def counted(address):
        reader.get(address)
        with CaptureQueriesContext(connection) as found:
            assert reader.get(f"{address}?again=1").status_code == 200
        return len(found)

    pages = (BASE, f"{BASE}{cycle.key}/", f"{BASE}{cycle.key}/heat-map/")
    before = [counted(page) for page in pages]
    for number in range(20):
        agency = Agency.objects.create(
            partnership=partnership, key=f"s{number}", name=f"S{number}", sector="health"
        )
        Assessment.objects.create(cycle=cycle, agency=agency, asked_on=cycle.opens_on)
    assert [counted(page) for page in pages] == before


def test_a_change_is_said_in_percentage_points(assessment, manager, lead, council):
    signed(lead, assessment, training="amber")
    row = cycled(manager, [council], title="2020", opens_on=assessment.cycle.opens_on.replace(day=3))[1][0]
    signed(lead, row)
    page = text(signed_in(manager.person).get(f"{BASE}2020/heat-map/"))
    assert "Up 50 points" in page
    assert "since Section 11 2019" in page

"""The pages of audits, as people use them."""

import html
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import signed_in, viewing

from goldenthread.evidence.audits.models import Audit, Case, Draw, Return
from goldenthread.evidence.audits.tests.cases import TOOL, auditor, begun, drawn, ended, returned
from goldenthread.partnership.access import may_open
from goldenthread.thread.models import Source, Theme

BASE = "/thurrock/evidence/audits/"


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def dated(name, day, month, year="2019"):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def test_an_audit_from_its_plan_to_the_thread(business_manager, member, council, police, partnership):
    theme = Theme.objects.create(partnership=partnership, title="Neglect")
    team, own = signed_in(business_manager), signed_in(member)
    new = {
        "title": "Neglect 2019",
        "theme": theme.pk,
        "question": "Does help change anything?",
        "tool_ref": TOOL,
    }
    new |= (
        dated("starts_on", "2", "9") | dated("returns_due_on", "20", "9") | dated("moderated_on", "4", "10")
    )
    assert "and you coordinate it" in text(team.post(f"{BASE}new/", new | {"version": 0}, follow=True))
    at = f"{BASE}neglect-2019/"
    assert "Draw the cases next" in text(team.post(f"{at}agencies/", {"agencies": [council.pk]}, follow=True))
    team.post(f"{at}places/new/", {"person": member.pk, "part": "auditor"})
    list_ = {"frame": "Open plans", "listed": "A1\nA2\nA3", "wanted": 1, "reserve": 1}
    assert "the list is not kept" in text(team.post(f"{at}cases/draw/", list_, follow=True))
    case = Case.objects.first()
    assert "1 case to audit by 20 September 2019" in text(own.get(f"{at}cases/"))
    form = {"version": 0, "independent": "on", "send": "on"}
    for domain in case.audit.tool.domains:
        form |= {f"grade_{domain.key}": "good", f"shows_{domain.key}": "Seen"}
    assert "It is sent" in text(own.post(f"{at}cases/1/at/council/", form, follow=True))
    own.post(f"{at}cases/1/said/", {"speaker": "parent", "words": "We were asked"})
    agreed = {f"grade_{key}": "good" for key in case.audit.tool.titles()}
    assert "What was agreed is on record" in text(team.post(f"{at}cases/1/moderate/", agreed, follow=True))
    team.post(f"{at}learning/new/", {"good": "no", "text": "plans drift", "asks": "say what changes"})
    done = team.post(f"{at}end/", dated("repeat_on", "30", "9", "2020"), follow=True)
    assert "stands in the thread" in text(done)
    assert "To be repeated by 30 September 2020" in text(done)
    assert Source.objects.get().title == "Neglect 2019"
    words = {"headline": "say what changes", "discuss": "does your plan say it?"}
    assert "The booklet is published" in text(team.post(f"{at}booklet/write/", words, follow=True))


def test_nothing_typed_is_lost_where_it_is_refused(manager, case, council, member):
    auditor(manager, case.audit, member)
    at = f"{BASE}neglect-2019/cases/1/at/council/"
    form = {"version": 0, "send": "on", "shows_voice": "Kept words", "good": "Kept too"}
    answer = signed_in(member).post(at, form)
    assert answer.status_code == 200
    for words in ("Kept words", "Kept too", "ask a colleague to audit it"):
        assert words in text(answer)
    assert not Return.objects.exists()


def test_a_list_with_a_name_is_refused_with_its_place_and_kept_on_the_page(manager, audit):
    form = {"frame": "x", "listed": "A1\nSmith", "wanted": 1, "reserve": 0}
    answer = signed_in(manager.person).post(f"{BASE}neglect-2019/cases/draw/", form)
    assert "No. 2 of the list: “SMITH” looks like a name" in text(answer)
    assert "A1\nSmith" in html.unescape(answer.content.decode()).replace("\r", "")
    assert not Draw.objects.exists()


def test_a_draw_is_checked_with_the_list(manager, audit):
    drawn(manager, audit, wanted=2, listed="A1\nA2\nA3", size=None)
    at = f"{BASE}neglect-2019/cases/draw/{Draw.objects.get().pk}/"
    browser = signed_in(manager.person)
    for listed, says in (
        ("A3 , A2\nA1", "It is the same list"), ("A1\nA2", "another list"), ("A1", "another list"),
        ("A1\nSmith", "looks like a name"),
    ):  # fmt: skip
        assert says in text(browser.post(at, {"listed": listed}))


def test_who_has_no_place_finds_the_door_and_whom_to_ask(manager, audit, safeguarding_partner, member):
    for who, may in ((safeguarding_partner, True), (member, False)):
        answer = signed_in(who).get(audit.get_cases_url())
        assert answer.status_code == 403
        assert "Ask Business Manager" in text(answer)
        assert ("break the glass" in text(answer)) == may
        assert not may_open(viewing(who), audit.get_cases_url())


def test_a_link_to_a_concern_is_offered_to_those_who_can_act(
    manager, case, council, council_lead, agency_lead
):
    from goldenthread.evidence.audits.actions.concerns import raise_concern

    at = raise_concern(by=manager, case=case, agency=council, text="x")[0].get_absolute_url()
    assert may_open(viewing(council_lead), at)
    assert not may_open(viewing(agency_lead), at)


def test_the_files_hold_what_the_pages_show(manager, audit, cases, council):
    ended(manager, audit, council)
    browser = signed_in(manager.person)
    assert "Neglect 2019" in browser.get(f"{BASE}programme.csv").content.decode("utf-8-sig")
    assert "100%" in browser.get(f"{BASE}results/over-time.csv").content.decode("utf-8-sig")
    assert browser.get(f"{BASE}programme.exe").status_code == 404


def test_pages_make_as_many_queries_for_many_audits_and_cases_as_for_one(manager, council, police):
    def full(number, wanted):
        row = begun(manager, [council, police], title=f"Neglect {number}")
        drawn(manager, row, wanted=wanted)
        for case in row.cases.select_related("audit__partnership"):
            returned(manager, case, council)
        return row

    reader = signed_in(manager.person)
    small = full(1, 1)

    def counted(address):
        reader.get(address)
        with CaptureQueriesContext(connection) as found:
            assert reader.get(f"{address}?again=1").status_code == 200
        return len(found)

    before = [counted(page) for page in (BASE, f"{BASE}results/over-time/", small.get_cases_url())]
    large = full(2, 12)
    for number in (3, 4):
        full(number, 2)
    assert [counted(page) for page in (BASE, f"{BASE}results/over-time/", large.get_cases_url())] == before
    assert Audit.objects.count() == 4


def test_a_day_that_is_missing_is_named(business_manager):
    page = text(signed_in(business_manager).post(f"{BASE}new/", {"version": 0}))
    assert "Enter the day by which agencies finish" in page
    assert "Enter the day of the moderation meeting" in page

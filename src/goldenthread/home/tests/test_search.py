"""What a search finds, in which order, and for whom."""

import datetime as dt

import pytest
from tests.cast import TODAY, make_person, signed_in, viewing

from goldenthread.evidence.assurance.tests.cases import cycled
from goldenthread.evidence.audits.tests.cases import begun, drawn
from goldenthread.evidence.measures.tests.cases import make_indicator
from goldenthread.evidence.voice.actions.engagement import record_engagement
from goldenthread.home.tests.cases import explain, make_action, make_plan, make_report, publish, read
from goldenthread.partnership.models import Group


@pytest.fixture
def plan(partnership):
    return make_plan(partnership)


def search(person, words):
    return read(person, f"/{person.partnership.slug}/search/?q={words}")


def refs(person, words):
    """The links to actions, in the order in which they stand."""
    html = signed_in(person).get("/thurrock/search/", {"q": words}).content.decode()
    found = html.partition('id="actions"')[2].partition("</section>")[0].split('href="/thurrock/plan/')[1:]
    return [part.partition('"')[0] for part in found if not part.startswith("actions/")]


@pytest.mark.parametrize("typed", ["1.4", "Action 1.4", " action  1.4 "])
def test_an_exact_reference_comes_first(plan, member, typed):
    make_action(plan, "11.4", "As agreed in 1.4")
    make_action(plan, "1.4")
    make_action(plan, "1.41")
    assert refs(member, typed)[0] == "delivery/1.4/"


def test_a_reference_is_found_in_every_plan_open_plans_first(partnership, plan, member):
    old = make_plan(partnership, "a-former", closed_on=dt.date(2019, 5, 1))
    make_action(old, "1.4")
    make_action(plan, "1.4")
    assert refs(member, "1.4") == ["delivery/1.4/", "a-former/1.4/"]


def test_every_word_must_be_found_somewhere(plan, member):
    make_action(plan, "1.1", "Train practitioners", success_measures="Fewer cases of neglect")
    make_action(plan, "1.2", "Train managers")
    assert refs(member, "TRAIN neglect") == ["delivery/1.1/"]


def test_words_of_the_wording_come_before_words_elsewhere(plan, member):
    make_action(plan, "1.1", "Train practitioners", success_measures="Neglect is seen early")
    make_action(plan, "1.2", "Audit neglect")
    assert refs(member, "neglect") == ["delivery/1.2/", "delivery/1.1/"]


@pytest.mark.parametrize("typed", ["detective", "DS", "as printed"])
def test_an_action_is_found_by_its_lead(plan, partnership, member, typed):
    lead = make_person(partnership, "Detective Sergeant", initials="DS")
    make_action(plan, "1.1", lead=lead, lead_as_printed="As printed")
    make_action(plan, "1.2")
    assert refs(member, typed) == ["delivery/1.1/"]


def test_a_withdrawn_action_is_not_found(plan, member):
    make_action(plan, "1.1", withdrawn_on=TODAY, withdrawn_reason="Done elsewhere")
    assert refs(member, "train") == []


def test_twenty_are_shown_with_their_number_and_the_way_to_the_list(plan, member):
    for number in range(1, 24):
        make_action(plan, f"1.{number}")
    said = search(member, "train")
    assert "Actions 23" in said
    assert "3 more are not shown." in said
    html = signed_in(member).get("/thurrock/search/", {"q": "train & more"}).content.decode()
    assert len(refs(member, "train")) == 20
    assert "Nothing holds" in html


def test_the_way_to_the_list_carries_the_words(plan, member):
    for number in range(1, 22):
        make_action(plan, f"1.{number}", "R & D")
    html = signed_in(member).get("/thurrock/search/", {"q": "r & d"}).content.decode()
    assert 'href="/thurrock/plan/actions/?q=r+%26+d"' in html


def test_plans_groups_agencies_people_and_reports_are_found(partnership, plan, lpr, police, member):
    make_plan(partnership, "neglect", purpose="Neglect is seen early")
    Group.objects.filter(pk=lpr.pk).update(purpose="Learns from neglect")
    police.lead_representative = "Lead for neglect"
    police.save()
    make_person(partnership, "Neglect Coordinator", account=False)
    publish(make_report(partnership, title="Neglect in Thurrock"), on=TODAY)
    said = search(member, "neglect")
    assert (
        "5 things hold “neglect”: plans (1), groups (1), agencies (1), people (1), published reports (1)."
        in said
    )
    for name in ("Neglect plan", "Learning & Practice Review Group", "Essex Police", "Neglect Coordinator"):
        assert name in said
    assert "Neglect in Thurrock May to August 2019; published on 9 September 2019" in said


def test_drafts_and_withdrawn_reports_are_not_found_even_by_their_writers(
    partnership, plan, business_manager
):
    make_report(partnership, "draft", title="Neglect draft")
    withdrawn = make_report(partnership, "gone", title="Neglect withdrawn")
    publish(withdrawn, on=TODAY)
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(
        status="withdrawn", withdrawn_on=TODAY, withdrawn_reason="Wrong"
    )
    assert "Nothing holds “neglect”" in search(business_manager, "neglect")


def test_the_new_title_of_a_correction_being_written_stays_unseen(partnership, plan, practitioner):
    report = make_report(partnership, title="Neglect in Thurrock")
    publish(report, on=TODAY)
    type(report).objects.update(status="draft", title="Unpublished name")
    assert "Nothing holds" in search(practitioner, "unpublished")
    said = search(practitioner, "neglect")
    assert "Neglect in Thurrock" in said
    assert "Unpublished name" not in said


def test_nothing_of_another_partnership_is_found(partnership, plan, lpr, police, member, outsider):
    make_action(plan, "1.1", "Neglect")
    make_plan(partnership, "neglect")
    make_person(partnership, "Neglect Coordinator", account=False)
    publish(make_report(partnership, title="Neglect in Thurrock"), on=TODAY)
    for words in ("neglect", "learning", "essex", "coordinator", "1.1"):
        assert "Nothing holds" in search(outsider, words)


def test_a_restricted_plan_is_found_only_by_those_who_may_see_it(partnership, everybody):
    hidden = make_plan(partnership, "hidden", title="Hidden review", restricted=True)
    explain(make_action(hidden, "9.9", "Hidden wording", lead=everybody["member"]))
    found = {
        name
        for name, person in everybody.items()
        if "Hidden" in search(person, "hidden") or "9.9 Hidden" in search(person, "9.9")
    }
    assert found == {"business_manager", "business_team", "safeguarding_partner", "scrutineer"}


def test_each_role_finds_the_kinds_of_thing_that_it_may_see(partnership, plan, lpr, everybody):
    make_action(plan, "1.1", "Zebra")
    make_plan(partnership, "zebra")
    Group.objects.create(partnership=partnership, key="zebra", name="Zebra group")
    make_person(partnership, "Zebra keeper", account=False)
    publish(make_report(partnership, title="Zebra report"), on=TODAY)
    make_indicator(partnership, "zebras", everybody["data_lead"].agency, title="Zebras seen")
    everything = "actions (1), plans (1), indicators (1), groups (1), people (1), published reports (1)"
    kinds = {
        "practitioner": "published reports (1)",
        "report_reader": "published reports (1)",
        "administrator": "people (1)",
    }
    for name, person in everybody.items():
        if name != "outsider":
            assert f"“zebra”: {kinds.get(name, everything)}." in search(person, "zebra"), name


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_search_says_what_can_be_looked_for(practitioner, member, typed):
    assert (
        "of actions, plans, recommendations, indicators, self-assessments, case audits, "
        "events, agendas, groups, agencies, people and published reports." in search(member, typed)
    )
    assert "of published reports." in search(practitioner, typed)


def test_a_person_without_a_role_has_nothing_to_search(partnership, plan):
    make_action(plan, "1.1", "Neglect")
    newcomer = make_person(partnership, "Newcomer")
    assert "there is nothing for you to search" in search(newcomer, "neglect")
    assert b'id="site-search"' not in signed_in(newcomer).get("/thurrock/").content


def test_a_search_without_a_hit_helps(member):
    said = search(member, "xylophone")
    assert "Nothing holds “xylophone”" in said
    assert "Try fewer words" in said


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "%", "_", "\\", "'", "\x00", "(", "x" * 5000, "a " * 500]
)
def test_nothing_that_can_be_typed_breaks_the_page_or_gets_into_it(plan, member, typed):
    make_action(plan, "1.1", "<script>alert(1)</script>")
    response = signed_in(member).get("/thurrock/search/", {"q": typed})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_signs_of_a_pattern_are_looked_for_literally(plan, member):
    make_action(plan, "1.1", "Reach 90% of schools")
    make_action(plan, "1.2", "Reach 900 schools")
    assert refs(member, "90%") == ["delivery/1.1/"]


def test_a_self_assessment_and_an_event_are_found_by_whoever_may_see_them(business_manager, member, council):
    by = viewing(business_manager)
    cycled(by, [council], title="Section 11 of the year")
    event = {"agency": council, "kind": "families", "title": "Fun in the section", "on": TODAY}
    record_engagement(by=by, **event)
    record_engagement(by=by, **event | {"title": "Closed section"}, restricted=True)
    assert "2 things hold “section”: self-assessments (1), events and conversations (1)." in search(
        member, "section"
    )
    assert "Closed section" not in search(member, "section")
    assert "Closed section" in search(business_manager, "section")


def test_case_audits_are_found_and_nothing_of_their_cases(business_manager, member, practitioner, council):
    by = viewing(business_manager)
    audit = begun(by, [council], title="Neglect 2019")
    case = drawn(by, audit, wanted=1, listed="MAA-77", size=None)[0]
    assert "1 thing holds “neglect 2019”: case audits (1)." in search(member, "neglect 2019")
    assert "Nothing holds" in search(business_manager, case.reference)
    assert "Nothing holds" in search(practitioner, "neglect")

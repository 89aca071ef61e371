import datetime as dt
import re
from io import BytesIO

import pytest
from django.urls import reverse
from tests.cast import TODAY, seat, signed_in

from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.spreadsheets.reading import read_sheet

HOSTILE = "<script>alert('x')</script> '; DROP TABLE x; -- \u202e =1+1"


def at(name, *args):
    return reverse(f"partnership:{name}", args=["thurrock", *args])


def date(name, day):
    parts = dt.date.fromisoformat(day) if day else None
    return {f"{name}_{part}": str(getattr(parts, part)) if parts else "" for part in ("day", "month", "year")}


def version_in(page):
    return re.search(r'name="version" value="(\d+)"', page.content.decode())[1]


def without_token(page):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page.content)


@pytest.fixture
def manager(business_manager):
    return signed_in(business_manager)


GROUP = {"name": "Neglect", "kind": "sub_group"}
AGENCY = {"name": "Ambulance Service", "kind": "relevant_agency", "sector": "health"}


@pytest.mark.parametrize("name", ["overview", "groups", "structure", "agencies", "people", "roles"])
def test_members_see_the_partnership(member, name):
    assert signed_in(member).get(at(name)).status_code == 200


@pytest.mark.parametrize(
    "name", ["overview", "groups", "agencies", "people", "me", "theme", "structure_svg", "audit"]
)
def test_an_outsider_learns_nothing(outsider, partnership, name):
    browser = signed_in(outsider)
    there = browser.get(at(name))
    nowhere = browser.get(at(name).replace("thurrock", "nowhere"))
    assert there.status_code == nowhere.status_code == 404
    assert without_token(there) == without_token(nowhere)


@pytest.mark.parametrize("name", ["overview", "theme"])
def test_who_is_not_signed_in_is_asked_to(partnership, name):
    answer = signed_in(None).get(at(name))
    assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", ["change", "add_agency", "add_group"])
def test_a_member_does_not_change_the_structure(member, name):
    assert signed_in(member).get(at(name)).status_code == 403


@pytest.mark.parametrize("name", ["change", "end"])
def test_a_member_does_not_change_an_agency(member, council, name):
    assert signed_in(member).post(at(f"{name}_agency", council.key)).status_code == 403


def test_the_business_team_sees_no_record_and_manages_no_people(business_team):
    browser = signed_in(business_team)
    assert browser.get(at("audit")).status_code == 403
    assert browser.get(at("add_person")).status_code == 403
    assert browser.get(at("add_group")).status_code == 200


def test_the_administrator_sees_people_and_the_record_but_not_the_work(administrator):
    browser = signed_in(administrator)
    codes = {
        name: browser.get(at(name)).status_code
        for name in ("people", "audit", "groups", "overview", "messages")
    }
    assert codes == {"people": 200, "audit": 200, "groups": 403, "overview": 403, "messages": 403}


def test_another_partnerships_rows_are_not_found(manager, outsider):
    theirs = outsider.partnership
    group = Group.objects.create(partnership=theirs, key="theirs", name="Theirs")
    agency = Agency.objects.create(partnership=theirs, key="theirs", name="Theirs")
    held = seat(group, outsider)
    for address in (
        at("group", group.key),
        at("agency", agency.key),
        at("person", outsider.pk),
        at("invite", outsider.pk),
        at("take_role", outsider.pk, outsider.roles.get().pk),
    ):
        assert manager.get(address).status_code == 404, address
    ours = Group.objects.create(partnership=Partnership.objects.get(slug="thurrock"), key="ours", name="Ours")
    assert manager.get(at("change_seat", ours.key, held.pk)).status_code == 404


def test_a_group_is_set_up_changed_and_found_again(manager, strategic):
    answer = manager.post(
        at("add_group"), GROUP | {"parent": strategic.pk} | date("started_on", "2019-05-07")
    )
    group = Group.objects.get(name="Neglect")
    assert answer.headers["Location"] == at("group", group.key)
    page = manager.get(at("change_group", group.key))
    answer = manager.post(
        at("change_group", group.key), GROUP | {"name": "Neglect Group", "version": version_in(page)}
    )
    assert answer.status_code == 302
    assert "Neglect Group" in manager.get(at("groups") + "?q=neglect").content.decode()


def test_a_stale_save_shows_both_texts_and_loses_nothing(manager, lpr):
    page = manager.get(at("change_group", lpr.key))
    Group.objects.filter(pk=lpr.pk).update(purpose="Their purpose", version=2)
    typed = {"name": lpr.name, "kind": "sub_group", "purpose": "My purpose", "version": version_in(page)}
    answer = manager.post(at("change_group", lpr.key), typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody else has saved changes" in text
    assert "Their purpose" in text
    assert "My purpose" in text
    assert version_in(answer) == "2"
    manager.post(at("change_group", lpr.key), typed | {"version": "2"})
    lpr.refresh_from_db()
    assert lpr.purpose == "My purpose"


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_a_version_that_never_was_changes_nothing(manager, lpr, version):
    answer = manager.post(
        at("change_group", lpr.key), {"name": "Other", "kind": "sub_group", "version": version}
    )
    assert answer.status_code == 200
    assert Group.objects.get(pk=lpr.pk).name != "Other"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "STRATEGIC GROUP"}, "already a group called"),
        ({"kind": "committee"}, "Select a valid choice"),
        ({"kind": "task_and_finish"}, "limited time"),
        ({"parent": "999999"}, "Choose a group from the list"),
        ({"parent": "'; DROP TABLE"}, "Choose a group from the list"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "a\x00b"}, "Null characters"),
        (date("started_on", "2019-09-09") | date("ends_on", "2019-09-08"), "The end is before the start"),
        ({"started_on_day": "31", "started_on_month": "2", "started_on_year": "2019"}, "must be a real date"),
        (
            {"started_on_day": "1", "started_on_month": "1", "started_on_year": "9999"},
            "on or before 31 December 2099",
        ),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(manager, strategic, fields, problem):
    answer = manager.post(at("add_group"), GROUP | {"purpose": "What I wrote"} | fields)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert problem in text
    assert "There is a problem" in text
    assert "What I wrote" in text
    assert Group.objects.count() == 1


@pytest.mark.parametrize("region", ["999", "x", "-1", "1 OR 1=1"])
def test_an_unknown_region_is_refused(manager, region):
    details = {
        "name": "Thurrock",
        "short_name": "T",
        "rule_pack": "wt2018",
        "business_year_month": "4",
        "accent": "#17365d",
        "version": "1",
    }
    answer = manager.post(at("change"), details | {"region": region})
    assert "Choose a region from the list" in answer.content.decode()
    assert manager.post(at("change"), details).status_code == 302
    answer = manager.post(at("change"), details | {"accent": "#ffff00", "version": "2"})
    assert "too pale to read against white" in answer.content.decode()


def test_hostile_text_is_shown_as_text(manager, council):
    manager.post(at("add_group"), GROUP | {"name": HOSTILE, "purpose": HOSTILE})
    group = Group.objects.get(name=HOSTILE)
    for address in (at("groups"), at("group", group.key), at("structure"), at("overview"), at("audit")):
        text = manager.get(address).content.decode()
        assert "<script>alert" not in text, address
    assert "<script>alert" not in manager.get(at("structure_svg")).content.decode()


@pytest.mark.parametrize("name", ["agencies", "groups", "people", "messages", "audit"])
@pytest.mark.parametrize(
    "query",
    [
        "kind=x&sector=x&standing=x&role=x&agency=x&group=x&account=x&status=x&verb=x&sort=x&page=x",
        "page=99999999999&sort=-kind",
        "page=-1&sort=--kind",
        "since=9999-12-31&until=0001-01-01",
        "since=x&until=31/12/2019&about=a:b:c",
        "q=%00&who=%00&about=%00",
        "q=%F0%9F%98%80%27%22%3C&standing=all",
        f"q={'x' * 5000}",
    ],
)
def test_a_list_survives_any_address(manager, name, query):
    assert manager.get(f"{at(name)}?{query}").status_code == 200


def test_lists_filter_sort_and_count(manager, council, police, agency_lead):
    Agency.objects.filter(pk=police.pk).update(ended_on=TODAY - dt.timedelta(days=1))
    text = manager.get(at("agencies")).content.decode()
    assert "1 agency." in text
    assert "Essex Police" not in text
    text = manager.get(at("agencies") + "?standing=all&sort=-name").content.decode()
    assert text.index("Thurrock Council</a>") < text.index("Essex Police</a>")
    assert (
        "Thurrock Council</a>"
        not in manager.get(at("agencies") + "?standing=all&sector=police").content.decode()
    )


def test_people_are_found_by_agency_role_group_and_account(manager, chair, lay_member, data_lead):
    def found(query):
        return set(
            re.findall(
                r'<th scope="row"><a [^>]*>([^<]+)</a>',
                manager.get(f"{at('people')}?{query}").content.decode(),
            )
        )

    assert found("agency=council") == {"Performance Analyst"}
    assert found("group=lpr") == {"Detective Superintendent", "Lay Member"}
    assert found("role=sub_group_chair") == {"Detective Superintendent"}
    assert found("role=data_lead") == {"Performance Analyst"}
    assert found("account=without") == set()
    assert found("q=lay") == {"Lay Member"}


def test_only_who_manages_accounts_is_told_of_them(member, chair):
    text = signed_in(member).get(at("people") + "?account=without").content.decode()
    assert ">Account<" not in text
    assert "Detective Superintendent" in text
    page = signed_in(member).get(at("person", chair.pk)).content.decode()
    assert "Block their sign-in" not in page
    assert "Signs in as" not in page


@pytest.mark.parametrize("name", ["agencies", "groups", "people", "audit"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_lists_download_what_they_show(manager, lpr, council, member, name, kind):
    manager.post(at("add_group"), GROUP | {"name": "=1+1"})
    answer = manager.get(at(f"{name}_export", kind))
    shown = {
        "agencies": "Thurrock Council",
        "groups": "=1+1",
        "people": "Service Manager",
        "audit": "Set up the =1+1",
    }
    sheet = read_sheet(BytesIO(answer.content).read(), f"{name}.{kind}")
    assert any(shown[name] in map(str, row.cells.values()) for row in sheet.rows)
    assert (
        f'filename="{"record" if name == "audit" else name}-2019-09-09.{kind}"'
        in answer.headers["Content-Disposition"]
    )


def test_an_unknown_format_is_not_found(manager):
    assert manager.get(at("agencies_export", "pdf")).status_code == 404


def test_a_chair_is_appointed_and_a_deputy_designated_on_the_pages(
    manager, lpr, member, agency_lead, data_lead
):
    answer = manager.post(
        at("appoint_chair", "lpr"), {"person": agency_lead.pk} | date("starts_on", "2019-09-09"), follow=True
    )
    assert "chairs the Learning &amp; Practice Review Group until 8 September 2020" in answer.content.decode()
    held = lpr.memberships.get(person=member)
    answer = manager.post(
        at("designate_deputy", "lpr"),
        {"member": held.pk, "person": data_lead.pk} | date("starts_on", "2019-09-09"),
        follow=True,
    )
    assert "Designated deputies" in answer.content.decode()
    answer = manager.post(
        at("add_seat", "lpr"), {"person": member.pk, "capacity": "chair"} | date("starts_on", "2019-09-09")
    )
    assert "Select a valid choice" in answer.content.decode()
    answer = manager.post(
        at("change_seat", "lpr", held.pk),
        {"version": held.version} | date("starts_on", "2019-05-07") | date("ends_on", "2019-05-06"),
    )
    assert "The last day is before the first" in answer.content.decode()


def test_who_leaves_while_chairing_is_told_what_ends(manager, chair):
    text = manager.get(at("leave", chair.pk)).content.decode()
    assert "which will have no chair" in text
    assert "Chair, Learning &amp; Practice Review Group" in text
    answer = manager.post(at("leave", chair.pk), {"version": 1} | date("left_on", "2019-09-09"), follow=True)
    assert "their roles and seats end that day" in answer.content.decode()
    assert Person.objects.get(pk=chair.pk).left_on == TODAY


def test_roles_are_given_and_taken_on_the_pages(manager, member, business_manager):
    manager.post(at("give_role", member.pk), {"role": "data_lead"} | date("starts_on", "2019-09-01"))
    given = member.roles.get()
    assert "Data lead" in manager.get(at("person", member.pk)).content.decode()
    answer = manager.post(at("take_role", member.pk, given.pk), date("ends_on", "2019-09-09"), follow=True)
    assert "The role Data lead ends." in answer.content.decode()
    answer = manager.post(
        at("give_role", business_manager.pk), {"role": "scrutineer"} | date("starts_on", "2019-09-01")
    )
    assert "Nobody changes their own roles" in answer.content.decode()


def test_blocking_is_only_ever_posted(manager, member):
    assert manager.get(at("block", member.pk)).status_code == 405
    assert "can no longer sign in" in manager.post(at("block", member.pk), follow=True).content.decode()
    assert "can sign in again" in manager.post(at("unblock", member.pk), follow=True).content.decode()
    assert "has no account now" in manager.post(at("remove_account", member.pk), follow=True).content.decode()


def test_inviting_from_the_page(manager, partnership):
    person = Person.objects.create(partnership=partnership, post="Headteacher")
    answer = manager.post(at("invite", person.pk), {"email": "nonsense"})
    assert "Enter an email address in the form" in answer.content.decode()
    answer = manager.post(at("invite", person.pk), {"email": "head@x.example"}, follow=True)
    assert "on its way to head@x.example" in answer.content.decode()
    assert "Invited as head@x.example; has not signed in yet." in answer.content.decode()


def test_everybody_has_an_account_page_and_chooses_their_emails(everybody):
    for name, person in everybody.items():
        browser = signed_in(person)
        page = browser.get(reverse("partnership:me", args=[person.partnership.slug]))
        assert page.status_code == 200, name
    answer = signed_in(everybody["lay_member"]).post(at("me"), {"wants_digest": "yes"}, follow=True)
    assert "Your choice is saved." in answer.content.decode()


def test_who_has_no_role_yet_may_enter_and_no_more(partnership, practitioner):
    practitioner.roles.all().delete()
    browser = signed_in(practitioner)
    assert browser.get(at("me")).status_code == 200
    assert browser.get(at("people")).status_code == 403


def test_the_roles_page_comes_from_the_roles_themselves(manager):
    text = manager.get(at("roles")).content.decode()
    assert "Sits on a group: sees the plans and updates the actions they lead." in text
    assert text.count("Who holds it") == 12


def test_the_theme_holds_the_colours_and_is_kept_by_the_browser(member, partnership):
    browser = signed_in(member)
    answer = browser.get(at("theme"))
    assert answer.content.decode() == ":root { --gt-accent: #17365d; --gt-accent-text: #ffffff; }\n"
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert browser.get(at("theme"), headers={"if-none-match": answer.headers["ETag"]}).status_code == 304

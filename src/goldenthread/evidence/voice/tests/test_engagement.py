"""Events, conversations and voices: who records them, what is refused, and what is restricted stays so."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from tests.cast import TODAY, signed_in, viewing

from goldenthread.evidence.voice.actions.engagement import change_engagement, remove_voice
from goldenthread.evidence.voice.actions.themes import add_theme, rename_theme
from goldenthread.evidence.voice.models import Engagement, Theme, Voice
from goldenthread.evidence.voice.tests.cases import answered, held, say
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent

BASE = "/thurrock/evidence/voice/"


def test_an_agency_s_lead_records_for_their_own_agency_alone(lead, police, council):
    assert held(lead, police).agency == police
    with pytest.raises(PermissionDenied):
        held(lead, council)


@pytest.mark.parametrize("who", ["scrutineer", "member", "chair", "lay_member", "data_lead", "practitioner"])
def test_who_only_reads_records_nothing(who, request, police, council):
    by = viewing(request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        held(by, by.person.agency or police)


def test_somebody_next_door_records_nothing_here(outsider, council, manager, theme):
    by, here = viewing(outsider), held(manager, council)
    for write in (
        lambda: held(by, council),
        lambda: say(by, here, theme),
        lambda: change_engagement(by=by, engagement=here, seen_version=1, title="x"),
        lambda: remove_voice(by=by, voice=say(manager, here, theme), reason="x"),
        lambda: rename_theme(by=by, theme=theme, title="x"),
        lambda: say(manager, here, add_theme(by=by, title="Theirs")),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_another_agency_s_record_is_not_changed_nor_taken_over(lead, police, council, manager, theme):
    theirs, own = held(manager, council), held(lead, police)
    with pytest.raises(PermissionDenied):
        say(lead, theirs, theme)
    with pytest.raises(PermissionDenied):
        change_engagement(by=lead, engagement=theirs, seen_version=1, title="x")
    with pytest.raises(PermissionDenied):
        change_engagement(by=lead, engagement=own, seen_version=1, agency=council)
    with pytest.raises(PermissionDenied):
        remove_voice(by=lead, voice=say(manager, theirs, theme), reason="x")


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, "on", "still to come"),
        ({"title": "  "}, "title", "Say what it was"),
        ({"title": "Visit to me@x.example"}, "title", "an email address"),
        ({"means": "By telephone, 01632 960123"}, "means", "a telephone number"),
        ({"summary": "Born 3 May 2008"}, "summary", "a date of birth"),
        ({"summary": "NHS 943 476 5919"}, "summary", "an NHS number"),
    ],
)
def test_what_cannot_be_recorded_is_refused_at_its_field(manager, council, fields, field, said):
    with pytest.raises(RuleError) as refusal:
        held(manager, council, **fields)
    assert said in refusal.value.message_dict[field][0]
    assert not Engagement.objects.exists()


def test_today_and_days_of_the_last_year_can_be_recorded(manager, council):
    assert held(manager, council, summary="We met on 9 September 2018 and 9 September 2019.").on == TODAY
    with pytest.raises(RuleError):
        held(manager, council, summary="We met on 7 September 2018.")


def test_a_voice_that_could_tell_who_spoke_is_refused(manager, council, theme):
    here = held(manager, council)
    with pytest.raises(RuleError, match="a date of birth"):
        say(manager, here, theme, "It was on 9 September 2019.")
    with pytest.raises(RuleError, match="Write what was said"):
        say(manager, here, theme, "  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(engagement=here, theme=theme, speaker="child", words="")
    assert not Voice.objects.exists()


def test_a_voice_that_is_taken_out_is_gone_and_the_record_holds_no_word_of_it(manager, council, theme):
    voice = say(manager, held(manager, council), theme, "Zebulon said so.")
    with pytest.raises(RuleError, match="why it is taken out"):
        remove_voice(by=manager, voice=voice, reason=" ")
    remove_voice(by=manager, voice=voice, reason="A name stood in it")
    assert not Voice.objects.exists()
    event = AuditEvent.objects.get(verb="voice.removed")
    assert event.changes == {"reason": [None, "A name stood in it"]}
    assert not AuditEvent.objects.filter(summary__icontains="zebulon").exists()


def test_a_theme_has_its_name_to_itself(manager, theme):
    for title, said in (("being  TOLD", "already a theme"), (" ", "what the theme is called")):
        with pytest.raises(RuleError, match=said):
            add_theme(by=manager, title=title)
    other = add_theme(by=manager, title="Safe")
    with pytest.raises(RuleError, match="already a theme"):
        rename_theme(by=manager, theme=other, title="Being told")
    assert rename_theme(by=manager, theme=theme, title="BEING TOLD").title == "BEING TOLD"
    with pytest.raises(DatabaseError), transaction.atomic():
        Theme.objects.create(partnership=theme.partnership, title="being told")


def test_a_change_tells_what_changed_and_an_old_form_is_not_saved(manager, council, police):
    row = held(manager, council)
    row = change_engagement(
        by=manager, engagement=row, seen_version=1, agency=police, summary="Private words"
    )
    assert (row.version, row.agency) == (2, police)
    changes = AuditEvent.objects.get(verb="engagement.changed").changes
    assert changes == {"agency": ["Thurrock Council", "Essex Police"]}
    with pytest.raises(StaleVersionError):
        change_engagement(by=manager, engagement=row, seen_version=1, title="x")


@pytest.fixture
def secret(manager, council, theme):
    """A restricted conversation of which every word says so."""
    row = held(manager, council, title="Zebulon’s family", summary="Zebulon", restricted=True)
    say(manager, row, theme, "Zebulon waits.", "parent")
    return row


@pytest.mark.parametrize(
    ("who", "sees"),
    [("business_team", True), ("safeguarding_partner", True), ("scrutineer", True)]
    + [(who, False) for who in ("chair", "member", "lay_member", "agency_lead", "data_lead")],
)
def test_a_restricted_conversation_is_for_those_who_may_see_restricted_material(
    secret, theme, who, sees, request
):
    browser = signed_in(request.getfixturevalue(who))
    own = f"{BASE}engagement/{secret.pk}/"
    assert browser.get(own).status_code == (200 if sees else 404)
    for page in (BASE, f"{BASE}engagement/", f"{BASE}engagement.csv", f"{BASE}themes.csv", f"{BASE}themes/"):
        told = browser.get(page).content.decode()
        assert ("Zebulon" in told) is (sees and "engagement" in page)
    assert ("Zebulon" in browser.get(f"{BASE}themes/{theme.pk}/").content.decode()) is sees
    count = "1 voice on 1 theme" if sees else "Nothing that anybody said"
    assert count in browser.get(BASE).content.decode()


def test_the_record_names_no_restricted_conversation(secret, manager, theme, administrator):
    row = change_engagement(by=manager, engagement=secret, seen_version=1, title="Zebulon again")
    remove_voice(by=manager, voice=row.voices.get(), reason="Zebulon asked")
    page = signed_in(administrator).get("/thurrock/partnership/record/").content.decode()
    assert "a restricted conversation" in page
    assert "Zebulon" not in page
    assert "Zebulon" not in str(list(AuditEvent.objects.values_list("summary", "changes")))


def test_what_was_answered_under_its_own_name_cannot_become_restricted(manager, council):
    row = held(manager, council)
    answered(manager, engagement=row)
    with pytest.raises(RuleError, match="answered under its own name"):
        change_engagement(by=manager, engagement=row, seen_version=1, restricted=True)


def test_nobody_makes_restricted_what_they_would_not_see_again(lead, police, agency_lead, scrutineer):
    row = held(lead, police)
    for write in (
        lambda: held(lead, police, restricted=True),
        lambda: change_engagement(by=lead, engagement=row, seen_version=1, restricted=True),
    ):
        with pytest.raises(RuleError, match="Ask the Business Team"):
            write()
    form = signed_in(agency_lead).get(f"{BASE}engagement/new/").content.decode()
    assert "Restricted:" not in form


def test_what_was_done_about_an_event_stands_on_its_page(manager, council, business_manager):
    row = held(manager, council)
    answered(manager, engagement=row, did="The lights are mended.")
    page = signed_in(business_manager).get(f"{BASE}engagement/{row.pk}/").content.decode()
    assert "The lights are mended." in page

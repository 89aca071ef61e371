import datetime as dt

import pytest
from tests.cast import signed_in, viewing

from goldenthread.partnership.audit import record
from goldenthread.partnership.models import AuditEvent
from goldenthread.partnership.selectors.audit import (
    AuditFilter,
    change_lines,
    entries,
    shows_changes,
    verb_label,
)
from goldenthread.partnership.views import audit as page

RECORD = "/thurrock/partnership/record/"


@pytest.fixture
def made(system, outsider, council, lpr):
    record("agency.changed", "Theirs", by=viewing(outsider), about=outsider)
    record("account.signed_in", "Nobody's", by=type(system)(label="nobody"), about=outsider)
    for args in (
        ("agency.changed", "Changed the council"),
        ("group.added", "Set up the group"),
    ):
        record(*args, by=system, about=lpr if args[0] == "group.added" else council)


def found(partnership, **chosen):
    return [event.summary for event in entries(partnership, AuditFilter(**chosen))]


def test_only_the_partnerships_own_entries_are_found(made, partnership):
    assert found(partnership) == ["Set up the group", "Changed the council"]


def test_the_record_is_searched_by_who_what_which_thing_and_words(made, partnership, council):
    assert found(partnership, who="COMMAND") == ["Set up the group", "Changed the council"]
    assert found(partnership, who="somebody else") == []
    assert found(partnership, verb="group.added") == ["Set up the group"]
    assert found(partnership, about="partnership.agency") == ["Changed the council"]
    assert found(partnership, about=f"partnership.agency:{council.pk}") == ["Changed the council"]
    assert found(partnership, about="partnership.agency:0") == []
    assert found(partnership, q="set up") == ["Set up the group"]


def test_days_count_from_midnight_to_midnight_in_england(partnership, system):
    day = dt.date(2019, 9, 9)
    for moment in (
        "2019-09-08T22:59:59+00:00",
        "2019-09-08T23:00:00+00:00",
        "2019-09-09T22:59:59+00:00",
        "2019-09-09T23:00:00+00:00",
    ):
        AuditEvent.objects.create(
            at=dt.datetime.fromisoformat(moment),
            partnership=partnership,
            actor="x",
            verb="a.b",
            summary=moment,
        )
    assert found(partnership, since=day, until=day) == [
        "2019-09-09T22:59:59+00:00",
        "2019-09-08T23:00:00+00:00",
    ]


def test_the_page_shows_what_changed_in_words(business_manager, system, lpr):
    record("group.changed", "Changed it", by=system, about=lpr, changes={"ends_on": [None, "2019-12-31"]})
    text = signed_in(business_manager).get(RECORD).content.decode()
    assert "Ends on: nothing → 31 December 2019" in text


def test_the_administrator_sees_no_other_rooms_texts(administrator, business_manager, system, lpr):
    event = record("action.changed", "Changed action 1.1", by=system, changes={"title": ["secret", "x"]})
    event.object_type = "plans.action"
    assert not shows_changes(viewing(administrator), event)
    assert shows_changes(viewing(business_manager), event)
    own = record("group.changed", "Changed it", by=system, about=lpr, changes={"name": ["a", "b"]})
    assert shows_changes(viewing(administrator), own)


def test_changes_of_any_form_can_be_read(system):
    event = record("x.y", "z", by=system, changes={"a": 1, "b": [1, 2, 3], "c": ["2019-02-30", ["x", "y"]]})
    assert change_lines(event) == [
        ("A", "nothing", "1"),
        ("B", "nothing", "1, 2, 3"),
        ("C", "2019-02-30", "x, y"),
    ]


def test_verbs_are_told_in_words():
    assert verb_label("account.sign_in_refused") == "Account: sign in refused"
    assert verb_label("odd") == "odd"


def test_too_much_for_a_file_is_sent_back_to_be_narrowed(business_manager, system, monkeypatch):
    monkeypatch.setattr(page, "MOST_EXPORTED", 2)
    for number in range(3):
        record("x.y", f"entry {number}", by=system)
    answer = signed_in(business_manager).get("/thurrock/partnership/record.csv?q=entry", follow=True)
    assert "A file holds at most 2 entries" in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{RECORD}?q=entry"


def test_sign_ins_are_found(business_manager, member):
    record("account.signed_in", "Signed in", by=viewing(member), about=member.user)
    text = signed_in(business_manager).get(RECORD + "?verb=account.signed_in&who=service").content.decode()
    assert "1 entry." in text

import datetime as dt

import pytest
from tests.cast import TODAY, viewing

from goldenthread.partnership.actions.groups import add_group, change_group, record_terms
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent, Group
from goldenthread.partnership.selectors.groups import group_page, review_words


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


def test_a_group_gets_an_address_from_its_short_name(by):
    assert add_group(by=by, name="Multi Agency Audit Group", short_name="MAG").key == "mag"
    assert add_group(by=by, name="Another Audit Group", short_name="MAG").key == "mag-2"


def test_a_name_is_used_once_whatever_its_capitals(by, lpr):
    with pytest.raises(RuleError, match="already a group called"):
        add_group(by=by, name="learning & practice review GROUP")
    with pytest.raises(RuleError, match="already a group at the address"):
        add_group(by=by, name="Another", key="lpr")


def test_two_partnerships_may_have_groups_of_one_name(by, lpr, outsider):
    assert add_group(by=viewing(outsider), name=lpr.name, key="lpr").partnership != lpr.partnership


def test_a_task_and_finish_group_needs_an_end(by):
    with pytest.raises(RuleError, match="limited time"):
        add_group(by=by, name="Neglect", kind="task_and_finish")
    assert add_group(by=by, name="Neglect", kind="task_and_finish", ends_on=TODAY)


def test_a_group_cannot_end_before_it_starts(by):
    with pytest.raises(RuleError, match="The end is before the start"):
        add_group(by=by, name="Neglect", started_on=TODAY, ends_on=TODAY - dt.timedelta(days=1))


def test_a_group_cannot_report_to_itself_or_to_a_group_below_it(by, strategic, lpr):
    below = add_group(by=by, name="Neglect", parent=lpr)
    with pytest.raises(RuleError, match="cannot report to itself"):
        change_group(by=by, group=lpr, version=1, parent=lpr)
    with pytest.raises(RuleError, match="already reports to the Strategic Group through the Learning"):
        change_group(by=by, group=strategic, version=1, parent=below)
    assert Group.objects.get(pk=strategic.pk).parent is None


def test_a_group_does_not_report_to_one_that_has_ended(by, strategic):
    strategic.ends_on = TODAY - dt.timedelta(days=1)
    strategic.save()
    with pytest.raises(RuleError, match="has ended"):
        add_group(by=by, name="Neglect", parent=strategic)


def test_a_group_does_not_end_under_those_that_report_to_it(by, strategic, lpr):
    with pytest.raises(RuleError, match="Learning & Practice Review Group"):
        change_group(by=by, group=strategic, version=1, ends_on=TODAY)
    change_group(by=by, group=lpr, version=1, ends_on=TODAY)
    change_group(by=by, group=strategic, version=1, ends_on=TODAY)


def test_another_partnerships_group_is_no_parent(by, outsider):
    theirs = add_group(by=viewing(outsider), name="Theirs")
    with pytest.raises(RuleError, match="of this partnership"):
        add_group(by=by, name="Ours", parent=theirs)


def test_a_change_says_in_words_what_it_was_before(by, strategic, lpr):
    change_group(by=by, group=lpr, version=1, parent=None, kind="executive")
    entry = AuditEvent.objects.get(verb="group.changed")
    assert entry.changes == {"kind": ["Sub-group", "Executive"], "parent": ["Strategic Group", None]}


def test_the_second_of_two_tabs_is_told(by, lpr):
    change_group(by=by, group=lpr, version=1, purpose="One")
    with pytest.raises(StaleVersionError):
        change_group(by=by, group=lpr, version=1, purpose="Two")


def terms(by, group, text="1. It meets.", approved=None, review=None):
    return record_terms(
        by=by,
        group=group,
        version=group.version,
        terms_of_reference=text,
        terms_approved_on=approved,
        terms_review_on=review,
    )


def test_terms_of_reference_have_dates_in_order_and_a_text(by, lpr):
    with pytest.raises(RuleError, match="must be after the approval"):
        terms(by, lpr, approved=TODAY, review=TODAY)
    with pytest.raises(RuleError, match="that the dates belong to"):
        terms(by, lpr, text="", review=TODAY)
    assert terms(by, lpr, approved=TODAY, review=TODAY + dt.timedelta(days=1)).version == 2


def test_the_groups_page_leads_with_its_state(by, lpr, chair, member, lay_member):
    lpr = terms(by, lpr, approved=dt.date(2019, 5, 7), review=dt.date(2019, 10, 1))
    page = group_page(lpr, TODAY)
    assert page.state == (
        "Chaired by Detective Superintendent until 6 May 2020; 3 members; terms of reference due for review by "
        "1 October 2019, in 16 working days."
    )
    assert (page.attention, page.people) == ("amber", 3)


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ("2019-09-09", "9 September 2019, today"),
        ("2019-09-10", "10 September 2019, in 1 working day"),
        ("2019-08-23", "23 August 2019, 10 working days ago"),  # the bank holiday on the 26th does not count
    ],
)
def test_a_review_date_says_how_far_off_it_is(review, words):
    assert review_words(dt.date.fromisoformat(review), TODAY) == words


def test_a_group_without_a_chair_says_so_first(lpr, member):
    page = group_page(lpr, TODAY)
    assert page.state.startswith("Without a chair; 1 member;")
    assert page.attention == "red"

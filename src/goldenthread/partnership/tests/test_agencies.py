import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import TODAY, viewing

from goldenthread.partnership.actions.agencies import add_agency, change_agency, end_agency
from goldenthread.partnership.actions.settings import change_partnership
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Agency


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


def test_an_agency_is_added_once(by, council):
    assert (
        add_agency(by=by, name="Clinical Commissioning Group", short_name="CCG", sector="health").key == "ccg"
    )
    with pytest.raises(RuleError, match="already an agency called"):
        add_agency(by=by, name="thurrock council")


def test_a_name_of_nothing_but_signs_still_gets_an_address(by):
    assert add_agency(by=by, name="???").key == "x"


def test_the_second_of_two_tabs_is_told(by, council):
    assert change_agency(by=by, agency=council, version=1, note="One").version == 2
    with pytest.raises(StaleVersionError):
        change_agency(by=by, agency=council, version=1, note="Two")
    assert Agency.objects.get().note == "One"


def test_an_agency_leaves_after_its_people(by, council, data_lead):
    with pytest.raises(RuleError, match="1 person of this agency will still be in post"):
        end_agency(by=by, agency=council, version=1, ended_on=TODAY)
    data_lead.left_on = TODAY
    data_lead.save()
    end_agency(by=by, agency=council, version=1, ended_on=TODAY)
    assert Agency.objects.in_force(TODAY).count() == 1
    assert not Agency.objects.in_force(TODAY + dt.timedelta(days=1)).exists()
    assert end_agency(by=by, agency=council, version=2, ended_on=None).ended_on is None


def test_only_who_may_changes_the_structure(member, council, outsider):
    for person in (member, outsider):
        with pytest.raises(PermissionDenied):
            change_agency(by=viewing(person), agency=council, version=1, note="x")


@pytest.mark.parametrize(("accent", "readable"), [("#767676", True), ("#777777", False), ("#ffffff", False)])
def test_an_accent_must_be_told_from_white(by, partnership, accent, readable):
    if readable:
        assert change_partnership(by=by, partnership=partnership, version=1, accent=accent).accent == accent
    else:
        with pytest.raises(RuleError, match="too pale"):
            change_partnership(by=by, partnership=partnership, version=1, accent=accent)


def test_a_manager_changes_their_own_partnership_only(outsider, partnership):
    with pytest.raises(RuleError, match="another partnership"):
        change_partnership(by=viewing(outsider), partnership=partnership, version=1, name="Ours now")

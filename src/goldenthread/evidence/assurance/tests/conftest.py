"""Who runs cycles in tests, and whoever answers for the council."""

import pytest
from tests.cast import make_person, viewing

from goldenthread.evidence.assurance.tests.cases import cycled
from goldenthread.partnership.permissions import Role


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def council_lead(partnership, council):
    return make_person(partnership, "Council lead", Role.AGENCY_LEAD, agency=council)


@pytest.fixture
def lead(council_lead):
    return viewing(council_lead)


@pytest.fixture
def assessment(manager, council, lead):  # whoever answers is there before anybody is asked
    return cycled(manager, [council])[1][0]

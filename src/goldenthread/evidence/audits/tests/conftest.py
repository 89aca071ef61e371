"""Who leads audits in tests, and who audits for the council and the police."""

import pytest
from tests.cast import make_person, viewing

from goldenthread.evidence.audits.tests.cases import begun, drawn
from goldenthread.partnership.permissions import Role


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def council_lead(partnership, council):
    return make_person(partnership, "Council lead", Role.AGENCY_LEAD, agency=council)


@pytest.fixture
def audit(manager, council, police, council_lead):  # whoever answers is there before anybody is asked
    return begun(manager, [council, police])


@pytest.fixture
def cases(manager, audit):
    return drawn(manager, audit)


@pytest.fixture
def case(cases):
    return cases[0]

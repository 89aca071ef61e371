"""Who keeps the budget in tests."""

import pytest
from tests.cast import viewing

from goldenthread.oversight.finance.tests.cases import budgeted


@pytest.fixture
def by(business_manager):
    return viewing(business_manager)


@pytest.fixture
def year(by, council, police):
    return budgeted(by, council, police)

"""Who keeps the log in tests, and whoever challenges."""

import pytest
from tests.cast import viewing


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def asker(scrutineer):
    return viewing(scrutineer)

"""Who keeps the thread in tests, a source, and a recommendation that was accepted."""

import pytest
from tests.cast import viewing

from goldenthread.thread.tests.cases import accepted, make_source


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def source(manager):
    return make_source(manager)


@pytest.fixture
def asked(manager, source):
    return accepted(manager, source)

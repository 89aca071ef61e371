"""Who looks after what people say in tests, and whoever answers for one agency."""

import pytest
from tests.cast import viewing

from goldenthread.evidence.voice.actions.themes import add_theme


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def lead(agency_lead):
    """Answers for the police."""
    return viewing(agency_lead)


@pytest.fixture
def theme(manager):
    return add_theme(by=manager, title="Being told")

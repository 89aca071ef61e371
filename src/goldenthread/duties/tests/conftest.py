"""What the tests of this room share: a partnership under the guidance of 2018, and who manages its duties."""

import pytest
from tests.cast import make_partnership, viewing


@pytest.fixture
def partnership(db):
    return make_partnership(rule_pack="wt2018")


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)

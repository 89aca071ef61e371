"""The Business Manager of a partnership that began under the rules of the example."""

import datetime as dt

import pytest
from tests.cast import viewing

from goldenthread.duties.tests.cases import adopt
from goldenthread.partnership.models import Partnership


@pytest.fixture
def manager(partnership, business_manager):
    Partnership.objects.filter(pk=partnership.pk).update(
        effective_from=dt.date(2019, 5, 7), rule_pack="wt2018"
    )
    partnership.refresh_from_db()
    by = viewing(business_manager)
    adopt(by)
    return by

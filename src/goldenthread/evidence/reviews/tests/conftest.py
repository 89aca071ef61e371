"""A review that the Business Manager coordinates, under the national rules of 2018."""

import datetime as dt

import pytest
from tests.cast import viewing

from goldenthread.evidence.reviews.actions.reviews import begin_review
from goldenthread.partnership.models import Partnership


@pytest.fixture
def manager(business_manager, partnership):
    day = dt.date(2019, 5, 7)
    Partnership.objects.filter(pk=partnership.pk).update(rule_pack="wt2018", effective_from=day)
    business_manager.partnership.refresh_from_db()
    return viewing(business_manager)


@pytest.fixture
def review(manager):
    return begin_review(
        by=manager, kind="incident", subject="Injury of an infant", on=dt.date(2019, 7, 1), no_part=True
    )

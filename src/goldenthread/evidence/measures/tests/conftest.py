"""What the tests of returns share: two indicators that are collected since June 2019, and who sends and checks them."""

import pytest
from tests.cast import viewing

from goldenthread.evidence.measures.tests.cases import START, make_indicator


@pytest.fixture
def contacts(partnership, council):
    return make_indicator(partnership, "contacts", council, collected_from=START)


@pytest.fixture
def in_time(partnership, council):
    return make_indicator(
        partnership,
        "assessments-in-time",
        council,
        unit="percent",
        denominator="Assessments completed",
        polarity="higher",
        collected_from=START,
    )


@pytest.fixture
def lead(data_lead):
    return viewing(data_lead)


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)

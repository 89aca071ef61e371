"""Whoever runs the programme, and a course with a session of two places."""

import pytest
from tests.cast import viewing

from goldenthread.learning.tests.cases import make_course, make_session, make_staff


@pytest.fixture
def manager(business_manager):
    return viewing(business_manager)


@pytest.fixture
def course(partnership):
    return make_course(partnership)


@pytest.fixture
def session(course):
    return make_session(course)


@pytest.fixture
def staff(police):
    """Five practitioners of the police."""
    return make_staff(police, 5)

"""Who runs the partnership's meetings in tests, under the example's rules; and a meeting with minutes begun."""

import pytest
from tests.cast import viewing

from goldenthread.duties.tests.cases import adopt, day
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.minutes import minutes_of, write_minutes
from goldenthread.oversight.meetings.tests.cases import held
from goldenthread.partnership.models import Partnership


@pytest.fixture
def manager(business_manager, partnership):
    Partnership.objects.filter(pk=partnership.pk).update(rule_pack="wt2018", effective_from=day("2019-05-07"))
    partnership.refresh_from_db()
    by = viewing(business_manager)
    adopt(by)
    return by


@pytest.fixture
def minuted(manager, lpr, chair, member):
    """A meeting that was held, with one item and minutes begun."""
    meeting = held(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    minutes = minutes_of(meeting)
    write_minutes(by=manager, minutes=minutes, texts={item.pk: ("The group heard of the audit.", 0)})
    return minutes

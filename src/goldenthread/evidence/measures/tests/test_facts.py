"""What duties are told of returns: that a period ended, and that the last of its figures was sent."""

import datetime as dt

from tests.cast import signed_in

from goldenthread.duties.tests.cases import adopt, day, the_duty
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation


def test_a_return_is_owed_until_the_last_of_its_figures_is_sent_first(partnership, manager, council):
    adopt(manager)
    one, two = (
        make_indicator(partnership, key, council, collected_from=dt.date(2019, 8, 1))
        for key in ("one", "two")
    )
    make_observation(one, council, "2019-08", 4, status="submitted")
    duty = the_duty(partnership, "return.send")
    assert (duty.agency, duty.due_on, duty.met_on) == (council, day("2019-09-13"), None)
    make_observation(two, council, "2019-08", 4, status="draft")
    assert the_duty(partnership, "return.send").met_on is None
    row = make_observation(two, council, "2019-09", 4)
    row.delete()
    two.observations.all().delete()
    make_observation(two, council, "2019-08", 4)
    assert the_duty(partnership, "return.send").met_on is not None


def test_a_duty_leads_to_its_return_only_those_who_may_open_it(
    partnership, manager, data_lead, scrutineer, council
):
    adopt(manager)
    make_indicator(partnership, "one", council, collected_from=dt.date(2019, 8, 1))
    duty = the_duty(partnership, "return.send")
    assert duty.url in signed_in(data_lead).get(duty.get_absolute_url()).content.decode()
    page = signed_in(scrutineer).get(duty.get_absolute_url()).content.decode()
    assert duty.what in page
    assert duty.url not in page

"""The example's training: what the papers print is there, the rest says that it is made up, and it loads once."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from tests.cast import TODAY, make_person
from tests.provision import ROOT

from goldenthread.learning.example import load_example
from goldenthread.learning.models import Feedback, Learner, ReportEdition, Session
from goldenthread.learning.periods import period_of
from goldenthread.learning.selectors.evaluation import results_of_session
from goldenthread.learning.selectors.report import as_values, report_of
from goldenthread.partnership.models import Agency, OutgoingMessage, Person

EXAMPLE = ROOT / "examples" / "thurrock"


@pytest.fixture
def loaded(partnership, system):
    """The example's agencies, its practitioner with their manager, and everything that is loaded, twice."""
    for row in tomllib.loads((EXAMPLE / "partnership.toml").read_text(encoding="utf-8"))["agencies"]:
        Agency.objects.create(partnership=partnership, **row)
    schools = partnership.agencies.get(key="secondary-schools")
    for post in ("Practitioner", "School Lead"):
        person = make_person(partnership, post, "practitioner", agency=schools)
        person.user.email = f"{post.lower().replace(' ', '.')}@thurrock.example"
        person.user.save()
    for _ in range(2):
        load_example(partnership, by=system, folder=EXAMPLE)
    return partnership


def test_the_example_has_what_the_papers_print_and_says_what_is_made_up(loaded, system):
    year = as_values(report_of(system, loaded, period_of("2021-22")))
    assert year["attendance"]["sessions"] == 61
    assert year["attendance"]["attended"] > 1000
    printed = Session.objects.get(starts_at__date=dt.date(2019, 6, 24))
    assert (printed.places.count(), printed.bookings.filter(state="attended").count()) == (25, 25)
    assert printed.source.startswith("000, section 2.17")
    assert not Session.objects.exclude(pk=printed.pk).exclude(source__istartswith="made up").exists()
    assert not Person.objects.exclude(name="").exists()


def test_the_example_shows_each_way_in_which_somebody_can_stand(loaded, system):
    mine = Person.objects.get(user__email="practitioner@thurrock.example")
    assert mine.bookings.get(session__starts_at__date=dt.date(2019, 10, 1)).state == "offered"
    full = Session.objects.get(starts_at__date=dt.date(2019, 10, 8))
    assert full.bookings.filter(state="waiting").count() == 3
    assert Session.objects.filter(conference__isnull=False).values("slot").distinct().count() == 2
    assert Learner.objects.get(person=mine).manager.post == "School Lead"
    waiting = Feedback.objects.filter(booking__person=mine, stage__in=("after", "manager"))
    assert [row.is_open(TODAY) for row in waiting.select_related("booking")] == [True, True]
    held = results_of_session(Session.objects.get(starts_at__date=dt.date(2019, 6, 5)))
    assert held.change.count >= 5
    assert ReportEdition.objects.count() == 2
    assert not OutgoingMessage.objects.filter(status="failed").exists()

"""The example's measures: what papers print, with where it comes from; loading it again changes nothing."""

import tomllib

import pytest
from tests.cast import make_partnership
from tests.provision import ROOT

from goldenthread.evidence.measures.example import load_example
from goldenthread.evidence.measures.models import Comparator, Definition, Indicator, Observation, Standing
from goldenthread.evidence.measures.published import published
from goldenthread.partnership.models import Agency, AuditEvent, Group
from goldenthread.partnership.viewer import SystemActor

EXAMPLE = ROOT / "examples" / "thurrock"


@pytest.fixture
def loaded(db):
    """The example partnership with its agencies, groups and measures, and how many figures were entered."""
    partnership = make_partnership()
    known = tomllib.loads((EXAMPLE / "partnership.toml").read_text(encoding="utf-8"))
    Agency.objects.bulk_create(
        Agency(partnership=partnership, key=each["key"], name=each["name"]) for each in known["agencies"]
    )
    Group.objects.bulk_create(
        Group(partnership=partnership, key=each["key"], name=each["name"]) for each in known["groups"]
    )
    by = SystemActor(label="Example data", partnership=partnership)
    return partnership, by, load_example(partnership, by=by, folder=EXAMPLE)


def test_the_examples_measures_are_those_of_the_papers_and_load_once(loaded):
    partnership, by, entered = loaded
    assert entered == Observation.objects.count() > 500
    assert Indicator.objects.filter(on_scorecard=True).count() >= 60
    assert Definition.objects.count() == Indicator.objects.count() + 2
    figures = Observation.objects.filter(indicator__key="contacts").order_by("period_start")
    assert figures.count() == 24
    assert all(row.source.startswith("003") and row.status == "accepted" for row in figures)
    shown = published(Indicator.objects.get(key="contacts"))
    assert [shown["series"][at]["period"] for at in (0, -1)] == ["2015-04", "2017-11"]
    assert shown["chart"]["mean"] is not None
    neighbours = Comparator.objects.filter(kind="statistical_neighbours")
    assert {each.source[:3] for each in neighbours} == {"002", "003"}
    counts = [model.objects.count() for model in (Observation, Indicator, Definition, Comparator, Standing)]
    entries = AuditEvent.objects.count()
    assert load_example(partnership, by=by, folder=EXAMPLE) == 0
    assert counts == [
        model.objects.count() for model in (Observation, Indicator, Definition, Comparator, Standing)
    ]
    assert AuditEvent.objects.count() == entries

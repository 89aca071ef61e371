"""The benchmarks run: at a size of seconds, with the same checks as at the size of minutes."""

from __future__ import annotations

import json
import sys

import pytest
from benchmarks import annex_a, imports, measures, packs, published_tools
from benchmarks.bare import five_queries, numbers
from benchmarks.counting import Counter
from benchmarks.example import Size, make_partnership
from benchmarks.pages import prepare
from benchmarks.places import BARE_QUERIES
from benchmarks.seeding import COPIED, add_copies
from benchmarks.table import table
from django.db import connection
from django.test import RequestFactory

from goldenthread.evidence.measures.models import Observation
from goldenthread.partnership.models import Partnership
from goldenthread.plans.models import Action, RatingUpdate

TINY = Size(
    plans=5,
    objectives=2,
    actions=8,
    ratings=4,
    people=8,
    indicators=3,
    years=1,
    recommendations=6,
    assessed=3,
    audits=6,
)
MOST_QUERIES = 12
# They read several rooms, or what came from eight tables and more.
# Pages of the thread read sources, findings, themes and agencies once for all rows: more queries, and less time.
MORE_QUERIES = {
    "Home": 31,
    "Finance of a year": 20,
    "Finance, years side by side": 18,
    "What if": 20,
    "Cases of an audit": 18,
    "Indicator": 19,
    "Meeting": 17,
    "Action": 13,
    "Actions of meetings": 13,
    "Attendance": 13,
    "Thread": 14,
    "Recommendations": 17,
    "Recommendation": 18,
    "Gaps": 16,
    "Themes": 14,
    "Source of 100 findings": 16,
}


def opened():
    """The queries of each page: made anew, and again."""
    return {page.name: (page.queries, page.queries_again) for page in prepare().pages}


@pytest.mark.django_db
def test_every_copy_of_the_partnership_has_as_much_as_the_first():
    make_partnership(TINY)
    add_copies(2)
    first, *others = Partnership.objects.order_by("pk")
    assert len({partnership.slug for partnership in (first, *others)}) == 3
    for partnership in (first, *others):
        actions = Action.objects.filter(plan__partnership=partnership)
        assert actions.count() == TINY.plans * TINY.actions
        assert RatingUpdate.objects.filter(action__in=actions).count() == actions.count() * TINY.ratings
        figures = Observation.objects.filter(indicator__partnership=partnership)
        assert figures.count() == TINY.indicators * 120 - 2
        for action in actions.select_related("objective__plan", "lead_agency"):
            assert action.objective.plan_id == action.plan_id
            assert action.lead_agency.partnership_id == partnership.pk
    connection.check_constraints([model._meta.db_table for model in COPIED])


@pytest.mark.django_db
def test_every_page_makes_as_many_queries_with_three_partnerships_as_with_one_and_twelve_at_most(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    make_partnership(TINY)
    alone = opened()
    add_copies(2)
    assert opened() == alone
    over = {name: n for name, n in alone.items() if max(n) > MORE_QUERIES.get(name, MOST_QUERIES)}
    assert not over


@pytest.mark.django_db
def test_the_bare_view_makes_its_five_queries():
    make_partnership(TINY)
    numbers.cache_clear()
    numbers()
    counter = Counter()
    with connection.execute_wrapper(counter):
        five_queries(RequestFactory().get("/"))
    assert counter.queries == BARE_QUERIES


@pytest.mark.django_db
def test_the_import_of_a_synthetic_plan_is_measured_step_by_step(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    steps = imports.measure_steps(rows=20)
    assert [step["queries"] > 0 for step in steps] == [False, True, True, True, True]
    assert json.dumps(steps)


@pytest.mark.django_db
def test_the_pages_of_measures_alone_make_the_same_queries_at_every_size():
    make_partnership(TINY)
    found = {1: _counted()}
    add_copies(2)
    found[3] = _counted()
    assert [page["page"] for page in found[3]] == list(measures.PAGES)
    assert measures.verdict(found) == "Every page makes the same queries with 1, 3 partnerships."


def _counted():
    return [
        {"page": page.name, "queries": page.queries, "queries_again": page.queries_again}
        for page in prepare(measures.PAGES).pages
    ]


def test_a_page_whose_queries_grow_with_the_site_is_named():
    found = {n: [{"page": "Scorecard", "queries": n, "queries_again": 7}] for n in (1, 10)}
    assert measures.verdict(found) == (
        "The queries are not the same with 1, 10 partnerships: Scorecard [(1, 7), (10, 7)]."
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_step_of_annex_a_reads_a_small_return(kind, tmp_path):
    annex_a.write(tmp_path, 120, kind)
    steps = annex_a.steps(120, kind)
    assert annex_a.CONFINED in steps
    for step in steps:
        assert annex_a.STEPS[step](tmp_path)
    assert annex_a.CONFINED not in annex_a.steps(10_000_000, kind)


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        ("one.csv", ""),
        ("another.csv", "It ended without a fault and left nothing: it did not recognise the workbook."),
    ],
)
def test_a_published_tool_that_leaves_nothing_is_not_quoted(leaves, said, tmp_path, capsys):
    tool = published_tools.Tool(("-c", "open('one.csv', 'w').close()"), leaves)
    run = published_tools.timed(tool, sys.executable, tmp_path / "workbook.xlsx")
    assert (run is None) == bool(said)
    assert capsys.readouterr().out.strip() == said


def test_tables_line_up_under_their_headings():
    shown = table("Pages", ("Page", "ms"), [("Plan", 12.345), ("A longer name", 1234.5)]).splitlines()
    assert shown[2:] == [
        "Page             ms",
        "-------------  ----",
        "Plan           12.3",
        "A longer name  1234",
    ]


def test_a_pack_of_papers_of_every_kind_is_bound_beside_its_pages_alone():
    pack, floor = packs.measure(pages=40, rounds=1)
    assert (pack["papers"], floor["times"]) == (25, 1.0)
    assert pack["pages"] >= 40
    assert pack["times"] > 1

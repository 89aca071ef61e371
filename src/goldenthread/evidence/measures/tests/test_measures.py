"""The scorecard and an indicator's page, what they hide, and how many queries they ask."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from tests.cast import make_partnership, signed_in, viewing
from typer.testing import CliRunner

from goldenthread.evidence.measures.actions.catalogue import (
    add_event,
    create_indicator,
    redefine,
    update_indicator,
    withdraw_event,
)
from goldenthread.evidence.measures.actions.comparators import ComparatorFigure, load_comparators
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.cli import app
from goldenthread.evidence.measures.models import Comparator, Definition, Indicator, Standing
from goldenthread.evidence.measures.selectors.scorecard import scorecard_rows
from goldenthread.evidence.measures.tests.cases import make_indicator, make_observation, make_series
from goldenthread.partnership.errors import RuleError

CALM = [400, 420] * 8


@pytest.fixture
def contacts(partnership, council):
    return make_indicator(partnership, "contacts", council)


def page(name, *args):
    return reverse(f"measures:{name}", args=["thurrock", *args])


def test_the_scorecard_says_what_signals_and_what_does_not(partnership, council, business_manager):
    calm = make_indicator(partnership, "calm", council, polarity="lower")
    rising = make_indicator(partnership, "rising", council, polarity="lower")
    make_series(calm, council, "2018-04", CALM)
    make_series(rising, council, "2018-04", [*CALM, 900])
    said = signed_in(business_manager).get(page("scorecard")).content.decode()
    assert "Of 2 indicators with figures, 1 signals concern." in said
    assert said.count('class="gt-spark"') == 2
    assert "Concern: higher" in said
    assert {row.key: row.variation for row in scorecard_rows(partnership)} == {
        "calm": "common",
        "rising": "concern",
    }


def test_the_scorecard_narrows_by_address(partnership, council, police, business_manager):
    one = make_indicator(partnership, "one", council, priority="Front door")
    two = make_indicator(partnership, "two", police, priority="Health")
    for indicator, agency in ((one, council), (two, police)):
        make_observation(indicator, agency, "2019-06", 10)
    client = signed_in(business_manager)
    for query in ("?priority=Health", "?agency=police", "?q=two", "?state=all&q=tw"):
        said = client.get(page("scorecard") + query).content.decode()
        assert ">Two</a>" in said
        assert ">One</a>" not in said
    exported = client.get(page("scorecard_export", "csv") + "?agency=police").content.decode()
    assert "Two" in exported
    assert "One" not in exported


@pytest.mark.parametrize("rows", [1, 50])
def test_the_scorecard_asks_two_queries_whatever_it_shows(
    partnership, council, rows, django_assert_num_queries
):
    for at in range(rows):
        make_observation(make_indicator(partnership, f"i{at}", council), council, "2019-06", 10)
    with django_assert_num_queries(2):
        assert len(scorecard_rows(partnership)) == rows


@pytest.mark.parametrize("name", ["scorecard", "changes", "quality", "catalogue", "comparators", "returns"])
def test_every_list_asks_as_many_queries_for_fifty_as_for_one(
    partnership, council, business_manager, name, django_assert_max_num_queries
):
    client = signed_in(business_manager)
    start = dt.date(2019, 6, 1)

    def add(at):
        indicator = make_indicator(partnership, f"i{at}", council, collected_from=start)
        make_observation(indicator, council, "2019-06", 10)

    add(0)
    client.get(page(name))
    with django_assert_max_num_queries(12) as one:
        client.get(page(name))
    for at in range(1, 50):
        add(at)
    with django_assert_max_num_queries(len(one)):
        assert client.get(page(name)).status_code == 200


def test_the_indicators_page_tells_its_verdict_its_figures_and_where_they_came_from(
    council, contacts, business_manager
):
    make_series(contacts, council, "2018-04", [*CALM, 900])
    said = signed_in(business_manager).get(page("indicator", "contacts")).content.decode()
    assert "A change, neither better nor worse in itself: the latest figure is above the upper limit" in said
    assert "Thurrock Council: On the site" in said
    assert "<svg" in said
    assert said.count("August 2019") >= 1


def test_an_events_limits_begin_where_a_person_says_so_and_with_a_reason(council, contacts, business_manager):
    make_series(contacts, council, "2018-04", [*CALM[:12], 900, 910, 900, 910])
    by = viewing(business_manager)
    with pytest.raises(RuleError, match="why the limits start anew"):
        add_event(by=by, indicator=contacts, on=dt.date(2019, 4, 1), text="New system", rebases=True)
    event = add_event(
        by=by,
        indicator=contacts,
        on=dt.date(2019, 4, 12),
        text="New system",
        rebases=True,
        reason="Counts differ",
    )
    data = Standing.objects.get(indicator=contacts).data
    assert (data["trial"], data["variation"]["kind"]) == (True, "common")
    withdraw_event(by=by, event=event, reason="It was the wrong day")
    assert Standing.objects.get(indicator=contacts).data["trial"] is False
    with pytest.raises(RuleError, match="taken off already"):
        withdraw_event(by=by, event=event, reason="Again")


def test_a_definition_is_never_edited_a_new_one_holds_from_its_day(council, contacts, business_manager):
    by = viewing(business_manager)
    make_observation(contacts, council, "2018-04", 400)
    fields = {"definition": "Counted anew.", "polarity": "lower", "threshold": 0, "year_to_date": "sum"}
    redefine(by=by, indicator=contacts, holds_from=dt.date(2019, 4, 1), why="New guidance", **fields)
    assert [row.definition for row in contacts.definitions.all()] == [
        "Counted anew.",
        "Contacts received in the month.",
    ]
    assert contacts.observations.get().definition.definition == "Contacts received in the month."
    with pytest.raises(RuleError, match="holds from 1 April 2019 already"):
        redefine(by=by, indicator=contacts, holds_from=dt.date(2019, 4, 1), why="Again", **fields)
    with pytest.raises(Exception, match="added to"):
        Definition.objects.filter(indicator=contacts).update(definition="Rewritten")


def test_the_unit_cannot_change_once_figures_were_sent(council, contacts, business_manager):
    make_observation(contacts, council, "2018-04", 400)
    with pytest.raises(RuleError, match="its unit cannot change"):
        update_indicator(
            by=viewing(business_manager), indicator=contacts, seen_version=1, agencies=[council], unit="days"
        )


@pytest.mark.parametrize("key", ["new", "returns", "annex-a", "contacts"])
def test_an_address_that_is_taken_is_refused(council, contacts, business_manager, partnership, key):
    with pytest.raises(RuleError):
        create_indicator(
            by=viewing(business_manager),
            partnership=partnership,
            key=key,
            holds_from=dt.date(2019, 4, 1),
            title="x",
            definition="x",
        )


# Small numbers

SMALL, OTHER = 3, 4_217


def every_route(partnership, council, reader, key):
    """All that the product says of an indicator, to somebody who neither sends nor accepts its figures."""
    client = signed_in(reader)
    names = [
        page("scorecard"), page("changes"), page("indicator", key), page("agency_returns", "council"), page("quality"),
        *(page("scorecard_export", kind) for kind in ("csv",)), page("indicator_export", key, "csv"),
        page("catalogue"), page("comparators"),
    ]  # fmt: skip
    said = [client.get(name).content.decode() for name in names]
    said.append(CliRunner().invoke(app, ["show", key, "--json"]).stdout)
    said.append(CliRunner().invoke(app, ["list", "--json"]).stdout)
    return said


def test_a_small_number_is_hidden_on_every_route_out(partnership, council, scrutineer):
    indicator = make_indicator(partnership, "unaccompanied", council)
    make_series(indicator, council, "2019-04", [4_211, SMALL, OTHER])
    said = every_route(partnership, council, scrutineer, "unaccompanied")
    assert any("4,217" in text for text in said)
    for text in said:
        assert ">3<" not in text
        assert ">3.0<" not in text
    shown = json.loads(said[-2])
    assert [(point["value"], point["hidden"]) for point in shown["series"]][1] == (
        None,
        "Hidden: small numbers",
    )
    # Neither the mean nor the year to date was worked out with it.
    assert shown["chart"]["mean"] in (None, (4_211 + OTHER) / 2)
    assert "8,431" not in "".join(said)


def test_a_share_with_a_small_numerator_is_hidden_with_it(partnership, council, scrutineer):
    indicator = make_indicator(partnership, "re-referrals", council, unit="percent", denominator="All")
    make_observation(indicator, council, "2019-04", n=3, d=77)
    for text in every_route(partnership, council, scrutineer, "re-referrals"):
        assert "3.9%" not in text
        assert "3.896" not in text


def test_parts_of_a_whole_are_hidden_together(partnership, council, scrutineer):
    whole, one, two = (make_indicator(partnership, key, council) for key in ("all", "one", "two"))
    whole.parts.set([one, two])
    for indicator, value in ((whole, 1_240), (one, 4), (two, 1_236)):
        make_observation(indicator, council, "2019-04", value)
    said = "".join(
        text for key in ("all", "one", "two") for text in every_route(partnership, council, scrutineer, key)
    )
    assert "1,240" in said
    assert "1,236" not in said


def test_figures_of_two_agencies_add_up(partnership, council, police, scrutineer):
    indicator = make_indicator(partnership, "in-time", council, police, unit="percent", denominator="All")
    make_observation(indicator, council, "2019-04", n=10, d=20)
    make_observation(indicator, police, "2019-04", n=40, d=180)
    assert indicator.standing.data["latest"]["text"] == "25.0%"


# Comparators


def test_comparators_stand_on_the_scorecard_with_their_period_and_replace_what_was_there(
    partnership, council, contacts, business_manager
):
    make_observation(contacts, council, "2019-04", 400)

    def load(value):
        figure = ComparatorFigure(
            "contacts", "england", "England", read_period("2019-04"), "DfE", value=value
        )
        load_comparators(by=viewing(business_manager), partnership=partnership, figures=[figure])

    load(500)
    load(510)
    assert Comparator.objects.get().values.get().value == 510
    data = Standing.objects.get(indicator=contacts).data["comparator"]
    assert data == {"name": "England", "text": "510", "period": "Apr 19"}


def test_another_partnerships_indicator_is_not_there(partnership, council, outsider):
    make_indicator(partnership, "contacts", council)
    assert signed_in(outsider).get(page("indicator", "contacts")).status_code == 404
    other = make_partnership("essex")
    assert not scorecard_rows(other)
    assert not Indicator.objects.visible_to(viewing(outsider))


def test_an_examples_scorecard_says_that_figures_go_beyond_its_calendar(partnership, council, scrutineer):
    ahead = make_indicator(partnership, "ahead", council)
    make_observation(ahead, council, "2019-08", 40)
    address = "/thurrock/evidence/measures/"
    assert "calendar of this example" not in signed_in(scrutineer).get(address).content.decode()
    make_observation(ahead, council, "2019-09", 40)
    assert (
        "so 1 indicator shows a figure of a period after that day"
        in signed_in(scrutineer).get(address).content.decode()
    )

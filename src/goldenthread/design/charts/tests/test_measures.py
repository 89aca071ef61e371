"""Charts of measures: what a control chart, a funnel and a small chart draw, tell and refuse."""

import json

import pytest

from goldenthread.design.charts import ChartError, draw_svg
from goldenthread.design.charts.control import ControlPoint, Limits, control_chart
from goldenthread.design.charts.funnel import FunnelArea, FunnelLimit, funnel_chart
from goldenthread.design.charts.sparkline import sparkline
from goldenthread.design.tones import TONES, contrast
from goldenthread.design.verdicts import ASSURANCE, VARIATION, assurance_icon, variation_icon

LIMITS = [Limits(0, 4, mean=50.0, lower=30.0, upper=70.0)]


def points(*values, kind="common"):
    return [ControlPoint(f"M{at}", value, kind=kind) for at, value in enumerate(values)]


def control(given=None, **changed):
    given = points(50, 60, 40, 55) if given is None else given
    return control_chart(
        **({"title": "Contacts", "description": "Steady.", "points": given, "limits": LIMITS} | changed)
    )


def drawn(chart):
    """Every value that a chart's specification holds, as text."""
    return json.dumps(chart.spec)


def test_a_control_chart_tells_in_its_table_what_it_draws():
    chart = control()
    assert [row[0] for row in chart.table.rows] == ["M0", "M1", "M2", "M3"]
    assert "50" in chart.table.rows[0]
    assert {len(row) for row in chart.table.rows} == {len(chart.table.headings)}
    assert "<svg" in draw_svg(chart)


def test_a_hidden_figure_is_marked_and_its_value_is_nowhere():
    chart = control([*points(50, 60, 40), ControlPoint("M3", None, kind="hidden")])
    assert "Not published" in draw_svg(chart)
    with pytest.raises(ChartError, match="is hidden: leave it out"):
        control([*points(50, 60, 40), ControlPoint("M3", 3, kind="hidden")])


def test_a_limit_beyond_what_a_figure_can_be_is_not_drawn():
    bounded = control(points(95, 98, 92, 97), limits=[Limits(0, 4, 95.5, 80.0, 111.0)], bounds=(0.0, 100.0))
    assert "Upper limit" not in drawn(bounded)
    assert "Lower limit" in drawn(bounded)
    assert "111" not in drawn(bounded)


def test_events_are_told_in_the_description_and_stand_in_the_table():
    chart = control(events=[(2, "New front door")])
    assert "New front door" in chart.description
    assert "New front door" in str(chart.table.rows[2])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"given": points(None, None)}, "at least one period"),
        ({"given": points(1, 2, 3, 4, kind="odd")}, "no kind of point"),
        ({"comparators": {"England": [1.0]}}, "has 1 figures for 4 periods"),
        ({"events": [(4, "Too late")]}, "outside the periods"),
        ({"limits": [Limits(0, 5, 50.0, 30.0, 70.0)]}, "do not lie within 4 periods"),
    ],
)
def test_a_control_chart_refuses_what_it_cannot_draw(changed, said):
    with pytest.raises(ChartError, match=said):
        control(**changed)


def funnel(areas, mean=50.0):
    limits = [FunnelLimit(100, 30.0, 38.0, 62.0, 70.0), FunnelLimit(1000, 44.0, 46.0, 54.0, 56.0)]
    return funnel_chart(
        title="Re-referrals",
        description="Where we lie.",
        areas=areas,
        mean=mean,
        limits=limits,
        figure_heading="Percent",
        size_heading="Referrals",
    )


OURS = FunnelArea("Ours", 400, 52.0, is_ours=True)
HIGH = FunnelArea("Highport", 900, 80.0, outside="above")
INSIDE = [FunnelArea(f"Area {n}", 200 + n, 50.0) for n in range(5)]


def test_a_funnel_names_ours_and_those_outside_and_counts_the_rest():
    chart = funnel([OURS, HIGH, *INSIDE])
    told = str(chart.table.rows)
    assert "Ours" in told
    assert "Highport" in told
    assert "above the limits" in told
    assert "Area 1" not in told
    assert "5" in told
    assert "Highport" in draw_svg(chart)


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ([], "area"),
        ([FunnelArea("Nobody", 0, 1.0)], "leave it out of the funnel"),
        ([FunnelArea("A", 9, 1.0, outside="left")], "left"),
    ],
)
def test_a_funnel_refuses_what_it_cannot_draw(areas, said):
    with pytest.raises(ChartError, match=said):
        funnel(areas)


def spark(values, tones=None, **changed):
    return sparkline(values, tones=tones or ["common"] * len(values), label="From 1 to 2.", **changed)


def test_a_small_chart_is_an_image_with_a_name_and_without_styles():
    drawn = spark([1.0, 2.0, 3.0], lower=0.0, upper=4.0, mean=2.0)
    assert 'role="img" aria-label="From 1 to 2."' in drawn
    assert "style=" not in drawn
    assert "gt-spark__band" in drawn


def test_a_small_chart_marks_signals_and_the_latest_and_breaks_at_gaps():
    drawn = spark([1.0, 2.0, None, 9.0, 2.0], ["common", "common", "hidden", "concern", "common"])
    assert drawn.count("gt-spark__mark--") == 2
    assert "gt-spark__mark--concern" in drawn
    assert drawn.partition('gt-spark__line" d="')[2].partition('"')[0].count("M") == 2


def test_a_small_chart_whose_figures_are_all_alike_lies_in_the_frame():
    assert "NaN" not in spark([5.0, 5.0])


@pytest.mark.parametrize(
    ("values", "tones", "said"),
    [([1.0], [], "0 tones"), ([None], ["hidden"], "at least one"), ([1.0], ["odd"], "no kind of point")],
)
def test_a_small_chart_refuses_what_it_cannot_draw(values, tones, said):
    with pytest.raises(ChartError, match=said):
        sparkline(values, tones=tones, label="x")


def test_a_label_cannot_break_out_of_its_attribute():
    assert "<b" not in sparkline([1.0], tones=["common"], label='"><b onload=x>').partition("focusable")[0]


@pytest.mark.parametrize(("icon", "kinds"), [(variation_icon, VARIATION), (assurance_icon, ASSURANCE)])
def test_a_verdict_is_a_shape_of_its_own_with_its_word(icon, kinds):
    pictures = {kind: str(icon(kind)) for kind in kinds}
    shapes = {kind: drawn.partition("<circle")[2].partition("</svg>")[0] for kind, drawn in pictures.items()}
    assert len(set(shapes.values())) == len(kinds)
    for kind, (tone, _, word) in kinds.items():
        assert word in pictures[kind]
        assert contrast(TONES[tone].strong, "#ffffff") >= 3
    with pytest.raises(KeyError):
        icon("nonsense")


def test_a_verdicts_word_is_escaped_and_may_be_read_without_being_seen():
    assert "<i>" not in variation_icon("common", "<i>x</i>")
    assert "govuk-visually-hidden" in variation_icon("common", hide_word=True)

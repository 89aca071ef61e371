import re
from datetime import date
from itertools import pairwise

import pytest

from goldenthread.design.charts import (
    ChartError,
    GanttBar,
    Group,
    ProgressRow,
    SpreadRow,
    bar_chart,
    draw_svg,
    gantt,
    line_chart,
    mean_rating_line,
    progress_chart,
    spread_chart,
    structure_chart,
)
from goldenthread.design.charts.colours import SERIES_COLOURS, UNRATED, WHITE, paint
from goldenthread.design.tones import TONES, contrast

from .charts import FIVE_POINT, RAGC, TODAY


@pytest.mark.parametrize("colours", [*(paint(name) for name in TONES), UNRATED])
def test_text_on_every_tone_and_the_line_round_it_have_enough_contrast(colours):
    assert contrast(colours.text, colours.fill) >= 4.5
    assert contrast(colours.line, WHITE) >= 3


@pytest.mark.parametrize("colour", SERIES_COLOURS)
def test_the_name_of_a_line_can_be_read_in_its_colour(colour):
    assert contrast(colour, WHITE) >= 4.5


EARLY_HELP = ProgressRow("Early help", {1: 3, 3: 12}, not_rated=2, overdue=6)


def progress(*rows):
    return progress_chart(title="Progress", rows=rows, scale=FIVE_POINT)


def test_a_progress_chart_counts_in_its_table_what_it_draws():
    chart = progress(EARLY_HELP, ProgressRow("Voice", {5: 1}))
    assert chart.table.headings[0] == "Objective"
    assert chart.table.headings[-3:] == ("Not yet rated", "All actions", "Overdue")
    assert chart.table.rows == (
        ("Early help", "3", "0", "12", "0", "0", "2", "17", "6"),
        ("Voice", "0", "0", "0", "0", "1", "0", "1", "0"),
    )


def test_a_progress_chart_says_what_it_means():
    chart = progress(EARLY_HELP, ProgressRow("Voice", {5: 1}))
    assert chart.description.startswith(
        "Of 18 actions, 6 are overdue. 1 Not started or significant delay: 3;"
    )
    assert chart.description.endswith("Most overdue: Early help, 6 of 17.")
    assert progress(ProgressRow("Empty", {})).description == "No actions."


def test_a_progress_chart_never_speaks_by_colour_alone():
    drawing = draw_svg(progress(EARLY_HELP))
    for said in ("3 On track", "RAG 3", ">12<", "Not yet rated", "6 overdue", "17 actions"):
        assert said in drawing
    words = draw_svg(progress_chart(title="SEND", rows=[ProgressRow("All", {"A": 4, "C": 4})], scale=RAGC))
    assert words.count(">Amber<") == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "at least one row"),
        ([("Early help", {6: 1}, 0, 0)], "Early help.*does not have"),
        ([("Early help", {1: -1}, 0, 0)], "Early help.*negative"),
        ([("Early help", {1: 1}, 0, 2)], "2 overdue out of 1"),
    ],
)
def test_progress_figures_that_cannot_be_are_refused(rows, message):
    with pytest.raises(ChartError, match=message):
        progress(*(ProgressRow(*row) for row in rows))


def test_a_tone_that_does_not_exist_is_refused():
    with pytest.raises(ChartError, match="“pink” is not a tone"):
        progress_chart(title="Progress", rows=[ProgressRow("A", {1: 1})], scale=[(1, "Red", "pink")])


def test_a_scale_with_a_rating_twice_is_refused():
    with pytest.raises(ChartError, match="twice"):
        progress_chart(
            title="P", rows=[ProgressRow("A", {})], scale=[(1, "Red", "red"), (1, "Amber", "amber")]
        )


@pytest.mark.parametrize(
    ("due", "finished", "days"),
    [
        (TODAY, None, 0),
        (date(2019, 9, 1), None, 1),
        (date(2019, 9, 3), None, 0),
        (date(2019, 1, 1), date(2019, 3, 1), 0),
        (None, None, 0),
    ],
)
def test_an_action_is_overdue_from_the_day_after_it_was_due(due, finished, days):
    assert GanttBar("A", "On track", "green", None, due, finished).days_overdue(TODAY) == days


def test_a_time_line_says_what_is_overdue_and_by_how_much():
    chart = gantt(
        title="Actions",
        today=TODAY,
        bars=[
            GanttBar("1.4 Training", "1 Not started", "red", date(2019, 5, 7), date(2019, 8, 20)),
            GanttBar("2.2 Reports", "3 On track", "green", None, date(2020, 3, 31)),
        ],
    )
    assert chart.description == (
        "2 actions on 2 September 2019; 1 overdue. Latest of all: 1.4 Training, by 13 days. "
        "Next due: 2.2 Reports, on 31 March 2020."
    )
    assert chart.table.rows[0] == (
        "1.4 Training",
        "7 May 2019",
        "20 August 2019",
        "no",
        "1 Not started",
        "13 days",
    )
    drawing = draw_svg(chart)
    assert "Overdue 13 days" in drawing
    assert "stroke-dasharray" in drawing
    assert "Today, 2 September 2019" in drawing


def test_a_time_line_of_two_centuries_has_no_more_marks_than_it_can_show():
    chart = gantt(
        title="Old",
        today=TODAY,
        bars=[GanttBar("A", "On track", "green", date(1900, 1, 1), date(2099, 1, 1))],
    )
    assert "Jan 1900" in draw_svg(chart)


def test_a_start_after_the_due_date_is_refused():
    bar = GanttBar("1.4 Training", "On track", "green", date(2019, 5, 8), date(2019, 5, 7))
    with pytest.raises(ChartError, match=r"1\.4 Training.*8 May 2019, after it was due on 7 May 2019"):
        gantt(title="Actions", bars=[bar], today=TODAY)


def means(figures, scale=FIVE_POINT):
    return mean_rating_line(title="Means", periods=["Initial", "January 2018"], means=figures, scale=scale)


def test_mean_ratings_are_told_and_tabled_by_objective():
    chart = means({"Workforce": [2.41, 2.9], "Voice": [None, 3]})
    assert (
        chart.description
        == "Workforce: up from 2.41 in Initial to 2.9 in January 2018. Voice: 3 in January 2018."
    )
    assert chart.table.rows == (("Initial", "2.41", "not known"), ("January 2018", "2.9", "3"))


@pytest.mark.parametrize(
    ("figures", "scale", "message"),
    [
        ({"Workforce": [0.9, 2]}, FIVE_POINT, "Workforce.*outside the scale of 1 to 5"),
        ({"Workforce": [1]}, FIVE_POINT, "1 figures for 2 periods"),
        ({"Workforce": [None, None]}, FIVE_POINT, "at least one period"),
        ({"Workforce": [1, 2]}, RAGC, "ratings that are numbers"),
    ],
)
def test_means_that_cannot_be_are_refused(figures, scale, message):
    with pytest.raises(ChartError, match=message):
        means(figures, scale)


def test_many_lines_are_each_named_at_their_ends_without_covering_each_other():
    drawing = draw_svg(means({f"Objective {number}": [3, 3.0] for number in range(8)}))
    heights = sorted(float(at) for at in re.findall(r'translate\(\d+,([\d.]+)\)"[^>]*>Objective', drawing))
    assert len(heights) == 8
    assert min(lower - upper for upper, lower in pairwise(heights)) >= 16


def test_a_line_chart_starts_at_zero_and_prints_its_figures():
    chart = line_chart(
        title="Hits", periods=["May", "June"], series={"Hits": [2859, 3246]}, figure_heading="Hits"
    )
    assert chart.description == "Hits: up from 2,859 in May to 3,246 in June."
    assert chart.table.rows == (("May", "2,859"), ("June", "3,246"))
    drawing = draw_svg(chart)
    assert ">0<" in drawing
    assert ">3,246<" in drawing


@pytest.mark.parametrize("figures", [[0, 0], [-5, 3], [0.001, 0.002], [1e9, 2e9]])
def test_a_line_chart_takes_any_figures(figures):
    chart = line_chart(title="A", periods=["1", "2"], series={"A": figures}, figure_heading="A")
    assert draw_svg(chart)


def test_a_bar_chart_names_its_highest_and_lowest_bar():
    chart = bar_chart(title="Items", bars=[("Fun day", 1360), ("Roadshow", 918)], figure_heading="Items")
    assert chart.description == "Items: highest Fun day (1,360), lowest Roadshow (918)."
    with pytest.raises(ChartError, match="negative"):
        bar_chart(title="Items", bars=[("Fun day", -1)], figure_heading="Items")


GROUPS = [
    Group("strategic", "Strategic Group", "Strategic", "Independent chair"),
    Group("board", "Management Executive Board", "Executive", "", "strategic"),
    Group("audit", "Audit Group", "Sub-group", "Head of service", "board"),
]


@pytest.mark.parametrize("direction", ["right", "down"])
def test_a_structure_chart_shows_who_reports_to_whom(direction):
    chart = structure_chart(title="Groups", groups=GROUPS, direction=direction)
    assert "Management Executive Board receives the reports of Audit Group." in chart.description
    assert chart.table.rows[1] == ("Management Executive Board", "Executive", "not named", "Strategic Group")
    assert "Chair: Independent chair" in draw_svg(chart)


def test_a_structure_chart_wider_than_a_page_keeps_its_width():
    children = [Group(f"g{number}", "Group", "Sub-group", "", "strategic") for number in range(6)]
    assert structure_chart(title="Groups", groups=[GROUPS[0], *children], direction="down").scrolls
    assert not structure_chart(title="Groups", groups=[GROUPS[0], *children], direction="right").scrolls


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([], "at least one group"),
        ([Group("a", "A", "x"), Group("a", "B", "x")], "same key"),
        ([Group("a", "A", "x", "", "nobody")], "“A” reports to a group that is not"),
        ([Group("a", "A", "x", "", "b"), Group("b", "B", "x", "", "a")], "to itself"),
    ],
)
def test_groups_that_make_no_tree_are_refused(groups, message):
    with pytest.raises(ChartError, match=message):
        structure_chart(title="Groups", groups=groups)


def test_a_chart_of_spreads_tells_and_tables_medians_and_quartiles():
    chart = spread_chart(
        title="Confidence", rows=[SpreadRow("Before", 3, 5, 6.5, 21)], lowest=1, highest=10, figure_heading="1 to 10"
    )  # fmt: skip
    assert chart.description == "Before: median 5, half between 3 and 6.5."
    assert chart.table.rows == (("Before", "21", "3", "5", "6.5"),)


@pytest.mark.parametrize(
    ("rows", "tone", "said"),
    [
        ([], "blue", "at least one"),
        ([SpreadRow("x", 6, 5, 7, 9)], "blue", "out of order"),
        ([SpreadRow("x", 0, 5, 7, 9)], "blue", "outside 1 to 10"),
        ([SpreadRow("x", 4, 5, 11, 9)], "blue", "outside 1 to 10"),
        ([SpreadRow("x", 4, 5, 6, 9)], "mauve", "not a tone"),
    ],
)
def test_spreads_that_cannot_be_are_refused(rows, tone, said):
    with pytest.raises(ChartError, match=said):
        spread_chart(title="x", rows=rows, lowest=1, highest=10, figure_heading="x", tone=tone)

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.design.charts import Chart, ChartError, draw_png, draw_svg, line_chart

from .charts import one_of_each

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'A <script>alert(1)</script> & "quotes" \x00\x07 #let $x$ *b* \\n 😀 مرحبا datum.x \ud800 ]]>'
CHARTS = one_of_each()


@pytest.fixture(params=CHARTS)
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]


def test_a_drawing_is_one_image_with_a_name_and_a_meaning(chart: Chart):
    root = ElementTree.fromstring(draw_svg(chart))
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert named[root.get("aria-labelledby")] == chart.title
    assert named[root.get("aria-describedby")] == chart.description
    assert [element.tag for element in root][:2] == [f"{SVG}title", f"{SVG}desc"]


def test_a_drawing_keeps_to_a_strict_content_security_policy(chart: Chart):
    drawing = draw_svg(chart)
    assert "style=" not in drawing
    assert "<style" not in drawing
    assert "<script" not in drawing
    assert "href" not in drawing
    assert not re.search(r"\son\w+=", drawing)


def test_a_drawing_has_real_text_in_our_typeface(chart: Chart):
    texts = list(ElementTree.fromstring(draw_svg(chart)).iter(f"{SVG}text"))
    assert texts
    assert {text.get("font-family") for text in texts} == {"'Source Sans 3', Arial, sans-serif"}


def test_a_drawing_fills_the_width_it_is_given_unless_it_scrolls():
    root = ElementTree.fromstring(draw_svg(CHARTS["progress"]))
    assert (root.get("width"), root.get("height")) == (None, None)
    assert root.get("viewBox", "").startswith("0 0 768 ")
    scrolling = ElementTree.fromstring(draw_svg(replace(CHARTS["progress"], scrolls=True)))
    assert (scrolling.get("width"), scrolling.get("height")) == ("768", None)


def test_two_charts_of_one_page_share_no_ids():
    ids = [re.findall(r'\sid="([^"]+)"', draw_svg(chart)) for chart in CHARTS.values()]
    every = [name for names in ids for name in names]
    assert len(every) == len(set(every))


def test_hostile_text_is_drawn_as_text():
    for name, chart in one_of_each(HOSTILE).items():
        root = ElementTree.fromstring(draw_svg(chart))
        assert not list(root.iter(f"{SVG}script")), name
        assert "<script>" in "".join(root.itertext()), name
        assert draw_png(chart, 1).startswith(b"\x89PNG"), name


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_whatever_text_people_paste_is_drawn(text: str):
    chart = line_chart(title=text, periods=[text or "-"], series={text: [1]}, figure_heading=text)
    assert ElementTree.fromstring(draw_svg(chart)).get("role") == "img"


def test_the_picture_for_word_is_made_at_the_scale_asked_for():
    width = int.from_bytes(draw_png(CHARTS["bar"], 1)[16:20], "big")
    assert width == 768
    assert int.from_bytes(draw_png(CHARTS["bar"], 2)[16:20], "big") == 2 * width


def test_a_drawing_does_not_depend_on_the_clock_of_the_machine():
    code = (
        "from goldenthread.design.charts import draw_svg\n"
        "from goldenthread.design.charts.tests.charts import one_of_each\n"
        "print(draw_svg(one_of_each()['gantt']), end='')"
    )
    environment = {"TZ": "America/New_York", "PYTHONPATH": ":".join(sys.path)}
    elsewhere = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert elsewhere.stdout.decode() == draw_svg(CHARTS["gantt"])


def test_the_key_changes_with_everything_that_is_drawn():
    chart = CHARTS["bar"]
    assert chart.key == one_of_each()["bar"].key
    changed = {replace(chart, title="Other").key, replace(chart, description="Other").key, CHARTS["line"].key}
    assert chart.key not in changed
    assert len(changed) == 3


def test_a_specification_that_cannot_be_drawn_is_an_error_with_the_charts_name():
    broken = replace(CHARTS["bar"], spec={**CHARTS["bar"].spec, "layer": "nonsense"})
    with pytest.raises(ChartError, match="Learning and practice"):
        draw_svg(broken)


def test_an_axis_may_be_named_by_a_word_of_the_drawing_language():
    chart = line_chart(title="Figures", periods=["a"], series={"x": [1]}, figure_heading="if")
    assert "if" in "".join(ElementTree.fromstring(draw_svg(chart)).itertext())

"""A table wider than a phone shows that there is more of it, until its end is in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HEAT_MAP = "/thurrock/evidence/assurance/section-11-2018/heat-map/"
FADES = """region => {
  const style = getComputedStyle(region)
  return [style.getPropertyValue('--gt-fade-before'), style.getPropertyValue('--gt-fade-after')].map(parseFloat)
}"""


def test_the_edge_behind_which_there_is_more_fades(new_page, sign_in, axe):
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, "Business Manager")
    page.goto(HEAT_MAP)
    region = page.get_by_role("region", name="Heat map")
    expect(region).to_be_visible()
    before, after = region.evaluate(FADES)
    assert (before, after > 0) == (0, True)
    axe(page)
    region.evaluate("region => { region.scrollLeft = region.scrollWidth }")
    page.wait_for_function(f"region => ({FADES})(region)[1] === 0", arg=region.element_handle())
    assert region.evaluate(FADES)[0] > 0
    region.focus()
    assert region.evaluate("region => getComputedStyle(region).maskImage") == "none"


def test_what_is_all_in_sight_or_on_paper_does_not_fade(page, sign_in):
    sign_in(page, "Business Manager")
    page.goto("/thurrock/oversight/challenge/disagreements/")
    region = page.get_by_role("region").first
    assert region.evaluate(FADES) == [0, 0]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(HEAT_MAP)
    page.emulate_media(media="print")
    region = page.get_by_role("region", name="Heat map")
    assert region.evaluate("region => getComputedStyle(region).maskImage") == "none"

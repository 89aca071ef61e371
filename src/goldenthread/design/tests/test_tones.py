"""Colours that carry meaning can be read by everybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goldenthread.design.badges import badge, shape
from goldenthread.design.tones import TONES, contrast

SCSS = Path(__file__).resolve().parents[1] / "styles"


@pytest.mark.parametrize("name", TONES)
def test_the_text_of_every_tone_stands_out_from_its_ground(name: str) -> None:
    tone = TONES[name]
    assert contrast(tone.strong, tone.on_strong) >= 4.5
    assert contrast(tone.tint, tone.on_tint) >= 4.5


@pytest.mark.parametrize("name", TONES)
def test_the_page_text_can_be_read_on_every_tint(name: str) -> None:
    assert contrast(TONES[name].tint, "#0b0c0c") >= 4.5


def test_text_on_amber_is_black() -> None:
    assert TONES["amber"].on_strong == "#0b0c0c"
    assert contrast(TONES["amber"].strong, "#ffffff") < 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#1d70b8", "#1d70b8") == 1


def test_the_stylesheet_and_the_charts_use_the_same_colours() -> None:
    written = {
        name: tuple(colours.split(", "))
        for name, colours in re.findall(r'"(\w+)": \(([^)]+)\)', (SCSS / "_tones.scss").read_text())
    }
    assert written == {name: tuple(tone) for name, tone in TONES.items()}


def test_the_accent_the_links_and_the_muted_text_can_be_read() -> None:
    colours = dict(re.findall(r"--gt-([a-z-]+): (#[0-9a-f]{6})", (SCSS / "_type.scss").read_text()))
    assert contrast(colours["accent"], colours["accent-text"]) >= 4.5
    for ground in ("#ffffff", colours["soft"]):
        assert contrast(colours["muted"], ground) >= 4.5
        assert contrast("#1a5a9c", ground) >= 4.5
    assert contrast("#0b0c0c", colours["thread"]) >= 4.5


def test_a_badge_is_shape_number_and_word() -> None:
    html = badge("red", "Not <started>", symbol="square", number=1)
    assert html.startswith('<strong class="gt-badge gt-badge--red">')
    assert shape("square") in html
    assert "</svg>1</span>" in html
    assert '<span class="gt-badge__word">Not &lt;started&gt;</span>' in html


def test_a_badge_in_a_grid_still_says_its_word() -> None:
    html = badge("blue", "Completed", symbol="tick", number=4, hide_word=True)
    assert '<span class="govuk-visually-hidden">, Completed</span>' in html


def test_a_badge_of_an_unknown_tone_is_an_error() -> None:
    with pytest.raises(KeyError):
        badge("pink", "Late")

"""The colours that carry meaning. `styles/_tones.scss` holds the same values; a test keeps the two alike."""

from __future__ import annotations

from typing import NamedTuple


class Tone(NamedTuple):
    """A strong colour with the text that stands on it, and a tint with the text that stands on that."""

    strong: str
    on_strong: str
    tint: str
    on_tint: str


TONES = {
    "red": Tone("#b3261e", "#ffffff", "#fbe9e7", "#6b1410"),
    "amber": Tone("#f5a623", "#0b0c0c", "#fef3dd", "#5c3a00"),
    "orange": Tone("#b54a00", "#ffffff", "#fdeee3", "#6e2d00"),
    "green": Tone("#14704a", "#ffffff", "#e4f2eb", "#0b4a30"),
    "blue": Tone("#1d5fa8", "#ffffff", "#e6eff8", "#123f70"),
    "purple": Tone("#5b3a9e", "#ffffff", "#eeeaf7", "#3c2470"),
    "grey": Tone("#5a646e", "#ffffff", "#edf0f2", "#333b43"),
}


def contrast(one: str, other: str) -> float:
    """Answer the WCAG 2.2 contrast ratio of two colours written as `#rrggbb`, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

"""What authors write, as safe HTML: paragraphs, lists, emphasis, quotations, links and lesser headings.

Markdown goes through a parser that knows no HTML, and what it makes through a sanitiser that knows only our tags.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from goldenthread.publishing.figures import Ledger, filled_in

MOST_CHARACTERS = 20_000
LOWEST_HEADING = 4
_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "h3", "h4", "blockquote", "br", "span"}
_RULES = ["list", "emphasis", "link", "autolink", "heading", "blockquote", "escape", "newline", "entity"]
# A number typed, or pasted from Word, where the form puts its own.
_TYPED_NUMBER = re.compile(r"\A\s*\d{1,2}\.\d{1,2}\.?\s+(?=\S)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(_RULES)


def tidy(text: str) -> str:
    """The text as it is kept: one kind of line end, no control characters, no space at its ends."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def to_html(text: str, *, level: int, ledger: Ledger | None = None, number: str = "") -> str:
    """The author's text as HTML that stands under a heading of ``level``; headings in it come below that one.

    ``{key}`` becomes the figure of that key. With ``number`` ("3"), paragraphs are numbered 3.1, 3.2 and so on.
    """
    tokens = _parser().parse(filled_in(text, ledger) if ledger is not None else text)
    _place_headings(tokens, level)
    if number:
        _number_paragraphs(tokens, number)
    parser = _parser()
    return nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        allowed_classes={"span": {"gt-number-of-paragraph"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()


def _place_headings(tokens: list[Token], level: int) -> None:
    """No heading at or above the section's own, none that skips a level."""
    reached = level
    for token in tokens:
        if token.type == "heading_open":
            wanted = level + int(token.tag[1])
            reached = min(wanted, reached + 1, LOWEST_HEADING)
            token.tag = f"h{reached}"
        elif token.type == "heading_close":
            token.tag = f"h{reached}"


def _number_paragraphs(tokens: list[Token], number: str) -> None:
    count = 0
    for opening, inline in itertools.pairwise(tokens):
        if opening.type != "paragraph_open" or opening.level != 0 or not inline.children:
            continue
        count += 1
        first = inline.children[0]
        if first.type == "text":
            first.content = _TYPED_NUMBER.sub("", first.content)
        printed = Token("html_inline", "", 0)
        printed.content = f'<span class="gt-number-of-paragraph">{number}.{count}</span> '
        inline.children.insert(0, printed)

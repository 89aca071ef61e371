from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper: what it is called, and the file as somebody sent it. Its content tells what it is, not its name."""

    title: str
    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One item of an agenda: its line in the contents, a note under it, and its papers, which may be none."""

    title: str
    note: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. `level` is 1 for a part and 2 for a paper; `page` as numbered, None without pages."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Bound:
    """A pack as bound: `contents` has one entry for each part, each followed by its papers, in order.

    `problems` are sentences: what could not be bound, and how to put it right.
    """

    pdf: bytes
    pages: int
    contents: list[Entry]
    problems: list[str]


class UnboundError(Exception):
    """A paper cannot be shown as pages. The message is the end of a sentence that begins with its name."""

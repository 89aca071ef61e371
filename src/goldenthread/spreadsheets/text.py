"""Text in cells: what is cleaned when it is read, and how it is kept from being run as a formula."""

import re
from pathlib import PurePosixPath

_PRINTED_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
CELL_ERRORS = frozenset(_PRINTED_ERRORS)
"""What spreadsheet programmes print in a cell whose formula failed."""

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u180e\u200b\u2060\ufeff]")
_JOINERS_AT_AN_END = "\u200c\u200d"
_ILLEGAL_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ACTS_AS_FORMULA = r"(?:[\t\r]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])"
_READS_AS_ERROR = rf"(?:\s*(?:{'|'.join(re.escape(error) for error in _PRINTED_ERRORS)})\s*$)"
_NEEDS_GUARD = re.compile(f"'*(?:{_ACTS_AS_FORMULA}|{_READS_AS_ERROR})", re.IGNORECASE)
_NEEDS_GUARD_WHERE_TYPED = re.compile(f"'+{_ACTS_AS_FORMULA}|'*{_READS_AS_ERROR}", re.IGNORECASE)
_GUARDED = re.compile(f"'+(?:{_ACTS_AS_FORMULA}|{_READS_AS_ERROR})", re.IGNORECASE)


def clean(text: str) -> str:
    """The text as a person reads it: plain spaces, nothing invisible, line ends `\\n`, bare ends.

    The joiners that hold an emoji or a Persian name together are kept inside the text. Control characters, which a
    workbook can hold in code (`_x0000_`) and a database refuses, are not.
    """
    text = without_illegal_characters(text)
    if text.isascii() and "\r" not in text:
        return text.strip()
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text)).replace("\r\n", "\n").replace("\r", "\n")
    while text != (bare := text.strip().strip(_JOINERS_AT_AN_END)):
        text = bare
    return text


def fold_whitespace(text: str) -> str:
    """The text on one line, with single spaces: what a heading or a name is known by."""
    return " ".join(clean(text).split())


def guard(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet programme would otherwise run it."""
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def guard_typed(text: str) -> str:
    """The text for a format in which nothing typed as text runs: guarded only where `unguard` would err.

    That is text that looks guarded already, and text that reads as a failed formula.
    """
    return f"'{text}" if _NEEDS_GUARD_WHERE_TYPED.match(text) else text


def unguard(text: str) -> str:
    """The text without the one apostrophe that `guard` put before it; any other apostrophe stays."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def without_illegal_characters(text: str) -> str:
    """The text without the control characters and half-characters that XML cannot hold."""
    return _ILLEGAL_IN_XML.sub("", text)


def column_letter(index: int) -> str:
    """The letter a spreadsheet programme shows above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def plain_filename(filename: str) -> str:
    """A file's name, fit to print in a message: no folders, no control characters, at most 80 characters."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    name = fold_whitespace("".join(character for character in name if character.isprintable()))
    return name if len(name) <= 80 else f"{name[:60]}…{name[-19:]}"

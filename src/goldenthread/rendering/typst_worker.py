"""Compiles one Typst document to a PDF of a standard, such as PDF/UA-1, in a process of its own.

Run as a script, and so without importing the rest of the package: its arguments are the folder of the
document, the folder of the fonts, the moment to stamp (seconds since 1970), the standard, and the most bytes of memory
(0: all there is). It reads `main.typ`
and writes `report.pdf`. Whatever is wrong goes to standard error, with an exit code of 1; a warning is a
failure too.
"""

import re
import sys
import unicodedata
from pathlib import Path
from typing import Final, Literal, cast

import typst

Standard = Literal["1.7", "ua-1"]
# The one that refuses a character which no typeface shows.
_STRICT: Final = "ua-1"
_PROBE = '#set document(title: "Probe")\n#set text(font: "Source Sans 3")\n#"{}"'


def main(folder: Path, fonts: Path, stamp: int, standard: Standard) -> int:
    """Compile; the exit code."""
    typefaces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)])
    document = folder / "main.typ"
    for text in (document, *folder.glob("*.json")):
        text.write_text(_readable(text.read_text(encoding="utf-8"), typefaces), encoding="utf-8")
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(document),
            None,
            root=str(folder),
            font_paths=typefaces,
            ignore_system_fonts=True,
            pdf_standards=standard,
            timestamp=stamp,
        )
    except typst.TypstError as error:
        return _complain(error.diagnostic)
    if warnings:
        return _complain("\n".join(warning.diagnostic for warning in warnings))
    (folder / "report.pdf").write_bytes(pdf)
    return 0


def _readable(source: str, typefaces: typst.Fonts) -> str:
    """The text with the name of each character that no typeface can show, such as [grinning face], in its place.

    PDF/UA forbids a character that is shown as an empty box, and rightly.
    """
    unusual = sorted(set(re.sub(r"[\x00-\x7f]", "", source)))
    lacking = _not_shown(unusual, typefaces)
    return source.translate({ord(character): _name(character) for character in lacking})


def _not_shown(characters: list[str], typefaces: typst.Fonts) -> list[str]:
    """Halve and try again: most documents are done after one try."""
    if not characters or _can_show(characters, typefaces):
        return []
    if len(characters) == 1:
        return characters
    middle = len(characters) // 2
    return _not_shown(characters[:middle], typefaces) + _not_shown(characters[middle:], typefaces)


def _can_show(characters: list[str], typefaces: typst.Fonts) -> bool:
    try:
        typst.compile(
            _PROBE.format(" ".join(characters)).encode(),
            None,
            font_paths=typefaces,
            ignore_system_fonts=True,
            pdf_standards=_STRICT,
            format="pdf",
        )
    except typst.TypstError:
        return False
    return True


def _name(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn", "Cn", "Co"):
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


def _complain(text: str) -> int:
    sys.stderr.write(text)
    return 1


def _confine(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    if int(sys.argv[5]):
        _confine(int(sys.argv[5]))
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), cast("Standard", sys.argv[4])))

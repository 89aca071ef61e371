import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from goldenthread.design.charts import Chart, ChartError, draw_svg
from goldenthread.design.charts.drawing import FONTS
from goldenthread.design.tones import TONES

from .errors import RenderingError
from .html_tree import Element, elements
from .pandoc import HERE, convert
from .preparing import embolden_row_names, has_contents, prepared, source_for_pandoc
from .semantics import CHART_PREFIX, NO_CHARTS, Report, read_report
from .subprocesses import run

# Typst lets a longer word run out of its column. A break that shows nothing may come every so many
# characters.
_LONGEST_WORD = 24
_BREAK_AFTER = 12
_ZERO_WIDTH_SPACE = "\u200b"
# Typst divides words by itself, and takes a hyphen copied from its PDF for a soft one where the text holds both.
_SOFT_HYPHEN = "\u00ad"
# As a share of the width of the text.
_HIGHEST_PICTURE = 1.3
# With more entries than this the list of contents names sections only.
_MOST_CONTENTS = 34


def render_pdf(
    html: str,
    *,
    title: str,
    author: str,
    date: date,
    language: str = "en-GB",
    partnership: str = "",
    period: str = "",
    status: str = "",
    charts: Mapping[str, Chart] = NO_CHARTS,
) -> bytes:
    """The report as a PDF that the compiler accepts as PDF/UA-1: tagged, titled, in its language.

    `html` is as `read_report` asks. The same arguments give the same bytes. Raises `RenderingError`.
    """
    report = read_report(
        html,
        title=title,
        author=author,
        date=date,
        language=language,
        partnership=partnership,
        period=period,
        status=status,
        charts=charts,
    )
    root = prepared(report)
    depth = _contents_depth(root)
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
        folder = Path(name)
        _write_charts(root, report, folder)
        _allow_breaks(root)
        embolden_row_names(root)
        source = source_for_pandoc(root, contents=depth > 0)
        body = convert(source, to="typst-smart", folder=folder, lua_filter="typst.lua")
        (folder / "report.typ").write_bytes((HERE / "report.typ").read_bytes())
        (folder / "main.typ").write_text(_preamble(report, depth) + body.decode(), encoding="utf-8")
        stamp = int(datetime.combine(report.date, time(), UTC).timestamp())
        return compile_typst(folder, stamp=stamp, standard="ua-1")


def compile_typst(folder: Path, *, stamp: int, standard: str, memory: int = 0) -> bytes:
    """The PDF of the folder's `main.typ`, with a moment in seconds since 1970. Raises `RenderingError`.

    ``memory`` is the most that the compiler may take, in bytes, for what strangers wrote; 0 is as much as there is.
    """
    script = str(HERE / "typst_worker.py")
    run(
        [sys.executable, "-I", script, str(folder), str(FONTS), str(stamp), standard, str(memory)],
        name="Typst",
        folder=folder,
    )
    return (folder / "report.pdf").read_bytes()


def _contents_depth(root: Element) -> int:
    """How deep the list of contents goes: 0 for none, 2 for sections, 3 for what is under them too."""
    if not has_contents(root):
        return 0
    return 3 if len(root.findall(".//h2")) + len(root.findall(".//h3")) <= _MOST_CONTENTS else 2


def _write_charts(root: Element, report: Report, folder: Path) -> None:
    """Each chart as a file beside the document, drawn once, and its image pointed at it."""
    files: dict[str, str] = {}
    for image in root.findall(".//img"):
        name = image.get("src").removeprefix(CHART_PREFIX)
        if name not in files:
            files[name] = f"chart-{len(files) + 1}.svg"
            try:
                (folder / files[name]).write_text(draw_svg(report.charts[name]), encoding="utf-8")
            except ChartError as error:
                raise RenderingError(str(error)) from error
        image.set("src", files[name])
        image.set("width", f"{_share_of_width(folder / files[name]):.1f}%")


def _share_of_width(drawing: Path) -> float:
    """How much of the text's width a drawing may take, in per cent, so that a page is high enough for it."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing.read_text(encoding="utf-8"))
    if size is None:
        raise RenderingError("A chart has no size.")
    return min(100.0, 100 * _HIGHEST_PICTURE * float(size[1]) / float(size[2]))


def _allow_breaks(root: Element) -> None:
    for element in elements(root):
        element.text = element.text and breakable(element.text)
        element.tail = element.tail and breakable(element.tail)


def breakable(text: str) -> str:
    """The text with places, which show nothing, where a word may be broken that is longer than a column."""
    text = text.replace(_SOFT_HYPHEN, "")
    return re.sub(rf"\S{{{_LONGEST_WORD + 1},}}", lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    pieces = (word[at : at + _BREAK_AFTER] for at in range(0, len(word), _BREAK_AFTER))
    return _ZERO_WIDTH_SPACE.join(pieces)


def _preamble(report: Report, depth: int) -> str:
    language, _, region = report.language.partition("-")
    colours = ", ".join(
        f'{name}: (fill: "{colours.strong}", text: "{colours.on_strong}")' for name, colours in TONES.items()
    )
    return (
        '#import "report.typ": *\n'
        f"#let contents() = contents-list({depth})\n"
        "#show: report.with(\n"
        f"  title: {_string(report.title)},\n"
        f"  author: {_string(report.author)},\n"
        f"  date: datetime(year: {report.date.year}, month: {report.date.month}, day: {report.date.day}),\n"
        f"  language: {_string(language)},\n"
        f"  region: {_string(region) if region else 'none'},\n"
        f"  partnership: {_string(report.partnership)},\n"
        f"  status: {_string(report.status)},\n"
        f"  colours: ({colours}),\n"
        ")\n"
    )


def _string(text: str) -> str:
    """A Typst string of one line."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

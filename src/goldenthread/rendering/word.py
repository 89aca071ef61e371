import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from goldenthread.design.charts import Chart, ChartError, draw_png

from .errors import RenderingError
from .html_tree import Element
from .pandoc import convert
from .preparing import embolden_row_names, has_contents, prepared, source_for_pandoc
from .reference_document import reference_document
from .semantics import CHART_PREFIX, NO_CHARTS, Report, read_report
from .word_finishing import finished


def render_docx(
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
    """The report as a Word file that a committee team can edit: true headings, captions, header rows,
    alternative texts.

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
    contents = has_contents(root)
    embolden_row_names(root)
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
        folder = Path(name)
        _write_charts(root, report, folder)
        (folder / "reference.docx").write_bytes(reference_document())
        source = source_for_pandoc(root, contents=contents)
        options = ("--reference-doc=reference.docx",)
        document = convert(source, to="docx", folder=folder, lua_filter="word.lua", options=options)
    return finished(document, report)


def _write_charts(root: Element, report: Report, folder: Path) -> None:
    """Each chart as a PNG beside the document, where word.lua picks it up."""
    files: dict[str, str] = {}
    for image in root.findall(".//img"):
        name = image.get("src").removeprefix(CHART_PREFIX)
        if name not in files:
            files[name] = f"chart-{len(files) + 1}.png"
            try:
                (folder / files[name]).write_bytes(draw_png(report.charts[name]))
            except ChartError as error:
                raise RenderingError(str(error)) from error
        image.set("src", files[name])

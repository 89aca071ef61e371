"""What pandoc cannot set in a Word file: contents, page numbers, repeated heads, tinted cells, properties."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor

from goldenthread.design.tones import TONES

from .columns import MOST_COLUMNS_IN_FULL_SIZE
from .reference_document import FONT, QUIET
from .semantics import Report

_PRESENT_WORD = (
    b'<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    b' w:val="15"/>'
)
_FIRST_MOMENT_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_MARGIN = Cm(2.3)
_HIGHEST_PICTURE = Cm(21)
# What may follow a cell's shading, in the order that the format prescribes.
_AFTER_CELL_SHADING = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
# A row or a small table with less text than this fits on a page, and is not broken.
_LONGEST_WHOLE_TEXT = 1200
_MOST_ROWS_KEPT_TOGETHER = 9


def finished(source: bytes, report: Report) -> bytes:
    """The Word file that pandoc made, completed; the same file for the same report."""
    document = docx.Document(io.BytesIO(source))
    _set_page(document, report)
    _set_properties(document, report)
    for table in document.tables:
        _finish_table(table)
    _align_panels(document)
    _fit_pictures(document)
    _write_contents(document)
    saved = io.BytesIO()
    document.save(saved)
    return _packed(saved.getvalue(), report.language)


def _set_page(document: Any, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Cm(2.4)
    section.different_first_page_header_footer = True
    _quiet_run(section.header.paragraphs[0], report.title)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        _quiet_run(line, f"{report.status}\t")
        stops = line.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(section.page_width - 2 * _MARGIN, WD_TAB_ALIGNMENT.RIGHT)
        for text, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            _quiet_run(line, text)
            _add_field(line, code)


def _quiet_run(paragraph: Any, text: str) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor.from_string(QUIET)
    return run


def _add_field(paragraph: Any, code: str) -> None:
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "/>')
    field.append(_quiet_run(paragraph, "1")._r)
    paragraph._p.append(field)


def _set_properties(document: Any, report: Report) -> None:
    properties = document.core_properties
    moment = datetime.combine(report.date, time())
    properties.title, properties.author, properties.language = report.title, report.author, report.language
    properties.subject = " – ".join(part for part in (report.partnership, report.period) if part)
    properties.last_modified_by, properties.revision = report.author, 1
    properties.created = properties.modified = properties.last_printed = moment


def _finish_table(table: Any) -> None:
    """Heads repeat on each page, short rows stay whole, short tables on one page; cells of one badge are
    tinted."""
    rows = table._tbl.tr_lst
    is_short = len(rows) <= _MOST_ROWS_KEPT_TOGETHER and _length(table._tbl) < _LONGEST_WHOLE_TEXT
    size = "Small" if len(table.columns) > MOST_COLUMNS_IN_FULL_SIZE else ""
    for row in rows:
        properties = row.get_or_add_trPr()
        is_head = properties.find(qn("w:tblHeader")) is not None
        style = ("TableHeading" if is_head else "TableText") + size
        is_whole = properties.find(qn("w:cantSplit")) is not None
        if not is_whole and _length(row) < _LONGEST_WHOLE_TEXT:
            properties.insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for paragraph in row.iter(qn("w:p")):
            _set_cell_paragraph(paragraph, style, keep_with_next=is_short and row is not rows[-1])
        for cell in row.tc_lst:
            _tint(cell)


def _length(element: Any) -> int:
    """How many characters of text an element holds."""
    return sum(len(text.text or "") for text in element.iter(qn("w:t")))


def _set_cell_paragraph(paragraph: Any, style: str, *, keep_with_next: bool) -> None:
    properties = paragraph.get_or_add_pPr()
    properties.style = style
    if keep_with_next:
        properties.get_or_add_keepNext()


def _tint(cell: Any) -> None:
    styles = {run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}") for run in cell.iter(qn("w:r"))}
    if len(styles) != 1 or None in styles:
        return
    name = styles.pop().get(qn("w:val"))
    tone = TONES.get(name.removeprefix("Badge").strip())
    if tone is not None:
        shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{tone.strong[1:].upper()}"/>'
        properties = cell.get_or_add_tcPr()
        properties.insert_element_before(parse_xml(shading), *_AFTER_CELL_SHADING)


def _align_panels(document: Any) -> None:
    """Lists begin where a panel begins, so that its tint and its border are one piece."""
    for paragraph in document.paragraphs:
        properties = paragraph._p.pPr
        if paragraph.style.name == "Panel" and properties is not None and properties.numPr is not None:
            paragraph.paragraph_format.left_indent = Pt(16)
            paragraph.paragraph_format.first_line_indent = -Pt(16)


def _fit_pictures(document: Any) -> None:
    """As wide as the text, or as high as a page where that is less; told by their alternative text alone."""
    width = document.sections[0].page_width - 2 * _MARGIN
    for shape in document.inline_shapes:
        scale = min(width / shape.width, _HIGHEST_PICTURE / shape.height)
        shape.height, shape.width = Emu(round(shape.height * scale)), Emu(round(shape.width * scale))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")
        picture = next(shape._inline.iter(qn("pic:cNvPr")))
        picture.set("descr", shape._inline.docPr.get("descr"))


def _write_contents(document: Any) -> None:
    """Under the word Contents: a field that Word can renew, filled with links to the headings."""
    mark = next((p for p in document.paragraphs if p.style.name == "Contents Heading"), None)
    if mark is None:
        return
    headings = [p for p in document.paragraphs if p.style.name in ("Heading 2", "Heading 3")]
    for number, heading in enumerate(headings, start=1):
        mark_id = f'{nsdecls("w")} w:id="{9000 + number}"'
        heading._p.insert(1, parse_xml(f'<w:bookmarkStart {mark_id} w:name="_Toc{number:08}"/>'))
        heading._p.append(parse_xml(f"<w:bookmarkEnd {mark_id}/>"))
    entries = [_entry(document, heading, number) for number, heading in enumerate(headings, start=1)]
    for part in reversed(list(_field_start())):
        entries[0].insert(1, part)
    entries[-1].append(_run('<w:fldChar w:fldCharType="end"/>'))
    for entry in reversed(entries):
        mark._p.addnext(entry)
    entries[-1].addnext(parse_xml(f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>'))


def _entry(document: Any, heading: Any, number: int) -> Any:
    style = document.styles[f"TOC {heading.style.name[-1]}"].style_id
    entry = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
    link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="_Toc{number:08}" w:history="1"/>')
    run = _run('<w:t xml:space="preserve"/>')
    run.find(qn("w:t")).text = heading.text
    link.append(run)
    entry.append(link)
    return entry


def _field_start() -> Iterator[Any]:
    yield _run('<w:fldChar w:fldCharType="begin"/>')
    yield _run('<w:instrText xml:space="preserve"> TOC \\o "2-3" \\h \\z \\u </w:instrText>')
    yield _run('<w:fldChar w:fldCharType="separate"/>')


def _run(inside: str) -> Any:
    return parse_xml(f"<w:r {nsdecls('w')}>{inside}</w:r>")


def _packed(source: bytes, language: str) -> bytes:
    """The parts in a fixed order with a fixed date, so that a checksum means something."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source)) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = parts.read(name)
            if name == "word/fontTable.xml":
                content = _with_our_font(content)
            if name == "word/settings.xml":
                content = _with_settings(content)
            if name in ("word/settings.xml", "word/styles.xml"):
                content = content.replace(b'w:val="en-GB"', f'w:val="{language}"'.encode())
            archive.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT_OF_ZIP), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _with_our_font(table: bytes) -> bytes:
    """Where our typeface is not installed, Word takes Arial."""
    ours = (
        f'<w:font w:name="{FONT}"><w:altName w:val="Arial"/><w:panose1 w:val="020B0503030403020204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    return re.sub(rb"(<w:fonts[^>]*>)", lambda opening: opening[0] + ours.encode(), table, count=1)


def _with_settings(settings: bytes) -> bytes:
    """British English, words divided where a style allows it, and no mode of compatibility with older
    versions."""
    changes = (
        (rb'(<w:themeFontLang w:val=")[^"]*', rb"\1en-GB"),
        (rb"(<w:defaultTabStop[^>]*/>)", rb"\1<w:autoHyphenation/>"),
        (rb"<w:rsids>", b"<w:compat>%b</w:compat><w:rsids>" % _PRESENT_WORD),
    )
    for pattern, replacement in changes:
        settings = re.sub(pattern, replacement, settings, count=1)
    return settings

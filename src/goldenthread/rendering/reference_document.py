"""The Word styles of a report, made from pandoc's own reference document."""

import io
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from goldenthread.design.tones import TONES

from .pandoc import default_reference_document

FONT = "Source Sans 3"
ACCENT = "123F70"
TINT = "EEF3F9"
HAIRLINE = "C5CCD3"
INK = "0B0C0C"
QUIET = "484949"

# Style: size in points, bold, colour, space before and after in points, kept with the next paragraph.
_PARAGRAPHS: dict[str, tuple[float, bool, str, float, float, bool]] = {
    "Normal": (10.5, False, INK, 0, 0, False),
    "Body Text": (10.5, False, INK, 0, 7, False),
    "First Paragraph": (10.5, False, INK, 0, 7, False),
    "Compact": (10.5, False, INK, 1, 2, False),
    "Heading 1": (26, True, ACCENT, 4, 6, True),
    "Heading 2": (17, True, ACCENT, 20, 7, True),
    "Heading 3": (13, True, ACCENT, 15, 5, True),
    "Heading 4": (11, True, INK, 12, 3, True),
    "Cover Partnership": (13, True, ACCENT, 0, 0, True),
    "Cover Period": (14, False, INK, 0, 4, True),
    "Cover Author": (10.5, False, QUIET, 0, 4, False),
    "Cover Status": (10.5, True, ACCENT, 4, 18, False),
    "Contents Heading": (15, True, ACCENT, 6, 6, True),
    "TOC 2": (10.5, True, INK, 5, 1, False),
    "TOC 3": (10.5, False, INK, 0, 1, False),
    "Lead": (12.5, False, INK, 0, 10, False),
    "Panel": (10.5, False, INK, 0, 0, False),
    "Source": (9, False, QUIET, 3, 14, False),
    "Table Text": (9.5, False, INK, 1, 1, False),
    "Table Heading": (9.5, True, INK, 1, 1, True),
    "Table Text Small": (8.5, False, INK, 1, 1, False),
    "Table Heading Small": (8.5, True, INK, 1, 1, True),
    "Table Caption": (10, False, INK, 14, 4, True),
    "Image Caption": (10, False, INK, 2, 12, False),
    "Captioned Figure": (10.5, False, INK, 12, 2, True),
    "Block Text": (10.5, False, INK, 8, 8, False),
    "Definition Term": (10.5, True, INK, 4, 0, True),
    "Definition": (10.5, False, INK, 0, 5, False),
}
_IN_TABLES = ("Table Text", "Table Heading", "Table Text Small", "Table Heading Small")


@lru_cache(maxsize=1)
def reference_document() -> bytes:
    """A Word file whose styles pandoc copies; made once in each process."""
    with TemporaryDirectory(prefix="goldenthread-") as folder:
        document = docx.Document(io.BytesIO(default_reference_document(Path(folder))))
    styles = document.styles
    _set_fonts_and_language(styles.element)
    for name, look in _PARAGRAPHS.items():
        _set_paragraph(_style(styles, name, WD_STYLE_TYPE.PARAGRAPH), *look)
    _decorate(styles)
    _divide_words_in_tables_only(styles)
    for name, tone in TONES.items():
        badge = _style(styles, f"Badge {name}", WD_STYLE_TYPE.CHARACTER)
        badge.font.bold = True
        badge.font.color.rgb = RGBColor.from_string(tone.on_strong[1:].upper())
        badge.element.get_or_add_rPr().append(_shading(tone.strong[1:].upper()))
    _set_table(styles["Table"].element)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _style(styles: Any, name: str, kind: Any) -> Any:
    if name in styles:
        return styles[name]
    style = styles.add_style(name, kind)
    if kind == WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = styles["Normal"]
    return style


def _set_fonts_and_language(styles: Any) -> None:
    """One typeface throughout, in place of the theme's, and British English."""
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults.find(qn("w:rFonts")) is None:
        defaults.insert(0, OxmlElement("w:rFonts"))
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in list(styles.iter(qn("w:lang"))):
        language.getparent().remove(language)
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'))


def _set_paragraph(
    style: Any, size: float, bold: bool, colour: str, before: float, after: float, keep_with_next: bool
) -> None:
    font, spacing = style.font, style.paragraph_format
    # Only what is said here: a style that says “not bold” would undo the bold of what stands in it.
    font.size, font.bold, font.italic = Pt(size), bold or None, None
    font.color.rgb = RGBColor.from_string(colour)
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.keep_with_next = keep_with_next
    spacing.line_spacing = 1.12
    spacing.widow_control = True


def _decorate(styles: Any) -> None:
    """Borders, tints and indents: what a panel, a quotation and the cover have beyond type."""
    for name in ("Table Caption", "Image Caption", "Heading 4"):
        styles[name].font.italic = False
    for name in _IN_TABLES:
        styles[name].paragraph_format.line_spacing = 1
    panel = styles["Panel"].element.get_or_add_pPr()
    _add_borders(panel, f'<w:left w:val="single" w:sz="36" w:space="8" w:color="{ACCENT}"/>')
    panel.insert_element_before(_shading(TINT), *_AFTER_SHADING)
    quotation = styles["Block Text"]
    quotation.font.italic = True
    quotation.paragraph_format.left_indent = Pt(14)
    _add_borders(
        quotation.element.get_or_add_pPr(),
        f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{HAIRLINE}"/>',
    )
    _add_borders(
        styles["Cover Status"].element.get_or_add_pPr(),
        f'<w:bottom w:val="single" w:sz="12" w:space="8" w:color="{ACCENT}"/>',
    )
    styles["TOC 3"].paragraph_format.left_indent = Pt(12)
    styles["Definition"].paragraph_format.left_indent = Pt(14)
    link = styles["Hyperlink"].font
    link.color.rgb, link.underline = RGBColor.from_string("1D5FA8"), True


def _divide_words_in_tables_only(styles: Any) -> None:
    for name, value in (("Normal", "1"), *((name, "0") for name in _IN_TABLES)):
        element = parse_xml(f'<w:suppressAutoHyphens {nsdecls("w")} w:val="{value}"/>')
        styles[name].element.get_or_add_pPr().insert_element_before(element, *_AFTER_SHADING[2:])


# What may follow a paragraph's shading, in the order that the format prescribes.
_AFTER_SHADING = (
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)


def _add_borders(properties: Any, borders: str) -> None:
    element = parse_xml(f"<w:pBdr {nsdecls('w')}>{borders}</w:pBdr>")
    properties.insert_element_before(element, "w:shd", *_AFTER_SHADING)


def _shading(colour: str) -> Any:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')


def _set_table(style: Any) -> None:
    """Rules between rows, a tinted and bold head."""
    for name in ("w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr"):
        for old in style.findall(qn(name)):
            style.remove(old)
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
    strong = f'w:val="single" w:sz="12" w:space="0" w:color="{ACCENT}"'
    parts = (
        '<w:pPr><w:spacing w:before="30" w:after="30" w:line="252" w:lineRule="auto"/></w:pPr>',
        '<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>',
        f"<w:tblPr><w:tblBorders><w:top {strong}/><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders>"
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>',
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr>',
    )
    for part in parts:
        style.append(parse_xml(part.replace(">", f" {nsdecls('w')}>", 1)))

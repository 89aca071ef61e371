"""Reading back what a PDF says: its tags and its text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf


class Tag(NamedTuple):
    name: str
    alternative: str


def tags(pdf: pikepdf.Pdf) -> list[Tag]:
    """Every element of the structure tree, in reading order."""
    return list(_walk(pdf.Root.StructTreeRoot.K))


def _walk(node: pikepdf.Object) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield Tag(str(node.S)[1:], str(node.get("/Alt", "")))
        if "/K" in node:
            yield from _walk(node.K)


def text(pdf: pikepdf.Pdf) -> str:
    """The text of all pages by way of their fonts' tables, without white space and invisible characters."""
    return "".join(page_text(page) for page in pdf.pages)


def page_text(page: pikepdf.Page) -> str:
    """The text of one page, in the same form; what is drawn on it as a drawing of its own counts."""
    return squeezed(_drawn(page, page.resources))


def squeezed(said: str) -> str:
    """Text as it can be compared: line breaks, and where words are divided, do not count."""
    return re.sub("[\\s\u200b\u200c\u200d\u00ad]", "", said)


def _drawn(content: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object) -> str:
    tables = {name: _unicode_table(font) for name, font in resources.get("/Font", {}).items()}
    said, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "Do":
                drawing = resources.XObject[str(operands[0])]
                if drawing.Subtype == pikepdf.Name.Form:
                    said.append(_drawn(drawing, drawing.get("/Resources", pikepdf.Dictionary())))
            case "Tf":
                table = tables[str(operands[0])]
            case "Tj":
                said.append(_decoded(bytes(operands[0]), table))
            case "TJ":
                said += [
                    _decoded(bytes(part), table) for part in operands[0] if isinstance(part, pikepdf.String)
                ]
    return "".join(said)


def _decoded(codes: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))


def _unicode_table(font: pikepdf.Object) -> dict[int, str]:
    source = font.ToUnicode.read_bytes().decode("latin-1")
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, character in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            table[int(code, 16)] = bytes.fromhex(character).decode("utf-16-be")
    return table

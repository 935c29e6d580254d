"""The pieces that Word files and templates are built from: the page, the heading, paragraphs, a table of any width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What XML 1.0 cannot hold, and the signs that docxtpl would turn into page breaks or new paragraphs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
FONT = "Times New Roman"
BODY_SIZE = 14
SIGNATURE_HEIGHT = Mm(30)
# Marks the tables whose columns get their widths from what stands in them.
DATA_TABLE = "data"


def clean(text: str) -> str:
    """Drop what a Word file cannot hold."""
    return UNPRINTABLE.sub("", str(text or "").replace("\r\n", "\n").replace("\t", " ")).strip()


def page(document: Any, *, is_wide: bool = False) -> None:
    """A4 upright or lying, with the margins of official papers, numbered in the middle from page 2 on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    page_number(number)


def heading(
    document: Any, width: float, *, parent: str, body: str, number: str, place_date: str
) -> Any:
    """Put issuing body and number to the left, national title, place and date to the right; return the left cell."""
    left, right = columns(document, width * 0.42, width * 0.58)
    line(left, parent, size=13)
    line(left, body, size=13, bold=True)
    rule(left, width * 0.42, 24)
    line(left, number, size=13, before=6)
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True, squeeze=True)
    line(right, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    rule(right, width * 0.58, 62)
    line(right, place_date, size=14, italic=True, before=6)
    return left


def styles(document: Any) -> None:
    """Times New Roman and Vietnamese for everything."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.0


def run(
    paragraph: Any, text: str, *, size: float = 0, bold: bool = False, italic: bool = False
) -> Any:
    """Add a stretch of text."""
    made = paragraph.add_run(text)
    made.bold, made.italic = bold, italic
    if size:
        made.font.size = Pt(size)
    return made


def paragraph(
    place: Any,
    text: str,
    *,
    align: Any = ALIGN.LEFT,
    size: float = BODY_SIZE,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 6,
    first: Length | None = None,
    left: Length | None = None,
    keep: bool = False,
) -> Any:
    """Add a paragraph; ``first`` indents its first line, ``keep`` holds it with the next."""
    made = place.add_paragraph()
    run(made, text, size=size, bold=bold, italic=italic)
    shape = made.paragraph_format
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.keep_with_next = keep
    shape.widow_control = True
    if first is not None:
        shape.first_line_indent = first
    if left is not None:
        shape.left_indent = left
    return made


def tag(place: Any, text: str) -> None:
    """Add a paragraph that holds a tag alone and disappears when the template is filled."""
    paragraph(place, text, size=8, after=0)


def columns(document: Any, left: float, right: float) -> tuple[Any, Any]:
    """Add two columns without borders, widths in mm; return their cells."""
    one, other = _columns(document, [left, right])
    return one, other


def equal_columns(document: Any, width: float, count: int) -> list[Any]:
    """Add columns of the same width without borders, ``width`` mm in all; return their cells."""
    return _columns(document, [width / count] * count)


def _columns(document: Any, widths: Sequence[float]) -> list[Any]:
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    cells = list(table.rows[0].cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    _unbroken(table.rows[0])
    return cells


def _unbroken(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def line(
    cell: Any,
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    align: Any = ALIGN.CENTER,
    before: float = 0,
    after: float | Length = 0,
    keep: bool = False,
    squeeze: bool = False,
) -> Any:
    """Add a line to a cell; the cell's own empty first paragraph is used first. ``squeeze`` draws the
    letters a little nearer, so that the national title stays on one line."""
    first = cell.paragraphs[0]
    made = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    letters = run(made, text, size=size, bold=bold, italic=italic)
    if squeeze:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-6")
        letters._r.get_or_add_rPr().append(spacing)
    shape = made.paragraph_format
    shape.alignment = align
    shape.space_before = Pt(before)
    shape.space_after = after if isinstance(after, Length) else Pt(after)
    shape.keep_with_next = keep
    return made


def rule(place: Any, width: float, length: float, *, before: float = 1, after: float = 0) -> None:
    """Draw a line ``length`` mm long in the middle of ``width`` mm: the upper border of an empty paragraph."""
    made = place.add_paragraph()
    run(made, "", size=2)
    shape = made.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = made._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def data_table(document: Any, width: float, *, size: float) -> None:
    """Add a table with as many columns and rows as the document brings; its head is repeated on each page."""
    table = document.add_table(rows=7, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), DATA_TABLE)
    table._tbl.tblPr.append(caption)
    for column in table.columns:
        column.width = Mm(width / 3)
    _row(table.rows[0], "{%tc for head in table.headers %}", "{{ head }}", size, is_head=True)
    _tag_row(table.rows[1], "{%tr for row in table.rows %}")
    _row(table.rows[2], "{%tc for cell in row.cells %}", "{{ cell.text }}", size)
    _tag_row(table.rows[3], "{%tr endfor %}")
    _tag_row(table.rows[4], "{%tr if table.total %}")
    _row(table.rows[5], "{%tc for cell in table.total %}", "{{ cell.text }}", size, bold=True)
    _tag_row(table.rows[6], "{%tr endif %}")


def _tag_row(row: Any, text: str) -> None:
    merged = row.cells[0].merge(row.cells[-1])
    line(merged, text, size=8)


def _row(
    row: Any, opening: str, field: str, size: float, *, is_head: bool = False, bold: bool = False
) -> None:
    first, middle, last = row.cells
    line(first, opening, size=8)
    align = ALIGN.CENTER if is_head else ALIGN.LEFT
    line(middle, field, size=size, bold=is_head or bold, align=align, before=1.5, after=1.5)
    line(last, "{%tc endfor %}", size=8)
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def page_number(place: Any) -> None:
    """Put the page's number into a paragraph, 13 pt upright."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        piece = run(place, "", size=13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        piece._r.append(mark)


def bookmark(place: Any, name: str, key: int) -> None:
    """Name a place, so that a signing program finds where the signature goes."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(key))
    start.set(qn("w:name"), name)
    place._p.append(start)
    place._p.append(end)

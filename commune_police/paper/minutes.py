"""Short official papers that are no reports: minutes, receipts, slips. Built whole, without a template.

A4, Times New Roman, issuing body and national title, the form's number in the corner, the body, and signatures
side by side. Source: NĐ 30/2020/NĐ-CP, annex I; the forms' numbers are those of TT 119/2021/TT-BCA.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from commune_police.paper import word_parts as parts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTH = 165
DOTS = "." * 60
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line “label: value”; without a value, dots to write on."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the title above, the name below where it is known, and what stands instead of a signature."""

    title: str
    name: str = ""
    note: str = "(Ký, ghi rõ họ tên)"


Line = str | Fact | Heading


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as plain values. ``form`` is what stands in the corner (Mẫu số 01), ``subject`` the lines below
    the title, ``copies`` how many times the paper follows itself on a page of its own."""

    parent: str
    body: str
    number: str
    place_date: str
    title: str
    lines: Sequence[Line]
    signatures: Sequence[Signature]
    form: str = ""
    subject: str = ""
    recipients: Sequence[str] = ()
    is_draft: bool = False
    copies: Sequence[str] = ("",)


def word_file(paper: Paper) -> bytes:
    """Return the paper as a Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    parts.page_number(number)
    parts.styles(document)
    for at, copy in enumerate(paper.copies):
        if at:
            document.add_page_break()
        _copy(document, paper, copy)
    properties = document.core_properties
    properties.author, properties.comments = clean(paper.body), ""
    properties.title = clean(f"{paper.title} {paper.subject}")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def clean(text: str) -> str:
    """Drop what a Word file cannot hold."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\t", " ")).strip()


def _copy(document: object, paper: Paper, copy: str) -> None:
    corner = " · ".join(one for one in (paper.form, copy) if one)
    if corner:
        parts.paragraph(document, corner, align=ALIGN.RIGHT, size=11, italic=True)
    left, right = parts.columns(document, WIDTH * 0.42, WIDTH * 0.58)
    parts.line(left, clean(paper.parent).upper(), size=13)
    parts.line(left, clean(paper.body).upper(), size=13, bold=True)
    parts.rule(left, WIDTH * 0.42, 24)
    if paper.number:
        parts.line(left, clean(paper.number), size=13, before=6)
    parts.line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True, squeeze=True)
    parts.line(right, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    parts.rule(right, WIDTH * 0.58, 62)
    parts.line(right, clean(paper.place_date), size=14, italic=True, before=6)
    if paper.is_draft:
        parts.paragraph(document, "DỰ THẢO", bold=True, size=13, before=6, after=0)
    title = clean(paper.title).upper()
    parts.paragraph(document, title, align=ALIGN.CENTER, bold=True, before=14, after=0)
    if paper.subject:
        parts.paragraph(document, clean(paper.subject), align=ALIGN.CENTER, bold=True, after=0)
    parts.rule(document, WIDTH, 40, before=3, after=8)
    for at, line in enumerate(paper.lines, start=1):
        # No signature stands alone on a page.
        _line(document, line, keep=at >= len(paper.lines) - 1)
    _signatures(document, paper)


def _line(document: object, line: Line, *, keep: bool) -> None:
    # Labels and their values are not drawn apart.
    align = ALIGN.LEFT if isinstance(line, Fact) else ALIGN.JUSTIFY
    body = {"align": align, "first": Mm(10)}
    if isinstance(line, Heading):
        parts.paragraph(document, clean(line.text), bold=True, keep=True, before=6, **body)  # type: ignore[arg-type]
        return
    text = f"{line.label}: {line.value or DOTS}" if isinstance(line, Fact) else line
    for one in filter(None, clean(text).split("\n")):
        parts.paragraph(document, one.strip(), after=3, keep=keep, **body)  # type: ignore[arg-type]


def _signatures(document: object, paper: Paper) -> None:
    """Side by side, up to three; the recipients stand to the left of a single one."""
    parts.paragraph(document, "", size=6, after=0, keep=True)
    if paper.recipients:
        left, right = parts.columns(document, WIDTH * 0.45, WIDTH * 0.55)
        parts.line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
        for at, one in enumerate(paper.recipients, start=1):
            end = "." if at == len(paper.recipients) else ";"
            parts.line(left, f"- {clean(one)}{end}", size=11, align=ALIGN.LEFT)
        cells = [right]
    else:
        cells = parts.equal_columns(document, WIDTH, len(paper.signatures))
    for cell, signature in zip(cells, paper.signatures, strict=True):
        parts.line(cell, clean(signature.title).upper(), size=13, bold=True, keep=True)
        if signature.note:
            parts.line(cell, signature.note, size=12, italic=True, keep=True)
        parts.line(cell, "", size=13, keep=True, after=parts.SIGNATURE_HEIGHT)
        parts.line(cell, clean(signature.name), size=13, bold=True)

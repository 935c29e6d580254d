"""Short official papers that are no reports: minutes, receipts, slips. Built whole, without a template.

A4, Times New Roman, issuing body and national title, the form's number in the corner, the body, and signatures
side by side. Source: NĐ 30/2020/NĐ-CP, annex I; the forms' numbers are those of TT 119/2021/TT-BCA.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from commune_police.paper import word_parts as parts
from commune_police.paper.word_parts import clean

WIDTH = 165
DOTS = "." * 60


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
    parts.page(document)
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


def _copy(document: object, paper: Paper, copy: str) -> None:
    corner = " · ".join(one for one in (paper.form, copy) if one)
    if corner:
        parts.paragraph(document, corner, align=ALIGN.RIGHT, size=11, italic=True)
    parts.heading(
        document,
        WIDTH,
        parent=clean(paper.parent).upper(),
        body=clean(paper.body).upper(),
        number=clean(paper.number),
        place_date=clean(paper.place_date),
    )
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

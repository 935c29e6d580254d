"""The Word templates that come with the software, made by code: the official form of NĐ 30/2020/NĐ-CP.

A4; margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman 14 in the body and 13 in the
heading; page number centred in the top margin from page 2 on; national title, issuing body, number, place
and date, type and subject, body, recipients, signer. An administrator can replace each (``DocumentTemplate``).
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from commune_police.paper import word_parts as parts
from reports.models import DocumentKind

TEXT_WIDTH = 165
LANDSCAPE_WIDTH = 252
# Lists of difficulties have columns too wide for a page upright.
LANDSCAPE = {DocumentKind.DIFFICULTIES}
# Papers whose signer the office writes in: dots stand where nobody is named.
SIGNED_LATER = {DocumentKind.DIRECTIVE, DocumentKind.DIFFICULTIES}
DOTS = "." * 28


@lru_cache(maxsize=8)
def build_standard(kind: DocumentKind) -> bytes:
    """Return the standard template of a kind of document, as a Word file with fields to be filled."""
    document = Document()
    is_wide = kind in LANDSCAPE
    width = LANDSCAPE_WIDTH if is_wide else TEXT_WIDTH
    parts.page(document, is_wide=is_wide)
    parts.styles(document)
    is_letter = kind == DocumentKind.DIRECTIVE
    _heading(document, width, is_letter=is_letter)
    if is_letter:
        _addressees(document)
    else:
        _title(document, width)
    _body(
        document,
        width,
        has_small_tables=is_wide or kind == DocumentKind.MEETING,
        # The parts of a letter are counted 1, 2, 3; those of a report I, II, III.
        number="{{ loop.index }}" if is_letter else "{{ section.number }}",
    )
    _closing(document, width, has_dots=kind in SIGNED_LATER)
    _digest(document)
    properties = document.core_properties
    properties.author, properties.comments = "{{ body }}", ""
    properties.title = "{{ title }}"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _heading(document: Any, width: float, *, is_letter: bool) -> None:
    """The heading of every paper; a letter says what it is about under its number."""
    left = parts.heading(
        document,
        width,
        parent="{{ body_parent }}",
        body="{{ body }}",
        number="{{ number }}",
        place_date="{{ place_date }}",
    )
    if is_letter:
        parts.line(left, "V/v {{ title }}", size=12, before=6)


def _title(document: Any, width: float) -> None:
    parts.tag(document, "{%p if is_draft %}")
    parts.paragraph(document, "DỰ THẢO", bold=True, size=13, before=6, after=0)
    parts.tag(document, "{%p endif %}")
    parts.paragraph(document, "{{ type_name }}", align=ALIGN.CENTER, bold=True, before=18, after=0)
    parts.paragraph(document, "{{ title }}", align=ALIGN.CENTER, bold=True, after=0)
    parts.tag(document, "{%p if span %}")
    parts.paragraph(document, "({{ span }})", align=ALIGN.CENTER, italic=True, after=0)
    parts.tag(document, "{%p endif %}")
    parts.rule(document, width, 40, before=3, after=8)


def _addressees(document: Any) -> None:
    """One addressee stands on the line of “Kính gửi”, several below it."""
    parts.tag(document, "{%p if addressees|length == 1 %}")
    one_line = "Kính gửi: {{ addressees|first }}"
    parts.paragraph(document, one_line, align=ALIGN.CENTER, before=18, after=12)
    parts.tag(document, "{%p elif addressees %}")
    parts.paragraph(document, "Kính gửi:", left=Mm(32), before=18, after=0)
    parts.tag(document, "{%p for one in addressees %}")
    several = "- {{ one }}{{ '.' if loop.last else ';' }}"
    parts.paragraph(document, several, left=Mm(56), first=Mm(-3), after=0)
    parts.tag(document, "{%p endfor %}")
    parts.paragraph(document, "", size=6, after=0)
    parts.tag(document, "{%p endif %}")


def _body(document: Any, width: float, *, has_small_tables: bool, number: str) -> None:
    body: dict[str, Any] = {"align": ALIGN.JUSTIFY, "first": Mm(12.7)}
    parts.tag(document, "{%p for line in summary %}")
    parts.paragraph(document, "{{ line }}", **body)
    parts.tag(document, "{%p endfor %}")
    parts.tag(document, "{%p for section in sections %}")
    parts.paragraph(
        document,
        f"{number}. {{{{ section.title }}}}",
        bold=True,
        keep=True,
        before=12,
        **body,
    )
    parts.tag(document, "{%p for paragraph in section.paragraphs %}")
    text = parts.paragraph(document, "{{ paragraph.heading }}", bold=True, **body)
    parts.run(text, "{{ ' ' if paragraph.heading and paragraph.text else '' }}{{ paragraph.text }}")
    parts.tag(document, "{%p endfor %}")
    parts.tag(document, "{%p for table in section.tables %}")
    parts.tag(document, "{%p if table.title %}")
    parts.paragraph(
        document, "{{ table.title }}", bold=True, italic=True, keep=True, before=8, **body
    )
    parts.tag(document, "{%p endif %}")
    parts.tag(document, "{%p if table.is_empty %}")
    parts.paragraph(document, "{{ table.is_empty_said }}", **body)
    parts.tag(document, "{%p else %}")
    parts.data_table(document, width, size=11 if has_small_tables else 12)
    parts.tag(document, "{%p endif %}")
    parts.tag(document, "{%p endfor %}")
    parts.tag(document, "{%p endfor %}")
    parts.tag(document, "{%p if notes %}")
    parts.paragraph(document, "Giải trình số liệu:", bold=True, keep=True, before=12, **body)
    parts.tag(document, "{%p for note in notes %}")
    parts.paragraph(document, "- {{ note }}", **body)
    parts.tag(document, "{%p endfor %}")
    parts.tag(document, "{%p endif %}")
    parts.tag(document, "{%p if closing %}")
    parts.paragraph(document, "{{ closing }}", keep=True, before=12, **body)
    parts.tag(document, "{%p endif %}")


def _closing(document: Any, width: float, *, has_dots: bool) -> None:
    """Recipients to the left; authority, a place of 30 mm for the signature (by hand with the seal, or
    digital), and the name to the right. ``has_dots`` marks where the office writes them in."""
    dots = f" or '{DOTS}'" if has_dots else ""
    parts.paragraph(document, "", size=6, before=0, after=0, keep=True)
    left, right = parts.columns(document, width * 0.45, width * 0.55)
    parts.line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
    parts.line(left, "{%p for one in recipients %}", size=11)
    parts.line(left, "- {{ one }}{{ '.' if loop.last else ';' }}", size=11, align=ALIGN.LEFT)
    parts.line(left, "{%p endfor %}", size=11)
    parts.line(right, f"{{{{ signer_title{dots} }}}}", size=14, bold=True, keep=True)
    place = parts.line(right, "", size=14, keep=True, after=parts.SIGNATURE_HEIGHT)
    parts.bookmark(place, "ChuKySo", 1)
    parts.line(right, f"{{{{ signer_name{dots} }}}}", size=14, bold=True)


def _digest(document: Any) -> None:
    """The fingerprint of what was submitted, below every page, so that paper and record can be compared."""
    section = document.sections[0]
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.alignment = ALIGN.CENTER
        parts.run(
            line,
            "{% if digest %}SHA-256 của bản đã nộp: {{ digest }}{% endif %}",
            size=8,
        )
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)

"""An official document as plain values: what a Word template is filled with, whatever the document is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import translation

from commune_police.paper.word_parts import clean
from reports.domain.expressions import write
from reports.domain.paper.numerals import roman

Value = str | int | Decimal | None
DASH = "–"


@dataclass(frozen=True)
class DocumentTable:
    """One table: headers, rows of texts and numbers, and a last row of totals where there is one."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    is_empty_said: str = ""


@dataclass(frozen=True)
class DocumentSection:
    """One part of the body: a heading, paragraphs, then tables. Paragraphs that begin with a heading of
    their own are pairs (heading, text)."""

    title: str
    paragraphs: Sequence[str | tuple[str, str]] = ()
    tables: Sequence[DocumentTable] = ()


@dataclass(frozen=True)
class OfficialDocument:
    """A document in the form of NĐ 30/2020/NĐ-CP. ``type_name`` is the kind of document printed above the
    title (BÁO CÁO); ``addressees`` follow “Kính gửi”; ``digest`` is the SHA-256 of what was submitted."""

    body_parent: str
    body: str
    number: str
    place_date: str
    title: str
    span: str = ""
    summary: str = ""
    sections: Sequence[DocumentSection] = ()
    recipients: Sequence[str] = ()
    signer_title: str = ""
    signer_name: str = ""
    digest: str = ""
    type_name: str = "BÁO CÁO"
    addressees: Sequence[str] = ()
    is_draft: bool = False
    closing: str = ""
    notes: Sequence[str] = field(default_factory=tuple)

    def context(self) -> dict[str, Any]:
        """Return the values that templates name (``fields.py`` lists them): texts, flags and lists alone."""
        with translation.override("vi"):  # figures are written the Vietnamese way, whoever prints
            sections = [_section(number, one) for number, one in enumerate(self.sections, start=1)]
        return {
            "body_parent": clean(self.body_parent).upper(),
            "body": clean(self.body).upper(),
            "number": clean(self.number),
            "place_date": clean(self.place_date),
            "type_name": clean(self.type_name).upper(),
            "title": clean(self.title),
            "span": clean(self.span),
            "summary": _lines(self.summary),
            "addressees": [clean(one) for one in self.addressees],
            "sections": sections,
            "closing": clean(self.closing),
            "notes": [clean(one) for one in self.notes],
            "recipients": [clean(one) for one in self.recipients],
            "signer_title": clean(self.signer_title).upper(),
            "signer_name": clean(self.signer_name),
            "digest": clean(self.digest),
            "is_draft": self.is_draft,
        }


def _lines(text: str) -> list[str]:
    """Split a text into its paragraphs."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def _section(number: int, section: DocumentSection) -> dict[str, Any]:
    return {
        "number": roman(number),
        "title": clean(section.title),
        "paragraphs": [row for one in section.paragraphs for row in _paragraphs(one)],
        "tables": [_table(one) for one in section.tables],
    }


def _paragraphs(given: str | tuple[str, str]) -> list[dict[str, Any]]:
    """A heading stands before the first line of its text, or alone where the text has several lines."""
    if isinstance(given, str):
        return [{"heading": "", "text": line} for line in _lines(given)]
    heading, lines = clean(given[0]), _lines(given[1])
    if len(lines) == 1:
        return [{"heading": heading, "text": lines[0]}]
    return [{"heading": heading, "text": ""}, *({"heading": "", "text": line} for line in lines)]


def _table(table: DocumentTable) -> dict[str, Any]:
    figures = [_is_figure_column(table, at) for at in range(len(table.headers))]
    return {
        "title": clean(table.title),
        "headers": [clean(one) for one in table.headers],
        "rows": [_row(row, figures) for row in table.rows],
        "total": _row(table.total, figures)["cells"] if table.total else [],
        "is_empty": not table.rows,
        "is_empty_said": clean(table.is_empty_said) or "Không có.",
    }


def _row(row: Sequence[Value], figures: Sequence[bool]) -> dict[str, Any]:
    cells = []
    for at, value in enumerate(row):
        is_figure = at < len(figures) and figures[at]
        cells.append({"text": written(value, is_figure=is_figure), "is_figure": is_figure})
    return {"cells": cells}


def _is_figure_column(table: DocumentTable, at: int) -> bool:
    """A column of numbers stands to the right, its gaps too."""
    values = [row[at] for row in table.rows if at < len(row)]
    return any(isinstance(value, int | Decimal) for value in values)


def written(value: Value, *, is_figure: bool = False) -> str:
    """Write a value of a table; a dash where a figure is not known."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return write(Decimal(value))
    return clean(str(value)) if value not in (None, "") else DASH if is_figure else ""

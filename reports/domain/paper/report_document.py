"""A unit's report as an official document: narratives as paragraphs, figures as tables, tables as they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils import timezone, translation

from reports.domain.counted import Coverage, coverage_of
from reports.domain.paper.documents import (
    DASH,
    DocumentSection,
    DocumentTable,
    OfficialDocument,
    Value,
)
from reports.domain.paper.heading import Heading
from reports.domain.sheet import Cell, Sheet, SheetSection
from reports.domain.story import figure_in_words
from reports.models import IndicatorKind, ReportSnapshot

HEADERS = (
    "Mã dòng",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Kỳ này",
    "Kỳ trước",
    "Cùng kỳ",
    "So với kỳ trước",
)


def report_document(sheet: Sheet, heading: Heading) -> OfficialDocument:
    """Return the document of a report as it stands; one query, for the digest of what was submitted."""
    report = sheet.report
    with translation.override("vi"):
        if report.nothing_to_report:
            sections: Sequence[DocumentSection] = ()
            summary = f"Trong kỳ không phát sinh. {report.nothing_reason}"
        else:
            sections = [_section(part) for part in sheet.sections]
            summary = _summary(sheet)
        return OfficialDocument(
            body_parent=heading.parent,
            body=heading.body,
            number=heading.number,
            place_date=heading.place_date,
            title=heading.subject,
            span=heading.span,
            summary=summary,
            sections=sections,
            notes=list(_notes(sheet)),
            recipients=heading.recipients,
            signer_title=heading.signer_title,
            signer_name=heading.signer_name,
            digest=digest_of_filed(sheet),
            is_draft=report.is_writable,
            closing=f"Trên đây là báo cáo của {heading.issuer}.",
        )


def digest_of_filed(sheet: Sheet) -> str:
    """The SHA-256 of the last submission; empty while the report can be written in, since it may differ then."""
    report = sheet.report
    if report.is_writable:
        return ""
    found = ReportSnapshot.objects.filter(report=report).order_by("-number")
    return found.values_list("sha256", flat=True).first() or ""


def _summary(sheet: Sheet) -> str:
    report = sheet.report
    said = []
    if report.number:
        said.append(
            f"Báo cáo này thay thế báo cáo đã gửi trước (bản thay thế số {report.number}). "
            f"Lý do: {report.replacement_reason}"
        )
    coverage = coverage_of(report)
    if coverage is not None:
        said.append(coverage_in_words(coverage))
    if report.period.request:
        said.append(report.period.request)
    return "\n".join(said)


def coverage_in_words(coverage: Coverage) -> str:
    """Say which communes a report that was added up holds."""
    said = f"Báo cáo tổng hợp số liệu của {coverage.held}/{coverage.expected} xã, phường, thị trấn."
    if coverage.missing:
        said += (
            f" Chưa có số liệu của: {', '.join(coverage.missing)}."
            " Kỳ trước và cùng kỳ tính trên cùng các xã có số liệu kỳ này."
        )
    return said


def _section(part: SheetSection) -> DocumentSection:
    """Narratives first, then the table of figures, then each table of rows."""
    texts = [cell for cell in part.cells if cell.indicator.kind == IndicatorKind.TEXT]
    figures = [cell for cell in part.cells if cell.indicator.is_number]
    tables = [cell for cell in part.cells if cell.indicator.kind == IndicatorKind.TABLE]
    shown = [DocumentTable("", HEADERS, [_figures(cell) for cell in figures])] if figures else []
    return DocumentSection(
        title=part.section.title,
        paragraphs=[
            (f"{cell.indicator.line}. {cell.indicator.name}:", cell.text or DASH) for cell in texts
        ],
        tables=[*shown, *(_rows(cell) for cell in tables)],
    )


def _figures(cell: Cell) -> list[Value]:
    one = cell.indicator
    return [
        one.line,
        one.name,
        one.unit,
        *(_figure(cell, number) for number in (cell.number, cell.previous, cell.year_ago)),
        _change(cell),
    ]


def _figure(cell: Cell, number: Decimal | None) -> str:
    return DASH if number is None else figure_in_words(number, cell.indicator)


def _change(cell: Cell) -> str:
    """More or less than last period, in the line's own unit: +3, −2, 0."""
    if cell.number is None or cell.previous is None:
        return DASH
    change = cell.number - cell.previous
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{figure_in_words(abs(change), cell.indicator)}"


def _rows(cell: Cell) -> DocumentTable:
    one, columns = cell.indicator, cell.columns
    return DocumentTable(
        title=f"{one.line}. {one.name}",
        headers=["STT", *(column.get("label", column["code"]) for column in columns)],
        rows=[
            [str(number), *(_value(row.get(column["code"]), column["kind"]) for column in columns)]
            for number, row in enumerate(cell.rows, start=1)
        ],
        # Nobody wrote that there is none.
        is_empty_said=DASH,
    )


def _value(value: object, kind: str) -> Value:
    if value in (None, ""):
        return None
    if kind == "date":
        try:
            return f"{datetime.date.fromisoformat(str(value)):%d/%m/%Y}"
        except ValueError:
            return str(value)
    return value if isinstance(value, int) else str(value)


def _notes(sheet: Sheet) -> Iterable[str]:
    """What was explained, and where a figure differs from the records."""
    for cell in sheet.cells.values():
        value, line = cell.value, cell.indicator.line
        if value is None:
            continue
        if value.explanation:
            yield f"Dòng {line}: {value.explanation}"
        if value.override_reason and cell.is_overridden and cell.indicator.is_number:
            given = figure_in_words(cell.source_number, cell.indicator)
            yield f"Dòng {line} (trong sổ: {given}): {value.override_reason}"


def word_name(heading: Heading, sheet: Sheet) -> str:
    """Return the words of the file's name."""
    report = sheet.report
    is_filed = report.submitted_at is not None and not report.is_writable
    day = f"{timezone.localdate(report.submitted_at):%Y%m%d}" if is_filed else "dự thảo"
    return f"Báo cáo {heading.issuer} {heading.period} {day}"

"""The shape of a report's workbook, known to who writes it and who reads it: columns, sheets, and its identity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from reports.domain.sheet import Cell, Sheet
from reports.domain.wording import period_in_words
from reports.models import Indicator, IndicatorKind, Report
from units.domain.sheets.decode import tidy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_SHEET = "Báo cáo"
# Hidden; says which report the file belongs to, and what each cell held when it was written.
IDENTITY_SHEET = "KiemTra"
IDENTITY_ENDS = "DONG"

# Statistical forms begin so: A the indicator, B its line, C its value.
NAME, LINE, VALUE, UNIT, PREVIOUS, YEAR_AGO, EXPLANATION, REASON, CHECK = range(1, 10)
TITLES = {
    NAME: "Chỉ tiêu",
    LINE: "Mã dòng",
    VALUE: "Giá trị",
    UNIT: "Đơn vị tính",
    PREVIOUS: "Kỳ trước",
    YEAR_AGO: "Cùng kỳ năm trước",
    EXPLANATION: "Giải trình",
    REASON: "Lý do khác số trong sổ",
    CHECK: "Ghi chú, kiểm tra",
}
ORDER_TITLE = "STT"


def table_sheet_name(indicator: Indicator) -> str:
    """The sheet of a table indicator."""
    return f"Biểu {indicator.line}"


def mark_of(content: Any) -> str:
    """Return a short digest of what a cell holds, by which a change in the file is seen."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def held_by(cell: Cell) -> Any:
    """Return what a cell holds as it would be typed: digits, text, or rows of texts."""
    if cell.indicator.kind == IndicatorKind.TABLE:
        return [row for row in (typed_row(one, cell) for one in cell.rows) if any(row.values())]
    if cell.indicator.kind == IndicatorKind.TEXT:
        return tidy(cell.text)
    return "" if cell.number is None else str(int(cell.number))


def typed_row(row: Mapping[str, Any], cell: Cell) -> dict[str, str]:
    """One row of a table as it would be typed."""
    codes = [column["code"] for column in cell.columns]
    return {code: "" if row.get(code) is None else tidy(str(row[code])) for code in codes}


def nothing_in(cell: Cell) -> Any:
    """What an empty cell holds."""
    return [] if cell.indicator.kind == IndicatorKind.TABLE else ""


@dataclass(frozen=True)
class CellMark:
    """One cell when the file was written: the version of its row, and digests of content, explanation, reason."""

    version: int
    content: str
    explanation: str
    reason: str

    @classmethod
    def of(cls, cell: Cell, *, is_empty: bool) -> CellMark:
        """Mark a cell; a form given out empty holds nothing, whatever the report holds."""
        value = cell.value
        said = (tidy(value.explanation), tidy(value.override_reason)) if value else ("", "")
        content, texts = (nothing_in(cell), ("", "")) if is_empty else (held_by(cell), said)
        return cls(cell.version, mark_of(content), mark_of(texts[0]), mark_of(texts[1]))


@dataclass(frozen=True)
class Identity:
    """Which report a file was written for, and how its cells stood then."""

    form: str
    form_name: str
    form_version: int
    period: int
    period_name: str
    unit: str
    unit_name: str
    report: int
    cells: Mapping[str, CellMark] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet, *, is_empty: bool = False) -> Identity:
        """Describe the report of a sheet."""
        report = sheet.report
        period = report.period
        with translation.override("vi"):
            words = period_in_words(period)
        return cls(
            form=period.form.code,
            form_name=period.form.name,
            form_version=period.form_version.number,
            period=period.pk,
            period_name=words,
            unit=unit_key(report),
            unit_name=str(report.unit),
            report=report.pk,
            cells={
                cell.indicator.line: CellMark.of(cell, is_empty=is_empty)
                for cell in sheet.cells.values()
                if cell.indicator.is_keyed
            },
        )

    @property
    def head(self) -> list[tuple[str, str]]:
        """What is written before the cells, by name."""
        return [
            ("form", self.form),
            ("form_name", self.form_name),
            ("form_version", str(self.form_version)),
            ("period", str(self.period)),
            ("period_name", self.period_name),
            ("unit", self.unit),
            ("unit_name", self.unit_name),
            ("report", str(self.report)),
        ]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the hidden sheet, the digest of all of them last."""
        rows = [list(pair) for pair in self.head]
        rows.append([IDENTITY_ENDS, str(len(self.cells))])
        rows += [
            [line, str(mark.version), mark.content, mark.explanation, mark.reason]
            for line, mark in self.cells.items()
        ]
        return [*rows, ["digest", mark_of(rows)]]

    @classmethod
    def read(cls, rows: list[list[str]]) -> Identity | None:
        """Read the hidden sheet; ``None`` where it is not whole or was changed."""
        if len(rows) < 2 or rows[-1][:2] != ["digest", mark_of(rows[:-1])]:
            return None
        end = next((at for at, row in enumerate(rows) if row[0] == IDENTITY_ENDS), None)
        head = dict(row[:2] for row in rows[:end]) if end else {}
        try:
            cells = {
                line: CellMark(int(version), content, explanation, reason)
                for line, version, content, explanation, reason in rows[(end or 0) + 1 : -1]
            }
            return cls(
                form=head["form"],
                form_name=head["form_name"],
                form_version=int(head["form_version"]),
                period=int(head["period"]),
                period_name=head["period_name"],
                unit=head["unit"],
                unit_name=head["unit_name"],
                report=int(head["report"]),
                cells=cells,
            )
        except (KeyError, ValueError):
            return None


def unit_key(report: Report) -> str:
    """Name the unit of a report in the file: its kind and key, since codes are used again."""
    if report.commune_id is not None:
        return f"commune-{report.commune_id}"
    return f"jurisdiction-{report.jurisdiction_id}"

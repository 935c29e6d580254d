"""Workbooks that go out: the template of a book, and an uploaded book with its mistakes marked."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.plan import Plan
from units.domain.sheets.grid import CellValue, Sheet
from units.domain.sheets.values import neutralise

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MISTAKE, DOUBT = PatternFill("solid", "F8D7DA"), PatternFill("solid", "FFF3CD")
WIDE = {Column.SUMMARY: 60, Column.WHEREABOUTS: 30, Column.OUTCOME_NOTE: 40}


def template_book() -> bytes:
    """An empty workbook with every heading that the import understands."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sổ vụ việc"
    columns = [column for column in Column if column is not Column.MISTAKES]
    sheet.append([str(TITLES[column]) for column in columns])
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = WIDE.get(column, 16)
        sheet.cell(1, index).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    return _saved(workbook)


def mistakes_book(plan: Plan, sheets: Sequence[Sheet]) -> bytes:
    """The uploaded rows where they stood, wrong cells coloured, and what to mend in a column of its own."""
    workbook = Workbook(write_only=True)
    for source in sheets:
        if not source.hidden:
            _write_sheet(workbook, source, plan)
    return _saved(workbook)


def _write_sheet(workbook: Workbook, source: Sheet, plan: Plan) -> None:
    sheet = workbook.create_sheet(re.sub(r"[\\*?:/\[\]]", " ", source.name)[:31] or None)
    table = next((one for one in plan.tables if one.sheet == source.name), None)
    sentences: dict[int, list[str]] = {}
    marks: dict[tuple[int, str], PatternFill] = {}
    for problem in plan.problems:
        if problem.place.sheet == source.name:
            sentences.setdefault(problem.place.row, []).append(problem.sentence)
            fill = MISTAKE if problem.is_error else DOUBT
            marks.setdefault((problem.place.row, problem.place.column_letter), fill)
    width = max(len(row.values) for row in source.rows)
    own = table.indexes.get(Column.MISTAKES, width) if table else width
    sheet.column_dimensions[get_column_letter(own + 1)].width = 70
    written = 0
    for row in source.rows:
        for _blank in range(row.number - written - 1):
            sheet.append([])
        written = row.number
        values: list[CellValue] = [*row.values, *[None] * (max(width, own + 1) - len(row.values))]
        if table and row.number == table.header_row:
            values[own] = str(TITLES[Column.MISTAKES])
        else:
            values[own] = "\n".join(sentences.get(row.number, [])) or None
        sheet.append(_cells(sheet, row.number, values, marks))


def _cells(
    sheet: object,
    row: int,
    values: Sequence[CellValue],
    marks: Mapping[tuple[int, str], PatternFill],
) -> list[WriteOnlyCell]:
    cells = []
    for index, value in enumerate(values):
        cell = WriteOnlyCell(sheet, neutralise(value) if isinstance(value, str) else value)
        fill = marks.get((row, get_column_letter(index + 1)))
        if fill:
            cell.fill = fill
        if isinstance(value, str) and "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        cells.append(cell)
    return cells


def _saved(workbook: Workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()

"""Workbooks that go out: the template of a book, and an uploaded book with its mistakes marked."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.plan import Plan
from units.domain.sheets.grid import Sheet
from units.domain.sheets.marking import Marks, marked_book, saved

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
    return saved(workbook)


def mistakes_book(plan: Plan, sheets: Sequence[Sheet]) -> bytes:
    """The uploaded rows where they stood, wrong cells coloured, and what to mend in a column of its own."""
    return marked_book(sheets, lambda name: _marks_of(plan, name), str(TITLES[Column.MISTAKES]))


def _marks_of(plan: Plan, name: str) -> Marks:
    table = next((one for one in plan.tables if one.sheet == name), None)
    marks = Marks(table.header_row, table.indexes.get(Column.MISTAKES)) if table else Marks()
    for problem in plan.problems:
        if problem.place.sheet == name:
            marks.add(problem)
    return marks

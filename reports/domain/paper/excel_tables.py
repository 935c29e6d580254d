"""Table indicators in the Excel form: a sheet of their own with their columns, rows filled in and rows to fill."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.domain.paper import excel_book as book
from reports.domain.paper import excel_style as style
from reports.domain.paper.excel_validation import Validations
from reports.domain.paper.heading import Heading
from reports.domain.sheet import Cell
from reports.domain.typed import MOST_ROWS

TITLE_ROW = 6
WIDTHS = {"count": 14, "amount": 18, "date": 14}
SPARE_ROWS, FEWEST_ROWS = 20, 25
WHOLE_WIDTH = 130


def write_table_sheet(
    workbook: Workbook, cell: Cell, heading: Heading, *, is_empty: bool, is_open: bool
) -> None:
    """Add the sheet of one table."""
    page = workbook.create_sheet(book.table_sheet_name(cell.indicator))
    rows = [] if is_empty else cell.rows
    _head(page, cell, heading)
    count = min(max(FEWEST_ROWS, len(rows) + SPARE_ROWS), MOST_ROWS) if is_open else len(rows)
    validations = Validations(page)
    for number in range(1, count + 1):
        row = rows[number - 1] if number <= len(rows) else {}
        _row(page, cell, number, row, is_open=is_open)
    for position, column in enumerate(cell.columns, start=2):
        letter = get_column_letter(position)
        if is_open:
            area = f"{letter}{TITLE_ROW + 1}:{letter}{TITLE_ROW + count}"
            validations.column(area, column)
    validations.finish()
    _setup(page, cell, count)


def _head(page: Worksheet, cell: Cell, heading: Heading) -> None:
    one = cell.indicator
    look: dict[str, Any] = {"grid": False, "wrap": False}
    style.put(page, 1, 1, heading.body, bold=True, **look)
    style.put(page, 2, 1, f"Biểu {one.line}. {one.name}", bold=True, size=13, **look)
    style.put(page, 3, 1, f"{heading.subject} ({heading.span})", italic=True, **look)
    style.put(page, 4, 1, f"Mã dòng: {one.line}", **look)
    style.put(page, TITLE_ROW, 1, book.ORDER_TITLE, bold=True, fill=style.HEAD, across="center")
    for position, column in enumerate(cell.columns, start=2):
        label = column.get("label", column["code"])
        style.put(page, TITLE_ROW, position, label, bold=True, fill=style.HEAD, across="center")
    page.row_dimensions[TITLE_ROW].height = 33
    if one.help:
        style.put(page, 5, 1, one.help, italic=True, size=10, **look)


def _row(
    page: Worksheet, cell: Cell, number: int, row: Mapping[str, Any], *, is_open: bool
) -> None:
    at = TITLE_ROW + number
    style.put(page, at, 1, number, across="center")
    height = 18.0
    for position, column in enumerate(cell.columns, start=2):
        kind = column.get("kind", "text")
        value = _value(row.get(column["code"]), kind)
        is_number = kind in ("count", "amount")
        style.put(
            page,
            at,
            position,
            value,
            across="right" if is_number else "center" if kind == "date" else "left",
            fill=style.INPUT if is_open else None,
            is_open=is_open,
            number_format=style.WHOLE if is_number else style.DAY if kind == "date" else style.TEXT,
        )
        if isinstance(value, str):
            height = max(height, style.height_for(value, _width(cell, column)))
    page.row_dimensions[at].height = height


def _value(value: Any, kind: str) -> Any:
    if value in (None, ""):
        return None
    if kind == "date":
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            return str(value)
    return value if isinstance(value, int) else str(value)


def _width(cell: Cell, column: Mapping[str, Any]) -> float:
    """Columns of figures are narrow; texts share what is left."""
    fixed = WIDTHS.get(column.get("kind", "text"))
    if fixed:
        return fixed
    taken = sum(WIDTHS.get(one.get("kind", "text"), 0) for one in cell.columns)
    texts = sum(1 for one in cell.columns if one.get("kind", "text") not in WIDTHS)
    return min(max((WHOLE_WIDTH - taken) / max(texts, 1), 18), 60)


def _setup(page: Worksheet, cell: Cell, count: int) -> None:
    page.column_dimensions["A"].width = 6
    for position, column in enumerate(cell.columns, start=2):
        page.column_dimensions[get_column_letter(position)].width = _width(cell, column)
    last = get_column_letter(len(cell.columns) + 1)
    page.print_area = f"A1:{last}{TITLE_ROW + max(count, 1)}"
    page.print_title_rows = f"{TITLE_ROW}:{TITLE_ROW}"
    page.freeze_panes = f"B{TITLE_ROW + 1}"
    style.landscape_a4(page)
    style.protect(page)

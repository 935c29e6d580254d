"""Reading the .xls of Excel 97–2003, which many offices still keep."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.xldate import XLDateError, xldate_as_datetime

from units.domain.sheets.detect import damaged, locked
from units.domain.sheets.grid import MAX_COLUMNS, MAX_SHEETS, CellValue, Merge, Sheet, collect_rows
from units.domain.sheets.problems import SheetRefused


def read(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of the workbook; SheetRefused when it is locked or damaged."""
    try:
        book = _open(data)
        return tuple(_sheet(book, sheet) for sheet in book.sheets()[:MAX_SHEETS])
    except SheetRefused:
        raise
    except Exception as error:  # xlrd answers a damaged record with whatever breaks first
        if "encrypted" in str(error).lower():
            raise locked() from error
        raise damaged() from error


def _open(data: bytes) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except NotImplementedError:
        return xlrd.open_workbook(file_contents=data, ragged_rows=True, logfile=io.StringIO())


def _sheet(book: Any, sheet: Any) -> Sheet:
    rows, notes = collect_rows(_rows(book, sheet), sheet.name)
    merges = tuple(
        Merge(first_row=low + 1, last_row=high, first_column=left, last_column=right - 1)
        for low, high, left, right in sheet.merged_cells
    )
    return Sheet(sheet.name, rows, merges, bool(sheet.visibility), bool(book.datemode), notes)


def _rows(book: Any, sheet: Any) -> Iterator[tuple[CellValue, ...]]:
    for number in range(sheet.nrows):
        yield tuple(_value(book, cell) for cell in sheet.row(number)[: MAX_COLUMNS + 1])


def _value(book: Any, cell: Any) -> CellValue:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xldate_as_datetime(cell.value, book.datemode)
        except (XLDateError, OverflowError, ValueError):
            return float(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER and float(cell.value).is_integer():
        return int(cell.value)
    return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else float(cell.value)

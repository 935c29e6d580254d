"""Reading .xlsx: values only, never formulas or macros, within the limits of a roster."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string

from units.domain.sheets.detect import damaged
from units.domain.sheets.grid import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    CellValue,
    Merge,
    Sheet,
    collect_rows,
    type_of_cell,
)
from units.domain.sheets.problems import SheetRefused

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
MAX_MERGES = 20_000
OPENPYXL_1904 = 1904


def read(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook that `detect` has let through; charts and empty sheets left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data)
    except SheetRefused:
        raise
    except Exception as error:  # openpyxl answers a damaged part with whatever breaks first
        raise damaged() from error


def _read(data: bytes) -> tuple[Sheet, ...]:
    workbook = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    sheets: list[Sheet] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for worksheet in workbook.worksheets[:MAX_SHEETS]:
            worksheet.reset_dimensions()  # programs write wrong ones
            rows, notes = collect_rows(_rows(worksheet), worksheet.title)
            merges = _merges(archive.read(worksheet._worksheet_path)) if rows else ()
            sheets.append(
                Sheet(
                    name=worksheet.title,
                    rows=rows,
                    merges=merges,
                    hidden=worksheet.sheet_state != "visible",
                    counts_from_1904=workbook.epoch.year == OPENPYXL_1904,
                    notes=notes,
                )
            )
    workbook.close()
    return tuple(sheets)


def _rows(worksheet: Any) -> Iterator[tuple[CellValue, ...]]:
    for values in worksheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
        yield tuple(
            value if value is None or isinstance(value, type_of_cell) else None for value in values
        )


def _merges(part: bytes) -> tuple[Merge, ...]:
    """Merged areas by a search of the sheet's tail: openpyxl would build a cell for each place of an area."""
    start = part.rfind(b"</sheetData>")
    found: list[Merge] = []
    for match in MERGED.finditer(part, max(start, 0)):
        first_column, first_row, last_column, last_row = (
            piece.decode() for piece in match.groups()
        )
        merge = Merge(
            first_row=int(first_row),
            last_row=min(int(last_row), int(first_row) + MAX_ROWS),
            first_column=column_index_from_string(first_column) - 1,
            last_column=column_index_from_string(last_column) - 1,
        )
        if merge.first_column < MAX_COLUMNS:
            found.append(merge)
        if len(found) >= MAX_MERGES:
            break
    return tuple(found)

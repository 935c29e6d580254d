"""An uploaded file becomes sheets of plain values in NFC Unicode, or one SheetRefused."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext as _

from units.domain.sheets import csv_file, xls_file, xlsx_file
from units.domain.sheets.decode import TextAt, texts_to_convert, tidy
from units.domain.sheets.detect import FileKind, detect
from units.domain.sheets.grid import CellValue, Row, Sheet, fill_merges
from units.domain.sheets.problems import SheetRefused

READERS = {FileKind.XLSX: xlsx_file.read, FileKind.XLS: xls_file.read, FileKind.CSV: csv_file.read}


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """All sheets of the file that hold anything. Raises SheetRefused when it is no readable spreadsheet."""
    sheets = tuple(sheet for sheet in READERS[detect(data)](data) if sheet.rows)
    if not sheets:
        raise SheetRefused(_("The file has no rows. Choose the right file and send it again."))
    return tuple(fill_merges(to_unicode(sheet)) for sheet in sheets)


def to_unicode(sheet: Sheet) -> Sheet:
    """Every text in NFC; cells typed in TCVN3 converted, with a note that says how many."""
    texts = [
        TextAt(row.number - 1, column, value)
        for row in sheet.rows
        for column, value in enumerate(row.values)
        if isinstance(value, str) and not value.isascii()
    ]
    converted = texts_to_convert(texts, sheet.name)
    rows = tuple(_tidy_row(row, converted) for row in sheet.rows)
    if not converted:
        return dataclasses.replace(sheet, rows=rows)
    note = _(
        "Sheet “%(sheet)s”: %(count)s cells in the old TCVN3 font were converted to Unicode."
    ) % {
        "sheet": sheet.name,
        "count": len(converted),
    }
    return dataclasses.replace(sheet, rows=rows, notes=(*sheet.notes, note))


def _tidy_row(row: Row, converted: dict[tuple[int, int], str]) -> Row:
    def tidied(column: int, value: CellValue) -> CellValue:
        if not isinstance(value, str):
            return value
        return tidy(converted.get((row.number - 1, column), value)) or None

    return Row(row.number, tuple(tidied(column, value) for column, value in enumerate(row.values)))

"""Writes rows as an Excel or CSV file that opens well and cannot carry a formula."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

# Spreadsheets run a cell that starts so, also after a round through CSV (OWASP "CSV Injection").
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDEST = 60

Value = Any


def harmless(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run, and drop control characters."""
    text = _ILLEGAL.sub("", text)
    return f"'{text}" if text.startswith(_FORMULA_START) else text


def plain(value: Value) -> Value:
    """Turn a value into what a cell can hold: number, date, true text, or ``None``."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "x" if value else None
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | datetime.date):
        return value
    return harmless(str(value))


def write_xlsx(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Value]], note: Sequence[str] = ()
) -> bytes:
    """Return a workbook of one sheet: header row frozen and filterable, dates as real dates.

    ``note`` lines (filters used, date) go to a second sheet, so that the first has nothing but
    header and rows and can be imported again.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    body = [[plain(value) for value in row] for row in rows]
    _set_widths(sheet, header, body)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(header), 1))}{len(body) + 1}"
    sheet.append([_header_cell(sheet, text) for text in header])
    for row in body:
        sheet.append([_cell(sheet, value) for value in row])
    if note:
        about = book.create_sheet("Ghi chú")
        about.column_dimensions["A"].width = _WIDEST * 2
        for line in note:
            about.append([harmless(line)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str) -> bytes:
    """Return CSV with a byte-order mark, so that Excel reads the Vietnamese letters."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([harmless(text) for text in header])
    for row in rows:
        writer.writerow([_as_text(plain(value)) for value in row])
    return target.getvalue().encode("utf-8-sig")


def csv_delimiter() -> str:
    """Excel splits by the semicolon where the comma is the decimal sign, as in Vietnam."""
    return ";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ","


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return formats.date_format(value, "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, float | Decimal):
        return formats.number_format(value, use_l10n=True, force_grouping=False)
    return str(value)


def _cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, datetime.datetime):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd/mm/yyyy hh:mm"
        return cell
    if isinstance(value, datetime.date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    return value


def _header_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, harmless(text))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E4EFEB")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _set_widths(sheet: Any, header: Sequence[str], body: Sequence[Sequence[Value]]) -> None:
    for index, text in enumerate(header):
        longest = max([len(text), *(len(_as_text(row[index])) for row in body[:200])])
        width = min(max(longest + 2, 8), _WIDEST)
        sheet.column_dimensions[get_column_letter(index + 1)].width = width


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip() or "1"

"""Every table of a meeting as a workbook: one sheet each, numbers as numbers, texts harmless."""

from __future__ import annotations

import io
import re
from textwrap import shorten

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lists.domain.exporting import harmless, plain
from reports.domain.meeting_tables import BookTable, MeetingBook

WIDEST = 60
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def book_file(book: MeetingBook) -> bytes:
    """Return the workbook of a meeting's tables."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, table in enumerate(book.tables, start=1):
        _write(workbook, table, number)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _write(workbook: Workbook, table: BookTable, number: int) -> None:
    name = NOT_IN_NAMES.sub(" ", f"{number}. {table.title}")
    sheet = workbook.create_sheet(shorten(name, LONGEST_NAME, placeholder="…"))
    sheet.append([harmless(head) for head in table.headers])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in table.rows:
        sheet.append([plain(value) for value in row])
    if table.total:
        sheet.append([plain(value) for value in table.total])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
    for index, head in enumerate(table.headers, start=1):
        lengths = [len(str(row[index - 1] or "")) for row in table.rows]
        widest = max([len(head), *lengths])
        sheet.column_dimensions[get_column_letter(index)].width = min(widest + 2, WIDEST)
    sheet.freeze_panes = "A2"

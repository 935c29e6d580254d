"""Workbooks as offices keep their books of incidents."""

import io
from typing import Any

from openpyxl import Workbook

from incidents.domain.book.columns import TITLES, Column

HEADINGS = [
    "STT", "Số vào sổ", "Ngày giờ xảy ra", "Ấp", "Địa điểm", "Loại vụ việc", "Nội dung vụ việc", "Bị hại", "Số người bị thương",
    "Thiệt hại (đồng)", "Cán bộ thụ lý", "Kết quả giải quyết", "Ngày giải quyết", "Màu xe",
]  # fmt: skip


def book(*rows: list[Any], headings: list[str] | None = None, title_rows: int = 2) -> bytes:
    """A workbook as offices keep it: a title above, then headings, then rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Năm 2025"
    for number in range(title_rows):
        sheet.append([f"CÔNG AN XÃ LONG HÒA {number}"])
    sheet.append(headings or HEADINGS)
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def book_of(row: dict[Column, Any]) -> bytes:
    """A book with one row, under our own headings."""
    return book(list(row.values()), headings=[str(TITLES[column]) for column in row])

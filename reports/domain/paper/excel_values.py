"""One value of a spreadsheet as somebody typed it: text with its lines, whole numbers without a point."""

from __future__ import annotations

import datetime

from units.domain.sheets.grid import CellValue


def as_typed(value: CellValue) -> str:
    """Write a cell's value as it would be typed: 1234, 1,5, 28/02/2020, the text itself; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, datetime.time):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()

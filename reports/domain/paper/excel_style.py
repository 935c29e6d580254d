"""How cells of the Excel form look: one place for fonts, fills, borders and number formats."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from lists.domain.exporting import harmless

FONT = "Times New Roman"
THIN = Side(style="thin", color="8A8F94")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
INPUT = PatternFill("solid", fgColor="FFF9DB")
SOURCED = PatternFill("solid", fgColor="E4EFEB")
RECKONED = PatternFill("solid", fgColor="F1F3F5")
HEAD = PatternFill("solid", fgColor="D7E5DF")
BAND = PatternFill("solid", fgColor="E9ECEF")
WHOLE = "#,##0"
PERCENT = '0.0" %"'
DAY = "dd/mm/yyyy"
TEXT = "@"


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Any = None,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 11,
    across: str = "left",
    up: str = "center",
    indent: int = 0,
    fill: PatternFill | None = None,
    is_open: bool = False,
    number_format: str = "",
    grid: bool = True,
    wrap: bool = True,
) -> Any:
    """Write one cell; text is made harmless, and only an open cell can be changed in the protected sheet."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = harmless(value) or None
        cell.data_type = "s" if value else "n"
    else:
        cell.value = value
    cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal=across, vertical=up, wrap_text=wrap, indent=indent)
    cell.protection = Protection(locked=not is_open)
    if fill is not None:
        cell.fill = fill
    if number_format:
        cell.number_format = number_format
    if grid:
        cell.border = GRID
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, **look: Any) -> Any:
    """Write a formula that this software made; nothing that a person typed comes here."""
    cell = put(sheet, row, column, **look)
    cell.value = formula
    cell.data_type = "f"
    return cell


def merge(sheet: Worksheet, row: int, first: int, last: int, *, grid: bool = False) -> None:
    """Join the cells of a row, with the border around all of them."""
    sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    if grid:
        for column in range(first, last + 1):
            sheet.cell(row, column).border = GRID


def height_for(text: str, width: float, *, least: float = 18, size: float = 11) -> float:
    """Return the height in points that a text needs in a column ``width`` characters wide; Excel's most is 409."""
    lines = sum(max(1, -(-len(line) // max(int(width), 1))) for line in (text or "").split("\n"))
    return min(max(least, lines * (size * 1.32) + 5), 409)


def landscape_a4(page: Worksheet) -> None:
    """A4 across, as wide as the paper, numbered below."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom = 0.6, 0.8
    page.page_margins.footer = 0.4
    page.oddFooter.center.text = "&P/&N"
    page.sheet_view.zoomScale = 100


def protect(page: Worksheet) -> None:
    """Lock everything but the open cells; against slips of the hand, so without a password. Rows and
    columns can still be made larger."""
    page.protection.enable()
    page.protection.formatRows = False
    page.protection.formatColumns = False

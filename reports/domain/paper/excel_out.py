"""The Excel form of a report: heading, sections, formulas, checks and validation, only the value cells unlocked."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from lists.domain.exporting import harmless
from reports.domain.paper import excel_book as book
from reports.domain.paper import excel_style as style
from reports.domain.paper.checks import printed_check, rules_by_line
from reports.domain.paper.excel_formulas import cell_formula, quoted, rule_check
from reports.domain.paper.excel_tables import write_table_sheet
from reports.domain.paper.excel_validation import Validations
from reports.domain.paper.heading import Heading
from reports.domain.paper.numerals import roman
from reports.domain.sheet import Cell, Sheet
from reports.domain.sources import SOURCES
from reports.models import CellComment, FormRule, IndicatorKind, Severity
from units.domain.issuing import lower_first

WIDTHS = {
    book.NAME: 46,
    book.LINE: 9,
    book.VALUE: 16,
    book.UNIT: 12,
    book.PREVIOUS: 13,
    book.YEAR_AGO: 13,
    book.EXPLANATION: 26,
    book.REASON: 26,
    book.CHECK: 36,
}
FIRST, LAST = book.NAME, book.CHECK
TITLE_ROW = 9
# Long texts stand over value, unit and the two columns of earlier figures.
TEXT_LAST = book.YEAR_AGO
TEXT_WIDTH = sum(WIDTHS[column] for column in range(book.VALUE, TEXT_LAST + 1))
HINT = (
    "Chỉ nhập vào ô màu vàng (tự nhập) và ô màu xanh (số lấy từ sổ). Số 0 nghĩa là không phát sinh; để trống "
    "nghĩa là chưa điền. Chỉ nhập số nguyên. Ô màu xám tự tính. Xong thì gửi tệp này lên trang của báo cáo."
)
READ_ONLY_HINT = "Báo cáo đã gửi: tệp này chỉ để xem, không gửi lên lại được."


@dataclass
class _Pen:
    """Where the writing stands, and which row each line got."""

    sheet: Worksheet
    source: Sheet
    is_empty: bool
    is_open: bool
    comments: Mapping[int, list[str]]
    validations: Validations
    rules: Mapping[str, list[FormRule]]
    row: int = 1
    rows: dict[str, int] = field(default_factory=dict)

    def at(self, line: str, column: int) -> str:
        """The address of a line's cell."""
        return f"{get_column_letter(column)}{self.rows[line]}"


def excel_form(sheet: Sheet, heading: Heading, *, is_empty: bool = False) -> bytes:
    """Return the workbook of a report as it stands, or empty to be filled; one query, for the comments."""
    with translation.override("vi"):
        return _written(sheet, heading, is_empty)


def _written(sheet: Sheet, heading: Heading, is_empty: bool) -> bytes:
    workbook = Workbook()
    page = workbook.active
    assert isinstance(page, Worksheet)
    page.title = book.MAIN_SHEET
    pen = _Pen(
        page,
        sheet,
        is_empty,
        is_open=sheet.report.is_writable,
        comments={} if is_empty else _comments_on(sheet),
        validations=Validations(page),
        rules=rules_by_line(sheet.parts),
    )
    _heading(pen, heading)
    _titles(pen)
    _number_rows(pen)
    for number, part in enumerate(sheet.sections, start=1):
        _band(pen, f"{roman(number)}. {part.section.title}")
        for cell in part.cells:
            _line(pen, cell)
    _foot(pen, heading)
    pen.validations.finish()
    _setup(page, last_row=pen.row)
    for cell in sheet.cells.values():
        if cell.indicator.kind == IndicatorKind.TABLE:
            write_table_sheet(workbook, cell, heading, is_empty=is_empty, is_open=pen.is_open)
    _identity(workbook, book.Identity.of(sheet, is_empty=is_empty))
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.calculation.fullCalcOnLoad = True
    workbook.properties.title = heading.subject
    workbook.properties.creator = heading.body
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _comments_on(sheet: Sheet) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one in CellComment.objects.filter(
        report=sheet.report, settled_at__isnull=True, indicator__isnull=False
    ).order_by("created_at", "pk"):
        found.setdefault(one.indicator_id or 0, []).append(f"{one.by_name}: {one.text}")
    return found


def _heading(pen: _Pen, heading: Heading) -> None:
    page = pen.sheet
    middle = book.UNIT
    plain: dict[str, Any] = {"across": "center", "grid": False, "size": 12}
    for row, left, right, bold in (
        (1, heading.parent, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", False),
        (2, heading.body, "Độc lập - Tự do - Hạnh phúc", True),
    ):
        style.put(page, row, FIRST, left, bold=bold, **plain)
        style.put(page, row, middle, right, bold=True, **plain)
        style.merge(page, row, middle, LAST)
        page.row_dimensions[row].height = 18
    style.put(page, 3, FIRST, heading.form, italic=True, size=10, across="center", grid=False)
    _across(page, 4, "BÁO CÁO", bold=True, size=14)
    _across(page, 5, heading.subject, bold=True, size=13)
    _across(page, 6, f"({heading.span})", italic=True)
    report = pen.source.report
    if report.nothing_to_report and not pen.is_empty:
        _across(page, 7, f"Không phát sinh. {report.nothing_reason}", bold=True)
    hint = HINT if pen.is_open else READ_ONLY_HINT
    _across(page, 8, hint, italic=True, size=10)
    page.row_dimensions[8].height = style.height_for(hint, sum(WIDTHS.values()) * 1.1, size=10)
    page.row_dimensions[5].height = style.height_for(heading.subject, 150, least=20, size=13)


def _across(page: Worksheet, row: int, text: str, **look: Any) -> None:
    style.put(page, row, FIRST, text, across="center", grid=False, **look)
    style.merge(page, row, FIRST, LAST)


def _titles(pen: _Pen) -> None:
    """The head of the columns and, as statistical forms have it, their letters and numbers below."""
    for column, title in book.TITLES.items():
        look: dict[str, Any] = {"fill": style.HEAD, "across": "center"}
        style.put(pen.sheet, TITLE_ROW, column, title, bold=True, **look)
        mark = {book.NAME: "(A)", book.LINE: "(B)"}.get(column, f"({column - book.LINE})")
        style.put(pen.sheet, TITLE_ROW + 1, column, mark, italic=True, size=9, **look)
        pen.sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column]
    pen.sheet.row_dimensions[TITLE_ROW].height = 33
    pen.row = TITLE_ROW + 2


def _number_rows(pen: _Pen) -> None:
    """Give every line its row before anything is written: formulas look up and down."""
    row = pen.row
    for part in pen.source.sections:
        row += 1
        for cell in part.cells:
            pen.rows[cell.indicator.line] = row
            row += 1


def _band(pen: _Pen, title: str) -> None:
    style.put(pen.sheet, pen.row, FIRST, title, bold=True, fill=style.BAND)
    style.merge(pen.sheet, pen.row, FIRST, LAST, grid=True)
    pen.sheet.row_dimensions[pen.row].height = 20
    pen.row += 1


def _line(pen: _Pen, cell: Cell) -> None:
    one, page, row = cell.indicator, pen.sheet, pen.row
    style.put(page, row, book.NAME, one.name, indent=min(one.depth, 4))
    style.put(page, row, book.LINE, one.line, across="center", number_format=style.TEXT)
    if one.kind == IndicatorKind.TABLE:
        _table_line(pen, cell)
    elif one.kind == IndicatorKind.TEXT:
        _text_line(pen, cell)
    else:
        _number_line(pen, cell)
    _reasons(pen, cell)
    _check(pen, cell)
    if said := pen.comments.get(one.pk):
        page.cell(row, book.VALUE).comment = Comment("\n".join(said), "Nhận xét", 160, 320)
    widths = [(one.name, WIDTHS[book.NAME] - 2 * one.depth)]
    if one.kind == IndicatorKind.TEXT and not pen.is_empty:
        widths.append((cell.text, TEXT_WIDTH))
    widths.append((_static_note(pen, cell), WIDTHS[book.CHECK]))
    least = 64 if one.kind == IndicatorKind.TEXT else 18
    page.row_dimensions[row].height = max(
        style.height_for(text, width * 1.05, least=least) for text, width in widths
    )
    pen.row += 1


def _number_line(pen: _Pen, cell: Cell) -> None:
    one, page, row = cell.indicator, pen.sheet, pen.row
    shape = style.PERCENT if one.kind == IndicatorKind.PERCENT else style.WHOLE
    look: dict[str, Any] = {"across": "right", "number_format": shape}
    if one.formula:
        addresses = _addresses(pen, book.VALUE)
        formula = cell_formula(one.formula, addresses)
        if formula is None:
            value = None if pen.is_empty else _as_number(cell.number)
            style.put(page, row, book.VALUE, value, fill=style.RECKONED, **look)
        else:
            style.put_formula(
                page, row, book.VALUE, formula, fill=style.RECKONED, bold=True, **look
            )
    else:
        value = None if pen.is_empty else _as_number(cell.number)
        fill = style.SOURCED if one.source else style.INPUT
        style.put(page, row, book.VALUE, value, fill=fill, is_open=pen.is_open, **look)
        pen.validations.whole_number(f"C{row}", one)
    style.put(page, row, book.UNIT, one.unit, across="center")
    style.put(page, row, book.PREVIOUS, _as_number(cell.previous), **look)
    style.put(page, row, book.YEAR_AGO, _as_number(cell.year_ago), **look)


def _text_line(pen: _Pen, cell: Cell) -> None:
    one = cell.indicator
    style.put(
        pen.sheet,
        pen.row,
        book.VALUE,
        "" if pen.is_empty else cell.text,
        up="top",
        fill=style.SOURCED if one.source else style.INPUT,
        is_open=pen.is_open,
        number_format=style.TEXT,
    )
    style.merge(pen.sheet, pen.row, book.VALUE, TEXT_LAST, grid=True)
    pen.validations.text(f"C{pen.row}", one)


def _table_line(pen: _Pen, cell: Cell) -> None:
    name = book.table_sheet_name(cell.indicator)
    look: dict[str, Any] = {"across": "center", "fill": style.RECKONED}
    link = style.put(pen.sheet, pen.row, book.VALUE, f"Nhập ở trang “{name}”", **look)
    link.hyperlink = f"#'{name}'!A1"
    link.font = Font(name=style.FONT, size=11, underline="single", color="0B6E4F")
    style.merge(pen.sheet, pen.row, book.VALUE, TEXT_LAST, grid=True)


def _reasons(pen: _Pen, cell: Cell) -> None:
    """The two columns of sentences: an explanation, and why a figure differs from the records."""
    one, value = cell.indicator, None if pen.is_empty else cell.value
    for column, text, is_asked in (
        (book.EXPLANATION, value.explanation if value else "", one.is_number and one.is_keyed),
        (book.REASON, value.override_reason if value else "", bool(one.source)),
    ):
        is_open = pen.is_open and is_asked
        fill = style.INPUT if is_open else None
        style.put(
            pen.sheet, pen.row, column, text, size=10, fill=fill, is_open=is_open, up="top",
            number_format=style.TEXT,
        )  # fmt: skip


def _check(pen: _Pen, cell: Cell) -> None:
    """Rules that begin with this line, said in words that change as the sheet is filled; then the source."""
    now, before = _addresses(pen, book.VALUE), _addresses(pen, book.PREVIOUS)
    pieces = []
    for rule in pen.rules.get(cell.indicator.line, []):
        wrong = "SAI" if rule.severity == Severity.ERROR else "CẦN GIẢI TRÌNH"
        check = rule_check(rule.expression, now, before, wrong=wrong)
        if check is not None:
            pieces.append(check.formula)
    note = _source_note(cell)
    look: dict[str, Any] = {"size": 10, "up": "center"}
    if not pieces:
        style.put(pen.sheet, pen.row, book.CHECK, note, **look)
        return
    if note:
        pieces.append(quoted(harmless(note)))
    style.put_formula(pen.sheet, pen.row, book.CHECK, "=" + "&CHAR(10)&".join(pieces), **look)


def _static_note(pen: _Pen, cell: Cell) -> str:
    """About as many lines as the check's cell will have."""
    rules = [
        f"CẦN GIẢI TRÌNH – {printed_check(rule)}" for rule in pen.rules.get(cell.indicator.line, [])
    ]
    return "\n".join([*rules, *([_source_note(cell)] if _source_note(cell) else [])])


def _source_note(cell: Cell) -> str:
    source = SOURCES.get(cell.indicator.source) if cell.indicator.source else None
    return f"Lấy từ sổ: {lower_first(str(source.label))}" if source else ""


def _addresses(pen: _Pen, column: int) -> dict[str, str]:
    return {
        one.line: pen.at(one.line, column) for one in pen.source.parts.indicators if one.is_number
    }


def _as_number(number: Any) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(round(number, 4))


def _foot(pen: _Pen, heading: Heading) -> None:
    """Places for whoever made it up and whoever signs."""
    row = pen.row + 1
    look: dict[str, Any] = {"across": "center", "grid": False, "size": 12}
    right = book.EXPLANATION
    style.put(pen.sheet, row, right, heading.place_date, italic=True, **look)
    style.put(pen.sheet, row + 1, FIRST, "NGƯỜI LẬP BIỂU", bold=True, **look)
    style.put(pen.sheet, row + 1, right, heading.signer_title, bold=True, **look)
    style.put(pen.sheet, row + 2, FIRST, "(Ký, ghi rõ họ tên)", italic=True, **look)
    style.put(pen.sheet, row + 2, right, "(Ký, ghi rõ họ tên, đóng dấu)", italic=True, **look)
    style.put(pen.sheet, row + 6, right, heading.signer_name, bold=True, **look)
    for offset in (0, 1, 2, 6):
        style.merge(pen.sheet, row + offset, right, LAST)
    pen.row = row + 6


def _setup(page: Worksheet, *, last_row: int) -> None:
    page.freeze_panes = f"C{TITLE_ROW + 2}"
    page.print_title_rows = f"{TITLE_ROW}:{TITLE_ROW + 1}"
    page.print_area = f"A1:I{last_row}"
    style.landscape_a4(page)
    letter = get_column_letter(book.CHECK)
    area = f"{letter}{TITLE_ROW + 2}:{letter}{last_row}"
    first = f"{letter}{TITLE_ROW + 2}"
    for word, colour in (("SAI", "B42318"), ("CẦN GIẢI TRÌNH", "9A6700")):
        page.conditional_formatting.add(
            area,
            FormulaRule(
                formula=[f'ISNUMBER(FIND("{word} –",{first}))'],
                font=Font(color=colour, bold=True),
            ),
        )
    style.protect(page)


def _identity(workbook: Workbook, identity: book.Identity) -> None:
    page = workbook.create_sheet(book.IDENTITY_SHEET)
    page.sheet_state = "hidden"
    for at, row in enumerate(identity.rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = page.cell(at, column, harmless(text))
            cell.data_type = "s"
            cell.number_format = style.TEXT
    page.protection.enable()


def excel_name(heading: Heading, when: datetime.date, *, is_empty: bool) -> str:
    """Return the words of the file's name."""
    return f"{'Mẫu trống' if is_empty else 'Báo cáo'} {heading.body} {heading.period} {when:%Y%m%d}"

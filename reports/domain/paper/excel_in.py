"""Reading a filled Excel form: whose it is, what was changed in it, and every mistake with its place.

Rows are found by their line's number, wherever they stand; text may be composed in either way; numbers may be
typed as text (1.234); an empty cell is empty and never zero.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lists.domain.exporting import harmless
from reports.domain.filling import LONGEST_REASON
from reports.domain.paper import excel_book as book
from reports.domain.paper.excel_tables_in import read_table
from reports.domain.paper.excel_values import as_typed
from reports.domain.sheet import Cell, Sheet
from reports.domain.typed import read_number, read_text
from reports.models import IndicatorKind
from units.domain.sheets.grid import CellValue, Row, column_letter
from units.domain.sheets.grid import Sheet as Page
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import Place, Problem, SheetRefused
from units.domain.sheets.reading import read_sheets

EXPLANATION, REASON = "explanation", "reason"


@dataclass(frozen=True)
class FileCell:
    """What somebody changed in one cell of the file: only what differs from the file as it was given out.

    ``content`` is as typed (digits, text, rows of texts); ``None`` where it was left as it was.
    """

    indicator_id: int
    given_version: int
    content: Any = None
    explanation: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file that belongs to the report: what was changed in it, what is wrong, and whether it was given out empty."""

    cells: Mapping[int, FileCell]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_upload(data: bytes, sheet: Sheet) -> Upload:
    """Read a file for the report of ``sheet``. Raises ``SheetRefused`` with one sentence for a file that is
    no form of ours, is harmful, or belongs to another report."""
    pages = read_sheets(data)
    identity = _identity_in(pages)
    _refuse_foreign(identity, book.Identity.of(sheet))
    main = _main_page(pages)
    if main is None:
        raise SheetRefused(
            _(
                "The sheet “%(sheet)s” with the column “%(column)s” is missing. Download the form again."
            )
            % {"sheet": book.MAIN_SHEET, "column": book.TITLES[book.LINE]}
        )
    reading = _Reading(sheet, identity, main)
    reading.read()
    for cell in sheet.cells.values():
        if cell.indicator.kind == IndicatorKind.TABLE:
            reading.read_table(cell, pages)
    return reading.upload()


def _identity_in(pages: tuple[Page, ...]) -> book.Identity:
    page = next((one for one in pages if one.name == book.IDENTITY_SHEET), None)
    rows = [[_plain(value) for value in row.values] for row in page.rows] if page else []
    identity = book.Identity.read(rows)
    if identity is None:
        raise SheetRefused(
            _(
                "This is not a form that was downloaded from a report here, or its hidden sheet was changed. Download "
                "the Excel form of this report, fill that one and send it."
            )
        )
    return identity


def _plain(value: CellValue) -> str:
    text = "" if value is None else str(value)
    bare = text[1:]
    return bare if text.startswith("'") and harmless(bare) == text else text


def _refuse_foreign(given: book.Identity, own: book.Identity) -> None:
    """One sentence for a file of another form, version, unit or period, or of the report that was replaced."""
    values = {"file": "", "report": ""}
    if given.form != own.form:
        said = _("This file is the form “%(file)s”; the report is “%(report)s”.")
        values = {"file": given.form_name, "report": own.form_name}
    elif given.unit != own.unit:
        said = _("This file is the report of %(file)s; the page is the report of %(report)s.")
        values = {"file": given.unit_name, "report": own.unit_name}
    elif given.period != own.period:
        said = _("This file is for %(file)s; the report is for %(report)s.")
        values = {"file": given.period_name, "report": own.period_name}
    elif given.form_version != own.form_version:
        said = _("This file is version %(file)s of the form; the report has version %(report)s.")
        values = {"file": str(given.form_version), "report": str(own.form_version)}
    elif given.report != own.report:
        said = _(
            "This file belongs to the report that was replaced. Download the form of this one."
        )
    else:
        return
    raise SheetRefused(said % values)


def _main_page(pages: tuple[Page, ...]) -> Page | None:
    named = [one for one in pages if one.name == book.MAIN_SHEET]
    shown = [one for one in pages if not one.hidden]
    return next((one for one in [*named, *shown] if _title_row(one) is not None), None)


def _title_row(page: Page) -> Row | None:
    wanted = {simplify(book.TITLES[book.LINE]), simplify(book.TITLES[book.VALUE])}
    for row in page.rows:
        if wanted <= {simplify(str(value)) for value in row.values if isinstance(value, str)}:
            return row
    return None


@dataclass
class _Reading:
    """The reading of one file, as far as it has come."""

    sheet: Sheet
    identity: book.Identity
    page: Page
    cells: dict[int, FileCell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Read the main sheet."""
        title = _title_row(self.page)
        assert title is not None
        columns = self._columns(title)
        seen: dict[str, int] = {}
        by_line = {cell.indicator.line: cell for cell in self.sheet.cells.values()}
        for row in self.page.rows:
            line = _line_in(row.value(columns[book.LINE]))
            if row.number <= title.number or not line:
                continue
            if line in seen:
                self._problem(
                    row, columns, book.LINE,
                    _("Line %(line)s stands in row %(row)s already.")
                    % {"line": line, "row": seen[line]},
                )  # fmt: skip
                continue
            cell = by_line.get(line)
            if cell is not None:
                seen[line] = row.number
                self._line(cell, row, columns)
            elif not line.startswith("(") and row.value(columns[book.VALUE]) is not None:
                self._problem(
                    row, columns, book.LINE, _("There is no line %s in this form.") % line
                )
        self._say_missing([line for line in by_line if line not in seen])

    def read_table(self, cell: Cell, pages: tuple[Page, ...]) -> None:
        """Read the sheet of one table; without it the table stays as it is."""
        name = book.table_sheet_name(cell.indicator)
        page = next((one for one in pages if simplify(one.name) == simplify(name)), None)
        mark = self.identity.cells.get(cell.indicator.line)
        if page is None or mark is None:
            self.notes.append(
                _("The sheet “%(sheet)s” is not in the file; that table stays as it is.")
                % {"sheet": name}
            )
            return
        table = read_table(page, cell)
        self.problems += table.problems
        if table.problems or book.mark_of(table.rows) != mark.content:
            self._change(cell, mark, content=table.rows)

    def upload(self) -> Upload:
        """What was found."""
        order = {cell.indicator.pk: at for at, cell in enumerate(self.sheet.cells.values())}
        cells = dict(sorted(self.cells.items(), key=lambda pair: order[pair[0]]))
        return Upload(cells, tuple(self.problems), tuple(self.notes))

    def _columns(self, title: Row) -> dict[int, int]:
        """Where each column stands, by its title; else where it was given out."""
        titles = {
            simplify(str(value)): at
            for at, value in enumerate(title.values)
            if isinstance(value, str)
        }
        return {
            column: titles.get(simplify(name), column - 1) for column, name in book.TITLES.items()
        }

    def _line(self, cell: Cell, row: Row, columns: Mapping[int, int]) -> None:
        one = cell.indicator
        mark = self.identity.cells.get(one.line)
        if not one.is_keyed or mark is None:
            return
        if one.kind != IndicatorKind.TABLE:
            self._content(cell, mark, row, columns)
        for column, name, known in (
            (book.EXPLANATION, EXPLANATION, mark.explanation),
            (book.REASON, REASON, mark.reason),
        ):
            text = _unharmed(as_typed(row.value(columns[column])))
            if len(text) > LONGEST_REASON:
                said = _("At most %(most)s characters for a reason.") % {"most": LONGEST_REASON}
                self._problem(row, columns, column, said)
            elif book.mark_of(text) != known:
                self._change(cell, mark, **{name: text})

    def _content(
        self, cell: Cell, mark: book.CellMark, row: Row, columns: Mapping[int, int]
    ) -> None:
        typed = as_typed(row.value(columns[book.VALUE]))
        try:
            held = self._checked(cell, typed, row.value(columns[book.VALUE]))
        except ValidationError as problem:
            self._problem(row, columns, book.VALUE, " ".join(problem.messages))
            return
        if book.mark_of(held) != mark.content:
            self._change(cell, mark, content=held)

    def _checked(self, cell: Cell, typed: str, value: CellValue) -> str:
        one = cell.indicator
        if one.kind == IndicatorKind.TEXT:
            return read_text(_unharmed(typed))
        if isinstance(value, datetime.date | datetime.time):
            raise ValidationError(
                _("Excel took this for a date (%s). Type the number again.") % typed
            )
        if typed.startswith("#"):
            raise ValidationError(
                _("The formula in this cell failed (%(value)s).") % {"value": typed[:20]}
            )
        number = read_number(typed, allows_negative=one.allows_negative)
        return "" if number is None else str(int(number))

    def _change(self, cell: Cell, mark: book.CellMark, **changed: Any) -> None:
        kept = self.cells.get(cell.indicator.pk) or FileCell(cell.indicator.pk, mark.version)
        self.cells[cell.indicator.pk] = replace(kept, **changed)

    def _problem(self, row: Row, columns: Mapping[int, int], column: int, what: str) -> None:
        place = Place(
            self.page.name, row.number, column_letter(columns[column]), book.TITLES[column]
        )
        self.problems.append(Problem(place, what))

    def _say_missing(self, lines: list[str]) -> None:
        if lines:
            self.notes.append(
                _("These lines are not in the file and stay as they are: %s.") % ", ".join(lines)
            )


def _line_in(value: CellValue) -> str:
    """Read the number of a line, also where the spreadsheet made a number of it: 2, 2.1, 2,1."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value)).strip().replace(",", ".").rstrip(".")


def _unharmed(text: str) -> str:
    """Take off the apostrophe that kept a text from running as a formula."""
    return _plain(text)

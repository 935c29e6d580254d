"""Sheets as plain values: what every reader of a file format returns, and what the tables are found in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from units.domain.sheets.problems import SheetRefused

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 40
# Sheets whose format was drawn down to the last row of Excel: the data ends long before.
BLANK_ROWS_THAT_END = 1_000

type_of_cell = (str, int, float, bool, datetime, date, time)
CellValue = str | int | float | bool | datetime | date | time | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank, with its number as the spreadsheet program shows it."""

    number: int
    values: tuple[CellValue, ...]

    def value(self, index: int) -> CellValue:
        return self.values[index] if index < len(self.values) else None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; rows numbered from 1, columns from 0, ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    counts_from_1904: bool = False
    notes: tuple[str, ...] = field(default=())


def column_letter(index: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(value: CellValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def collect_rows(
    rows: Iterable[tuple[CellValue, ...]], name: str
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows that are not blank with their numbers, and notes; SheetRefused beyond the limits of a roster."""
    kept: list[Row] = []
    blank = 0
    for number, values in enumerate(rows, start=1):
        last = _last_filled(values)
        if not last:
            blank += 1
            if blank >= BLANK_ROWS_THAT_END:
                break
            continue
        blank = 0
        if last > MAX_COLUMNS:
            raise _too_large(name)
        kept.append(Row(number, tuple(values[:last])))
        if len(kept) > MAX_ROWS:
            raise _too_large(name)
    return tuple(kept), ()


def _last_filled(values: tuple[CellValue, ...]) -> int:
    for position in range(len(values), 0, -1):
        if not is_blank(values[position - 1]):
            return position
    return 0


def _too_large(name: str) -> SheetRefused:
    return SheetRefused(
        _(
            "Sheet “%(sheet)s” is larger than a roster can be (%(rows)s rows, %(columns)s columns at most). Split it, or "
            "copy only the roster into a new workbook."
        )
        % {"sheet": name, "rows": f"{MAX_ROWS:,}".replace(",", "."), "columns": MAX_COLUMNS}
    )


def fill_merges(sheet: Sheet) -> Sheet:
    """The sheet with the value of each area merged downwards repeated in its rows (a commune written once)."""
    tall = [merge for merge in sheet.merges if merge.last_row > merge.first_row]
    if not tall:
        return sheet
    by_number = {row.number: list(row.values) for row in sheet.rows}
    for merge in tall:
        top = by_number.get(merge.first_row)
        if top is None or merge.first_column >= len(top) or is_blank(top[merge.first_column]):
            continue
        for number in range(merge.first_row + 1, min(merge.last_row, sheet.rows[-1].number) + 1):
            _put(by_number.get(number), merge.first_column, top[merge.first_column])
    rows = tuple(Row(row.number, tuple(by_number[row.number])) for row in sheet.rows)
    return Sheet(sheet.name, rows, sheet.merges, sheet.hidden, sheet.counts_from_1904, sheet.notes)


def _put(values: list[CellValue] | None, column: int, value: CellValue) -> None:
    """Blank rows stay blank: a merged area that runs past the last person adds nobody."""
    if values is None:
        return
    values.extend([None] * (column + 1 - len(values)))
    if is_blank(values[column]):
        values[column] = value

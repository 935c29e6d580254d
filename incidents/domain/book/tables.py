"""Finds the table in each sheet: which row heads it, which column holds what, which lines follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from incidents.domain.book.amounts import unit_for_all, unit_in
from incidents.domain.book.columns import NEEDED, PERSONS, SUMS, TITLES, Column, known_headers_in
from incidents.domain.book.headings import group_over, read_headings
from units.domain.sheets.grid import CellValue, Row, Sheet, column_letter, is_blank
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import Place, SheetRefused

LOOKED_THROUGH = 30
FEWEST_HEADINGS = 3
# What the first words of a line of totals are, as `simplify` leaves them.
TOTALS = re.compile(r"(tong|tong so|tong cong|cong|tong hop|total)( cong| so)?( vu| vu viec)?")


@dataclass(frozen=True)
class Line:
    """One row of the table, its cells by column; ``more`` are the rows below that go on with the same incident,
    because its day and words are merged over them (``is_merged``) or because they hold persons alone."""

    sheet: str
    number: int
    values: Mapping[Column, CellValue]
    is_merged: bool = False
    more: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Table:
    """The table of one sheet. ``indexes`` are the positions of its columns, from 0; ``units`` says how many đồng a
    plain number of a column of sums stands for; ``notes`` what headings were passed over for others."""

    sheet: str
    header_row: int
    indexes: Mapping[Column, int]
    titles: Mapping[Column, str]
    ignored: tuple[str, ...]
    lines: tuple[Line, ...]
    counts_from_1904: bool
    units: Mapping[Column, int]
    notes: tuple[str, ...] = ()

    def place(self, row: int, column: Column | None) -> Place:
        """Where a cell stands, as the spreadsheet program shows it."""
        if column is None or column not in self.indexes:
            return Place(self.sheet, row)
        return Place(
            self.sheet, row, column_letter(self.indexes[column]), self.titles.get(column, "")
        )


def find_tables(sheets: tuple[Sheet, ...]) -> tuple[Table, ...]:
    """Return the tables of the visible sheets. Raises ``SheetRefused`` when there is none."""
    tables = tuple(
        table for sheet in sheets if not sheet.hidden and (table := _table_of(sheet)) is not None
    )
    if tables:
        return tables
    needed = ", ".join(f"“{TITLES[column]}”" for column in NEEDED)
    raise SheetRefused(
        _(
            "No book of incidents was found: a row of headings with at least %(needed)s is missing. Compare it with the template."
        )
        % {"needed": needed}
    )


def refuse_empty(tables: tuple[Table, ...]) -> None:
    """Raise ``SheetRefused`` where no table has a row."""
    if not any(table.lines for table in tables):
        raise SheetRefused(_("The book has headings and no incidents below them."))


def _table_of(sheet: Sheet) -> Table | None:
    head = max(
        sheet.rows[:LOOKED_THROUGH], key=lambda row: known_headers_in(row.values), default=None
    )
    if head is None or known_headers_in(head.values) < FEWEST_HEADINGS:
        return None
    headings = read_headings(sheet, head)
    indexes = headings.indexes
    if any(column not in indexes for column in NEEDED):
        return None
    lines = tuple(_lines(sheet, head, indexes))
    titles = {column: str(head.values[index]) for column, index in indexes.items()}
    units = {column: _unit_of(sheet, head, indexes[column]) for column in SUMS if column in indexes}
    return Table(
        sheet.name,
        head.number,
        indexes,
        titles,
        headings.unknown,
        lines,
        sheet.counts_from_1904,
        units,
        headings.notes,
    )


def _unit_of(sheet: Sheet, head: Row, index: int) -> int:
    """How many đồng a plain number of a column is: as its heading says, else the one over it, else a line above the
    table for all sums ("ĐVT: triệu đồng")."""
    for title in (head.value(index), group_over(sheet, head, index)):
        unit = unit_in(title) if isinstance(title, str) else None
        if unit is not None:
            return unit
    above = (
        unit_for_all(value)
        for row in sheet.rows
        if row.number < head.number
        for value in row.values
        if isinstance(value, str)
    )
    return next((unit for unit in above if unit is not None), 1)


def _lines(sheet: Sheet, head: Row, indexes: Mapping[Column, int]) -> list[Line]:
    """The rows below the heading, those that go on with an incident put to it."""
    merged = _merged_below(sheet, indexes)
    lines: list[Line] = []
    last = 0
    for row in sheet.rows:
        if (
            row.number <= head.number
            or not _holds_something(row, indexes)
            or _adds_up(row, indexes)
        ):
            continue
        line = replace(_line(sheet, row, indexes), is_merged=row.number in merged)
        if lines and row.number == last + 1 and (line.is_merged or _names_persons_only(line)):
            lines[-1] = replace(lines[-1], more=(*lines[-1].more, line))
        else:
            lines.append(line)
        last = row.number
    return lines


def _merged_below(sheet: Sheet, indexes: Mapping[Column, int]) -> set[int]:
    """The rows whose day and words both belong to a cell merged from above."""
    return set.intersection(
        *(
            {
                row
                for merge in sheet.merges
                if merge.first_column <= indexes[column] <= merge.last_column
                for row in range(merge.first_row + 1, merge.last_row + 1)
            }
            for column in NEEDED
        )
    )


def _names_persons_only(line: Line) -> bool:
    return set(line.values) <= {*PERSONS, Column.MISTAKES}


def _holds_something(row: Row, indexes: Mapping[Column, int]) -> bool:
    """Whether the row says anything: column numbers below the heading do not."""
    said = [row.value(index) for column, index in indexes.items() if column not in _NO_MATTER]
    texts = [value for value in said if not is_blank(value)]
    numbers_only = all(
        isinstance(value, int | float) and value == position + 1
        for position, value in enumerate(row.values)
        if not is_blank(value)
    )
    return bool(texts) and not (numbers_only and len(texts) > 1)


def _adds_up(row: Row, indexes: Mapping[Column, int]) -> bool:
    """Whether the row is one of totals: its first words say so, and it has no day."""
    first = next((value for value in row.values if not is_blank(value)), None)
    day = row.value(indexes[Column.DAY])
    return (
        isinstance(first, str)
        and TOTALS.fullmatch(simplify(first)) is not None
        and (is_blank(day) or day == first)
    )


_NO_MATTER = {Column.ORDINAL, Column.MISTAKES}


def _line(sheet: Sheet, row: Row, indexes: Mapping[Column, int]) -> Line:
    values = {column: row.value(index) for column, index in indexes.items()}
    return Line(
        sheet.name,
        row.number,
        {column: value for column, value in values.items() if not is_blank(value)},
    )

"""Which column of a sheet holds what: of headings that say the same the more telling one is read, the others are named."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from incidents.domain.book.columns import OF_EVENT, OF_RECEIPT, PLAIN, Column, column_of, telling
from incidents.domain.book.dates import DAY_IN_TEXT, in_digits
from incidents.domain.book.times import CLOCK, PARTS, plain_words
from units.domain.sheets.grid import CellValue, Merge, Row, Sheet, column_letter, is_blank
from units.domain.sheets.headers import simplify

# Headings under which some books write a day and others only hours.
DAY_OR_HOURS = re.compile(r"thoi (?:gian|diem)\b")


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a table by their positions, from 0; headings not known here; what is to be said of the others."""

    indexes: dict[Column, int]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    """One heading that is understood, and how much it tells beside others of its column."""

    index: int
    title: str
    column: Column
    telling: int

    @property
    def name(self) -> str:
        return f"{column_letter(self.index)} “{self.title}”"


def read_headings(sheet: Sheet, head: Row) -> Headings:
    """Understand the row ``head``."""
    found: list[_Heading] = []
    unknown: list[str] = []
    for index, title in enumerate(head.values):
        column = column_of(title) or _column_in_group(sheet, head, index)
        if column is not None:
            told = telling(column, str(title), _own_group(sheet, head, index))
            found.append(_Heading(index, str(title), column, told))
        elif not is_blank(title):
            unknown.append(f"{column_letter(index)} “{title}”")
    found = _receipts_with_their_hours(_days_apart_from_hours(sheet, head, found))
    return _chosen(sheet, found, tuple(unknown))


def _chosen(sheet: Sheet, found: Sequence[_Heading], unknown: tuple[str, ...]) -> Headings:
    """The most telling heading of each column, of equals the first; and the notes about the rest."""
    best: dict[Column, _Heading] = {}
    for one in sorted(found, key=lambda heading: (-heading.telling, heading.index)):
        best.setdefault(one.column, one)
    notes = [
        _("Sheet “%(sheet)s”: column %(name)s was not read, for column %(read)s says the same.")
        % {"sheet": sheet.name, "name": one.name, "read": best[one.column].name}
        for one in found
        if one is not best[one.column]
    ]
    day, time = best.get(Column.DAY), best.get(Column.TIME)
    if day and day.telling == OF_RECEIPT:
        said = _("Sheet “%(sheet)s”: no column says when it happened; column %(name)s was taken.")
        notes.append(said % {"sheet": sheet.name, "name": day.name})
        if time and time.telling == OF_EVENT:
            del best[Column.TIME]
            said = _(
                "Sheet “%(sheet)s”: column %(name)s was not read: it says the hour when it happened, and only the day when the report came in is known."
            )
            notes.append(said % {"sheet": sheet.name, "name": time.name})
    elif day and time and time.telling == OF_RECEIPT:
        del best[Column.TIME]
        said = _(
            "Sheet “%(sheet)s”: column %(name)s was not read: it says when the report came in, and not when it happened."
        )
        notes.append(said % {"sheet": sheet.name, "name": time.name})
    indexes = sorted((one.index, column) for column, one in best.items())
    return Headings({column: index for index, column in indexes}, unknown, tuple(notes))


def _days_apart_from_hours(sheet: Sheet, head: Row, found: list[_Heading]) -> list[_Heading]:
    """Beside another day, a “Thời gian” under which mostly hours stand is the time; beside the day of the receipt alone
    not where a cell of it says a day, for that is the day when it happened."""
    days = [one for one in found if one.column is Column.DAY]
    hours = {
        one.index
        for one in days
        if DAY_OR_HOURS.match(simplify(one.title)) and _holds_hours(sheet, head, one.index)
    }
    if all(one.telling == OF_RECEIPT for one in days if one.index not in hours):
        hours = {index for index in hours if not any(map(_is_day, _below(sheet, head, index)))}
    if all(one.index in hours for one in days):
        return found
    return [replace(one, column=Column.TIME) if one.index in hours else one for one in found]


def _holds_hours(sheet: Sheet, head: Row, index: int) -> bool:
    """Whether most of what is written below a heading is hours; the others are refused by their own cells."""
    written = _below(sheet, head, index)
    return 2 * sum(map(_is_hours, written)) > len(written)


def _below(sheet: Sheet, head: Row, index: int) -> list[CellValue]:
    """What is written below a heading, without the number of the column."""
    values = [row.value(index) for row in sheet.rows if row.number > head.number]
    return [value for value in values if not is_blank(value) and value != index + 1]


def _is_hours(value: CellValue) -> bool:
    if isinstance(value, str):
        plain = plain_words(in_digits(value))
        return not DAY_IN_TEXT.search(plain) and bool(CLOCK.search(plain) or PARTS.search(plain))
    return isinstance(value, datetime.time) or (isinstance(value, float) and 0 <= value < 1)


def _is_day(value: CellValue) -> bool:
    if isinstance(value, str):
        return bool(DAY_IN_TEXT.search(in_digits(value)))
    return isinstance(value, datetime.date) or (isinstance(value, int | float) and value >= 1)


def _receipts_with_their_hours(found: list[_Heading]) -> list[_Heading]:
    """A plain “Giờ” beside the day of the receipt is the hour of the receipt; between two days it belongs to the one
    before it, unless each day has its hour before it."""
    days = {one.index: one for one in found if one.column is Column.DAY}
    plain = {one.index for one in found if one.column is Column.TIME and one.telling == PLAIN}
    goes_first = bool(days) and bool(plain) and min(plain) < min(days)

    def is_of_receipt(index: int) -> bool:
        before, after = days.get(index - 1), days.get(index + 1)
        has_its_own = goes_first and index - 2 in plain and after is not None
        beside = after if before is None or has_its_own else before
        return beside is not None and beside.telling == OF_RECEIPT

    return [
        replace(one, telling=OF_RECEIPT) if one.index in plain and is_of_receipt(one.index) else one
        for one in found
    ]


# --- a heading over others ---


def group_over(sheet: Sheet, head: Row, index: int) -> CellValue:
    """The heading that is merged over a heading and its neighbours, if there is one."""
    merge = _merge_over(sheet, head, index)
    if merge is None:
        return None
    group = next((row for row in sheet.rows if row.number == merge.first_row), None)
    return group.value(merge.first_column) if group else None


def _merge_over(sheet: Sheet, head: Row, index: int) -> Merge | None:
    return next(
        (
            merge
            for merge in sheet.merges
            if merge.last_row == head.number - 1
            and merge.first_column <= index <= merge.last_column
        ),
        None,
    )


def _column_in_group(sheet: Sheet, head: Row, index: int) -> Column | None:
    """What a heading means together with the one that is merged over it and its neighbours ("Thiệt hại" over "Tài sản")."""
    group = group_over(sheet, head, index)
    return None if group is None else column_of(f"{group} {head.value(index)}")


def _own_group(sheet: Sheet, head: Row, index: int) -> str:
    """The words of the heading over some of the headings; the title over all of them tells of none."""
    merge = _merge_over(sheet, head, index)
    filled = sum(not is_blank(title) for title in head.values)
    if merge is None or merge.last_column - merge.first_column + 1 >= filled:
        return ""
    return str(group_over(sheet, head, index) or "")

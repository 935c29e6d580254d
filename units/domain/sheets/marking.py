"""An uploaded file given back: its rows where they stood, wrong cells coloured, and a column that says what to mend."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from units.domain.sheets.grid import CellValue, Row, Sheet
from units.domain.sheets.problems import Problem
from units.domain.sheets.values import neutralise

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MISTAKE = PatternFill("solid", fgColor="FDE2E1")
DOUBT = PatternFill("solid", fgColor="FFF4D6")
MISTAKES_WIDTH = 70


@dataclass(slots=True)
class Marks:
    """What is to be said of one sheet: by row in sentences, by (row, column letter) in colour.

    ``header_row`` and ``own_column`` (from 0) are None where the sheet has no table, or no column of mistakes yet.
    """

    header_row: int | None = None
    own_column: int | None = None
    sentences: dict[int, list[str]] = field(default_factory=dict)
    fills: dict[tuple[int, str], PatternFill] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Say a problem in its row and colour its cell; the first of a cell gives the colour."""
        place = problem.place
        self.say(place.row, problem.sentence)
        fill = MISTAKE if problem.is_error else DOUBT
        self.fills.setdefault((place.row, place.column_letter), fill)

    def say(self, row: int, sentence: str) -> None:
        """Say something of a row."""
        self.sentences.setdefault(row, []).append(sentence)


def marked_book(sheets: Iterable[Sheet], marks_of: Callable[[str], Marks], title: str) -> bytes:
    """Return the workbook of the visible sheets, ``title`` heading the column of mistakes."""
    workbook = Workbook(write_only=True)
    for source in sheets:
        if not source.hidden:
            _write_sheet(workbook, source, marks_of(source.name), title)
    return saved(workbook)


def written_cell(sheet: Any, value: Any, **style: Any) -> WriteOnlyCell:
    """A cell that is what it shows: text stays text, whatever sign it begins with."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        has_hour = isinstance(value, datetime) and value.time() != time.min
        cell.number_format = "dd/mm/yyyy hh:mm" if has_hour else "dd/mm/yyyy"
    elif isinstance(value, int) and value > 9_999_999:
        cell.number_format = "0"
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def saved(workbook: Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _write_sheet(workbook: Workbook, source: Sheet, marks: Marks, title: str) -> None:
    sheet = workbook.create_sheet(re.sub(r"[\\*?:/\[\]]", " ", source.name)[:31] or None)
    width = max((len(row.values) for row in source.rows), default=0)
    own = width if marks.own_column is None else marks.own_column
    sheet.column_dimensions[get_column_letter(own + 1)].width = MISTAKES_WIDTH
    written = 0
    for row in source.rows:
        for _blank in range(row.number - written - 1):
            sheet.append([])
        written = row.number
        said = "\n".join(marks.sentences.get(row.number, [])) or None
        values = _with(row, own, title if row.number == marks.header_row else said, width)
        sheet.append(
            [
                _marked(sheet, value, marks.fills.get((row.number, get_column_letter(place))))
                for place, value in enumerate(values, start=1)
            ]
        )


def _with(row: Row, own: int, said: str | None, width: int) -> list[CellValue]:
    """A row's values with what is said of it in its own column."""
    values: list[CellValue] = [*row.values, *[None] * (max(width, own + 1) - len(row.values))]
    values[own] = said
    return values


def _marked(sheet: Any, value: CellValue, fill: PatternFill | None) -> WriteOnlyCell:
    safe = neutralise(value) if isinstance(value, str) else value
    style: dict[str, Any] = {"fill": fill} if fill else {}
    if isinstance(value, str) and "\n" in value:
        style["alignment"] = Alignment(wrap_text=True, vertical="top")
    return written_cell(sheet, safe, **style)

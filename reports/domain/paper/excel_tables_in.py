"""Reading a table's sheet of the Excel form: rows by the titles of their columns, all mistakes at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lists.domain.exporting import harmless
from reports.domain.paper import excel_book as book
from reports.domain.paper.excel_values import as_typed
from reports.domain.sheet import Cell
from reports.domain.typed import MOST_CELL, MOST_ROWS, read_day, read_number, read_text
from units.domain.sheets.grid import CellValue, Row, column_letter, is_blank
from units.domain.sheets.grid import Sheet as Page
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import Place, Problem


@dataclass(frozen=True)
class FileTable:
    """The rows of a table as they would be typed, blank ones left out, and what is wrong with them."""

    rows: list[dict[str, str]]
    problems: tuple[Problem, ...] = ()


def read_table(page: Page, cell: Cell) -> FileTable:
    """Read one table's sheet."""
    found = _title_row(page, cell)
    if found is None:
        said = _("The row with the columns' titles is missing. Download the form again.")
        return FileTable([], (Problem(Place(page.name, 1), said),))
    title, columns = found
    problems: list[Problem] = []
    rows = []
    for row in page.rows:
        if row.number <= title.number or all(is_blank(row.value(at)) for at in columns.values()):
            continue
        rows.append(_row(page, row, cell, columns, problems))
    if len(rows) > MOST_ROWS:
        said = _("A table has at most %(most)s rows.") % {"most": MOST_ROWS}
        problems.append(Problem(Place(page.name, title.number + MOST_ROWS + 1), said))
    return FileTable([row for row in rows if any(row.values())], tuple(problems))


def _title_row(page: Page, cell: Cell) -> tuple[Row, dict[str, int]] | None:
    """The first row that has every column's title, and where each stands; titles as they were given out, or
    without regard to case, marks and brackets."""
    labels = {column["code"]: str(column.get("label", column["code"])) for column in cell.columns}
    for row in page.rows:
        texts = [(at, value) for at, value in enumerate(row.values) if isinstance(value, str)]
        for read in (book.tidy, simplify):
            titles = {read(value): at for at, value in reversed(texts)}
            if all(read(label) in titles for label in labels.values()):
                return row, {code: titles[read(label)] for code, label in labels.items()}
    return None


def _row(
    page: Page, row: Row, cell: Cell, columns: Mapping[str, int], problems: list[Problem]
) -> dict[str, str]:
    read: dict[str, str] = {}
    for column in cell.columns:
        code, at = column["code"], columns[column["code"]]
        try:
            read[code] = _value(row.value(at), column)
        except ValidationError as problem:
            read[code] = ""
            label = column.get("label", code)
            place = Place(page.name, row.number, column_letter(at), label)
            problems.append(Problem(place, " ".join(problem.messages)))
    return read


def _value(value: CellValue, column: Mapping[str, Any]) -> str:
    """Read one value by its column's kind. Raises ``ValidationError``."""
    kind = column.get("kind", "text")
    typed = as_typed(value)
    if kind in ("count", "amount"):
        if isinstance(value, datetime.date):
            raise ValidationError(
                _("Excel took this for a date (%s). Type the number again.") % typed
            )
        number = read_number(typed)
        return "" if number is None else str(int(number))
    if kind == "date":
        return read_day(typed) or ""
    bare = typed[1:]
    text = read_text(bare if typed.startswith("'") and harmless(bare) == typed else typed)
    if len(text) > MOST_CELL:
        raise ValidationError(_("at most %(most)s characters") % {"most": MOST_CELL})
    if any(value == text for value in ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!")):
        raise ValidationError(
            _("The formula in this cell failed (%(value)s).") % {"value": text[:20]}
        )
    return book.tidy(text)

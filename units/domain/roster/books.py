"""Workbooks that the project hands out: exports, the file with its mistakes, the template."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from units.domain.roster.catalogue import Catalogue
from units.domain.roster.plan import Plan
from units.domain.sheets.grid import Sheet
from units.domain.sheets.headers import TITLES, Column, column_of
from units.domain.sheets.marking import Marks, marked_book, saved, written_cell
from units.domain.sheets.values import neutralise
from units.models import Education, Rank, Sex

HEADING = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="E8EEF7")}
WIDTHS = {
    Column.FULL_NAME: 26, Column.COMMUNE: 22, Column.POSITION: 28, Column.FORCE_TYPE: 26, Column.NOTE: 30,
    Column.ADDRESS: 30, Column.CITIZEN_ID: 16, Column.DECISION_NUMBER: 18, Column.DECISION_SIGNER: 22,
}  # fmt: skip
FEWEST_LIST_ROWS = 2_000


class RosterXlsx(base_formats.XLSX):
    """Excel: headings that stay in sight, real dates, numbers of identity kept as text."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet(_("Roster"))
        sheet.freeze_panes = "B2"
        for index, title in enumerate(dataset.headers, start=1):
            width = WIDTHS.get(column_of(title) or Column.ORDINAL, 14)
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.append([written_cell(sheet, title, **HEADING) for title in dataset.headers])
        for row in dataset:
            sheet.append([written_cell(sheet, value) for value in row])
        return saved(workbook)


class RosterCsv(base_formats.CSV):
    """CSV that Excel opens rightly: UTF-8 with its mark, dates as dd/mm/yyyy."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(dataset.headers)
        writer.writerows([_text(value) for value in row] for row in dataset)
        return stream.getvalue().encode("utf-8-sig")


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


# --- The file back, with a column of mistakes -------------------------------------------------------------------------


def mistakes_book(plan: Plan, sheets: Sequence[Sheet]) -> bytes:
    """The uploaded rows where they stood, wrong cells coloured, and what to mend in a column of its own."""
    return marked_book(sheets, lambda name: _marks_of(plan, name), str(TITLES[Column.MISTAKES]))


def _marks_of(plan: Plan, name: str) -> Marks:
    marks = Marks()
    for table in plan.tables:
        if table.sheet == name:
            own = (one.index for one in table.headings if one.column is Column.MISTAKES)
            marks = Marks(table.header_row, next(own, None))
    for row in plan.rows:
        if row.stated.sheet != name:
            continue
        for problem in row.problems:
            marks.add(problem)
        if row.match and row.match.why:
            marks.say(row.stated.row, row.match.why)
    return marks


# --- The template -------------------------------------------------------------------------------------------------------


def template_book(catalogue: Catalogue) -> bytes:
    """An empty roster with every column, lists to choose from, and a sheet with the allowed values."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = _("Roster")
    allowed = _allowed_values(catalogue)
    columns: list[Column] = [
        column for column in TITLES if column not in (Column.RECORD, Column.MISTAKES)
    ]
    lists: Any = workbook.create_sheet(_("Allowed values"))
    for position, column in enumerate(columns, start=1):
        cell = sheet.cell(1, position, str(TITLES[column]))
        cell.font, cell.fill = HEADING["font"], HEADING["fill"]
        if hint := _hints().get(column):
            cell.comment = Comment(hint, "")
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = WIDTHS.get(column, 14)
        for row in range(2, 202):  # typed numbers keep their zeros and dates stay as typed
            sheet.cell(row, position).number_format = "@"
    sheet.freeze_panes = "C2"
    for position, (listed, values) in enumerate(allowed.items(), start=1):
        _write_list(
            sheet, lists, position, get_column_letter(columns.index(listed) + 1), listed, values
        )
    return saved(workbook)


def _write_list(
    sheet: Any, lists: Any, position: int, target: str, column: Column, values: Sequence[str]
) -> None:
    letter = get_column_letter(position)
    lists.column_dimensions[letter].width = 30
    heading = lists.cell(1, position, str(TITLES[column]))
    heading.font, heading.fill = HEADING["font"], HEADING["fill"]
    for row, value in enumerate(values, start=2):
        cell = lists.cell(row, position, neutralise(value))
        cell.data_type = "s"
    if not values:
        return
    source = f"'{lists.title}'!${letter}$2:${letter}${len(values) + 1}"
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    choice.add(f"{target}2:{target}{FEWEST_LIST_ROWS}")
    sheet.add_data_validation(choice)


def _allowed_values(catalogue: Catalogue) -> dict[Column, list[str]]:
    def distinct(names: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(names))

    return {
        Column.SEX: [str(label) for label in Sex.labels],
        Column.COMMUNE: distinct(commune.full_name for commune in catalogue.visible_communes()),
        Column.POSITION: distinct(position.name for position in catalogue.all_positions),
        Column.FORCE_TYPE: distinct(
            position.force_type.name for position in catalogue.all_positions
        ),
        Column.RANK: [str(label) for label in Rank.labels],
        Column.EDUCATION: [str(label) for label in Education.labels],
        Column.PARTY_MEMBER: ["x"],
    }


def _hints() -> dict[Column, str]:
    dates = _("05/03/1985, or 03/1985 or 1985 when no more is known.")
    return {
        Column.FULL_NAME: _("Family, middle and given name. Always needed."),
        Column.BIRTH_DATE: dates,
        Column.CITIZEN_ID: _("12 digits. Somebody new needs this or a birth date."),
        Column.PHONE: _("10 digits that begin with 0."),
        Column.COMMUNE: _("Needed for somebody new."),
        Column.POSITION: _("Needed for somebody new."),
        Column.START_DATE: dates,
        Column.PARTY_MEMBER: _("x for yes."),
    }


def export_name(extension: str) -> str:
    """The file's name with the day, in letters that every system stores."""
    return f"danh-sach-cong-an-xa-{datetime.now():%Y%m%d-%H%M}.{extension}"

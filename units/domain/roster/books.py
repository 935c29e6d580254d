"""Workbooks that the project hands out: exports, the file with its mistakes, the template."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from units.domain.roster.catalogue import Catalogue
from units.domain.roster.plan import Plan
from units.domain.sheets.grid import CellValue, Sheet
from units.domain.sheets.headers import TITLES, Column, column_of
from units.domain.sheets.values import neutralise
from units.models import Education, Rank, Sex

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="E8EEF7")}
MISTAKE = PatternFill("solid", fgColor="FDE2E1")
DOUBT = PatternFill("solid", fgColor="FFF4D6")
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
        sheet.append([_cell(sheet, title, **HEADING) for title in dataset.headers])
        for row in dataset:
            sheet.append([_cell(sheet, value) for value in row])
        return _saved(workbook)


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


def _cell(sheet: Any, value: Any, **style: Any) -> WriteOnlyCell:
    """A cell that is what it shows: text stays text, whatever sign it begins with."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int) and value > 9_999_999:
        cell.number_format = "0"
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# --- The file back, with a column of mistakes -------------------------------------------------------------------------


def mistakes_book(plan: Plan, sheets: Sequence[Sheet]) -> bytes:
    """The uploaded rows where they stood, wrong cells coloured, and what to mend in a column of its own."""
    workbook = Workbook(write_only=True)
    for source in sheets:
        if not source.hidden:
            _write_marked_sheet(workbook, source, plan)
    return _saved(workbook)


def _write_marked_sheet(workbook: Workbook, source: Sheet, plan: Plan) -> None:
    sheet = workbook.create_sheet(re.sub(r"[\\*?:/\[\]]", " ", source.name)[:31] or None)
    table = next((table for table in plan.tables if table.sheet == source.name), None)
    marks, sentences = _marks_of(plan, source.name)
    own = (
        next((h.index for h in table.headings if h.column is Column.MISTAKES), None)
        if table
        else None
    )
    width = max((len(row.values) for row in source.rows), default=0)
    column = own if own is not None else width
    sheet.column_dimensions[get_column_letter(column + 1)].width = 70
    written = 0
    for row in source.rows:
        for _blank in range(row.number - written - 1):
            sheet.append([])
        written = row.number
        values: list[CellValue] = [
            *row.values,
            *[None] * (max(width, column + 1) - len(row.values)),
        ]
        heading = table is not None and row.number == table.header_row
        values[column] = str(TITLES[Column.MISTAKES]) if heading else sentences.get(row.number)
        sheet.append([_marked(sheet, v, marks.get((row.number, i))) for i, v in enumerate(values)])


def _marks_of(plan: Plan, name: str) -> tuple[dict[tuple[int, int], PatternFill], dict[int, str]]:
    marks: dict[tuple[int, int], PatternFill] = {}
    sentences: dict[int, list[str]] = {}
    for table in plan.tables:
        if table.sheet != name:
            continue
        index_of = {heading.letter: heading.index for heading in table.headings}
        for row in plan.rows:
            if row.stated.sheet != name:
                continue
            for problem in row.problems:
                place = problem.place
                sentences.setdefault(place.row, []).append(problem.sentence)
                if place.column_letter in index_of:
                    fill = MISTAKE if problem.is_error else DOUBT
                    marks.setdefault((place.row, index_of[place.column_letter]), fill)
            if row.match and row.match.why:
                sentences.setdefault(row.stated.row, []).append(row.match.why)
    return marks, {number: "\n".join(texts) for number, texts in sentences.items()}


def _marked(sheet: Any, value: CellValue, fill: PatternFill | None) -> WriteOnlyCell:
    safe = neutralise(value) if isinstance(value, str) else value
    style: dict[str, Any] = {"fill": fill} if fill else {}
    if isinstance(value, str) and "\n" in value:
        style["alignment"] = Alignment(wrap_text=True, vertical="top")
    return _cell(sheet, safe, **style)


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
    return _saved(workbook)


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

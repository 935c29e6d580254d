"""The overview's table as an Excel file: the same rows, in the same order, numbers as numbers."""

from __future__ import annotations

import datetime
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.tables.overview import Cell, OverviewTable
from lists.domain.exporting import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(table: OverviewTable, name: str, day: datetime.date) -> HttpResponse:
    """Return the table as a file to keep; unknown values are empty cells, never zeros."""
    title = _("Overview")
    header = [pgettext("place", "Unit"), *(str(column.label) for column in table.columns)]
    rows = [[row.place.name, *map(_value, row.cells)] for row in table.rows]
    rows.append([_("Together"), *map(_value, table.total)])
    note = [
        " ".join(part for part in (title, name) if part),
        _("As of %s") % f"{day:%d/%m/%Y}",
        _("An empty cell is unknown; 0 is zero."),
    ]
    response = HttpResponse(write_xlsx(title, header, rows, note), content_type=XLSX)
    filename = f"{slugify(title)}-{day.isoformat()}.xlsx"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


def _value(cell: Cell) -> int | str | None:
    return cell.value if cell.icon == "" else cell.text

"""Indicators over time: chosen, shown as a table with its chart, kept as Excel or CSV."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.views.pages import RightView
from lists.domain.exporting import write_csv, write_xlsx
from reports.domain.calendar import short_code
from reports.domain.expressions import write
from reports.domain.pivot import Pivot, PivotRow, pivot_of
from reports.domain.rights import EXPORT
from reports.forms.series import SeriesAddress, read_address

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A chart of more lines than this is a tangle; the table has them all.
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class ChartCell:
    """A number and how it is written."""

    value: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One period with the figures of every line."""

    label: str
    cells: list[ChartCell]
    url: str = ""


class IndicatorSeries(RightView):
    """The pivot. ``format=xlsx`` or ``csv`` gives the same as a file."""

    permission_required = EXPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, or give it as a file."""
        asked = read_address(request.GET, self.request.user, self.request.scope)
        if asked is None:
            return render(request, "reports/series_none.html", {})
        pivot = pivot_of(asked.question, self.request.scope)
        kind = request.GET.get("format", "")
        if kind in ("xlsx", "csv"):
            return series_file(asked, pivot, kind)
        context = {
            "asked": asked,
            "pivot": pivot,
            "title": title_of(asked),
            "heads": [short_code(period) for period in pivot.periods],
            "rows": [self.row(row) for row in pivot.rows],
            "total": [write(cell) for cell in pivot.total.cells] if pivot.total else None,
            "chart": chart_of(asked, pivot),
            "sections": [
                (section, [one for one in asked.parts.of_section(section.pk) if one.is_number])
                for section in asked.parts.sections
            ],
            "xlsx_url": asked.query(format="xlsx"),
            "csv_url": asked.query(format="csv"),
            "api_url": f"{reverse('api_indicators', args=['json'])}{api_query(asked)}",
        }
        return render(request, "reports/series.html", context)

    def row(self, row: PivotRow) -> dict[str, Any]:
        """One line as the template shows it."""
        url = reverse("commune_detail", args=[row.commune_id]) if row.commune_id else ""
        return {"name": row.name, "url": url, "cells": [write(cell) for cell in row.cells]}


def title_of(asked: SeriesAddress) -> str:
    """Say what the table shows."""
    if len(asked.chosen) == 1:
        return f"{asked.chosen[0].line} {asked.chosen[0].name}"
    return asked.commune.full_name if asked.commune else _("All communes together")


def chart_of(asked: SeriesAddress, pivot: Pivot) -> dict[str, Any]:
    """The chart with the table that it is drawn from: the whole, or the first few lines."""
    lines = [pivot.total] if pivot.total and not asked.commune else list(pivot.rows[:MOST_LINES])
    heads = [row.name or pgettext("all units", "Together") for row in lines]
    rows = [
        ChartRow(short_code(period), [_cell(row.cells[number]) for row in lines])
        for number, period in enumerate(pivot.periods)
    ]
    return {"heads": [_("Period"), *heads], "rows": rows}


def _cell(number: Decimal | None) -> ChartCell:
    return ChartCell(None if number is None else f"{number:f}", write(number))


def api_query(asked: SeriesAddress) -> str:
    """The same question as other systems ask it."""
    codes = "&".join(f"indicator={one.code}" for one in asked.chosen)
    span = f"from={asked.periods[0].code}&until={asked.periods[-1].code}" if asked.periods else ""
    return f"?form={asked.form.code}&{codes}&{span}"


def series_file(asked: SeriesAddress, pivot: Pivot, kind: str) -> HttpResponse:
    """Return the table as a file; an empty cell is unknown, 0 is zero."""
    title = title_of(asked)
    header = [
        pgettext("place", "Unit") if pivot.total else _("Indicator"),
        *(short_code(one) for one in pivot.periods),
    ]
    rows: list[list[Any]] = [[row.name, *map(_plain, row.cells)] for row in pivot.rows]
    if pivot.total:
        rows.append([_("Together"), *map(_plain, pivot.total.cells)])
    if kind == "csv":
        body, content_type = write_csv(header, rows, delimiter=";"), "text/csv; charset=utf-8"
    else:
        note = [asked.form.name, title, _("An empty cell is unknown; 0 is zero.")]
        body, content_type = write_xlsx(_("Indicators over time"), header, rows, note), XLSX
    response = HttpResponse(body, content_type=content_type)
    name = quote(f"chi-tieu-{asked.chosen[0].code}.{kind}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _plain(number: Decimal | None) -> Decimal | int | None:
    """Return a whole number as one, so that no file shows 4,0000."""
    return int(number) if number is not None and number == int(number) else number

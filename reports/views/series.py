"""Indicators over time: chosen, shown as a table with its chart, kept as Excel or CSV."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
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
MOST_LINES = 5


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
        if asked is None or not asked.chosen:
            return render(request, "reports/series_none.html", {})
        pivot = pivot_of(asked.question, today=timezone.localdate())
        kind = request.GET.get("format", "")
        if kind in ("xlsx", "csv"):
            return series_file(asked, pivot, kind)
        context = {
            "asked": asked,
            "pivot": pivot,
            "title": title_of(asked),
            "place": place_of(asked),
            "heads": [short_code(period) for period in pivot.periods],
            "rows": [self.row(asked, row) for row in pivot.rows],
            "total": self.row(asked, pivot.total) if pivot.total else None,
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

    def row(self, asked: SeriesAddress, row: PivotRow) -> dict[str, Any]:
        """One line as the template shows it; a jurisdiction leads to its own communes."""
        url = ""
        if row.commune_id:
            url = reverse("commune_detail", args=[row.commune_id])
        elif row.jurisdiction_id and row.jurisdiction_id != _key_of(asked):
            url = asked.query(jurisdiction=row.jurisdiction_id)
        return {
            "name": row.name,
            "url": url,
            "cells": [write(cell) for cell in row.cells],
            "whole": write(row.whole),
        }


def _key_of(asked: SeriesAddress) -> int | None:
    return asked.jurisdiction.pk if asked.jurisdiction else None


def title_of(asked: SeriesAddress) -> str:
    """Say what the table shows."""
    if len(asked.chosen) == 1:
        [one] = asked.chosen
        unit = f" ({one.unit})" if one.unit and one.unit not in one.name else ""
        return f"{one.line} {one.name}{unit}"
    return place_of(asked)


def place_of(asked: SeriesAddress) -> str:
    """Name the communes that the table is about."""
    if asked.named:
        return ", ".join(one.name for one in asked.named)
    return asked.jurisdiction.name if asked.jurisdiction else _("All communes together")


def chart_of(asked: SeriesAddress, pivot: Pivot) -> dict[str, Any]:
    """The chart with the table that it is drawn from: the whole, the few communes or indicators chosen."""
    is_few = not pivot.total or bool(asked.only) or len(pivot.rows) == 1
    lines = list(pivot.rows[:MOST_LINES]) if is_few else [pivot.total]
    heads = [row.name or pgettext("all units", "Together") for row in lines if row]
    rows = [
        ChartRow(short_code(period), [_cell(row.cells[number]) for row in lines if row])
        for number, period in enumerate(pivot.periods)
    ]
    is_cut = is_few and len(pivot.rows) > MOST_LINES
    said = [_("The chart shows the first five lines; the table has them all.")] if is_cut else []
    return {
        "heads": [_("Period"), *heads],
        "rows": rows,
        "note": " ".join([*said, *_incomplete(pivot)]),
    }


def _incomplete(pivot: Pivot) -> list[str]:
    """Say which points of the chart stand low because reports are missing."""
    low = [
        f"{short_code(period)} ({counted}/{expected})"
        for period, (counted, expected) in zip(pivot.periods, pivot.counts, strict=True)
        if counted < expected
    ]
    if not low:
        return []
    return [_("Not every report counts yet, so these periods are too low: %s.") % ", ".join(low)]


def _cell(number: Decimal | None) -> ChartCell:
    return ChartCell(None if number is None else f"{number:f}", write(number))


def api_query(asked: SeriesAddress) -> str:
    """The same question as other systems ask it."""
    query: dict[str, object] = {
        "form": asked.form.code,
        "indicator": [one.code for one in asked.chosen],
    }
    if asked.periods:
        query |= {"from": asked.periods[0].code, "until": asked.periods[-1].code}
    return "?" + urlencode(query, doseq=True)


def series_file(asked: SeriesAddress, pivot: Pivot, kind: str) -> HttpResponse:
    """Return the table as a file; an empty cell is unknown, 0 is zero."""
    title = title_of(asked)
    header = [
        pgettext("place", "Unit") if pivot.total else _("Indicator"),
        *(short_code(one) for one in pivot.periods),
        _("Whole time"),
    ]
    lines = [*pivot.rows, *([pivot.total] if pivot.total else [])]
    rows: list[list[Any]] = [
        [row.name or _("Together"), *map(_plain, row.cells), _plain(row.whole)] for row in lines
    ]
    rows.append([_("Reports that count"), *(counted for counted, _all in pivot.counts), None])
    rows.append([_("Reports expected"), *(expected for _some, expected in pivot.counts), None])
    if kind == "csv":
        body, content_type = write_csv(header, rows, delimiter=";"), "text/csv; charset=utf-8"
    else:
        note = [
            asked.form.name,
            title,
            place_of(asked),
            _("Only approved reports count. An empty cell is unknown; 0 is zero."),
            _("Exported on %s.") % f"{timezone.localtime():%d/%m/%Y %H:%M}",
        ]
        if asked.with_successors:
            note.append(_("Communes that merged count under the one that followed."))
        body, content_type = write_xlsx(_("Indicators over time"), header, rows, note), XLSX
    response = HttpResponse(body, content_type=content_type)
    name = quote(f"chi-tieu-{asked.form.code}-{asked.chosen[0].code}.{kind}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _plain(number: Decimal | None) -> Decimal | int | None:
    """Return a whole number as one, so that no file shows 4,0000."""
    return int(number) if number is not None and number == int(number) else number
